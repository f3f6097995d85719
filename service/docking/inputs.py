"""Needs and achievements one run works on, with what reading them gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import BadInputError
from data.records.achievements import Achievement
from data.records.needs import Need
from ingest.batch import read_achievements, read_needs
from ingest.report import ImportReport


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
        return (*totals, *(sentence for report in self.reports for sentence in report.details()))


def read_inputs(needs: Sequence[Path], achievements: Sequence[Path]) -> Inputs:
    """Return both sides as read; the errors are those of `ingest.batch`."""
    asked = read_needs(needs)
    offered = read_achievements(achievements)
    return Inputs(tuple(asked.records), tuple(offered.records), (asked.report, offered.report))


def require_records(inputs: Inputs) -> None:
    """Refuse a run that has nothing to work on.

    Raises:
        BadInputError: one side has no record.
    """
    for records, name in ((inputs.needs, "需求"), (inputs.achievements, "成果")):
        if not records:
            raise BadInputError(
                f"没有读到任何一条{name}。", remedy="请查看上面列出的未导入的行和原因，改正文件后重试。"
            )
