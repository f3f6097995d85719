"""Events of a place against the quotas of notices: passed, failed, or not to be told."""

from datetime import date
from typing import Any

import pytest

from data.records.events import EventKind
from data.records.notices import Quote
from data.records.rules import CensusTerms, MinCountTerms, Outcome, QuotaTerms, Rule, RuleState, Terms
from service.docking.events.event_quotas import CountedEvent, check_events, kinds_counted, places_asked

HUAIAN, LIANSHUI, QINGJIANGPU = "320800", "320826", "320812"
LARGE = QuotaTerms(unit="每个市", item="大型对接会", minimum=1, maximum=1, per_year=True)
TOPICS = QuotaTerms(unit="每个县区", item="专题活动", minimum=1, maximum=2)


def make_rule(terms: Terms, **changes: Any) -> Rule:
    given: dict[str, Any] = {
        "number": 1,
        "version": 1,
        "notice_id": None,
        "terms": terms,
        "quote": Quote(text="", start=0, end=0),
        "clause": "",
        "state": RuleState.CONFIRMED,
    }
    return Rule(**given | changes)


def event(number: int, kind: EventKind = EventKind.FAIR, **changes: Any) -> CountedEvent:
    given: dict[str, Any] = {"kind": kind, "held_on": date(2026, 9, 1), "region_code": LIANSHUI}
    return CountedEvent(number=number, **given | changes)


def test_one_large_event_of_a_city_and_year_passes() -> None:
    others = [
        event(2, held_on=date(2025, 9, 1)),
        event(3, region_code="320100"),
        event(4, EventKind.TOPIC_ACTIVITY),
    ]

    check = check_events(make_rule(LARGE), [event(1, is_held=True), *others], region_code=HUAIAN, year=2026)

    assert (check.subject, check.outcome, check.used, check.remedy) == ("淮安市", Outcome.PASSED, ("events/1",), "")
    assert check.reason == "“大型对接会”要求 1 场，已安排 1 场，其中已举办 1 场。"


def test_a_second_large_event_fails_and_says_by_how_much() -> None:
    check = check_events(make_rule(LARGE), [event(1), event(2)], region_code=HUAIAN, year=2026)

    assert (check.outcome, check.remedy) == (
        Outcome.FAILED,
        "多出 1 场：请与主管部门商定，或改为其他类型的活动。",
    )


def test_a_county_without_its_activity_fails() -> None:
    check = check_events(make_rule(TOPICS), [event(1)], region_code=LIANSHUI, year=2026)

    assert (check.subject, check.outcome, check.remedy) == ("涟水县", Outcome.FAILED, "还差 1 场“专题活动”。")
    assert check.reason == "“专题活动”要求 1—2 场，已安排 0 场，其中已举办 0 场。"


def test_an_event_of_unknown_place_that_would_decide_leaves_it_open() -> None:
    unknown = event(1, EventKind.TOPIC_ACTIVITY, region_code="")

    check = check_events(make_rule(TOPICS), [unknown], region_code=LIANSHUI, year=2026)

    assert (check.outcome, check.remedy) == (Outcome.CANNOT_TELL, "请补写这些活动的日期和地区。")


def test_an_event_of_unknown_day_that_cannot_decide_leaves_the_answer() -> None:
    there = [event(1, EventKind.TOPIC_ACTIVITY), event(2, EventKind.TOPIC_ACTIVITY, held_on=None)]

    check = check_events(make_rule(TOPICS), there, region_code=LIANSHUI, year=2026)

    assert check.outcome is Outcome.PASSED


def test_a_campaign_counts_within_its_own_days() -> None:
    rule = make_rule(TOPICS, applies_from=date(2026, 8, 1), applies_to=date(2026, 9, 30))
    there = [event(1, EventKind.TOPIC_ACTIVITY, held_on=date(2026, 7, 31))]

    assert check_events(rule, there, region_code=LIANSHUI, year=2026).outcome is Outcome.FAILED


def test_so_many_a_year_at_least() -> None:
    rule = make_rule(MinCountTerms(item="对接会", minimum=2, unit="各市"))
    there = [event(1), event(2, EventKind.TOPIC_ACTIVITY), event(3, EventKind.VISIT)]

    check = check_events(rule, there, region_code=HUAIAN, year=2026)

    assert (check.outcome, check.used) == (Outcome.PASSED, ("events/1", "events/2"))


def test_what_events_do_not_hold_cannot_be_told() -> None:
    rules = [
        make_rule(QuotaTerms(unit="每个市", item="对接项目", minimum=2, maximum=3)),
        make_rule(CensusTerms(min_revenue_yuan=None, or_tech_enterprise=True, min_needs=1)),
    ]

    checks = [check_events(rule, [event(1)], region_code=HUAIAN, year=2026) for rule in rules]

    assert [each.outcome for each in checks] == [Outcome.CANNOT_TELL] * 2


@pytest.mark.parametrize(
    ("item", "kinds"),
    [
        ("大型产学研对接会", {EventKind.FAIR}),
        ("专题对接活动", {EventKind.TOPIC_ACTIVITY}),
        ("千名专家进千家企业", {EventKind.VISIT}),
        ("小型对接会", {EventKind.TOPIC_ACTIVITY, EventKind.THEME_DAY, EventKind.SHOWCASE}),
    ],
)
def test_words_of_rules_count_kinds_of_events(item: str, kinds: set[EventKind]) -> None:
    assert kinds_counted(item) == frozenset(kinds)


def test_a_rule_for_cities_is_answered_for_the_city_of_a_county_and_all_of_a_province() -> None:
    large, topics = make_rule(LARGE), make_rule(TOPICS)

    assert places_asked(large, LIANSHUI) == (HUAIAN,)
    assert len(places_asked(large, "320000")) == 13
    assert {LIANSHUI, QINGJIANGPU} < set(places_asked(topics, HUAIAN))
