"""Tables of an office into a register, every row accounted for."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from data.errors import HeaderError, RefusalError
from data.records.accounts import Actor
from data.records.registers import Register, RegisterEntry
from data.storage.workspace import Stores, Workspace
from ingest.headers import fold_header
from ingest.readers.files import read_file
from ingest.readers.raw import RawRow, RawTable
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
from service.docking.registers.values import read_values

_HEADER_ROWS: Final = 10
"""Rows above the entries in which the header is looked for: titles and the name of whoever filled it in stand there."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that gave no entry: where it stands, and one Chinese clause saying why and what to do."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        numbers: of the new entries.
        n_known: rows that the register has already, word for word or by what it must have once.
        refused: rows that gave none.
        unknown_headers: columns the register does not know; their values are not taken in.
    """

    numbers: tuple[int, ...]
    n_known: int
    refused: tuple[RefusedRow, ...]
    unknown_headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    texts: Mapping[str, str]


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
    rows, unknown = _rows_of(register, path)
    with workspace.writing(actor) as stores:
        intake = _Intake(stores, register, actor, stores.registers.all(register.id, scope=scope))
        for row in rows:
            intake.take(row)
        n_outside = len(intake.numbers) - stores.registers.n_within(intake.numbers, scope=scope)
        if n_outside:
            raise RefusalError(
                f"有 {n_outside} 行不在您负责的地区之内，没有写入任何一条。", remedy="请删去这些行后重试。"
            )
    return Imported(tuple(intake.numbers), intake.n_known, tuple(intake.refused), unknown)


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
        self.numbers: list[int] = []
        self.refused: list[RefusedRow] = []
        self.n_known = 0
        for entry in entries:
            self._known |= self._marks(entry.values)

    def take(self, row: _Row) -> None:
        """Keep a row, or say why not."""
        values, faults = read_values(self._register, row.texts)
        if faults:
            self.refused.append(RefusedRow(row.sheet, row.number, told_faults(faults)))
        elif self._marks(values) & self._known:
            self.n_known += 1
        elif not _may_keep(self._register, values, self._actor):
            self.refused.append(RefusedRow(row.sheet, row.number, "不是本单位的登记，没有导入"))
        elif named := written_for_office(self._register, self._actor, {}, values):
            told = "、".join(f"“{each}”" for each in named)
            self.refused.append(RefusedRow(row.sheet, row.number, f"{told}由主管部门填写，请留空后重新导入"))
        else:
            self.numbers.append(_add(self._stores, self._register, values, self._actor))
            self._known |= self._marks(values)

    def _marks(self, values: Mapping[str, str]) -> set[tuple[object, ...]]:
        """Return by what an entry is known: all it says, and what the register must have once."""
        shared = shared_of(self._register, values)
        return {("all", *sorted(values.items())), *([("shared", *shared)] if shared else [])}


def _may_keep(register: Register, values: Mapping[str, str], actor: Actor) -> bool:
    return not actor.organisation or actor.organisation in owners_of(register, values)


def _add(stores: Stores, register: Register, values: Mapping[str, str], actor: Actor) -> int:
    return stores.registers.add(
        register.id,
        values,
        region_code=region_of(register, values, actor),
        owners=owners_of(register, values),
        shared=shared_of(register, values),
    ).number


def _rows_of(register: Register, path: Path) -> tuple[list[_Row], tuple[str, ...]]:
    """Return the rows below the headers of every sheet, and the headers nobody knows.

    Raises:
        HeaderError: no sheet has them.
    """
    keys = {fold_header(each.header): each.key for each in register.columns}
    rows: list[_Row] = []
    unknown: dict[str, None] = {}
    is_found = False
    for table in read_file(path).tables:
        place = _header_place(register, table, keys)
        if table.is_hidden or place is None:
            continue
        is_found = True
        header = table.rows[place]
        unknown |= dict.fromkeys(each for each in header.cells if each.strip() and fold_header(each) not in keys)
        rows.extend(_below(table, place, keys))
    if not is_found:
        wanted = "、".join(each.header for each in register.columns if each.is_required)
        raise HeaderError(
            f"{path.name} 里没有找到“{register.title}”的表头。",
            remedy=f"请在表格第一行写明各栏名称，至少有：{wanted}。",
        )
    return rows, tuple(each for each in unknown if each not in {"序号", "编号"})


def _header_place(register: Register, table: RawTable, keys: Mapping[str, str]) -> int | None:
    required = {each.key for each in register.columns if each.is_required}
    for place, row in enumerate(table.rows[:_HEADER_ROWS]):
        if required <= {keys.get(fold_header(cell), "") for cell in row.cells}:
            return place
    return None


def _below(table: RawTable, place: int, keys: Mapping[str, str]) -> Iterator[_Row]:
    header: RawRow = table.rows[place]
    columns = {index: keys[fold_header(cell)] for index, cell in enumerate(header.cells) if fold_header(cell) in keys}
    for row in table.rows[place + 1 :]:
        texts = {key: row.text(index).strip() for index, key in columns.items()}
        if any(texts.values()):
            yield _Row(table.sheet, row.number, texts)
