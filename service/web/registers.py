"""Pages of registers: which there are, one with its figures and what is due, one entry with its history; forms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError, StaleRecordError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.registers import Register, RegisterEntry, ValueKind
from data.reference.register_layouts import load_registers
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.desk_dates import entries_due
from service.docking.permissions import Action, may
from service.docking.registers.clocks import Due, DueEntry, ageing
from service.docking.registers.entries import (
    OpenedEntry,
    add_entry,
    change_entry,
    counts_of,
    delete_entry,
    entries_of,
    open_entry,
    register_named,
    restore_entry,
)
from service.docking.registers.figures import Counted, figures_of
from service.docking.registers.importing import import_upload
from service.docking.registers.values import MOST_CHARACTERS, form_value, lacking, shown_value
from service.downloads import MEDIA_TYPES
from service.errors import problem_of
from service.exports.paper_files import render_word, render_workbook
from service.exports.registers import DUE_LABELS, register_paper, told_amount, told_left, told_part, told_rule
from service.identity import permitted
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.register_history import history_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.REGISTERS_VIEW)]
Editing = Annotated[Actor, permitted(Action.REGISTERS_EDIT)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]

_VALUE: Final = "v."
_PER_PAGE: Final = 100
_MOST_CELLS: Final = 5
"""Columns of a list besides its name: more do not fit a screen of 1366 points; the entry's page has all."""
_RENDERERS: Final = {
    "xlsx": render_workbook,
    "docx": render_word,
}


_STATES: Final = {
    "overdue": frozenset({Due.OVERDUE}),
    "near": frozenset({Due.NEAR}),
    "pressing": frozenset({Due.OVERDUE, Due.NEAR}),
}
"""What is asked for -> how the most pressing clock of an entry stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a list shows it; `due` the most pressing of its clocks."""

    number: int
    name: str
    cells: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]
    due: DueEntry | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form, as it is filled."""

    key: str
    header: str
    kind: ValueKind
    value: str
    options: tuple[str, ...]
    help: str
    is_required: bool


class Wanted:
    """Which entries of a register are shown."""

    def __init__(
        self,
        words: Annotated[str, Query(max_length=200)] = "",
        year: Annotated[str, Query(pattern=r"^([12][0-9]{3})?$")] = "",
        only: Literal["", "overdue", "near", "pressing", "incomplete", "deleted"] = "",
        figure: Annotated[str, Query(max_length=64)] = "",
        part: Annotated[str | None, Query(max_length=500)] = None,
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> None:
        self.words = words.strip()
        self.year = int(year) if year else None
        self.only = only
        self.figure = figure
        self.part = part
        self.page = page

    def address(self, register_id: str, page: int) -> str:
        """Return the address of a page of the same entries."""
        asked = {
            "words": self.words,
            "year": "" if self.year is None else str(self.year),
            "only": self.only,
            "figure": self.figure,
            "page": "" if page == 1 else str(page),
        }
        kept = {name: value for name, value in asked.items() if value}
        # A part of "" is that of the entries without a value, and none at all the whole.
        return f"/registers/{register_id}?{urlencode(kept | ({} if self.part is None else {'part': self.part}))}"


@router.get("/registers")
def registers(request: Request, desk: DeskDep, actor: Viewing, day: Today) -> Response:
    """List the registers by section, with how many entries one may see, and how many of one's own are pressing."""
    sections: dict[str, list[Register]] = {}
    for register in load_registers().values():
        sections.setdefault(register.section, []).append(register)
    pressing = Counter(place.partition("/")[0] for place, _ in entries_due(desk.workspace, actor, day))
    counts = counts_of(desk.workspace, actor)
    return draw_with_forms(request, "registers.html", sections=sections, counts=counts, pressing=pressing)


@router.post("/registers/import", dependencies=[OwnForm])
def take_file(
    request: Request,
    desk: DeskDep,
    actor: Editing,
    register_id: Annotated[str, Form(max_length=64)],
    file: UploadFile | None = None,
) -> Response:
    """Take a table into a register, and say what became of every row.

    Raises:
        UsageError: no file was chosen.
    """
    named = register_named(register_id)
    if file is None or not file.filename:
        raise UsageError("没有选文件。", remedy="请返回，选择一个要导入的文件。")
    imported = import_upload(desk.workspace, actor, named.id, name=file.filename, content=file.file)
    return draw_with_forms(request, "register_imported.html", register=named, imported=imported, name=file.filename)


