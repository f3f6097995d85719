"""Files in, records and an import report out: the one entrance for needs, achievements, parties and pairs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from data.errors import HeaderError, UsageError
from data.records.achievements import Achievement
from data.records.ids import AchievementId, NeedId, PartyId
from data.records.needs import Need
from data.records.pairs import Pair
from data.records.parties import Party
from data.records.sources import Source
from ingest.doubts import doubtful_values, repeated_serials
from ingest.headers import (
    ACHIEVEMENTS,
    MAX_HEADER_LENGTH,
    NEEDS,
    NOTHING_GIVEN,
    PAIRS,
    PARTIES,
    ColumnMap,
    TableSpec,
    missing_columns,
    vocabulary_of,
    vocabulary_with,
)
from ingest.identities import MADE_OF, assign_ids, find_repeated_rows
from ingest.layouts import Sheet, lay_out
from ingest.meanings import read_level, read_party_kind
from ingest.readers.files import read_file
from ingest.readers.raw import RawFile, RawRow, Shape
from ingest.report import ImportReport, Place, RowFault, Severity, SheetColumns
from ingest.rows import Draft, Harvest, gather, gather_broken

R = TypeVar("R")

TEXTS: Final = ("title", "content")
HIDDEN: Final = "隐藏的工作表，取消隐藏后才会读取"
UNKNOWN: Final = "没有可识别的表头"
WHOLE_TEXT_REASON: Final = "没有“名称：……”这样的字段，整篇作为一条的内容"
WHOLE_TEXT_REMEDY: Final = "请核对；若含多条，请写成“需求名称：……”“需求内容：……”的形式"


@dataclass(frozen=True, slots=True)
class Batch(Generic[R]):
    """Records in the order of the files, and what became of every row."""

    records: tuple[R, ...]
    report: ImportReport


def read_needs(paths: Sequence[Path] | Path, given: Mapping[str, str] = NOTHING_GIVEN) -> Batch[Need]:
    """Return the needs of files of any of our formats; ids are unique over all of them.

    Args:
        paths: one file or several.
        given: what a person said of headers, see `ingest.headers.Vocabulary`.

    Returns:
        The needs, and what became of every row.

    Raises:
        FileReadError: a file cannot be read.
        HeaderError: a file has no header we know, or an ambiguous one.
    """
    return _read_described(paths, NEEDS, "needs", make=_need, given=given)


def read_achievements(paths: Sequence[Path] | Path, given: Mapping[str, str] = NOTHING_GIVEN) -> Batch[Achievement]:
    """Return the achievements; see `read_needs`."""
    return _read_described(paths, ACHIEVEMENTS, "achievements", make=_achievement, given=given)


def read_parties(paths: Sequence[Path] | Path, given: Mapping[str, str] = NOTHING_GIVEN) -> Batch[Party]:
    """Return the parties; the kind is told by its column, else by the name's ending; a row with neither is rejected."""
    harvest, sheets, files = harvest_files(paths, PARTIES, given)
    faults = list(harvest.faults)
    prefix, identity = MADE_OF["parties"]
    kept, refused = assign_ids(harvest.drafts, prefix=prefix, identity=identity)
    faults += refused
    records: list[Party] = []
    accepted: list[Draft] = []
    for made, draft in kept:
        kind = read_party_kind(draft.values.get("kind", ""), draft.values.get("name", ""))
        if not draft.has("name"):
            faults.append(draft.fault(Severity.REJECTED, "单位名称为空", remedy="请补全后重新导入", column="name"))
        elif kind is None:
            remedy = "请在“单位类型”列填写企业、高校、科研院所、中介机构或科技局"
            faults.append(draft.fault(Severity.REJECTED, "看不出单位的类型", remedy=remedy, column="kind"))
        else:
            values = {name: text for name, text in draft.values.items() if name not in {"id", "kind"}}
            records.append(Party(id=PartyId(made), kind=kind, extra=draft.extra, source=_source(draft), **values))
            accepted.append(draft)
    return Batch(tuple(records), import_report(harvest, sheets, files=files, faults=faults, accepted=accepted))


def read_pairs(paths: Sequence[Path] | Path) -> Batch[Pair]:
    """Return the pairs in the order of the file; a level that cannot be read is left out with a warning.

    Whether the ids are known is for the caller to say, who has the records.
    """
    harvest, sheets, files = harvest_files(paths, PAIRS)
    faults = list(harvest.faults)
    records: list[Pair] = []
    accepted: list[Draft] = []
    for draft in harvest.drafts:
        missing = [name for name in ("need_id", "achievement_id") if not draft.has(name)]
        if missing:
            faults.append(
                draft.fault(Severity.REJECTED, "编号为空", remedy="请补全后重新导入这一行", column=missing[0])
            )
            continue
        written = draft.values.get("level", "")
        level = read_level(written)
        if written.strip() and level is None:
            remedy = "请填写1至4，或无、弱、较强、强"
            faults.append(draft.fault(Severity.WARNING, "等级无法识别，按未评级处理", remedy=remedy, column="level"))
        need, achievement = draft.values["need_id"].strip(), draft.values["achievement_id"].strip()
        records.append(Pair(NeedId(need), AchievementId(achievement), level))
        accepted.append(draft)
    return Batch(tuple(records), import_report(harvest, sheets, files=files, faults=faults, accepted=accepted))


