"""The rows of a pairs file beside the pairs they name."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import BadInputError, UnknownIdError
from data.records.ids import NeedId
from data.records.pairs import Pair
from ingest.batch import PairRow, read_pair_rows, read_pairs
from ingest.report import ImportReport
from service.docking.inputs import Inputs
from service.docking.matching import Score

_MOST_LISTED: Final = 20

SCORE_COLUMN: Final = "score"
LEVEL_COLUMN: Final = "level"
GIVEN_PREFIX: Final = "given_"
"""Put before a column of the file that bears the name of one of ours, so that neither is lost."""

_LEVEL_FIELD: Final = "level"

FROZEN_COLUMN: Final = "frozen"
"""Marks, in pairs and verdicts that were exported, the needs that are kept for checking and never trained on."""

_FROZEN_MARKS: Final = {"1": True, "是": True, "true": True, "": False, "0": False, "否": False, "false": False}


@dataclass(frozen=True, slots=True)
class PairTable:
    """A pairs file.

    Attributes:
        rows: every row with its columns, in order.
        pairs: those of the rows that name two records, in order.
        report: what reading gave.
    """

    rows: tuple[PairRow, ...]
    pairs: tuple[Pair, ...]
    report: ImportReport

    def frozen_needs(self) -> frozenset[NeedId]:
        """Return the needs that the file's column `FROZEN_COLUMN` keeps for checking; none without such a column.

        Raises:
            BadInputError: a cell of the column says neither yes nor no.
        """
        return frozenset(row.need_id for row in self.rows if row.need_id and _is_frozen(row))

    def unread_levels(self) -> tuple[str, ...]:
        """Return, in Chinese, where a level stands that nobody can read, and what is written there."""
        named = {
            (sheet.file, sheet.sheet, header)
            for sheet in self.report.columns
            for header, field in sheet.mapping.items()
            if field == _LEVEL_FIELD
        }
        judged = [row for row in self.rows if row.need_id and row.achievement_id]
        return tuple(
            f"{row.place}“{cell.strip()}”"
            for row, pair in zip(judged, self.pairs, strict=True)
            if pair.level is None
            for header, cell in zip(row.headers, row.cells, strict=True)
            if cell.strip() and (row.place.file, row.place.sheet, header) in named
        )


def read_pair_table(paths: Sequence[Path], inputs: Inputs) -> PairTable:
    """Read pairs files and make sure that every id they name is known.

    Raises:
        BadInputError: there is no pair.
        UnknownIdError: a pair names a need or an achievement that is not there.
    """
    batch = read_pairs(paths)
    table = PairTable(read_pair_rows(paths), tuple(batch.records), batch.report)
    if not table.rows:
        raise BadInputError("成对清单只有表头，没有一行数据。", remedy="请在表头下面每行填写一对编号。")
    if not table.pairs:
        raise BadInputError("成对清单中没有一对可用的编号。", remedy="请检查 need_id 和 achievement_id 两列。")
    _require_known_ids(table.rows, inputs)
    return table


def scored_table(table: PairTable, scores: Sequence[Score]) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of a pairs file with its scores.

    Args:
        table: the file; rows of several files share the columns by their headers, columns of one name in one file by
            their order.
        scores: one a pair.

    Returns:
        Every row of the file in its order, its columns first, then score (6 decimals) and level; both are empty in a
        row that lacks an id. A column of the file that is called like one of ours is renamed, see `GIVEN_PREFIX`.
    """
    tables = [_cells(row) for row in table.rows]
    columns = list(dict.fromkeys(column for cells in tables for column in cells))
    left = iter(scores)
    rows = []
    for row, cells in zip(table.rows, tables, strict=True):
        is_pair = bool(row.need_id and row.achievement_id)
        score = next(left) if is_pair else None
        result = ["", ""] if score is None else [f"{score.score:.6f}", str(int(score.level))]
        rows.append([*(cells.get(column, "") for column in columns), *result])
    ours = (SCORE_COLUMN, LEVEL_COLUMN)
    names = [f"{GIVEN_PREFIX}{header}" if header.strip().lower() in ours else header for header, _ in columns]
    return [*names, *ours], rows


def _cells(row: PairRow) -> dict[tuple[str, int], str]:
    """Return the cells of a row by their header and which of the columns of that name they stand in, from 0."""
    named: Counter[str] = Counter()
    cells: dict[tuple[str, int], str] = {}
    for header, cell in zip(row.headers, row.cells, strict=True):
        cells[header, named[header]] = cell
        named[header] += 1
    return cells


def _is_frozen(row: PairRow) -> bool:
    for header, cell in zip(row.headers, row.cells, strict=True):
        if header.strip().lower() != FROZEN_COLUMN:
            continue
        mark = _FROZEN_MARKS.get(cell.strip().lower())
        if mark is None:
            raise BadInputError(
                f"{row.place}的 {FROZEN_COLUMN} 列写着“{cell.strip()}”，看不出这项需求是否留作检验。",
                remedy="请填写 1（留作检验，不用来训练）或 0；若这一列另有含义，请改名。",
            )
        return mark
    return False


def _require_known_ids(rows: Sequence[PairRow], inputs: Inputs) -> None:
    needs = {need.id for need in inputs.needs}
    achievements = {achievement.id for achievement in inputs.achievements}
    unknown = [
        f"{row.place}的{label} {number}"
        for row in rows
        for label, number, known in (("需求", row.need_id, needs), ("成果", row.achievement_id, achievements))
        if number and number not in known
    ]
    if unknown:
        _refuse_other_lists(rows, needs, achievements)
        shown = "；".join(unknown[:_MOST_LISTED])
        more = f"；等共 {len(unknown)} 处" if len(unknown) > _MOST_LISTED else ""
        raise UnknownIdError(
            f"成对清单中有需求表或成果表里没有的编号：{shown}{more}。",
            remedy="请核对编号（大小写、前导零、空格），或补全需求表和成果表。",
        )


def _refuse_other_lists(rows: Sequence[PairRow], needs: AbstractSet[str], achievements: AbstractSet[str]) -> None:
    """Refuse a list of which no id is known in its column: it belongs to other files, or its columns are swapped.

    Raises:
        UnknownIdError: so it is.
    """
    asked = {row.need_id for row in rows if row.need_id}
    offered = {row.achievement_id for row in rows if row.achievement_id}
    if asked & needs or offered & achievements:
        return
    if asked & achievements or offered & needs:
        raise UnknownIdError(
            "成对清单的两列看起来写反了：need_id 一列是成果的编号，achievement_id 一列是需求的编号。",
            remedy="请对调两列的列名。",
        )
    need, offer, known_need, known_offer = (min(ids) for ids in (asked, offered, needs, achievements))
    raise UnknownIdError(
        f"成对清单里的编号没有一个在需求表或成果表中：清单里如 {need}、{offer}，"
        f"需求表里如 {known_need}，成果表里如 {known_offer}。",
        remedy="请检查这几份文件是不是同一批，编号是不是同一种写法。",
    )
