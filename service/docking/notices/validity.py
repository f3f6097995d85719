"""What the terms of a rule must be beyond their types: every value that contradicts another is named."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from data.records.rules import (
    CensusTerms,
    CompositionTerms,
    CriteriaTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    LadderTerms,
    MinCountTerms,
    NameTerms,
    QuotaTerms,
    TargetTreeTerms,
    Terms,
    TimeLimitTerms,
)
from data.storage.json_values import JsonFault

MOST_AMOUNT: Final = 10**13
"""Above every number a notice can mean, in yuan or pieces."""
FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2200
MOST_DAYS: Final = 36_500
"""A hundred years: no notice gives longer."""
MOST_WORDS: Final = 500
MOST_PARTS: Final = 200
FREE_PART: Final = "…"
"""Stands in a pattern of names for what each name has of its own."""
NAME_FIELDS: Final = ("name", "field", "direction")
"""What names may have to differ in."""
LEAD_KINDS: Final = ("", "enterprise", "university", "institute")
SEALED_BY: Final = ("", "lead", "all")
_MINUTE: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

Faults = Iterator[JsonFault]


def faults_of(terms: Terms) -> tuple[JsonFault, ...]:
    """Return what is wrong with the terms of a rule; () where they may be confirmed."""
    return (*_sizes(terms), *_OF_KIND[type(terms)](terms))


def period_faults(applies_from: date | None, applies_to: date | None) -> tuple[JsonFault, ...]:
    """Return what is wrong with the time in which a version applies."""
    days = {"applies_from": applies_from, "applies_to": applies_to}
    faults = tuple(JsonFault(name, fault.reason) for name, day in days.items() for fault in day_faults(day))
    if applies_from is not None and applies_to is not None and applies_to < applies_from:
        return (*faults, JsonFault("applies_to", "早于生效日期"))
    return faults


def day_faults(value: object) -> Faults:
    """Yield the days and years of a record that lie beyond reason: sums with them would leave the calendar."""
    for place, each in _leaves(value, ""):
        year = each.year if isinstance(each, date) else each if place.rpartition(".")[2] == "year" else None
        if isinstance(year, int) and not FIRST_YEAR <= year <= LAST_YEAR:
            yield JsonFault(place, f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")


def _sizes(terms: Terms) -> Faults:
    """Yield numbers that are negative or beyond reason, texts that are too long and lists that are."""
    yield from day_faults(terms)
    for place, each in _leaves(terms, ""):
        if isinstance(each, tuple) and len(each) > MOST_PARTS:
            yield JsonFault(place, f"最多 {MOST_PARTS} 项")
        elif isinstance(each, str) and len(each) > MOST_WORDS:
            yield JsonFault(place, f"最多 {MOST_WORDS} 个字")
        elif type(each) is int and not 0 <= each <= MOST_AMOUNT:
            yield JsonFault(place, "数字不能是负数，也不能过大")


def _leaves(value: object, place: str) -> Iterator[tuple[str, object]]:
    """Yield every value of a record with its path, lists before what they hold."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _leaves(getattr(value, each.name), f"{place}.{each.name}" if place else each.name)
        return
    yield place, value
    if isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _leaves(each, f"{place}[{number}]")


def _needed(place: str, value: object) -> Faults:
    if not value or (isinstance(value, str) and not value.strip()):
        yield JsonFault(place, "没有填写")


def _range(place: str, least: int | None, most: int | None) -> Faults:
    if least is not None and most is not None and most < least:
        yield JsonFault(place, "上限小于下限")


def _census(terms: CensusTerms) -> Faults:
    if terms.min_needs < 1:
        yield JsonFault("min_needs", "至少为 1")
    yield from _range("max_needs", terms.min_needs, terms.max_needs)


def _quota(terms: QuotaTerms) -> Faults:
    yield from _needed("item", terms.item)
    if terms.minimum is None and terms.maximum is None:
        yield JsonFault("minimum", "下限和上限至少写一个")
    yield from _range("maximum", terms.minimum, terms.maximum)


def _due(terms: DueTerms) -> Faults:
    yield from _needed("item", terms.item)
    if (terms.on is None) is (terms.monthly_day is None):
        yield JsonFault("on", "截止日期和每月几日，须写且只写一个")
    if terms.at and (not _MINUTE.fullmatch(terms.at) or terms.on is None):
        yield JsonFault("at", "应写成 10:00 这样的时间，并写明截止日期")
    if terms.monthly_day is not None and not 1 <= terms.monthly_day <= 31:
        yield JsonFault("monthly_day", "应为 1 至 31")
    for place in ("first_month", "last_month"):
        month = getattr(terms, place)
        if month and (not _MONTH.fullmatch(month) or terms.monthly_day is None):
            yield JsonFault(place, "应写成 2026-07 这样的月份，并写明每月几日")
    if terms.first_month and terms.last_month and terms.last_month < terms.first_month:
        yield JsonFault("last_month", "早于开始的月份")
    if terms.copies == 0:
        yield JsonFault("copies", "没有写份数的应留空")