@dataclass(frozen=True, slots=True)
class PairRow:
    """A row of a pairs file as it stands there.

    Attributes:
        place: file, sheet and row.
        headers: as written, from left to right.
        cells: one a header.
        need_id: "" where the cell is empty.
        achievement_id: "" where the cell is empty.
    """

    place: Place
    headers: tuple[str, ...]
    cells: tuple[str, ...]
    need_id: NeedId
    achievement_id: AchievementId


def read_pair_rows(paths: Sequence[Path] | Path) -> tuple[PairRow, ...]:
    """Read the rows of pairs files with all their columns, in order, those without an id included.

    `read_pairs` says what is wrong with them.
    """
    harvest, _, _ = harvest_files(paths, PAIRS)
    return tuple(_pair_row(draft) for draft in harvest.drafts)


def _pair_row(draft: Draft) -> PairRow:
    columns = draft.columns
    fields = {at: name for name, places in columns.fields.items() for at in places}
    cells = [
        draft.values.get(fields[at], "") if at in fields else draft.extra.get(columns.extras.get(at, ""), "")
        for at in range(len(columns.names))
    ]
    need, achievement = (draft.values.get(name, "").strip() for name in ("need_id", "achievement_id"))
    return PairRow(draft.place, columns.names, tuple(cells), NeedId(need), AchievementId(achievement))


def _need(made: str, values: Mapping[str, str], draft: Draft) -> Need:
    return Need(id=NeedId(made), extra=draft.extra, source=_source(draft), **values)


def _achievement(made: str, values: Mapping[str, str], draft: Draft) -> Achievement:
    return Achievement(id=AchievementId(made), extra=draft.extra, source=_source(draft), **values)


def _source(draft: Draft) -> Source:
    return Source(draft.place.file, draft.place.sheet, draft.place.row)


def _read_described(
    paths: Sequence[Path] | Path,
    spec: TableSpec,
    kind: str,
    *,
    make: Callable[[str, Mapping[str, str], Draft], R],
    given: Mapping[str, str],
) -> Batch[R]:
    """Return records that have a title and a content."""
    harvest, sheets, files = harvest_files(paths, spec, given)
    filled = _filled_columns(harvest.drafts)
    faults = [*harvest.faults, *_empty_columns(sheets, spec, filled)]
    drafts: list[Draft] = []
    for draft in harvest.drafts:
        fault = _text_fault(draft, filled)
        faults += [fault] if fault else []
        if fault is None or fault.severity is not Severity.REJECTED:
            drafts.append(draft)
    faults += [*doubtful_values(drafts), *repeated_serials(drafts, vocabulary_of(spec))]
    prefix, identity = MADE_OF[kind]
    kept, refused = assign_ids(drafts, prefix=prefix, identity=identity)
    records: list[R] = []
    for made, draft in kept:
        texts = {name: text for name, text in draft.values.items() if name != "id"}
        records.append(make(made, {"title": "", "content": "", **texts}, draft))
    accepted = [draft for _, draft in kept]
    return Batch(
        tuple(records), import_report(harvest, sheets, files=files, faults=[*faults, *refused], accepted=accepted)
    )


FilledColumns = frozenset[tuple[str, str, str]]
"""(file, sheet, field) where at least one row has a text."""


def _filled_columns(drafts: Sequence[Draft]) -> FilledColumns:
    return frozenset(
        (draft.place.file, draft.place.sheet, name) for draft in drafts for name in TEXTS if draft.has(name)
    )


def _empty_columns(sheets: Sequence[Sheet], spec: TableSpec, filled: FilledColumns) -> list[RowFault]:
    """Return one warning for each list of titles only, or of contents only, instead of one a row."""
    places = dict.fromkeys((sheet.table.file, sheet.table.sheet) for sheet in sheets if sheet.rows)
    return [
        RowFault(
            Severity.WARNING,
            file,
            sheet,
            0,
            "",
            f"没有“{vocabulary_of(spec).label(name)}”列，或整列为空",
            "补全后匹配更准",
        )
        for file, sheet in places
        for name in TEXTS
        if (file, sheet, name) not in filled
    ]


def _text_fault(draft: Draft, filled: FilledColumns) -> RowFault | None:
    """Return what is wrong with title and content.

    Without both a row is rejected, unless an id of its own lets others (pairs) refer to it.
    """
    missing = [name for name in TEXTS if not draft.has(name)]
    if not missing:
        return None
    remedy = "请补全，匹配才有依据"
    if len(missing) == 1:
        is_told = (draft.place.file, draft.place.sheet, missing[0]) not in filled
        reason = "名称为空" if missing[0] == "title" else "内容为空"
        return None if is_told else draft.fault(Severity.WARNING, reason, remedy=remedy, column=missing[0])
    if draft.has("id"):
        return draft.fault(Severity.WARNING, "名称和内容都为空，只保留编号", remedy=remedy, column="id")
    return draft.fault(Severity.REJECTED, "名称和内容都为空", remedy="请补全后重新导入这一行", column=missing[0])


