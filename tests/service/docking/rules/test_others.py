"""Guangdong 2007, Liaoning 2016 and Fujian 2017 by hand: quotas and copies, targets and visits, time limits."""

from datetime import date, datetime

import pytest

from data.records.rules import (
    DueTerms,
    MinCountTerms,
    Outcome,
    QuotaTerms,
    Target,
    TargetTreeTerms,
    TimeLimitTerms,
)
from service.docking.beijing import BEIJING
from service.docking.rules.due import check_due
from service.docking.rules.facts import (
    Clock,
    DueFacts,
    Happening,
    MinCountFacts,
    QuotaFacts,
    Reached,
    Submission,
    TargetFacts,
    TimeLimitFacts,
    UnitCount,
)
from service.docking.rules.min_count import check_min_count
from service.docking.rules.quota import check_quota
from service.docking.rules.target_tree import Remainder, check_target_tree, expected_by, remainders
from service.docking.rules.time_limit import check_time_limit, last_day
from tests.factories.notices import rule_of


@pytest.mark.parametrize(
    ("terms", "counts"),
    [
        # GD-05, GD-06: 5 to 8 of each; GD-09: 4 to 5; GD-11: 2 to 3.
        (QuotaTerms(unit="每个市", item="重大项目建议", form="附件3", minimum=5, maximum=8), (4, 5, 8, 9)),
        (QuotaTerms(unit="每所高校", item="重大科技成果", form="附件4", minimum=5, maximum=8), (4, 5, 8, 9)),
        (QuotaTerms(unit="每个市", item="示范基地", form="附件5", minimum=4, maximum=5), (3, 4, 5, 6)),
        (QuotaTerms(unit="每个市", item="对接项目", form="附件3", minimum=2, maximum=3), (1, 2, 3, 4)),
    ],
)
def test_quotas_of_guangdong(terms: QuotaTerms, counts: tuple[int, ...]) -> None:
    units = tuple(UnitCount(unit=str(count), count=count) for count in counts)

    checks = check_quota(rule_of(terms), QuotaFacts(units=units, as_of=date(2007, 9, 30)))

    assert [each.outcome for each in checks] == [Outcome.FAILED, Outcome.PASSED, Outcome.PASSED, Outcome.FAILED]


def test_a_quota_nobody_counted_cannot_be_told() -> None:
    terms = QuotaTerms(unit="每个市", item="示范基地", minimum=4)

    [check] = check_quota(
        rule_of(terms), QuotaFacts(units=(UnitCount(unit="甲市", count=None),), as_of=date(2007, 9, 30))
    )

    assert (check.outcome, check.reason) == (Outcome.CANNOT_TELL, "示范基地应为 至少 4，没有统计数。")


def test_a_form_in_two_copies_to_the_other_mailbox() -> None:
    rule = rule_of(DueTerms(item="附件5", on=date(2007, 9, 30), copies=2, route="乙邮箱"))
    given = Submission(id="S1", received_at=datetime(2007, 9, 30, 17, tzinfo=BEIJING), copies=2, route="甲邮箱")

    [check] = check_due(rule, DueFacts(subject="甲市", submissions=(given,), at=datetime(2007, 10, 9, tzinfo=BEIJING)))

    assert (check.outcome, check.remedy) == (Outcome.CANNOT_TELL, "请核对报送去向。")


def test_the_better_of_two_submissions_counts() -> None:
    rule = rule_of(DueTerms(item="附件2", on=date(2007, 10, 31), copies=2))
    moment = datetime(2007, 10, 30, tzinfo=BEIJING)
    short, full = Submission(id="S1", received_at=moment, copies=1), Submission(id="S2", received_at=moment, copies=2)

    [check] = check_due(rule, DueFacts(subject="甲市", submissions=(short, full), at=moment))

    assert (check.outcome, check.used) == (Outcome.PASSED, ("S2",))


TREE = rule_of(
    TargetTreeTerms(
        by_year=2020,
        targets=(
            Target(item="骨干联盟", amount=100),
            Target(item="产业联盟", amount=70, part_of="骨干联盟"),
            Target(item="农业联盟", amount=15, part_of="骨干联盟"),
            Target(item="服务业联盟", amount=15, part_of="骨干联盟"),
            Target(item="关键技术", amount=500),
            Target(item="产业技术", amount=300, part_of="关键技术"),
            Target(item="农业技术", amount=10, part_of="关键技术"),
        ),
    )
)


