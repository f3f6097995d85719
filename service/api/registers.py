"""Registers: what each holds, its entries, what is due, its figures."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.registers import Register, RegisterEntry, ValueKind
from data.reference.register_layouts import load_registers
from service.api.contract import (
    CONFLICT,
    EVERYWHERE,
    JSON_WRITES,
    PLAIN_WRITES,
    PREFIX,
    STALE,
    ExpectedVersion,
    tag_version,
)
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.permissions import Action
from service.docking.registers.clocks import Due, ageing
from service.docking.registers.entries import (
    add_entry,
    change_entry,
    counts_of,
    delete_entry,
    entries_of,
    open_entry,
    register_named,
    restore_entry,
)
from service.docking.registers.figures import figures_of
from service.docking.registers.importing import import_upload
from service.docking.registers.values import MOST_CHARACTERS, lacking, shown_value
from service.identity import permitted

router = APIRouter(prefix=f"{PREFIX}/registers", tags=["台账"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.REGISTERS_VIEW)]
Editing = Annotated[Actor, permitted(Action.REGISTERS_EDIT)]
RegisterName = Annotated[str, Path(max_length=64, description="台账的名称，见列表。", examples=["vouchers"])]
Value = Annotated[str, Field(max_length=MOST_CHARACTERS)]


class RegisterColumnBody(BaseModel):
    """A column of a register."""

    key: str
    header: str
    kind: ValueKind
    options: list[str]
    is_required: bool
    by_office: bool = Field(description="由主管部门填写，企业和高校院所只能看。")


class RegisterBody(BaseModel):
    """A register."""

    id: str
    title: str
    purpose: str
    asked_by: str
    columns: list[RegisterColumnBody]
    n_entries: int = Field(description="有权查看的登记条数。")


class RegistersAnswer(BaseModel):
    """All registers."""

    registers: list[RegisterBody]


class EntryRequest(BaseModel):
    """Values of an entry, as one writes them: 12.5万元, 2026年11月22日, 是."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"values": {"number": "券1", "holder": "甲公司", "holder_kind": "科技企业", "service": "检测"}}
            ]
        },
    )

    values: dict[str, Value] = Field(max_length=100, description="栏目的 key 到内容；修改时没有写出的不变。")


class RegisterEntryBody(BaseModel):
    """An entry, contacts masked."""

    number: int
    register_id: str
    values: dict[str, str] = Field(description="按页面上的写法。")
    lacking: list[str] = Field(description="还缺哪些栏目才完备。")
    region_code: str
    version: int
    added_at: datetime
    changed_at: datetime
    deleted_at: datetime | None


class EntriesAnswer(BaseModel):
    """The entries of a register, in the order in which they came."""

    entries: list[RegisterEntryBody]


class RegisterDueBody(BaseModel):
    """How an entry stands to a time limit."""

    number: int
    label: str
    state: Due
    due_on: date | None
    days_left: int | None = Field(description="超期的为负。")


class DueAnswer(BaseModel):
    """What is due: overdue first."""

    as_of: date
    due: list[RegisterDueBody]


class RegisterFigureBody(BaseModel):
    """A figure with its counting rule and the entries it rests on."""

    id: str
    label: str
    part: str = Field(description="按哪一项细分；空为合计。")
    is_whole: bool
    amount: int = Field(description="金额以分计。")
    unit: str
    counting_rule: str
    numbers: list[int]
    year: int | None = Field(description="只计了这一年的；空为各年合计，或者这个指标不分年度。")
    n_without: int = Field(description="缺少数值或日期、未计入的条数。")
    target: int | None
    short: int | None


class FiguresAnswer(BaseModel):
    """The figures of a register."""

    figures: list[RegisterFigureBody]


class RowBody(BaseModel):
    """A row of a file, and why it was not taken in."""

    sheet: str
    row: int
    reason: str


class SheetBody(BaseModel):
    """A sheet of which nothing was read, and what to do."""

    sheet: str
    n_rows: int
    reason: str


class RegisterImportAnswer(BaseModel):
    """What became of a file."""

    numbers: list[int] = Field(description="新的登记。")
    completed: list[int] = Field(description="补全了空缺的已有登记。")
    n_known: int = Field(description="原已登记的行数。")
    refused: list[RowBody] = Field(description="没有导入的行。")
    differing: list[RowBody] = Field(description="与已有登记不同、没有改动的行。")
    unknown_headers: list[str] = Field(description="没有导入的列。")
    skipped: list[SheetBody] = Field(description="没有读取的工作表。")


@router.get("", summary="列出全部台账")
def listed(desk: DeskDep, actor: Viewing) -> RegistersAnswer:
    """List the registers."""
    counts = counts_of(desk.workspace, actor)
    return RegistersAnswer(registers=[_register(each, counts.get(each.id, 0)) for each in load_registers().values()])


@router.post("/import", summary="导入表格", responses=CONFLICT, dependencies=PLAIN_WRITES)
def imported(
    register_id: Annotated[str, Form(max_length=64, description="台账的名称，见列表。")],
    file: Annotated[UploadFile, File(description="表头与台账各栏相同的表格，最多 8 MB。")],
    desk: DeskDep,
    actor: Editing,
) -> RegisterImportAnswer:
    """Take a table into a register, the good rows together, and say what became of every row and sheet."""
    taken = import_upload(desk.workspace, actor, register_id, name=file.filename or "", content=file.file)
    return RegisterImportAnswer.model_validate(asdict(taken))


@router.get("/{register_id}/entries", summary="列出一本台账的登记")
def entries(
    register_id: RegisterName,
    desk: DeskDep,
    actor: Viewing,
    deleted: Annotated[bool, Query(description="只列已删除的。")] = False,
) -> EntriesAnswer:
    """List the entries of a register."""
    register = register_named(register_id)
    found = entries_of(desk.workspace, actor, register_id, is_deleted=deleted)
    return EntriesAnswer(entries=[_entry(register, each) for each in found])


