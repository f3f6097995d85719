"""Forms that are filled from needs, achievements, registers and directories."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from data.records.deals import ENDED, Stage
from data.records.registers import RegisterEntry
from data.records.reports import FigureTable
from data.records.scopes import Scope
from data.reference.register_layouts import load_registers
from service.docking.beijing import beijing_day
from service.docking.census.names import name_key
from service.docking.registers.values import shown_value
from service.docking.reports.form_rows import FormRowDraft, joined, yes_no
from service.docking.reports.heads import CENSUS_HEADS, MOVED_HEADS, heads_of
from service.docking.reports.occasion import Occasion
from service.docking.reports.tables import by_region
from service.docking.reports.words import UNKNOWN, figure_words

AREA: Final = "示范市"
BASE: Final = "基地"
_YUAN_A_WAN: Final = 10_000
_NOT_MUTUAL: Final = ENDED | {Stage.RECOMMENDED, Stage.AWAITING_CONSENT}
"""Stages at which a cooperation is not wanted by both sides: only recommended, not yet consented to, or given up."""
_SHORT: Final = 100
"""Characters of a text that a cell of a form takes."""


def results(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the achievements that a university and an enterprise of the region chose together: those of deals.

    What was only recommended, or given up, was not chosen by both.
    """
    key = name_key(occasion.key.subject)
    partners: dict[str, list[str]] = defaultdict(list)
    for deal in occasion.material.deals:
        is_theirs = key in {"", name_key(deal.university)}
        if (deal.held_at or deal.stage) not in _NOT_MUTUAL and deal.achievement_id and deal.enterprise and is_theirs:
            partners[deal.achievement_id].append(deal.enterprise)
    found = occasion.stores.achievements.get_many(list(partners))
    for number, enterprises in partners.items():
        result = found.get(number)
        if result is None:
            continue
        yield FormRowDraft(
            record=f"achievements:{number}",
            unit=result.university,
            entry={
                "title": result.title,
                "team": joined(result.university, result.team),
                "field": result.field,
                "readiness": result.maturity,
                "ip": result.ip_type,
                "content": joined(result.content[:_SHORT], result.indicators[:_SHORT]),
                "partner": "、".join(dict.fromkeys(enterprises)),
                "cooperation": result.cooperation,
                "contact": result.contact,
            },
        )


def bases(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the bases of the register that were applied for or recommended."""
    layout = load_registers()["bases"]
    columns = {each.key: each for each in layout.columns}

    def shown(entry: RegisterEntry, key: str) -> str:
        value = entry.values.get(key, "")
        return shown_value(columns[key], value) if value else ""

    for entry in occasion.stores.registers.all("bases", scope=Scope(region_code=occasion.material.region_code)):
        if entry.values.get("stage") not in _PROPOSED:
            continue
        kind = entry.values.get("kind", "")
        plan = [label for key, label in (("plan", "有发展规划"), ("scheme", "有实施方案")) if _is_so(entry, key)]
        yield FormRowDraft(
            record=f"registers/bases:{entry.number}",
            unit=occasion.material.region_code,
            tags=frozenset({AREA if kind.startswith(AREA) else BASE}),
            entry={
                "name": shown(entry, "name"),
                "kind": kind,
                "applicant": shown(entry, "applicant"),
                "university": shown(entry, "partner"),
                "plan": "、".join(plan),
                "measures": shown(entry, "measures"),
                "funds": shown(entry, "funds").removesuffix("万元").strip(),
                "site": shown(entry, "site"),
                "people": shown(entry, "people"),
            },
        )


_PROPOSED: Final = frozenset({"申报", "推荐"})


def statistics(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield every figure of the year with its counting rule (附件7)."""
    for table in figure_tables(occasion):
        yield from _figures(table)


def figure_tables(occasion: Occasion) -> tuple[FigureTable, ...]:
    """Return the figures of the year by region, each with its records (附件7)."""
    plan = heads_of("plan_projects", "plan_from_needs", "problems")
    named = (("对接和签约", MOVED_HEADS), ("需求普查", CENSUS_HEADS), ("需求和科技计划", plan))
    return tuple(by_region(name, heads, occasion.material, occasion.counted) for name, heads in named)


def _figures(table: FigureTable) -> Iterator[FormRowDraft]:
    line = table.total or table.lines[0]
    for head, figure in zip(table.heads, line.figures, strict=True):
        amount = figure_words(head.measure, figure)
        yield FormRowDraft(
            record=f"figures:{table.name}/{head.id}",
            entry={
                "name": head.label,
                "unit": head.unit,
                "amount": "" if amount == UNKNOWN else amount,
                "rule": joined(head.rule, figure.note),
            },
        )


def directory(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the lines of the directories of the region's censuses (附表2)."""
    for census in occasion.material.censuses:
        for each in occasion.stores.census.units.of_campaign(census.campaign.number):
            yield FormRowDraft(
                record=f"census_units:{each.number}",
                unit=each.region_code,
                entry={
                    "unit": each.unit,
                    "group": each.group,
                    "name": each.person,
                    "post": each.post,
                    "phone": each.contact,
                },
            )


def census_needs(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the needs that arrived in the period, with what registers know of their enterprises (附表3)."""
    known = {
        standing.entry.name_key: standing.entry
        for census in occasion.material.censuses
        for standing in census.standings
        if standing.entry is not None
    }
    stores, material = occasion.stores, occasion.material
    arrived = [
        each
        for each in stores.census.reading.arrivals(material.region_code)
        if each.region_code and each.deleted_at is None and each.arrived_at is not None
        and occasion.counted.holds(beijing_day(each.arrived_at))
    ]  # fmt: skip
    needs = stores.needs.get_many([each.need_id for each in arrived])
    partners: dict[str, list[str]] = defaultdict(list)
    for deal in material.deals:
        if deal.need_id and deal.university and (deal.held_at or deal.stage) not in _NOT_MUTUAL:
            partners[deal.need_id].append(deal.university)
    for arrival in arrived:
        need = needs.get(arrival.need_id)
        if need is None:
            continue
        entry = known.get(name_key(need.enterprise))
        revenue = None if entry is None else entry.revenue_yuan
        yield FormRowDraft(
            record=f"needs:{arrival.need_id}",
            unit=arrival.region_code,
            entry={
                "enterprise": need.enterprise,
                "industry": need.industry,
                "revenue": "" if revenue is None else f"{revenue // _YUAN_A_WAN:,}",
                "is_tech": yes_no(None if entry is None else entry.is_tech),
                "title": need.title,
                "problem": joined(need.content[:_SHORT], need.indicators[:_SHORT]),
                "cooperation": need.cooperation,
                "partner": "、".join(dict.fromkeys(partners[arrival.need_id])),
                "contact": need.contact,
            },
        )


def _is_so(entry: RegisterEntry, key: str) -> bool:
    return entry.values.get(key) == "yes"
