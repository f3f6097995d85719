"""Which rows of a sheet are records: the others are told apart, counted and reported."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ingest.headers import JOINED, MAX_HEADER_LENGTH, PARENT_MARK, SERIAL, ColumnMap, Vocabulary, fold_header
from ingest.layouts import Sheet
from ingest.parsing.money import parse_money, with_unit
from ingest.readers.raw import RawRow, RawTable
from ingest.report import Place, RowFault, Severity, Skip

EMPTY: Final = "空行"
TITLE: Final = "表头以上的标题或说明"
TOTAL: Final = "合计行"
NOTE: Final = "说明行"
GROUP: Final = "分组标题"
REPEATED_HEADER: Final = "重复的表头"

TOTAL_TEXT: Final = re.compile(
    r"(?:本页|本表|全部|全市|全省|全县|全区|分类|项目|各项)?(?:合计|总计|小计|共计|总合计|累计)"
    r"(?:\(.{0,8}\))?(?::.{0,12}|共?\d+.{0,6})?"
)
NOTE_TEXT: Final = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|填写说明|填表须知|注意事项|填表要求)\d?(?:[::].*|\d?[、.].*)?"
    r"|(?:填表人|填报人|制表人|制表|审核人|审核|负责人签字|填表日期|填报日期|填报时间|填报单位|单位\(盖章\)|单位盖章|\(盖章\))"
    r"(?:[::].*|\(.*)?|第\d+页.{0,4}共\d+页",
    re.DOTALL,
)
GROUP_TEXT: Final = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)).{1,40}")
"""一、装备制造: alone in its row, it heads a group."""

SERIAL_TEXT: Final = re.compile(r"[\d.,、()一二三四五六七八九十a-zA-Z-]{1,8}")
"""A running number; other texts in its column (合计, 注：...) say something."""

OWNERS: Final = frozenset({"enterprise", "university", "name"})
"""Names of organisations: a blank around one would make it another's."""

MIN_LIST_COLUMNS: Final = 2
"""In a table of one column every row looks like a note; there every row counts."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that may become a record.

    Attributes:
        values: field -> text as it stood, a bare amount with the unit of its column; fields without column are absent.
        extra: texts of columns no field claims, by header; the unit of what is no bare amount as
            `budget_unit`, `price_unit`.
        columns: to name the column at fault.
    """

    place: Place
    values: Mapping[str, str]
    extra: Mapping[str, str]
    columns: ColumnMap

    def has(self, name: str) -> bool:
        """Return whether the field has a text."""
        return bool(self.values.get(name, "").strip())

    def header(self, name: str) -> str:
        """Return the header of a field as written, "" where the table has none."""
        columns = self.columns.fields.get(name, ())
        return self.columns.names[columns[0]] if columns else ""

    def fault(self, severity: Severity, reason: str, *, remedy: str = "", column: str = "") -> RowFault:
        """Return a fault of this row; `column` is a field."""
        return RowFault(
            severity, *(self.place.file, self.place.sheet, self.place.row), self.header(column), reason, remedy
        )


@dataclass(slots=True)
class Harvest:
    """What was brought in from sheets so far."""

    drafts: list[Draft] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    n_rows: int = 0

    def skip(self, table: RawTable, row: int, reason: str) -> None:
        """Count a row as no record; a run of rows with one reason is told once."""
        self.n_rows += 1
        last = self.skips[-1] if self.skips else None
        if (
            last
            and (last.file, last.sheet, last.reason) == (table.file, table.sheet, reason)
            and row == last.last_row + 1
        ):
            self.skips[-1] = Skip(table.file, table.sheet, last.first_row, row, last.n_rows + 1, reason)
        else:
            self.skips.append(Skip(table.file, table.sheet, row, row, 1, reason))

    def skip_table(self, table: RawTable, reason: str) -> None:
        """Count all rows of a table as no records; its empty rows are not worth counting."""
        numbers = [row.number for row in table.rows if row.own()]
        n_rows = len(numbers) + len(table.broken)
        self.n_rows += n_rows
        first, last = (numbers[0], numbers[-1]) if numbers else (0, 0)
        self.skips.append(Skip(table.file, table.sheet, first, last, n_rows, reason))

    def reject(self, fault: RowFault) -> None:
        """Count a row that gave no draft."""
        self.n_rows += 1
        self.faults.append(fault)


def gather(sheet: Sheet, vocabulary: Vocabulary, harvest: Harvest) -> None:
    """Add the rows of a sheet to the harvest, each as a draft, a fault or a skip."""
    table = sheet.table
    for row in sheet.above:
        harvest.skip(table, row.number, TITLE if row.own() else EMPTY)
    for fault in sheet.faults:
        harvest.reject(fault)
    for header, sentence in sheet.columns.notes:
        harvest.faults.append(RowFault(Severity.NOTE, table.file, table.sheet, 0, header, sentence, ""))
    serials = _serial_columns(sheet.columns, vocabulary)
    for row in sheet.rows:
        reason = skip_reason(row, sheet, serials)
        if reason:
            harvest.skip(table, row.number, reason)
        elif table.is_delimited and _overflow(row, sheet.columns):
            harvest.reject(_too_wide(table, row))
        else:
            harvest.n_rows += 1
            harvest.drafts.append(_draft(row, sheet))
            if table.is_delimited and len(row.cells) < len(sheet.columns.names):
                harvest.faults.append(_too_narrow(table, row))


