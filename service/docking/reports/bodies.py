"""What each kind of report says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from data.records.reports import FigureLine, FigureTable, Report, ReportKind, TextList
from service.docking.deals.phrases import MONEY_RULE
from service.docking.reports.counting import ranked
from service.docking.reports.gathering import entries_by_register
from service.docking.reports.handing_in import Handing, lates_in
from service.docking.reports.heads import CENSUS_HEADS, LEAGUE_HEADS, MOVED_HEADS, heads_of
from service.docking.reports.occasion import Occasion
from service.docking.reports.partners import agencies, universities
from service.docking.reports.registers import register_tables
from service.docking.reports.tables import by_region, late_list, moved_deals, rules_used
from service.docking.reports.words import figure_words

_LEAGUE_BY: Final = "contracts"
_FIRST_PLACES: Final = 3


def monthly(occasion: Occasion) -> Report:
    """Return the monthly report of a county, or the roll-up of a city with who is late (HA-06)."""
    material, counted = occasion.material, occasion.counted
    month = by_region("本月", MOVED_HEADS, material, counted)
    year = by_region("本年累计", MOVED_HEADS, material, counted.so_far)
    lates = lates_in(
        occasion.stores, material.region_code, since=occasion.period.first, until=occasion.period.last, at=occasion.at
    )
    late = [each for one in lates for each in one.standings]
    lead = [_counted_until(occasion), MONEY_RULE]
    if late:
        n_missing, n_late = (sum(each.state is state for each in late) for state in (Handing.MISSING, Handing.LATE))
        lead.append(f"报告期内应报 {len(late)} 件次，未报 {n_missing} 件次，迟报 {n_late} 件次。")
    return replace(
        occasion.report(),
        lead=tuple(lead),
        tables=(month, year, by_region("需求普查", CENSUS_HEADS, material, counted)),
        lists=(late_list(lates), moved_deals(material, counted)),
        rules=rules_used(each.check for each in late),
    )


def bulletin(occasion: Occasion) -> Report:
    """Return the bulletin: a league table of the regions below, and what stands out (HA-17)."""
    material, counted = occasion.material, occasion.counted
    league = ranked(by_region("各地进展", LEAGUE_HEADS, material, counted), _LEAGUE_BY)
    rule = "排序按技术合同份数由多到少，相同的并列；意向协议和框架协议不作为排序依据。"
    return replace(
        occasion.report(),
        lead=(*_sentences(league), rule, _counted_until(occasion), MONEY_RULE),
        tables=(league,),
        lists=(moved_deals(material, counted, name="重点项目", is_marked=True),),
    )


def annual(occasion: Occasion) -> Report:
    """Return the statistics of a year, each figure with its counting rule (GD-14)."""
    material, counted = occasion.material, occasion.counted
    plan = heads_of("plan_projects", "plan_from_needs", "problems")
    tables = (
        by_region("对接和签约", MOVED_HEADS, material, counted),
        by_region("需求普查", CENSUS_HEADS, material, counted),
        by_region("需求和科技计划", plan, material, counted),
    )
    entries = entries_by_register(occasion.stores, material.region_code)
    return replace(
        occasion.report(),
        lead=(_counted_until(occasion), MONEY_RULE),
        tables=(*tables, *register_tables(entries, year=occasion.period.last.year)),
    )


def summary(occasion: Occasion) -> Report:
    """Return what a campaign brought, and who was among the first in which figure (HA-18)."""
    material, counted = occasion.material, occasion.counted
    moved = by_region("进展和成果", MOVED_HEADS, material, counted)
    census = by_region("需求普查", CENSUS_HEADS, material, counted)
    return replace(
        occasion.report(),
        lead=(*_sentences(moved), _counted_until(occasion), MONEY_RULE),
        tables=(moved, census),
        lists=(_places(moved, census), moved_deals(material, counted)),
    )


BODIES: Final[Mapping[ReportKind, Callable[[Occasion], Report]]] = MappingProxyType({
    ReportKind.MONTHLY: monthly,
    ReportKind.BULLETIN: bulletin,
    ReportKind.ANNUAL: annual,
    ReportKind.UNIVERSITIES: universities,
    ReportKind.AGENCIES: agencies,
    ReportKind.SUMMARY: summary,
})
"""What makes each kind of report that is no form."""


def _counted_until(occasion: Occasion) -> str:
    day = occasion.material.as_of
    return f"统计到{day.year}年{day.month}月{day.day}日，按实际发生的日期计；各项数字的统计口径附后。"


def _sentences(table: FigureTable) -> Iterator[str]:
    """Yield one sentence of totals: what is counted, never a sum of two kinds."""
    line = table.total or table.lines[0]
    told = [
        f"{head.label} {figure_words(head.measure, figure)} {head.unit}"
        for head, figure in zip(table.heads, line.figures, strict=True)
        if figure.amount
    ]
    yield f"{'；'.join(told)}。" if told else "报告期内没有进展。"


def _places(*tables: FigureTable) -> TextList:
    """Return in how many figures each region is among the first three: for commendation, a person decides."""
    first: dict[str, list[str]] = {line.name: [] for table in tables for line in table.lines if line.code}
    for table in tables:
        for head in table.heads:
            if head.id in _NO_MERIT:
                continue
            for line in ranked(table, head.id).lines:
                if line.code and line.rank is not None and line.rank <= _FIRST_PLACES and _amount(line, table, head.id):
                    first[line.name].append(f"{head.label}第 {line.rank}")
    ordered = sorted(first.items(), key=lambda each: -len(each[1]))
    return TextList(
        name="各地名次",
        heads=("地区", "列前三名的指标数", "指标"),
        rows=tuple((name, str(len(told)), "、".join(told)) for name, told in ordered),
        records=("",) * len(ordered),
        empty="没有下级地区。",
    )


_NO_MERIT: Final = frozenset({"due", "missing", "intents", "frameworks", "intent_amount"})
"""Figures of which more is no merit: who has much to report, and what is only meant and not yet agreed."""


def _amount(line: FigureLine, table: FigureTable, head_id: str) -> int:
    place = next(index for index, head in enumerate(table.heads) if head.id == head_id)
    return line.figures[place].amount or 0
