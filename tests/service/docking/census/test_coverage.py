"""Who must report, has and has not: by hand, and for any data at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.census import Arrival, Enrolled
from data.records.rules import Outcome
from service.docking.beijing import beijing_day
from service.docking.census.coverage import (
    Census,
    Duty,
    State,
    check_of,
    check_of_county,
    duty_of,
    take_census,
)
from tests.factories.census import (
    AS_OF,
    LIANSHUI,
    XUYI,
    make_arrival,
    make_campaign,
    make_entry,
    make_party,
    make_terms,
)


def taken(
    register: list[Enrolled], arrivals: list[Arrival], *, as_of: date = AS_OF, parties: tuple[str, ...] = ()
) -> Census:
    listed = [make_party(name) for name in parties]
    return take_census(make_campaign(), register=register, parties=listed, arrivals=arrivals, as_of=as_of)


@pytest.mark.parametrize(
    ("revenue", "is_tech", "duty"),
    [
        (20_000_000, None, Duty.DUE),
        (20_000_000, False, Duty.DUE),
        (19_999_999, False, Duty.NOT_DUE),
        (19_999_999, None, Duty.CANNOT_TELL),
        (None, True, Duty.DUE),
        (None, False, Duty.CANNOT_TELL),
        (None, None, Duty.CANNOT_TELL),
    ],
)
def test_one_reason_is_enough_and_only_two_known_noes_free(
    revenue: int | None, is_tech: bool | None, duty: Duty
) -> None:
    assert duty_of(make_terms(), revenue_yuan=revenue, is_tech=is_tech) is duty


def test_terms_without_threshold_bind_technology_enterprises_or_everybody() -> None:
    only_tech = make_terms(min_revenue_yuan=None)
    everybody = make_terms(min_revenue_yuan=None, or_tech_enterprise=False)

    assert duty_of(only_tech, revenue_yuan=10**9, is_tech=False) is Duty.NOT_DUE
    assert duty_of(everybody, revenue_yuan=None, is_tech=None) is Duty.DUE


def test_a_census_counts_each_enterprise_once_and_lists_strangers_apart() -> None:
    register = [
        make_entry("甲机械有限公司", number=1),
        make_entry("丁化工有限公司", number=2, county_code=XUYI, revenue_yuan=8_000_000, is_tech=True),
        make_entry("戊食品有限公司", number=3, county_code=XUYI, revenue_yuan=3_000_000),
        make_entry("己材料有限公司", number=4, county_code=XUYI, revenue_yuan=None, is_tech=None),
    ]
    arrivals = [
        make_arrival(1, enterprise="甲机械 有限公司"),
        make_arrival(2, enterprise="庚有限公司"),
        make_arrival(3, enterprise="", region_code=""),
    ]

    census = taken(register, arrivals, parties=("甲机械有限公司", "辛有限公司"))

    # 甲 (reported) and 丁 (missing) are due; 己 and 辛, whom the parties list alone knows, cannot be told.
    assert dict(census.total.n) == {
        State.LISTED: 5,
        State.DUE: 2,
        State.REPORTED: 1,
        State.MISSING: 1,
        State.LATE: 0,
        State.CANNOT_TELL: 2,
        State.NOT_DUE: 1,
    }
    assert [(each.code, each.share, each.n_needs) for each in census.counties] == [(LIANSHUI, 1.0, 2), (XUYI, 0.0, 0)]
    assert [each.need_id for each in census.outside] == ["N2"]
    assert census.n_unplaced == 1


def test_a_past_day_sees_neither_later_needs_nor_later_deletions() -> None:
    arrived = datetime(2026, 7, 10, 4, tzinfo=UTC)
    arrival = make_arrival(arrived_at=arrived, deleted_at=arrived + timedelta(days=3))
    days = [beijing_day(arrived) + timedelta(days=n) for n in (-1, 0, 2, 3)]

    counts = [taken([make_entry()], [arrival], as_of=day).total.n[State.REPORTED] for day in days]

    assert counts == [0, 1, 1, 0]


def test_a_need_after_the_last_day_reports_late() -> None:
    arrival = make_arrival(arrived_at=datetime(2026, 7, 22, 4, tzinfo=UTC))

    census = taken([make_entry()], [arrival], as_of=date(2026, 8, 1))

    assert (census.total.n[State.REPORTED], census.total.n[State.LATE], census.total.n[State.MISSING]) == (1, 1, 0)


def test_needs_before_the_first_day_and_of_no_known_moment_do_not_count() -> None:
    campaign = make_campaign(starts_on=date(2026, 7, 11))
    arrivals = [make_arrival(1), make_arrival(2, arrived_at=None)]

    census = take_census(campaign, register=[make_entry()], parties=[], arrivals=arrivals, as_of=AS_OF)

    assert census.total.n_needs == 0


def test_a_check_says_what_is_missing_and_quotes_nothing_it_has_not() -> None:
    campaign = make_campaign(terms=make_terms(min_needs=2))
    [standing] = take_census(
        campaign, register=[make_entry()], parties=[], arrivals=[make_arrival()], as_of=AS_OF
    ).standings

    check = check_of(standing, campaign)

    assert check is not None
    assert (check.outcome, check.reason, check.remedy, check.used) == (
        Outcome.FAILED,
        "已报 1 项需求，要求至少 2 项。",
        "还须报送 1 项需求。",
        ("census_register:1", "N1"),
    )


def test_a_county_passes_only_when_nobody_is_missing_or_unknown() -> None:
    censuses = [
        taken([make_entry()], [make_arrival()]),
        taken([make_entry()], []),
        taken([make_entry(revenue_yuan=None)], []),
        taken([], []),
    ]

    outcomes = [check_of_county(each, each.counties[0]).outcome for each in censuses]

    assert outcomes == [Outcome.PASSED, Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.CANNOT_TELL]


names = st.sampled_from([f"{letter}有限公司" for letter in "甲乙丙丁戊"])
moments = st.datetimes(datetime(2026, 6, 1), datetime(2026, 8, 30), timezones=st.just(UTC))  # noqa: DTZ001 - zone given apart
counties = st.sampled_from(["", LIANSHUI, XUYI, "320800", "110101"])
entries = st.builds(
    make_entry,
    names,
    county_code=counties,
    revenue_yuan=st.sampled_from([None, 0, 19_999_999, 20_000_000]),
    is_tech=st.sampled_from([None, True, False]),
)
arrivals_of = st.lists(
    st.builds(
        make_arrival,
        enterprise=names | st.just(""),
        region_code=counties,
        arrived_at=st.none() | moments,
        deleted_at=st.none() | moments,
    ),
    max_size=12,
)


@given(
    register=st.lists(entries, max_size=5, unique_by=lambda each: each.name_key),
    arrivals=arrivals_of,
    parties=st.lists(names, max_size=3, unique=True),
    min_needs=st.integers(1, 3),
    as_of=st.dates(date(2026, 5, 30), date(2026, 9, 1)),
    chosen=st.sampled_from([(), (LIANSHUI,), (LIANSHUI, XUYI)]),
)
def test_due_is_reported_and_missing_for_any_data_on_any_day(
    register: list[Enrolled],
    arrivals: list[Arrival],
    parties: list[str],
    min_needs: int,
    as_of: date,
    chosen: tuple[str, ...],
) -> None:
    campaign = make_campaign(counties=chosen, terms=make_terms(min_needs=min_needs))
    listed = [make_party(name) for name in parties]

    census = take_census(campaign, register=register, parties=listed, arrivals=arrivals, as_of=as_of)

    for county in (*census.counties, census.total):
        n = county.n
        assert n[State.DUE] == n[State.REPORTED] + n[State.MISSING]
        assert n[State.LISTED] == n[State.DUE] + n[State.CANNOT_TELL] + n[State.NOT_DUE]
        assert 0 <= n[State.LATE] <= n[State.REPORTED]
    # The counties are the whole: no enterprise and no need is lost between them, or counted twice.
    for state in State:
        assert sum(each.n[state] for each in census.counties) == census.total.n[state]
        assert len(census.listed(state)) == census.total.n[state]
    assert sum(each.n_needs for each in census.counties) == census.total.n_needs


@given(arrivals=arrivals_of, day=st.dates(date(2026, 5, 30), date(2026, 8, 30)))
def test_without_deletions_nobody_who_reported_is_missing_later(arrivals: list[Arrival], day: date) -> None:
    register = [make_entry(f"{letter}有限公司", number=n) for n, letter in enumerate("甲乙丙丁戊")]
    kept = [each for each in arrivals if each.deleted_at is None]

    earlier, later = (taken(register, kept, as_of=each) for each in (day, day + timedelta(days=1)))

    assert {each.name for each in earlier.listed(State.REPORTED)} <= {
        each.name for each in later.listed(State.REPORTED)
    }