@router.post(
    "/{register_id}/entries", status_code=201, summary="登记一条", responses=CONFLICT, dependencies=JSON_WRITES
)
def added(
    register_id: RegisterName, body: EntryRequest, desk: DeskDep, actor: Editing, response: Response
) -> RegisterEntryBody:
    """Keep a new entry."""
    entry = add_entry(desk.workspace, actor, register_id, body.values)
    response.headers["location"] = f"{PREFIX}/registers/{register_id}/entries/{entry.number}"
    return _tagged(response, register_named(register_id), entry)


@router.get("/{register_id}/entries/{number}", summary="一条登记")
def one(
    register_id: RegisterName, number: RowNumber, desk: DeskDep, actor: Viewing, response: Response
) -> RegisterEntryBody:
    """Show an entry."""
    opened = open_entry(desk.workspace, actor, number, register_id=register_id)
    return _tagged(response, opened.register, opened.entry)


@router.patch(
    "/{register_id}/entries/{number}", summary="修改一条登记", responses=STALE | CONFLICT, dependencies=JSON_WRITES
)
def changed(  # noqa: PLR0913, PLR0917 - FastAPI reads the request from the parameters
    register_id: RegisterName,
    number: RowNumber,
    body: EntryRequest,
    desk: DeskDep,
    actor: Editing,
    version: ExpectedVersion,
    response: Response,
) -> RegisterEntryBody:
    """Change an entry."""
    opened = open_entry(desk.workspace, actor, number, register_id=register_id)
    entry = change_entry(desk.workspace, actor, number, body.values, expected_version=version)
    return _tagged(response, opened.register, entry)


@router.delete(
    "/{register_id}/entries/{number}",
    status_code=204,
    summary="删除，可以恢复",
    responses=STALE,
    dependencies=PLAIN_WRITES,
)
def deleted(
    register_id: RegisterName, number: RowNumber, desk: DeskDep, actor: Editing, version: ExpectedVersion
) -> None:
    """Take an entry out."""
    open_entry(desk.workspace, actor, number, register_id=register_id)
    delete_entry(desk.workspace, actor, number, expected_version=version)


@router.post(
    "/{register_id}/entries/{number}/restore",
    summary="恢复删除的一条",
    responses=STALE | CONFLICT,
    dependencies=PLAIN_WRITES,
)
def restored(
    register_id: RegisterName,
    number: RowNumber,
    desk: DeskDep,
    actor: Editing,
    version: ExpectedVersion,
    response: Response,
) -> RegisterEntryBody:  # fmt: skip
    """Put an entry back."""
    opened = open_entry(desk.workspace, actor, number, register_id=register_id)
    return _tagged(response, opened.register, restore_entry(desk.workspace, actor, number, expected_version=version))


@router.get("/{register_id}/due", summary="期限：超期的在前")
def due(
    register_id: RegisterName,
    desk: DeskDep,
    actor: Viewing,
    day: Today,
    as_of: Annotated[date | None, Query(description="哪一天的情况；不写为今天。")] = None,
) -> DueAnswer:
    """Show what is due."""
    when = as_of or day
    found = ageing(register_named(register_id), entries_of(desk.workspace, actor, register_id), as_of=when)
    return DueAnswer(
        as_of=when,
        due=[
            RegisterDueBody(
                number=each.entry.number,
                label=each.clock.label,
                state=each.state,
                due_on=each.due_on,
                days_left=each.days_left,
            )
            for each in found
        ],
    )


@router.get("/{register_id}/figures", summary="统计，附口径和所依据的登记")
def figures(
    register_id: RegisterName,
    desk: DeskDep,
    actor: Viewing,
    year: Annotated[int | None, Query(ge=1900, le=2999, description="只计这一年的；不分年度的指标仍计各年。")] = None,
) -> FiguresAnswer:
    """Show the figures."""
    counted = figures_of(register_named(register_id), entries_of(desk.workspace, actor, register_id), year=year)
    return FiguresAnswer(
        figures=[
            RegisterFigureBody(
                id=each.figure.id,
                label=each.figure.label,
                part=each.part,
                is_whole=each.is_whole,
                amount=each.amount,
                unit=each.figure.unit,
                counting_rule=each.figure.counting_rule,
                numbers=list(each.numbers),
                year=each.year,
                n_without=each.n_without,
                target=each.figure.target if each.is_whole else None,
                short=each.short,
            )
            for each in counted
        ]
    )


def _register(register: Register, n_entries: int) -> RegisterBody:
    return RegisterBody(
        id=register.id,
        title=register.title,
        purpose=register.purpose,
        asked_by=register.asked_by,
        columns=[
            RegisterColumnBody(
                key=each.key,
                header=each.header,
                kind=each.kind,
                options=list(each.options),
                is_required=each.is_required,
                by_office=each.by_office,
            )
            for each in register.columns
        ],
        n_entries=n_entries,
    )


def _tagged(response: Response, register: Register, entry: RegisterEntry) -> RegisterEntryBody:
    tag_version(response, entry.version)
    return _entry(register, entry)


def _entry(register: Register, entry: RegisterEntry) -> RegisterEntryBody:
    return RegisterEntryBody(
        number=entry.number,
        register_id=entry.register,
        values={
            each.key: shown_value(each, entry.values[each.key]) for each in register.columns if each.key in entry.values
        },
        lacking=list(lacking(register, entry.values)),
        region_code=entry.region_code,
        version=entry.version,
        added_at=entry.added_at,
        changed_at=entry.changed_at,
        deleted_at=entry.deleted_at,
    )
