"""Tables of an office into a register, every row accounted for."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from data.errors import HeaderError, RefusalError
from data.records.accounts import Actor
from data.records.registers import Register, RegisterEntry, ValueKind
from data.storage.workspace import Stores, Workspace
from ingest.headers import BRACKETS, UNIT, fold_header
from ingest.readers.files import read_file
from ingest.readers.raw import BrokenRow, RawRow, RawTable
from service.docking.jobs import safe_name
from service.docking.permissions import Action, scope_of
from service.docking.registers.entries import (
    owners_of,
    region_of,
    register_named,
    shared_of,
    told_faults,
    written_for_office,
)
from service.docking.registers.values import order_faults, read_values

_BARE_NUMBER: Final = re.compile(r"[\d,，]+(?:[.．]\d+)?")

_SERIALS: Final = frozenset({"序号", "编号"})
_HIDDEN: Final = "是隐藏的工作表，请取消隐藏后重新导入"
_HEADER_ROWS: Final = 10
"""Rows above the entries in which the header is looked for: titles and the name of whoever filled it in stand there."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that gave no entry: where it stands, and one Chinese clause saying why and what to do."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedSheet:
    """A sheet of which nothing was read: its name, its rows with a text, and a Chinese clause: why, and what to do."""

    sheet: str
    n_rows: int
    reason: str

    @property
    def sentence(self) -> str:
        """Say it in Chinese."""
        return f"“{self.sheet}”共 {self.n_rows} 行没有读取：{self.reason}。"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        numbers: of the new entries.
        n_known: rows that the register has already, word for word or by what it must have once.
        completed: numbers of known entries that had no value where a row of theirs has one, ascending.
        differing: rows with other values than the known entry has: what was there stays.
        refused: rows that gave none, those that could not be read at all included.
        unknown_headers: columns the register does not know; their values are not taken in.
        skipped: sheets of which nothing was read, in the order of the file; empty ones are not told.
    """

    numbers: tuple[int, ...]
    n_known: int
    refused: tuple[RefusedRow, ...]
    unknown_headers: tuple[str, ...]
    completed: tuple[int, ...] = ()
    differing: tuple[RefusedRow, ...] = ()
    skipped: tuple[SkippedSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    texts: Mapping[str, str]


@dataclass(slots=True)
class _Sheets:
    """What the sheets of a file hold."""

    rows: list[_Row] = field(default_factory=list)
    broken: list[RefusedRow] = field(default_factory=list)
    unknown: dict[str, None] = field(default_factory=dict)
    skipped: list[SkippedSheet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heading:
    """Which column of the register a header names, and in what unit its bare numbers are; "" not said."""

    key: str
    unit: str = ""

    def text(self, cell: str) -> str:
        """Return a cell with the unit of its header, where it is a bare number."""
        plain = cell.strip()
        return f"{plain}{self.unit}" if _BARE_NUMBER.fullmatch(plain) else plain


def import_entries(workspace: Workspace, actor: Actor, register_id: str, path: Path) -> Imported:
    """Take the rows of a file into a register, the good ones together in one transaction.

    Args:
        workspace: where to.
        actor: in whose name; rows that name another organisation than their own are refused one by one.
        register_id: of which register.
        path: any table `ingest` reads, headed as the register's columns are.

    Raises:
        HeaderError: no sheet has the register's headers; the errors of reading are those of `read_file`.
        RefusalError: rows lie outside of the region the actor is in charge of; nothing was written.
    """
    register = register_named(register_id)
    scope = scope_of(actor, Action.REGISTERS_EDIT)
    sheets = _sheets_of(register, path)
    with workspace.writing(actor) as stores:
        intake = _Intake(stores, register, actor, stores.registers.all(register.id, scope=scope))
        for row in sheets.rows:
            intake.take(row)
        written = (*intake.numbers, *intake.completed)
        n_outside = len(written) - stores.registers.n_within(written, scope=scope)
        if n_outside:
            raise RefusalError(
                f"有 {n_outside} 行不在您负责的地区之内，没有写入任何一条。", remedy="请删去这些行后重试。"
            )
    return Imported(
        tuple(intake.numbers),
        intake.n_known,
        (*sheets.broken, *intake.refused),
        tuple(each for each in sheets.unknown if each not in _SERIALS),
        completed=tuple(sorted(intake.completed)),
        differing=tuple(intake.differing),
        skipped=tuple(sheets.skipped),
    )


def import_upload(workspace: Workspace, actor: Actor, register_id: str, *, name: str, content: BinaryIO) -> Imported:
    """Take a file that somebody sends, see `import_entries`; it is not kept."""
    with tempfile.TemporaryDirectory(prefix="duijie-") as folder:
        path = Path(folder) / safe_name(name)
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        return import_entries(workspace, actor, register_id, path)


class _Intake:
    """Rows on their way into a register that has entries already."""

    def __init__(self, stores: Stores, register: Register, actor: Actor, entries: Iterable[RegisterEntry]) -> None:
        self._stores = stores
        self._register = register
        self._actor = actor
        self._known: set[tuple[object, ...]] = set()
        self._by_shared: dict[tuple[str, ...], RegisterEntry] = {}
        self.completed: dict[int, None] = {}
        self.differing: list[RefusedRow] = []
        self.numbers: list[int] = []
        self.refused: list[RefusedRow] = []
        self.n_known = 0
        for entry in entries:
            self._remember(entry)

    def take(self, row: _Row) -> None:
        """Keep a row, or say why not."""
        values, faults = read_values(self._register, row.texts)
        if faults:
            self._refuse(row, told_faults(faults))
        elif (known := self._by_shared.get(shared_of(self._register, values))) is not None:
            self._complete(row, known, values)
        elif self._marks(values) & self._known:
            self.n_known += 1
        elif self._may_write(row, {}, values):
            entry = _add(self._stores, self._register, values, self._actor)
            self.numbers.append(entry.number)
            self._remember(entry)

    def _complete(self, row: _Row, known: RegisterEntry, values: Mapping[str, str]) -> None:
        """Give a known entry the values it lacks; say where the row has others, which are not taken in."""
        others = [
            each.header
            for each in self._register.columns
            if each.key in values and known.values.get(each.key) not in {None, "", values[each.key]}
        ]
        if others:
            told = "、".join(f"“{each}”" for each in others)
            reason = f"{told}与第 {known.number} 号登记不同，没有改动原有的值；确需更改的，请在那条登记上修改"
            self.differing.append(RefusedRow(row.sheet, row.number, reason))
        merged = {**values, **{key: value for key, value in known.values.items() if value}}
        if merged == dict(known.values):
            self.n_known += 1
        elif faults := order_faults(self._register, merged):
            self._refuse(row, told_faults(faults))
        elif self._may_write(row, known.values, merged):
            self._remember(_change(self._stores, self._register, known, merged, self._actor))
            self.completed[known.number] = None

    def _may_write(self, row: _Row, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
        """Tell whether the actor may bring values there; where not, the row is refused."""
        if not _may_keep(self._register, after, self._actor):
            self._refuse(row, "不是本单位的登记，没有导入")
            return False
        named = written_for_office(self._register, self._actor, before, after)
        if named:
            told = "、".join(f"“{each}”" for each in named)
            self._refuse(row, f"{told}由主管部门填写，请留空后重新导入")
        return not named

    def _refuse(self, row: _Row, reason: str) -> None:
        self.refused.append(RefusedRow(row.sheet, row.number, reason))

    def _remember(self, entry: RegisterEntry) -> None:
        self._known |= self._marks(entry.values)
        shared = shared_of(self._register, entry.values)
        if shared:
            self._by_shared[shared] = entry

    def _marks(self, values: Mapping[str, str]) -> set[tuple[object, ...]]:
        """Return by what an entry is known: all it says, and what the register must have once."""
        shared = shared_of(self._register, values)
        return {("all", *sorted(values.items())), *([("shared", *shared)] if shared else [])}


def _may_keep(register: Register, values: Mapping[str, str], actor: Actor) -> bool:
    return not actor.organisation or actor.organisation in owners_of(register, values)


def _add(stores: Stores, register: Register, values: Mapping[str, str], actor: Actor) -> RegisterEntry:
    return stores.registers.add(
        register.id,
        values,
        region_code=region_of(register, values, actor),
        owners=owners_of(register, values),
        shared=shared_of(register, values),
    )


def _change(
    stores: Stores, register: Register, known: RegisterEntry, values: Mapping[str, str], actor: Actor
) -> RegisterEntry:
    return stores.registers.change(
        known.number,
        values,
        expected_version=known.version,
        region_code=region_of(register, values, actor, before=known.region_code),
        owners=owners_of(register, values),
        shared=shared_of(register, values),
    )


def _sheets_of(register: Register, path: Path) -> _Sheets:
    """Return the rows below the headers of every sheet, and what was not read.

    Raises:
        HeaderError: no sheet that can be seen has the headers.
    """
    found = _Sheets()
    is_found = False
    wanted = "、".join(each.header for each in register.columns if each.is_required)
    for table in read_file(path).tables:
        place = _header_place(register, table)
        if table.is_hidden or place is None:
            reason = (
                _HIDDEN if table.is_hidden else f"没有找到本台账的表头，请写明各栏名称（至少有：{wanted}）后重新导入"
            )
            n_rows = sum(bool(row.own()) for row in table.rows) + len(table.broken)
            found.skipped += [SkippedSheet(table.sheet, n_rows, reason)] if n_rows else []
            continue
        is_found = True
        headings = _headings(register, table.rows[place])
        cells = enumerate(table.rows[place].cells)
        found.unknown |= dict.fromkeys(each for index, each in cells if each.strip() and index not in headings)
        found.rows.extend(_below(table, place, headings))
        found.broken += [RefusedRow(table.sheet, each.number, _told_broken(each)) for each in table.broken]
    if not is_found:
        hidden = [each.sentence for each in found.skipped if each.reason == _HIDDEN]
        raise HeaderError(
            f"{path.name} 里没有找到“{register.title}”的表头。",
            remedy=f"请在表格第一行写明各栏名称，至少有：{wanted}。{''.join(hidden)}",
        )
    return found


def _told_broken(row: BrokenRow) -> str:
    return f"{row.reason}，{row.remedy.rstrip('。')}"


def _header_place(register: Register, table: RawTable) -> int | None:
    required = {each.key for each in register.columns if each.is_required}
    for place, row in enumerate(table.rows[:_HEADER_ROWS]):
        if required <= {each.key for each in _headings(register, row).values()}:
            return place
    return None


def _headings(register: Register, header: RawRow) -> dict[int, _Heading]:
    """Return what stands in which column; of two columns of one kind the first counts, the other is not known."""
    found: dict[int, _Heading] = {}
    for index, cell in enumerate(header.cells):
        heading = _heading(register, cell)
        if heading is not None and heading.key not in {each.key for each in found.values()}:
            found[index] = heading
    return found


def _heading(register: Register, cell: str) -> _Heading | None:
    """Return the column a header names: word for word, or with its unit or a remark in brackets behind it."""
    folded = fold_header(cell)
    exact = next((each for each in register.columns if fold_header(each.header) == folded), None)
    if exact is not None:
        return _Heading(exact.key)
    plain, said = BRACKETS.sub("", folded), "".join(BRACKETS.findall(folded))
    column = next((each for each in register.columns if fold_header(each.header) == plain), None)
    if column is None or not said:
        return None
    if column.kind is ValueKind.MONEY:
        unit = UNIT.fullmatch(said)
        return _Heading(column.key, unit[1]) if unit else None
    if column.kind is ValueKind.INTEGER and said != column.unit:
        return None
    return _Heading(column.key)


def _below(table: RawTable, place: int, headings: Mapping[int, _Heading]) -> Iterator[_Row]:
    for row in table.rows[place + 1 :]:
        texts = {each.key: each.text(row.text(index)) for index, each in headings.items()}
        if any(texts.values()):
            yield _Row(table.sheet, row.number, texts)
