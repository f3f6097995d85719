"""Needs and achievements one run works on, with what reading them gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from data.errors import BadInputError, HeaderError
from data.records.achievements import Achievement
from data.records.needs import Need
from ingest.batch import read_achievements, read_needs
from ingest.headers import ACHIEVEMENTS, NEEDS, TableSpec, vocabulary_of
from ingest.report import ImportReport

SWAPPED: Final = (
    "看起来两个文件放反了：--needs 的文件像成果表，--achievements 的文件像需求表。"
    "请检查这两个选项后的文件名，放反了就对调后重新运行。"
)

LEAST_STRANGE: Final = 2
"""Columns of the other side that make files look swapped; a single one may be an extra of the user's own."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one run works on.

    Attributes:
        needs: in the order of the files.
        achievements: in the order of the files.
        reports: what reading gave, needs first; empty for records of the workspace.
    """

    needs: tuple[Need, ...]
    achievements: tuple[Achievement, ...]
    reports: tuple[ImportReport, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Chinese sentences about what was left out: how many rows of each side first, then the details."""
        totals = [report.total for report in self.reports]
        details = (sentence for report in self.reports for sentence in report.details())
        return (*((SWAPPED,) if self.look_swapped else ()), *totals, *details)

    @property
    def look_swapped(self) -> bool:
        """Whether each side has columns of the other, and none that only its own has."""
        if len(self.reports) != 2:
            return False
        asked, offered = self.reports
        strange = (_n_only(asked, ACHIEVEMENTS, NEEDS), _n_only(offered, NEEDS, ACHIEVEMENTS))
        own = (_n_only(asked, NEEDS, ACHIEVEMENTS), _n_only(offered, ACHIEVEMENTS, NEEDS))
        return sum(strange) >= LEAST_STRANGE and not any(own)


def read_inputs(needs: Sequence[Path], achievements: Sequence[Path]) -> Inputs:
    """Return both sides as read; errors are those of `ingest.batch`.

    Raises:
        HeaderError: a side cannot be read; the remedy tells where the files would do the other way round.
    """
    try:
        asked, offered = read_needs(needs), read_achievements(achievements)
    except HeaderError as error:
        if _can_be_read_swapped(needs, achievements):
            raise HeaderError(error.message, remedy=SWAPPED) from error
        raise
    return Inputs(tuple(asked.records), tuple(offered.records), (asked.report, offered.report))


def require_records(inputs: Inputs) -> None:
    """Refuse a run that has nothing to work on.

    Raises:
        BadInputError: one side has no record.
    """
    sides = ((inputs.needs, "需求"), (inputs.achievements, "成果"))
    for (records, name), report in zip_longest(sides, inputs.reports):
        if records:
            continue
        if report is not None and not report.n_rows:
            files = "、".join(f"“{file}”" for file in report.files)
            raise BadInputError(
                f"没有读到任何一条{name}：{files}只有表头，没有一行数据。",
                remedy=f"请在表头下面每行填写一条{name}，或检查是否选错了文件。",
            )
        raise BadInputError(f"没有读到任何一条{name}。", remedy="请查看上面列出的未导入的行和原因，改正文件后重试。")


def _n_only(report: ImportReport, spec: TableSpec, other: TableSpec) -> int:
    """Return how many headers name a column of one table and none of the other."""
    headers = [header for sheet in report.columns for header in (*sheet.mapping, *sheet.unknown)]
    mine, theirs = vocabulary_of(spec), vocabulary_of(other)
    return sum(mine.find(header) is not None and theirs.find(header) is None for header in headers)


def _can_be_read_swapped(needs: Sequence[Path], achievements: Sequence[Path]) -> bool:
    try:
        return bool(read_needs(achievements).records and read_achievements(needs).records)
    except BadInputError:
        return False