def _composition(terms: CompositionTerms) -> Faults:
    if terms.lead_kind not in LEAD_KINDS:
        yield JsonFault("lead_kind", "应为 enterprise、university、institute 之一或留空")
    if not (terms.lead_kind or terms.min_enterprises or terms.min_universities):
        yield JsonFault("min_enterprises", "牵头单位、企业数、高校院所数至少写一项")


def _min_count(terms: MinCountTerms) -> Faults:
    yield from _needed("item", terms.item)
    if terms.minimum < 1:
        yield JsonFault("minimum", "至少为 1")


def _name(terms: NameTerms) -> Faults:
    if terms.pattern.count(FREE_PART) > 1 or terms.pattern.strip() in {"", FREE_PART}:
        yield JsonFault("pattern", "应写成“某区…联盟”这样的样式，省略号最多一个")
    for number, group in enumerate(terms.unique_by):
        if not group or not set(group) <= set(NAME_FIELDS):
            yield JsonFault(f"unique_by[{number}]", "应为 name、field、direction 中的一个或几个")


def _criteria(terms: CriteriaTerms) -> Faults:
    yield from _needed("item", terms.item)
    yield from _needed("criteria", terms.criteria)
    yield from _distinct("criteria", terms.criteria)
    if not 1 <= terms.needed <= max(1, len(terms.criteria)):
        yield JsonFault("needed", "至少为 1，不超过条件的个数")


def _dossier(terms: DossierTerms) -> Faults:
    yield from _needed("item", terms.item)
    yield from _needed("papers", terms.papers)
    yield from _distinct("papers", terms.papers)
    if terms.sealed_by not in SEALED_BY:
        yield JsonFault("sealed_by", "应为 all、lead 之一或留空")


def _ladder(terms: LadderTerms) -> Faults:
    yield from _needed("steps", terms.steps)
    for number, (before, after) in enumerate(terms.steps):
        if not before.strip() or not after.strip() or before == after:
            yield JsonFault(f"steps[{number}]", "由什么深化为什么，两边都要写，且不能相同")


def _target_tree(terms: TargetTreeTerms) -> Faults:
    yield from _needed("targets", terms.targets)
    if terms.by_year is not None and not FIRST_YEAR <= terms.by_year <= LAST_YEAR:
        yield JsonFault("by_year", f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    # A part may be called as its total is, and the total may stand in another rule of the notice.
    parents = {each.item: each.part_of for each in terms.targets if each.part_of != each.item}
    pairs = tuple(f"{each.item}\n{each.part_of}" for each in terms.targets)
    yield from _distinct("targets", pairs)
    for number, each in enumerate(terms.targets):
        yield from _needed(f"targets[{number}].item", each.item)
        if _turns_back(each.item, parents):
            yield JsonFault(f"targets[{number}].part_of", "目标不能是自己的一部分")


def _turns_back(item: str, parents: Mapping[str, str]) -> bool:
    """Tell whether the way upwards from a target never ends."""
    seen: set[str] = set()
    while item and item not in seen:
        seen.add(item)
        item = parents.get(item, "")
    return bool(item)


def _field_map(terms: FieldMapTerms) -> Faults:
    yield from _needed("item", terms.item)
    yield from _needed("pairs", terms.pairs)
    for number, (ours, theirs) in enumerate(terms.pairs):
        if not ours.strip() and not theirs.strip():
            yield JsonFault(f"pairs[{number}]", "两边不能都空着")


def _time_limit(terms: TimeLimitTerms) -> Faults:
    yield from _needed("item", terms.item)
    yield from _needed("starts_with", terms.starts_with)
    if terms.days is not None and not 1 <= terms.days <= MOST_DAYS:
        yield JsonFault("days", f"应为 1 至 {MOST_DAYS:,}；没有写天数的应留空")


def _distinct(place: str, words: tuple[str, ...]) -> Faults:
    if len(set(words)) < len(words):
        yield JsonFault(place, "有重复的项")


_OF_KIND: Final[Mapping[type[Terms], Callable[[Any], Faults]]] = MappingProxyType({
    CensusTerms: _census,
    QuotaTerms: _quota,
    DueTerms: _due,
    CompositionTerms: _composition,
    MinCountTerms: _min_count,
    NameTerms: _name,
    CriteriaTerms: _criteria,
    DossierTerms: _dossier,
    LadderTerms: _ladder,
    TargetTreeTerms: _target_tree,
    FieldMapTerms: _field_map,
    TimeLimitTerms: _time_limit,
})