@router.get("/registers/{register_id}")
def register_page(
    request: Request,
    register_id: str,
    desk: DeskDep,
    actor: Viewing,
    day: Today,
    wanted: Annotated[Wanted, Depends()],
) -> Response:
    """Show a register: its figures, what is due, its entries."""
    register = register_named(register_id)
    entries = entries_of(desk.workspace, actor, register_id, is_deleted=wanted.only == "deleted")
    due = {each.entry.number: each for each in reversed(ageing(register, entries, as_of=day))}
    counted = figures_of(register, entries, year=wanted.year)
    kept = _kept(register, entries, due, counted, wanted)
    start = (wanted.page - 1) * _PER_PAGE
    return draw_with_forms(
        request,
        "register.html",
        register=register,
        rows=[_row(register, each, due.get(each.number)) for each in kept[start : start + _PER_PAGE]],
        n_kept=len(kept),
        n_all=len(entries),
        n_pages=max(1, -(-len(kept) // _PER_PAGE)),
        columns=[each.header for each in _shown_columns(register)],
        figures=[(each, told_amount(each), told_part(register, each)) for each in counted],
        n_overdue=sum(each.state is Due.OVERDUE for each in due.values()),
        n_near=sum(each.state is Due.NEAR for each in due.values()),
        wanted=wanted,
        can_edit=may(actor, Action.REGISTERS_EDIT),
        due_labels=DUE_LABELS,
        told_left=told_left,
        told_rule=told_rule,
    )


@router.get("/registers/{register_id}/new")
def new_form(request: Request, register_id: str, actor: Editing) -> Response:
    """Show an empty form."""
    return _form(request, actor, register_named(register_id), {})


@router.get("/registers/{register_id}/files/{ending}")
def download(register_id: str, ending: Literal["xlsx", "docx"], desk: DeskDep, actor: Viewing, day: Today) -> Response:
    """Return a register as a file, contacts masked."""
    register = register_named(register_id)
    content = _RENDERERS[ending](register_paper(register, entries_of(desk.workspace, actor, register_id), as_of=day))
    headers = {"content-disposition": f'attachment; filename="{register.id}-{day.isoformat()}.{ending}"'}
    return Response(content, media_type=MEDIA_TYPES[ending], headers=headers)


async def sent_values(request: Request) -> Mapping[str, str]:
    """Return what a form sent, by key of the column."""
    sent = (await request.form()).items()
    return {
        name.removeprefix(_VALUE): value for name, value in sent if isinstance(value, str) and name.startswith(_VALUE)
    }


Sent = Annotated[Mapping[str, str], Depends(sent_values)]


@router.post("/registers/{register_id}/new", dependencies=[OwnForm])
def take_new(request: Request, register_id: str, desk: DeskDep, actor: Editing, sent: Sent) -> Response:
    """Keep a new entry, or show what stands against it with everything that was written."""
    register = register_named(register_id)
    try:
        entry = add_entry(desk.workspace, actor, register_id, sent)
    except (BadInputError, RefusalError) as error:
        return _form(request, actor, register, sent, fault=error)
    return see(f"/registers/{register_id}/{entry.number}")


@router.get("/registers/{register_id}/{number}")
def entry_page(
    request: Request, register_id: str, number: RowNumber, desk: DeskDep, actor: Viewing, day: Today
) -> Response:
    """Show one entry whole, what it lacks, what is due, and its history."""
    opened = open_entry(desk.workspace, actor, number, register_id=register_id)
    register, entry = opened.register, opened.entry
    return draw_with_forms(
        request,
        "register_entry.html",
        register=register,
        entry=entry,
        name=_name(register, entry),
        values=[
            (
                each.header,
                shown_value(each, entry.values.get(each.key, "")),
                _record(each.kind, entry.values.get(each.key, "")),
            )
            for each in register.columns
        ],
        lacking=lacking(register, entry.values),
        due=ageing(register, [entry], as_of=day),
        due_labels=DUE_LABELS,
        told_left=told_left,
        is_editable=opened.is_editable,
        is_restorable=opened.is_restorable,
        history=history_of(opened),
    )


@router.get("/registers/{register_id}/{number}/edit")
def edit_form(request: Request, register_id: str, number: RowNumber, desk: DeskDep, actor: Editing) -> Response:
    """Show the form with an entry as it is, contacts hidden."""
    opened = open_entry(desk.workspace, actor, number, register_id=register_id)
    return _form(request, actor, opened.register, _texts(opened), entry=opened.entry)


@router.post("/registers/{register_id}/{number}/edit", dependencies=[OwnForm])
def take_edit(  # noqa: PLR0913, PLR0917 - FastAPI reads the request from the parameters
    request: Request,
    register_id: str,
    number: RowNumber,
    desk: DeskDep,
    actor: Editing,
    version: Version,
    sent: Sent,
) -> Response:  # fmt: skip
    """Change an entry, or show what stands against it; of two who change it, the second sees what holds now."""
    opened = open_entry(desk.workspace, actor, number, register_id=register_id)
    try:
        change_entry(desk.workspace, actor, number, sent, expected_version=version)
    except StaleRecordError as error:
        return _form(request, actor, opened.register, sent, entry=opened.entry, fault=error, theirs=_texts(opened))
    except (BadInputError, RefusalError) as error:
        return _form(request, actor, opened.register, sent, entry=opened.entry, fault=error)
    return see(f"/registers/{register_id}/{number}")


@router.post("/registers/{register_id}/{number}/delete", dependencies=[OwnForm])
def take_deletion(register_id: str, number: RowNumber, desk: DeskDep, actor: Editing, version: Version) -> Response:
    """Take an entry out; its page offers to put it back."""
    delete_entry(desk.workspace, actor, number, expected_version=version)
    return see(f"/registers/{register_id}/{number}")


@router.post("/registers/{register_id}/{number}/restore", dependencies=[OwnForm])
def take_restoring(register_id: str, number: RowNumber, desk: DeskDep, actor: Editing, version: Version) -> Response:
    """Put an entry back."""
    restore_entry(desk.workspace, actor, number, expected_version=version)
    return see(f"/registers/{register_id}/{number}")


def _form(  # noqa: PLR0913 - what the form shows, and what went wrong
    request: Request,
    actor: Actor,
    register: Register,
    texts: Mapping[str, str],
    *,
    entry: RegisterEntry | None = None,
    fault: BadInputError | RefusalError | None = None,
    theirs: Mapping[str, str] | None = None,
) -> Response:
    changed = {key: text for key, text in (theirs or {}).items() if text != texts.get(key, "")}
    page = draw_with_forms(
        request,
        "register_edit.html",
        register=register,
        entry=entry,
        fields=[
            Field(each.key, each.header, each.kind, texts.get(each.key, ""), each.options, each.help, each.is_required)
            for each in register.columns
            if not (each.by_office and actor.role in ORGANISATIONS)
        ],
        theirs=[(each.header, changed[each.key]) for each in register.columns if each.key in changed],
        fault=fault,
        most=MOST_CHARACTERS,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


def _texts(opened: OpenedEntry) -> dict[str, str]:
    """Return an entry as a form shows it, contacts hidden."""
    masked = {ValueKind.CONTACT, ValueKind.TEXT, ValueKind.LONG_TEXT}
    return {
        each.key: shown_value(each, value) if each.kind in masked else form_value(each, value)
        for each in opened.register.columns
        if (value := opened.entry.values.get(each.key, ""))
    }


def _kept(
    register: Register,
    entries: Sequence[RegisterEntry],
    due: Mapping[int, DueEntry],
    counted: Sequence[Counted],
    wanted: Wanted,
) -> list[RegisterEntry]:
    numbers = {each.number for each in entries}
    for one in counted:
        if one.figure.id == wanted.figure and (one.is_whole if wanted.part is None else _is_part(one, wanted.part)):
            numbers = set(one.numbers)
    if wanted.only in _STATES:
        numbers &= {number for number, each in due.items() if each.state in _STATES[wanted.only]}
    if wanted.only == "incomplete":
        numbers &= {each.number for each in entries if lacking(register, each.values)}
    return [
        each for each in entries if each.number in numbers and (not wanted.words or _says(register, each, wanted.words))
    ]


def _is_part(one: Counted, part: str) -> bool:
    return not one.is_whole and one.part == part


def _says(register: Register, entry: RegisterEntry, words: str) -> bool:
    """Tell whether an entry says some words, as it is shown: who tries out numbers learns of no hidden contact."""
    return any(words in shown_value(each, entry.values.get(each.key, "")) for each in register.columns)


def _shown_columns(register: Register) -> list[Any]:
    """Return the columns of a list: what is required first, then the rest, long texts and contacts left out."""
    others = [each for each in register.columns[1:] if each.kind not in {ValueKind.LONG_TEXT, ValueKind.CONTACT}]
    first = sorted(others, key=lambda each: not each.is_required)[:_MOST_CELLS]
    return [each for each in register.columns if each in first]


def _row(register: Register, entry: RegisterEntry, due: DueEntry | None) -> Row:
    cells = tuple((each.header, shown_value(each, entry.values.get(each.key, ""))) for each in _shown_columns(register))
    return Row(entry.number, _name(register, entry), cells, lacking(register, entry.values), due)


def _name(register: Register, entry: RegisterEntry) -> str:
    return shown_value(register.columns[0], entry.values.get(register.columns[0].key, ""))


def _record(kind: ValueKind, value: str) -> str:
    """Return the kind of record a value names, for its link; "" for none."""
    kinds = {ValueKind.NEED: "needs", ValueKind.ACHIEVEMENT: "achievements"}
    return kinds.get(kind, "") if value else ""
