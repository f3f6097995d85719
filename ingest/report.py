"""The import report: what was accepted, rejected, skipped, and why. It never holds a phone number or a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_SENTENCES_A_KIND: Final = 20
"""Faults, skips and duplicates told one by one on the console; the report itself holds all of them."""


class Severity(StrEnum):
    """What a fault means for its row."""

    REJECTED = "rejected"
    """The row gave no record."""
    WARNING = "warning"
    """The row was accepted, but something in it needs a look."""
    NOTE = "note"
    """Worth knowing, nothing to do."""


SEVERITY_LABELS: Final = {Severity.REJECTED: "未导入", Severity.WARNING: "已导入，请核对", Severity.NOTE: "说明"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file without folder, sheet ("" where there is one only), row from 1 (0: the whole)."""

    file: str
    sheet: str
    row: int

    def __str__(self) -> str:
        """Return the place in Chinese."""
        sheet = f"“{self.sheet}”" if self.sheet else ""
        row = f"第{self.row}行" if self.row else ""
        return f"“{self.file}”{sheet}{row}"


@dataclass(frozen=True, slots=True)
class RowFault:
    """Something wrong with a row, or with a whole sheet (row 0).

    Attributes:
        column: header of the column as written; "" where the row as a whole is meant.
        reason: Chinese clause; never quotes a cell.
        remedy: Chinese clause; "" where nothing is to be done.
    """

    severity: Severity
    file: str
    sheet: str
    row: int
    column: str
    reason: str
    remedy: str

    def sentence(self) -> str:
        """Return the fault as one Chinese sentence."""
        column = f"“{self.column}”列" if self.column else ""
        remedy = f"，{self.remedy}" if self.remedy else ""
        place = Place(self.file, self.sheet, self.row)
        return f"{place}{column}：{self.reason}{remedy}（{SEVERITY_LABELS[self.severity]}）。"


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are no records: titles, empty rows, totals, notes, hidden sheets.

    Attributes:
        first_row: from 1.
        last_row: included; rows that follow each other for one reason are told together.
        n_rows: how many of them count in `ImportReport.n_rows`.
        reason: Chinese noun.
    """

    file: str
    sheet: str
    first_row: int
    last_row: int
    n_rows: int
    reason: str

    def sentence(self) -> str:
        """Return the skip as one Chinese sentence."""
        rows = f"第{self.first_row}行" if self.first_row == self.last_row else f"第{self.first_row}至{self.last_row}行"
        return f"{Place(self.file, self.sheet, 0)}{rows}：{self.reason}，已跳过。"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row with the content of an earlier one; it is kept."""

    place: Place
    first: Place

    def sentence(self) -> str:
        """Return the duplicate as one Chinese sentence."""
        return f"{self.place}与{self.first}内容相同，两条都保留。"


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """How the columns of one sheet were understood.

    Attributes:
        mapping: header as written -> field.
        unknown: headers of a list no field claims, as written; their values are kept in `extra`.
    """

    file: str
    sheet: str
    mapping: Mapping[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every row: `n_rows == n_accepted + n_rejected + n_skipped`.

    Attributes:
        files: names without folder, in the order given.
        n_rows: rows seen, header rows apart; in running text and forms every record counts as one row.
        n_accepted: rows that gave a record.
        faults: in the order of the files; at most one of a row is `REJECTED`.
        skipped: rows that are no records.
        duplicates: rows with the content of an earlier row, kept.
        columns: one a sheet that was read.
    """

    files: tuple[str, ...]
    n_rows: int
    n_accepted: int
    faults: tuple[RowFault, ...] = ()
    skipped: tuple[Skip, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    columns: tuple[SheetColumns, ...] = ()

    @property
    def rejected(self) -> tuple[RowFault, ...]:
        """The faults that cost a row."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.REJECTED)

    @property
    def n_rejected(self) -> int:
        """Rows that gave no record though they should have."""
        return len(self.rejected)

    @property
    def n_skipped(self) -> int:
        """Rows that are no records."""
        return sum(skip.n_rows for skip in self.skipped)

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """Headers no field claims, each once, in order."""
        return tuple(dict.fromkeys(name for sheet in self.columns for name in sheet.unknown))

    @property
    def total(self) -> str:
        """What became of the rows, in one Chinese sentence."""
        names = "、".join(f"“{name}”" for name in self.files)
        return (
            f"{names}共{self.n_rows}行：导入{self.n_accepted}条，未导入{self.n_rejected}行，跳过{self.n_skipped}行"
            f"（标题、空行、合计、说明等）。"
        )

    def details(self) -> tuple[str, ...]:
        """Return a Chinese sentence on each row that needs a look, rejected ones first, at most 20 of a kind."""
        others = [fault for fault in self.faults if fault.severity is not Severity.REJECTED]
        lines = _first([fault.sentence() for fault in self.rejected], "未导入的行")
        lines += _first([fault.sentence() for fault in others], "需要核对或说明的地方")
        lines += _first([skip.sentence() for skip in self.skipped], "跳过的行")
        lines += _first([duplicate.sentence() for duplicate in self.duplicates], "内容重复的行")
        if self.unknown_columns:
            lines.append(f"未识别的列原样保留在附加信息里：{'、'.join(self.unknown_columns)}。")
        return tuple(lines)


def _first(lines: Sequence[str], kind: str) -> list[str]:
    rest = len(lines) - MAX_SENTENCES_A_KIND
    shown = list(lines[:MAX_SENTENCES_A_KIND])
    return [*shown, f"另有{rest}处{kind}，见完整的导入报告。"] if rest > 0 else shown
