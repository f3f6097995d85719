"""What a report is made on: which it is, when, and everything it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from data.records.reports import Report, ReportKey, ReportKind
from data.storage.workspace import Stores
from service.docking.census.names import short_name
from service.docking.reports.gathering import Material
from service.docking.reports.periods import Period

KIND_LABELS: Final[Mapping[ReportKind, str]] = MappingProxyType({
    ReportKind.MONTHLY: "产学研对接月报",
    ReportKind.BULLETIN: "产学研对接工作简报",
    ReportKind.ANNUAL: "产学研对接年度统计",
    ReportKind.UNIVERSITIES: "高校院所成果转化绩效表",
    ReportKind.AGENCIES: "技术转移机构和经纪人业绩表",
    ReportKind.SUMMARY: "产学研对接工作总结",
    ReportKind.FORM: "通知所附表格",
})


@dataclass(frozen=True, slots=True)
class Occasion:
    """A report that is being made.

    Attributes:
        stores: of the one transaction in which it is made.
        at: now, aware.
    """

    stores: Stores
    key: ReportKey
    period: Period
    material: Material
    at: datetime

    @property
    def unit(self) -> str:
        """Whose report it is."""
        return self.key.subject or short_name(self.key.region_code)

    @property
    def counted(self) -> Period:
        """The days it counts: the period, up to the day on which it is made."""
        return self.period.until(self.material.as_of)

    def report(self) -> Report:
        """Return the report with nothing in it yet."""
        return Report(
            key=self.key,
            title=f"{self.unit}{self.period.name}{KIND_LABELS[self.key.kind]}",
            unit=self.unit,
            as_of=self.material.as_of,
        )