def gather_broken(table: RawTable, harvest: Harvest) -> None:
    """Add the rows that could not be read at all."""
    for broken in table.broken:
        harvest.reject(
            RowFault(
                Severity.REJECTED, table.file, table.sheet, broken.number, "", broken.reason, broken.remedy.rstrip("。")
            )
        )


def skip_reason(row: RawRow, sheet: Sheet, serials: frozenset[int]) -> str:
    """Return why a row is no record, "" when it is one."""
    own = [
        column for column in row.own() if column not in serials or not SERIAL_TEXT.fullmatch(fold(row.cells[column]))
    ]
    if not own:
        return EMPTY
    if not sheet.is_list or len(sheet.columns.names) < MIN_LIST_COLUMNS:
        return ""
    first = fold(row.cells[row.own()[0]])
    is_alone = len(row.own()) == 1
    is_heading = own[0] in row.merged or bool(GROUP_TEXT.fullmatch(first))
    signs = {
        REPEATED_HEADER: _repeats_header(row, sheet.columns),
        TOTAL: bool(TOTAL_TEXT.fullmatch(first)) and not _has_prose(row, own, sheet.columns),
        NOTE: all(NOTE_TEXT.fullmatch(fold(row.cells[column])) for column in own),
        GROUP: is_alone and is_heading and len(sheet.columns.names) > MIN_LIST_COLUMNS,
    }
    return next((reason for reason, is_so in signs.items() if is_so), "")


def fold(text: str) -> str:
    """Return a text in half-width without blanks, to be compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _serial_columns(columns: ColumnMap, vocabulary: Vocabulary) -> frozenset[int]:
    claims = {column: vocabulary.find(columns.names[column]) for column in columns.extras}
    return frozenset(column for column, claim in claims.items() if claim and claim.field == SERIAL)


def _repeats_header(row: RawRow, columns: ColumnMap) -> bool:
    own = row.own()
    return len(own) >= min(MIN_LIST_COLUMNS, len(columns.fields)) and all(
        column < len(columns.names)
        and len(row.cells[column]) <= MAX_HEADER_LENGTH
        and fold_header(row.cells[column]) in _header_parts(columns.names[column])
        for column in own
    )


@lru_cache(maxsize=1024)
def _header_parts(name: str) -> frozenset[str]:
    return frozenset(fold_header(part) for part in (name, *name.split(PARENT_MARK))) - {""}


def _has_prose(row: RawRow, own: Iterable[int], columns: ColumnMap) -> bool:
    """Return whether the row says anything in words besides the first cell: a total holds numbers only."""
    texts = [fold(row.cells[column]) for column in list(own)[1:] if column < len(columns.names)]
    return any(re.search(r"[^\W\d]{5,}", text) for text in texts)


def _overflow(row: RawRow, columns: ColumnMap) -> bool:
    return any(cell.strip() for cell in row.cells[len(columns.names) :])


def _too_wide(table: RawTable, row: RawRow) -> RowFault:
    reason, remedy = "列数多于表头，无法判断各列归属", "请检查文字里的分隔符是否缺少引号"
    return RowFault(Severity.REJECTED, table.file, table.sheet, row.number, "", reason, remedy)


def _too_narrow(table: RawTable, row: RawRow) -> RowFault:
    reason, remedy = "列数少于表头，缺少的列按空处理", "请核对各列是否错位"
    return RowFault(Severity.WARNING, table.file, table.sheet, row.number, "", reason, remedy)


def _draft(row: RawRow, sheet: Sheet) -> Draft:
    columns = sheet.columns
    texts = ["" if row.is_from_left(column) else cell for column, cell in enumerate(row.cells)]
    texts += [""] * (len(columns.names) - len(texts))
    values = {name: _joined(name, [texts[at] for at in places]) for name, places in columns.fields.items()}
    extra = {key: texts[column] for column, key in columns.extras.items() if texts[column].strip()}
    for column, text in enumerate(texts[len(columns.names) :], start=len(columns.names)):
        if text.strip():
            extra[f"第{column + 1}列"] = text
    for name, unit in columns.units.items():
        text = values[name]
        values[name] = with_unit(text, unit)
        if values[name] == text and parse_money(text, unit=unit) != parse_money(text):
            # "80左右": the unit fits nowhere into the text, but the amount says nothing without it.
            extra.setdefault(f"{name}_unit", unit)
    return Draft(Place(sheet.table.file, sheet.table.sheet, row.number), values, extra, columns)


def _joined(name: str, texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0].strip() if name in OWNERS else texts[0]
    return JOINED[name].join(dict.fromkeys(text for text in texts if text.strip()))
