"""Files sent in: previewed, imported in the background, listed, taken back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Query, Response, UploadFile
from pydantic import BaseModel, Field

from data.records.accounts import Actor
from data.storage.batches import ImportBatch
from ingest.contacts import mask_field
from ingest.report import ImportReport, RowFault, Severity
from service.api.contract import CONFLICT, EVERYWHERE, MOST_LISTED, PLAIN_WRITES, PREFIX
from service.api.jobs import JobBody, job_body
from service.dependencies import MOST_ROWS, DeskDep, JobsDep, RowNumber
from service.docking.importing import batches_of
from service.docking.permissions import Action
from service.docking.receiving import SentFile, preview, submit_import, take_back
from service.docking.record_kinds import RecordKind
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/imports", tags=["导入"], responses=EVERYWHERE)

_MOST_ROWS = 10
_MOST_FAULTS = 500
"""As many as a job's result tells one by one."""

Importing = Annotated[Actor, permitted(Action.RECORDS_IMPORT)]
KindField = Annotated[RecordKind, Form(description="needs 需求，achievements 成果，parties 单位。")]
FileField = Annotated[UploadFile, File(description="xlsx、xls、csv、docx、pdf、txt 等，最多 100 MB。")]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[!-~]+$",
        description="自己选的键；同一键、同一文件再发一次，仍是原来的任务，不会导入两遍。",
        examples=["2026-11-22-needs-1"],
    ),
]


class FaultBody(BaseModel):
    """Something wrong with a row (0: the whole sheet); never quotes a cell."""

    severity: Severity
    file: str
    sheet: str
    row: int
    column: str
    reason: str
    remedy: str


class ColumnsBody(BaseModel):
    """How the columns of one sheet are understood."""

    sheet: str
    mapping: dict[str, str] = Field(description="文件中的表头 -> 字段。")
    unknown: list[str] = Field(description="没有认出的表头，原样保留在附加信息里。")


class PreviewAnswer(BaseModel):
    """What an import would do; nothing was stored."""

    n_rows: int
    n_accepted: int
    n_rejected: int
    n_skipped: int
    n_duplicates: int
    columns: list[ColumnsBody]
    rows: list[dict[str, str]] = Field(description="前几条，联系方式遮盖。")
    faults: list[FaultBody]
    n_faults: int
    notes: list[str] = Field(description="跳过和重复的行等说明。")


class BatchBody(BaseModel):
    """One imported file."""

    number: int
    kind: str
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: str
    n_added: int
    n_updated: int
    n_unchanged: int
    n_rejected: int
    undone_at: datetime | None
    undone_by: str


class BatchPage(BaseModel):
    """One page of imported files, newest first."""

    batches: list[BatchBody]
    next: int | None = Field(description="下一页的 before；最后一页为空。")


class UndoneAnswer(BaseModel):
    """What became of the records of an import that was taken back."""

    batch: BatchBody
    removed: list[str] = Field(description="由它新增、现已删除的。")
    reverted: list[str] = Field(description="由它更新、现已恢复原样的。")
    kept: list[str] = Field(description="之后又改动过、没有动的。")
    gone: list[str] = Field(description="此前已经删除的。")


@router.post(
    "",
    status_code=202,
    summary="导入一个文件",
    description="返回后台任务；从任务的结果中看每一行的去向。",
    responses=CONFLICT,
    dependencies=PLAIN_WRITES,
)
def imported(  # noqa: PLR0913, PLR0917 - FastAPI reads a form from the parameters
    kind: KindField,
    file: FileField,
    desk: DeskDep,
    jobs: JobsDep,
    at: Now,
    actor: Importing,
    key: Key,
    answer: Response,
) -> JobBody:
    """Import a file in the background."""
    sent = SentFile(kind=kind, name=file.filename or "", content=file.file)
    job = submit_import(desk.workspace, jobs, actor, sent, key=key, at=at)
    answer.headers["location"] = f"{PREFIX}/jobs/{job.number}"
    return job_body(job)


@router.post(
    "/preview",
    summary="预览一个文件",
    description="表头怎样对应、前几条、哪些行有误；什么也不保存。",
    dependencies=PLAIN_WRITES,
)
def previewed(kind: KindField, file: FileField, desk: DeskDep, actor: Importing) -> PreviewAnswer:
    """Read a file without storing anything."""
    batch = preview(desk.workspace, actor, SentFile(kind=kind, name=file.filename or "", content=file.file))
    report = batch.report
    return PreviewAnswer(
        n_rows=report.n_rows,
        n_accepted=report.n_accepted,
        n_rejected=report.n_rejected,
        n_skipped=report.n_skipped,
        n_duplicates=len(report.duplicates),
        columns=[
            ColumnsBody(
                sheet=mask_field("", each.sheet),
                mapping={mask_field("", header): field for header, field in each.mapping.items()},
                unknown=[mask_field("", header) for header in each.unknown],
            )
            for each in report.columns
        ],
        rows=[_row(each) for each in batch.records[:_MOST_ROWS]],
        faults=[_fault(each) for each in report.faults[:_MOST_FAULTS]],
        n_faults=len(report.faults),
        notes=_notes(report),
    )


@router.get("", summary="列出导入过的文件", description="最新的在前；管理员看到全部，其他人看到自己的。")
def listed(
    desk: DeskDep,
    actor: Importing,
    before: Annotated[int | None, Query(ge=1, le=MOST_ROWS, description="上一页给出的 next。")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
) -> BatchPage:
    """List imported files."""
    found, following = batches_of(desk.workspace, actor, limit=limit, before=before)
    return BatchPage(batches=[_batch(each) for each in found], next=following)


@router.post("/{number}/undo", summary="撤销一次导入", responses=CONFLICT, dependencies=PLAIN_WRITES)
def undone(number: RowNumber, desk: DeskDep, at: Now, actor: Importing) -> UndoneAnswer:
    """Take back what an import did."""
    taken = take_back(desk.workspace, actor, number, at=at)
    records = taken.records
    return UndoneAnswer(
        batch=_batch(taken.batch),
        removed=list(records.removed),
        reverted=list(records.reverted),
        kept=list(records.kept),
        gone=list(records.gone),
    )


def _batch(batch: ImportBatch) -> BatchBody:
    names = (name for name in BatchBody.model_fields if name not in {"number", "file_name"})
    values = {name: getattr(batch, name) for name in names}
    return BatchBody(number=batch.number or 0, file_name=mask_field("", batch.file_name), **values)


def _row(record: object) -> dict[str, str]:
    extra: dict[str, str] = getattr(record, "extra", {})
    own = {name: str(getattr(record, name)) for name in type(record).__dataclass_fields__}  # type: ignore[attr-defined] # a record
    filled = {name: text for name, text in {**extra, **own}.items() if text and name not in {"extra", "source"}}
    return {mask_field("", name): mask_field(name, text) for name, text in filled.items()}


def _fault(fault: RowFault) -> FaultBody:
    values = {name: getattr(fault, name) for name in FaultBody.model_fields}
    return FaultBody(**values | {name: mask_field("", values[name]) for name in ("file", "sheet", "column")})


def _notes(report: ImportReport) -> list[str]:
    return [
        *(each.sentence() for each in report.skipped[:_MOST_FAULTS]),
        *(each.sentence() for each in report.duplicates[:_MOST_FAULTS]),
    ]
