"""Performance sheets of universities and institutes (FJ-22, LN-15), and of brokers and transfer offices (FJ-12)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from data.records.registers import RegisterEntry
from data.records.reports import FigureTable, Report
from data.records.scopes import Scope
from data.reference.register_layouts import load_registers
from service.docking.census.names import name_key
from service.docking.deals.phrases import MONEY_RULE
from service.docking.reports.counting import facts_in, ranked, tabulate
from service.docking.reports.facts import Fact
from service.docking.reports.gathering import facts_of_results
from service.docking.reports.heads import AGENCY_HEADS, PARTNER_HEADS
from service.docking.reports.occasion import Occasion
from service.docking.reports.registers import register_table

_NOBODY: Final = "没有写明经纪人或机构"
_RANKED_BY: Final = "contracts"


def universities(occasion: Occasion) -> Report:
    """Return what each university brought into contracts, with the register of its assessment beside it.

    The lines are the universities and institutes that have deals of the region; achievements are those of the whole
    workspace.
    """
    facts = (*occasion.material.facts, *facts_of_results(occasion.stores))
    names = _names(each.university for each in occasion.material.facts if each.university)
    table = tabulate(
        "高校院所",
        PARTNER_HEADS,
        facts_in(facts, occasion.counted),
        groups=[(key, name) for key, name in names.items()],
        key=lambda fact: name_key(fact.university),
    )
    tables = (_ranked(table), *_registers(occasion, "assessments", "university-duties", "conversion-clocks"))
    rule = "只列与本地区企业有台账或接收过本地区需求的高校院所；名次按技术合同份数，相同的并列。"
    return replace(occasion.report(), lead=(rule, MONEY_RULE), tables=tables)


def agencies(occasion: Occasion) -> Report:
    """Return what each broker, or the agency that a broker belongs to, brought into contracts.

    What agencies report of themselves stands in the table of their register, beside and not inside these figures.
    """
    units = {
        name_key(each.values.get("name", "")): each.values.get("unit", "")
        for each in _entries(occasion, "brokers")
        if each.values.get("unit")
    }
    known = [each.values.get("agency", "") for each in _entries(occasion, "transfer-offices")]

    def agency(fact: Fact) -> str:
        return units.get(name_key(fact.broker), fact.broker)

    told = [agency(each) for each in occasion.material.facts if each.broker]
    names = _names([*known, *told])
    table = tabulate(
        "机构和经纪人",
        AGENCY_HEADS,
        facts_in(_of_deals(occasion), occasion.counted),
        groups=[(key, name) for key, name in names.items()],
        key=lambda fact: name_key(agency(fact)),
        rest=_NOBODY,
    )
    rule = "台账写明技术经纪人的，计入经纪人所在单位；人员台账没有写单位的，以经纪人本人列出。名次按技术合同份数。"
    return replace(
        occasion.report(), lead=(rule, MONEY_RULE), tables=(_ranked(table), *_registers(occasion, "transfer-offices"))
    )


def _of_deals(occasion: Occasion) -> list[Fact]:
    return [each for each in occasion.material.facts if each.record.startswith("deals:")]


def _names(written: Iterable[str]) -> dict[str, str]:
    """Return names by the key under which they are one, each as it is written most often, in the order of the keys."""
    ways: dict[str, Counter[str]] = {}
    for name in written:
        if name_key(name):
            ways.setdefault(name_key(name), Counter())[name] += 1
    return {key: ways[key].most_common(1)[0][0] for key in sorted(ways)}


def _ranked(table: FigureTable) -> FigureTable:
    return ranked(table, _RANKED_BY) if table.lines else table


def _entries(occasion: Occasion, register: str) -> list[RegisterEntry]:
    return occasion.stores.registers.all(register, scope=Scope(region_code=occasion.material.region_code))


def _registers(occasion: Occasion, *names: str) -> list[FigureTable]:
    found = {name: _entries(occasion, name) for name in names}
    year = occasion.period.last.year
    return [register_table(load_registers()[name], entries, year=year) for name, entries in found.items() if entries]
