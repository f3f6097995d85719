"""Importing files: upload, look at what would be read, confirm, watch, read the report, take it back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.jobs import UNFINISHED, IdempotencyKey, Job, JobKind, JobState
from ingest.report import SEVERITY_LABELS, Severity
from service.dependencies import MOST_ROWS, DeskDep, JobsDep, RowNumber
from service.docking.importing import (
    batches_of,
    field_choices,
    preview,
    require_undoable,
    said_of_columns,
    upload_path,
)
from service.docking.job_access import visible_job, visible_jobs
from service.docking.jobs import UPLOADS, JobDesk, import_job, scope_of_import
from service.docking.permissions import Action
from service.docking.record_kinds import KIND_LABELS, RecordKind
from service.docking.undo import undo_batch
from service.errors import problem_of
from service.exports.fault_rows import render_faults
from service.identity import Now, permitted
from service.web.drawing import kind_address
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.phrases import STATE_LABELS
from service.web.records import surroundings
from service.web.records_phrases import field_label
from service.web.records_views import COLUMNS, row_of_record, shown

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Importing = Annotated[Actor, permitted(Action.RECORDS_IMPORT)]
Upload = Annotated[str, Path(max_length=64)]
Headers = Annotated[list[str], Query(alias="h", max_length=500)]
Fields = Annotated[list[str], Query(alias="f", max_length=500)]

PREVIEW_LABELS: Final = {
    Severity.REJECTED: "不能导入",
    Severity.WARNING: "能导入，请核对",
    Severity.NOTE: "说明",
}
_PAGE: Final = 50
_REFRESH_SECONDS: Final = 2
_MOST_FAULTS: Final = 100
"""Rows a page lists; the file has all that the job kept."""


@router.get("/imports")
def imports(
    request: Request,
    desk: DeskDep,
    jobs: JobsDep,
    actor: Importing,
    before: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
) -> Response:
    """List the files that were imported, newest first, and what is on its way."""
    batches, older = batches_of(desk.workspace, actor, limit=_PAGE, before=before)
    running = visible_jobs(jobs, actor, limit=_PAGE, states=UNFINISHED)
    return draw_with_forms(
        request,
        "imports.html",
        **surroundings(actor),
        batches=batches,
        older=older,
        running=[each for each in running if each.asked.kind is JobKind.IMPORT],
        state_labels=STATE_LABELS,
        shown=shown,
    )


@router.get("/imports/new")
def upload_form(request: Request, actor: Importing, kind: RecordKind | None = None) -> Response:
    """Show the form that takes a file."""
    return _upload_page(request, actor, kind)


@router.post("/imports/new", dependencies=[OwnForm])
def take_upload(
    request: Request,
    jobs: JobsDep,
    actor: Importing,
    kind: Annotated[RecordKind, Form()],
    file: UploadFile | None = None,
) -> Response:
    """Keep an uploaded file, and lead on to what it holds."""
    scope_of_import(kind, actor)
    if file is None or not file.filename:
        fault = UsageError("没有选文件。", remedy="请选择一个要导入的文件。")
        return _upload_page(request, actor, kind, fault=fault)
    kept = jobs.keep_upload(file.filename, file.file)
    return see(f"/imports/new/{kept.split('/')[1]}?{urlencode({'kind': kind})}")


@router.get("/imports/new/{upload}")
def look(  # noqa: PLR0913, PLR0917 - FastAPI reads the query from the parameters
    request: Request,
    upload: Upload,
    desk: DeskDep,
    actor: Importing,
    kind: RecordKind,
    headers: Headers = [],  # noqa: B006 - FastAPI copies it
    chosen: Fields = [],  # noqa: B006 - as above
) -> Response:
    """Show what importing the file would give; nothing is stored."""
    scope_of_import(kind, actor)
    path = upload_path(desk.workspace, upload)
    try:
        said = said_of_columns(kind, list(zip(headers, chosen, strict=False)))
        found = preview(desk.workspace, kind, path, actor=actor, columns=said)
    except BadInputError as error:
        return _upload_page(request, actor, kind, fault=error)
    return draw_with_forms(
        request,
        "import_preview.html",
        **surroundings(actor, kind),
        upload=upload,
        found=found,
        name=shown("", found.name),
        said=said,
        choices=field_choices(kind),
        columns=[field_label(name) for name in COLUMNS[kind]],
        rows=[row_of_record(kind, record) for record in found.records],
        faults=[] if found.report is None else found.report.faults[:_MOST_FAULTS],
        severities=PREVIEW_LABELS,
        rejected=Severity.REJECTED,
        shown=shown,
    )


@router.post("/imports/new/{upload}", dependencies=[OwnForm])
def confirm(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    upload: Upload,
    desk: DeskDep,
    jobs: JobsDep,
    at: Now,
    actor: Importing,
    kind: Annotated[RecordKind, Form()],
    said: Annotated[str, Form(max_length=50_000)] = "{}",
) -> Response:
    """Import the file, with the columns as they were shown; asked for twice it is done once."""
    scope_of_import(kind, actor)
    path = upload_path(desk.workspace, upload)
    columns = said_of_columns(kind, _pairs(said))
    new = import_job(kind, [f"{UPLOADS}/{upload}/{path.name}"], by=actor, at=at, columns=columns)
    owner = f"account:{actor.account_id}" if actor.account_id is not None else "desk"
    digest = hashlib.sha256(json.dumps([kind, columns]).encode()).hexdigest()
    job = jobs.submit(new, key=IdempotencyKey(owner, f"upload:{upload}", digest))
    return see(f"/imports/jobs/{job.number}")


@router.get("/imports/jobs/{number}")
def job_page(request: Request, number: RowNumber, jobs: JobsDep, actor: Importing) -> Response:
    """Show how far an import has come, and what it gave."""
    job = _own_job(jobs, actor, number)
    kind: RecordKind = job.asked.parameters["kind"]
    page = draw_with_forms(
        request,
        "import_job.html",
        **surroundings(actor, kind),
        job=job,
        state=STATE_LABELS[job.state],
        report=_report(kind, job),
        file_names="、".join(shown("", each.rsplit("/", 1)[-1]) for each in job.asked.parameters["files"]),
        shown=shown,
    )
    if not job.is_finished:
        # The browser asks again by itself, without script; the page says so, and has a link besides.
        page.headers["refresh"] = str(_REFRESH_SECONDS)
    return page


@router.post("/imports/jobs/{number}/cancel", dependencies=[OwnForm])
def cancel(number: RowNumber, jobs: JobsDep, at: Now, actor: Importing) -> Response:
    """Ask an import to stop."""
    _own_job(jobs, actor, number)
    jobs.cancel(number, at=at, by=actor)
    return see(f"/imports/jobs/{number}")


@router.get("/imports/jobs/{number}/rows.csv")
def fault_rows(number: RowNumber, jobs: JobsDep, actor: Importing) -> Response:
    """Return the rows that were not imported or need a look, as a table."""
    job = _own_job(jobs, actor, number)
    name = quote(f"导入{number}号未导入和需核对的行.csv")
    return Response(
        render_faults(job.result.get("faults", [])),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.get("/imports/{number}/undo")
def ask_undo(request: Request, number: RowNumber, desk: DeskDep, actor: Importing) -> Response:
    """Ask whether an import is to be taken back."""
    batch = require_undoable(desk.workspace, actor, number)
    return draw_with_forms(request, "import_undo.html", **surroundings(actor), batch=batch, undone=None, shown=shown)


@router.post("/imports/{number}/undo", dependencies=[OwnForm])
def take_undo(request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Importing) -> Response:
    """Take an import back, and show what became of its records."""
    batch = require_undoable(desk.workspace, actor, number)
    undone = undo_batch(desk.workspace, number, actor=actor, at=at)
    links = [(kind_address(batch.kind, each), each) for each in undone.records.kept]
    return draw_with_forms(
        request, "import_undo.html", **surroundings(actor), batch=batch, undone=undone.records, kept=links, shown=shown
    )


@dataclass(frozen=True, slots=True)
class _Report:
    """What an import gave, for its page; figures are label, value and where its records are listed ("" nowhere)."""

    figures: tuple[tuple[str, int, str], ...]
    faults: tuple[Mapping[str, Any], ...]
    n_faults: int
    changed: tuple[tuple[str, str, str], ...]
    near: tuple[tuple[str, str, str, str], ...]
    repeats: tuple[str, ...]
    n_repeats: int
    unknown: tuple[str, ...]


def _report(kind: RecordKind, job: Job) -> _Report | None:
    """Return the report of an import that is done."""
    if job.state is not JobState.DONE:
        return None
    result = job.result
    files = result.get("files_read", [])
    count = {name: sum(each[name] for each in files) for name in ("n_added", "n_updated", "n_unchanged", "n_rejected")}
    return _Report(
        figures=(
            ("新增", count["n_added"], f"/{kind}"),
            ("更新", count["n_updated"], "#changed" if count["n_updated"] else ""),
            ("原已在库，没有变化", count["n_unchanged"], ""),
            ("未导入的行", count["n_rejected"], "#rows" if count["n_rejected"] else ""),
        ),
        faults=tuple(
            {**each, "severity": SEVERITY_LABELS[Severity(each["severity"])]}
            for each in sorted(result.get("faults", []), key=lambda each: each["severity"] != Severity.REJECTED)
        )[:_MOST_FAULTS],
        n_faults=result.get("n_faults", 0),
        changed=tuple(
            (kind_address(kind, each["id"]), each["id"], "、".join(field_label(name) for name in each["fields"]))
            for each in result.get("changed", [])
        ),
        near=tuple(
            (kind_address(kind, each["id"]), each["id"], kind_address(kind, each["other_id"]), each["other_id"])
            for each in result.get("near_repeats", [])
        ),
        repeats=tuple(result.get("repeats", ())),
        n_repeats=result.get("n_repeats", 0),
        unknown=tuple(result.get("unknown_columns", [])),
    )


def _upload_page(
    request: Request, actor: Actor, kind: RecordKind | None, *, fault: BadInputError | None = None
) -> Response:
    around = surroundings(actor)
    if not around["importable"]:
        raise NotPermittedError("您的角色不能导入。", remedy="需要时请联系管理员。")
    chosen = kind if kind in around["importable"] else around["importable"][0]
    page = draw_with_forms(request, "import_new.html", **around, chosen=chosen, labels=KIND_LABELS, fault=fault)
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _own_job(jobs: JobDesk, actor: Actor, number: int) -> Job:
    """Return an import that an actor may look at.

    Raises:
        UnknownIdError: there is none, or it is somebody else's; which of them is not said.
    """
    job = visible_job(jobs, actor, number)
    if job.asked.kind is not JobKind.IMPORT:
        raise UnknownIdError(f"没有编号为 {number} 的导入。", remedy="请从导入记录进入。")
    return job


def _pairs(said: str) -> list[tuple[str, str]]:
    """Return what the page of the preview said of the columns.

    Raises:
        RefusalError: it is not what that page sends.
    """
    try:
        read = json.loads(said)
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise RefusalError("列的对应关系无法读懂。", remedy="请回到预览页重新提交。")
    return list(read.items())