def test_the_tree_of_liaoning_shows_what_is_nobodys() -> None:
    terms = TREE.terms
    assert isinstance(terms, TargetTreeTerms)
    assert remainders(terms) == (Remainder("骨干联盟", 100, 100), Remainder("关键技术", 500, 310))

    checks = check_target_tree(TREE, TargetFacts(subject="全省", reached=(), as_of=date(2018, 1, 1)))

    assert [(each.subject, each.outcome) for each in checks[:2]] == [
        ("骨干联盟的分解", Outcome.PASSED),
        ("关键技术的分解", Outcome.FAILED),
    ]
    assert checks[1].reason == "关键技术 500，各部分合计 310，没有分解的 190。"
    assert {each.outcome for each in checks[2:]} == {Outcome.CANNOT_TELL}


def test_progress_and_pace_of_a_target() -> None:
    def told(amount: int, on: date) -> tuple[Outcome, str]:
        facts = TargetFacts(
            subject="全省", reached=(Reached(item="骨干联盟", amount=amount),), as_of=on, since=date(2016, 12, 31)
        )
        check = check_target_tree(TREE, facts)[2]
        return check.outcome, check.reason

    # Two of four years, 730 of 1461 days: 50 of 100, rounded up.
    assert told(40, date(2018, 12, 31)) == (
        Outcome.CANNOT_TELL,
        "骨干联盟到 2020 年应为 100，现有 40，尚未到期，按平均进度应有 50，落后 10。",
    )
    assert told(50, date(2018, 12, 31))[1].endswith("应有 50，不落后。")
    assert told(100, date(2018, 12, 31))[0] is Outcome.PASSED
    assert told(99, date(2021, 1, 1))[0] is Outcome.FAILED
    assert expected_by(100, since=date(2016, 12, 31), by_year=2020, day=date(2016, 1, 1)) == 0


def test_about_a_hundred_are_for_a_person_to_judge() -> None:
    terms = TargetTreeTerms(
        by_year=2020,
        targets=(
            Target(item="联盟", amount=100, is_approximate=True),
            Target(item="甲类", amount=92, part_of="联盟"),
        ),
    )
    facts = TargetFacts(subject="全省", reached=(Reached(item="联盟", amount=90),), as_of=date(2021, 1, 1))

    checks = check_target_tree(rule_of(terms), facts)

    assert [each.outcome for each in checks[:2]] == [Outcome.CANNOT_TELL, Outcome.CANNOT_TELL]


def test_a_thousand_visits_count_each_visit_once() -> None:
    rule = rule_of(MinCountTerms(item="专家进企业", minimum=3, unit="全省"))
    visits = tuple(Happening(id=number, on=date(2017, 3, 1)) for number in ("V1", "V2", "V2"))

    [check] = check_min_count(rule, MinCountFacts(subject="全省", happenings=visits, as_of=date(2018, 1, 1), year=2017))

    assert (check.outcome, check.used, check.remedy) == (Outcome.FAILED, ("V1", "V2"), "还须 1 次。")


CLOCKS = rule_of(TimeLimitTerms(item="成果转化", starts_with="验收", days=365))


@pytest.mark.parametrize(
    ("clock", "outcome"),
    [
        (
            Clock(id="T", name="某成果", started_on=date(2018, 1, 1), is_done=True, done_on=date(2019, 1, 1)),
            Outcome.PASSED,
        ),
        (
            Clock(id="T", name="某成果", started_on=date(2018, 1, 1), is_done=True, done_on=date(2019, 1, 2)),
            Outcome.FAILED,
        ),
        (Clock(id="T", name="某成果", started_on=date(2018, 1, 1), is_done=True), Outcome.CANNOT_TELL),
        (Clock(id="T", name="某成果", started_on=date(2018, 1, 1), is_done=False), Outcome.FAILED),
        (Clock(id="T", name="某成果", started_on=date(2018, 7, 1), is_done=False), Outcome.CANNOT_TELL),
        (Clock(id="T", name="某成果", started_on=None, is_done=False), Outcome.CANNOT_TELL),
        (Clock(id="T", name="某成果", started_on=date(2018, 1, 1), is_done=None), Outcome.CANNOT_TELL),
    ],
)
def test_a_result_is_converted_in_time(clock: Clock, outcome: Outcome) -> None:
    [check] = check_time_limit(CLOCKS, TimeLimitFacts(clocks=(clock,), as_of=date(2019, 3, 1)))

    assert (check.outcome, check.used) == (outcome, ("T",))


def test_a_limit_without_days_cannot_be_told() -> None:
    terms = TimeLimitTerms(item="成果转化", starts_with="验收", days=None)
    clock = Clock(id="T", name="某成果", started_on=date(2018, 1, 1), is_done=False)

    [check] = check_time_limit(rule_of(terms), TimeLimitFacts(clocks=(clock,), as_of=date(2030, 1, 1)))

    assert (check.outcome, last_day(terms, clock.started_on)) == (Outcome.CANNOT_TELL, None)
