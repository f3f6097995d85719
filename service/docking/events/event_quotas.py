"""How many events a place has held or planned, against the quotas that notices set; quotas are data, never code."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.events import EventKind
from data.records.rules import Check, MinCountTerms, Outcome, QuotaTerms, Rule
from data.reference.regions import RegionLevel, load_regions

_ALL: Final = frozenset(EventKind)
_DOCKING: Final = _ALL - {EventKind.VISIT}
_KINDS: Final[tuple[tuple[re.Pattern[str], frozenset[EventKind]], ...]] = (
    (re.compile("走访|进.{0,4}企业"), frozenset({EventKind.VISIT})),
    (re.compile("专题|主题活动"), frozenset({EventKind.TOPIC_ACTIVITY})),
    (re.compile("主题日"), frozenset({EventKind.THEME_DAY})),
    (re.compile("成果展|展示|推介"), frozenset({EventKind.SHOWCASE})),
    (re.compile("小型"), _DOCKING - {EventKind.FAIR}),
    (re.compile("大型|洽谈会|交易会"), frozenset({EventKind.FAIR})),
    (re.compile("对接会|对接活动|产学研.{0,4}活动"), _DOCKING),
)
"""What the words of a rule count among our kinds of events; the first that stands in them holds."""

_LEVELS: Final[tuple[tuple[str, RegionLevel], ...]] = (
    ("县", RegionLevel.COUNTY),
    ("区", RegionLevel.COUNTY),
    ("市", RegionLevel.CITY),
    ("省", RegionLevel.PROVINCE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedEvent:
    """An event as quotas count it.

    Attributes:
        held_on: None where its day is not fixed.
        region_code: "" where its place is not known.
        is_held: it is over.
    """

    number: int
    kind: EventKind
    held_on: date | None
    region_code: str
    is_held: bool = False


def kinds_counted(item: str) -> frozenset[EventKind] | None:
    """Return which events the words of a rule count; None where they speak of something else."""
    return next((kinds for pattern, kinds in _KINDS if pattern.search(item)), None)


def level_of(unit: str) -> RegionLevel | None:
    """Return for which places the words of a rule ask, "每个县区" for counties; None for the whole."""
    return next((level for word, level in _LEVELS if word in unit), None)


def check_events(rule: Rule, events: Sequence[CountedEvent], *, region_code: str, year: int) -> Check:
    """Check one place and year against a rule of how many events there are to be.

    Events whose day or place is not known may belong here or not: where the answer depends on them it is
    "cannot tell". Planned events count like those that were held; the reason names both.

    Args:
        rule: with QuotaTerms or MinCountTerms.
        events: of every place and year, each once.
        region_code: the place.
        year: by which "each year" counts; a rule for a whole campaign counts within its own days.

    Returns:
        The answer for that place.
    """
    terms = rule.terms
    subject = _place(region_code)
    if not isinstance(terms, QuotaTerms | MinCountTerms):
        return _cannot(rule, subject, "这条规则不是数量规则。")
    kinds = kinds_counted(terms.item)
    if kinds is None:
        return _cannot(rule, subject, f"规则数的是“{terms.item}”，活动记录里没有这一项。")
    counted = _Counted(kinds, region_code, _is_within(rule, terms, year))
    sure = [each for each in events if counted.is_sure(each)]
    maybe = [each for each in events if counted.is_possible(each)]
    return _answer(rule, terms, subject, sure, maybe)


@dataclass(frozen=True, slots=True)
class _Counted:
    kinds: frozenset[EventKind]
    region_code: str
    is_day_within: Callable[[date], bool]

    def is_sure(self, event: CountedEvent) -> bool:
        return self._may_count(event) and event.held_on is not None and bool(event.region_code)

    def is_possible(self, event: CountedEvent) -> bool:
        return self._may_count(event) and (event.held_on is None or not event.region_code)

    def _may_count(self, event: CountedEvent) -> bool:
        here = not event.region_code or _lies_in(event.region_code, self.region_code)
        now = event.held_on is None or self.is_day_within(event.held_on)
        return event.kind in self.kinds and here and now


def _is_within(rule: Rule, terms: QuotaTerms | MinCountTerms, year: int) -> Callable[[date], bool]:
    first, last = rule.applies_from or date.min, rule.applies_to or date.max

    def tell(day: date) -> bool:
        return first <= day <= last and (day.year == year or not terms.per_year)

    return tell


def _lies_in(code: str, outer: str) -> bool:
    region = load_regions().get(code)
    return not outer or (region is not None and outer in {region.code, region.province, region.city, region.county})


def _answer(
    rule: Rule,
    terms: QuotaTerms | MinCountTerms,
    subject: str,
    sure: Sequence[CountedEvent],
    maybe: Sequence[CountedEvent],
) -> Check:
    least = terms.minimum or 0
    most = terms.maximum if isinstance(terms, QuotaTerms) else None
    low, high = len(sure), len(sure) + len(maybe)
    # The count lies somewhere between the two; a rule that says "about" draws no sharp line below.
    can_pass = high >= least and (most is None or low <= most)
    must_pass = low >= least and (most is None or high <= most)
    is_approximate = isinstance(terms, QuotaTerms) and terms.is_approximate
    if must_pass:
        outcome = Outcome.PASSED
    elif can_pass or (is_approximate and low):
        outcome = Outcome.CANNOT_TELL
    else:
        outcome = Outcome.FAILED
    return Check(
        rule=rule,
        subject=subject,
        outcome=outcome,
        reason=_reason(terms, sure, maybe, asked=_asked(least, most, is_approximate=is_approximate)),
        used=tuple(f"events/{each.number}" for each in (*sure, *maybe)),
        remedy=""
        if outcome is Outcome.PASSED
        else _remedy(terms.item, low, least=least, most=most, n_maybe=len(maybe)),
    )


def _asked(least: int, most: int | None, *, is_approximate: bool) -> str:
    about = "约 " if is_approximate else ""
    if most is None:
        return f"{about}不少于 {least} 场"
    if least == most:
        return f"{about}{least} 场"
    return f"{about}{least}—{most} 场" if least else f"{about}不多于 {most} 场"


def _reason(
    terms: QuotaTerms | MinCountTerms, sure: Sequence[CountedEvent], maybe: Sequence[CountedEvent], *, asked: str
) -> str:
    held = sum(each.is_held for each in sure)
    unknown = f"；另有 {len(maybe)} 场没有写明日期或地区，不知是否计入" if maybe else ""
    return f"“{terms.item}”要求 {asked}，已安排 {len(sure)} 场，其中已举办 {held} 场{unknown}。"


def _remedy(item: str, low: int, *, least: int, most: int | None, n_maybe: int) -> str:
    if n_maybe:
        return "请补写这些活动的日期和地区。"
    if most is not None and low > most:
        return f"多出 {low - most} 场：请与主管部门商定，或改为其他类型的活动。"
    return f"还差 {least - low} 场“{item}”。" if low < least else "要求是约数，请与主管部门核对。"


def _place(region_code: str) -> str:
    region = load_regions().get(region_code)
    return "全部地区" if region is None else region.name


def _cannot(rule: Rule, subject: str, reason: str) -> Check:
    return Check(rule=rule, subject=subject, outcome=Outcome.CANNOT_TELL, reason=reason, remedy="请人工核对。")


def places_asked(rule: Rule, region_code: str) -> tuple[str, ...]:
    """Return for which places a rule is answered for an event or a board of a region.

    A region finer than the rule's unit answers for the unit it lies in; a coarser one for all units in it.

    Args:
        rule: with QuotaTerms or MinCountTerms.
        region_code: of the event, or of the bureau that looks; "" everywhere.
    """
    unit = rule.terms.unit if isinstance(rule.terms, QuotaTerms | MinCountTerms) else ""
    level, region = level_of(unit), load_regions().get(region_code)
    if level is None or region is None:
        return (region_code,)
    own: Mapping[RegionLevel, str] = {
        RegionLevel.PROVINCE: region.province,
        RegionLevel.CITY: region.city,
        RegionLevel.COUNTY: region.county,
    }
    if own[level]:
        return (own[level],)
    inside = (each for each in load_regions().values() if each.level is level and _lies_in(each.code, region_code))
    return tuple(sorted(each.code for each in inside))
