"""Groups of industries that texts of technology can tell apart: what the field classifier answers with."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from data.reference.industries import Industry


@dataclass(frozen=True, slots=True)
class IndustryGroup:
    """Industries whose technologies read alike.

    Attributes:
        code: of the group, ours.
        name: as shown.
        industries: codes of GB/T 4754: sections (B) and divisions (C25).
    """

    code: str
    name: str
    industries: frozenset[str]


@cache
def load_industry_groups() -> Mapping[str, IndustryGroup]:
    """Read industry_groups.csv: code of the group -> group."""
    text = resources.files("data.reference").joinpath("industry_groups.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["group"]: IndustryGroup(row["group"], row["name"], frozenset(row["industries"].split())) for row in rows
    }


def industry_groups_of(industry: Industry) -> frozenset[str]:
    """Return the codes of the groups an industry may belong to.

    One where it names a division or a section that is in one group; several where it is a section that is spread
    (制造业); none where it says nothing of the technology: 其他制造业, 修理业, 科学研究和技术服务业, T.
    """
    groups = load_industry_groups().values()
    exact = {group.code for group in groups if {industry.code, industry.section} & group.industries}
    if exact or industry.division:
        return frozenset(exact)
    return frozenset(
        group.code for group in groups if any(code.startswith(industry.section) for code in group.industries)
    )