def harvest_files(
    paths: Sequence[Path] | Path, spec: TableSpec, given: Mapping[str, str] = NOTHING_GIVEN
) -> tuple[Harvest, list[Sheet], tuple[str, ...]]:
    """Return all rows of all files, how the sheets were understood, and the files' names.

    Raises:
        UsageError: no file was given.
    """
    listed = [paths] if isinstance(paths, Path) else list(paths)
    if not listed:
        raise UsageError("没有指定要读取的文件。", remedy="请至少给出一个文件。")
    harvest = Harvest()
    sheets: list[Sheet] = []
    files = [read_file(path) for path in listed]
    for file in files:
        harvest.faults.extend(
            RowFault(Severity.NOTE, file.name, "", 0, "", note.rstrip("。"), "") for note in file.notes
        )
        sheets.extend(_harvest_file(file, spec, harvest, given))
    return harvest, sheets, tuple(file.name for file in files)


def _harvest_file(file: RawFile, spec: TableSpec, harvest: Harvest, given: Mapping[str, str]) -> list[Sheet]:
    vocabulary = vocabulary_with(spec, given)
    laid: list[Sheet] = []
    unread: list[tuple[int, str]] = []
    for index, table in enumerate(file.tables):
        found = [] if table.is_hidden else lay_out(table, vocabulary, laid[-1] if laid else None)
        if found:
            for sheet in found:
                gather(sheet, vocabulary, harvest)
            gather_broken(table, harvest)
            laid.extend(found)
        else:
            unread.append((index, HIDDEN if table.is_hidden else UNKNOWN))
    if not laid:
        return [_whole_text(file, spec, harvest)]
    for index, reason in unread:
        harvest.skip_table(file.tables[index], reason)
    return laid


def _whole_text(file: RawFile, spec: TableSpec, harvest: Harvest) -> Sheet:
    """Return a plain text without keys as the content of one record.

    Raises:
        HeaderError: the file is no plain text, or the table asked for is not made of texts.
    """
    table = file.tables[0] if file.tables else None
    is_text = len(file.tables) == 1 and table is not None and table.shape is Shape.LINES and not table.sheet
    if table is None or not is_text or spec not in {NEEDS, ACHIEVEMENTS} or not table.rows:
        message, remedy = missing_columns(_likely_header(file), vocabulary_of(spec), f"文件“{file.name}”")
        raise HeaderError(message, remedy=remedy)
    columns = ColumnMap(("",), {"content": (0,)}, {}, {})
    text = "\n".join(row.cells[0] for row in table.rows)
    sheet = Sheet(table, columns, (RawRow(1, (text,)),), is_list=False)
    gather(sheet, vocabulary_of(spec), harvest)
    gather_broken(table, harvest)
    harvest.faults.append(RowFault(Severity.WARNING, file.name, "", 1, "", WHOLE_TEXT_REASON, WHOLE_TEXT_REMEDY))
    return sheet


def likely_header(path: Path) -> tuple[str, ...]:
    """Return what looks like the header of a file that could not be read, for a person to say what its columns are.

    Returns:
        The names, each once; () where no row has two texts or more, or the header is no list of short names.
    """
    names = dict.fromkeys(name.strip() for name in _likely_header(read_file(path)))
    return tuple(names) if all(len(name) <= MAX_HEADER_LENGTH for name in names) else ()


def _likely_header(file: RawFile) -> list[str]:
    """Return the first row with two texts or more: what a person would call the header."""
    for table in file.tables:
        for row in table.rows:
            if not table.is_hidden and len(row.own()) > 1:
                return [row.cells[column] for column in row.own()]
    return []


def import_report(
    harvest: Harvest,
    sheets: Sequence[Sheet],
    *,
    files: tuple[str, ...],
    faults: Sequence[RowFault],
    accepted: Sequence[Draft],
) -> ImportReport:
    """Return what became of every row, faults in the order of the files."""
    order = {name: index for index, name in enumerate(files)}
    return ImportReport(
        files=files,
        n_rows=harvest.n_rows,
        n_accepted=len(accepted),
        faults=tuple(sorted(faults, key=lambda fault: (order[fault.file], fault.sheet, fault.row))),
        skipped=tuple(harvest.skips),
        duplicates=tuple(find_repeated_rows(accepted)),
        columns=tuple(_sheet_columns(sheet) for sheet in sheets),
    )


def _sheet_columns(sheet: Sheet) -> SheetColumns:
    """Return what a report says of a sheet's columns.

    Unknown labels of forms and texts are left out: what looks like one may be a person's name.
    """
    columns = sheet.columns
    is_keyed = not sheet.is_list and sheet.table.shape is not Shape.RECORDS
    mapping = {columns.names[at]: name for name, places in columns.fields.items() for at in places}
    return SheetColumns(
        sheet.table.file, sheet.table.sheet, mapping, () if is_keyed else tuple(columns.extras.values())
    )
