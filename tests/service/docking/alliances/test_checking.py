"""What the rules say of an alliance: both readings, seals, activities, names, deadlines to the hour, the grant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data.records.alliances import (
    Activity,
    Alliance,
    AllianceEntry,
    AlliancePaper,
    AllianceStage,
    GrantEntry,
    GrantLine,
    Judgement,
    KeptEntry,
    MemberKind,
    Registration,
)
from data.records.rules import CriteriaTerms, MinCountTerms, Outcome, QuotaTerms, RuleKind
from data.storage.workspace import Workspace
from service.docking.alliances.checking import AllianceChecks, checks_of, rulebook_of, ticked_fields
from service.docking.alliances.consents_and_grant import grant_finding
from service.docking.alliances.naming import free_part
from service.docking.rules.facts import NearName
from tests.factories.alliances import NOW, begun, call_for_alliances, joined

DAY = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def alliance(workspace: Workspace, tmp_path: Path) -> Alliance:
    """Two enterprises and a university of the province, all signed but one, under a call with rules."""
    made = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    made = joined(workspace, made, "丙公司", MemberKind.ENTERPRISE)
    return joined(workspace, made, "东海理工大学", MemberKind.UNIVERSITY, region_code="320000", is_signed=False)


def check(workspace: Workspace, alliance: Alliance, *others: Alliance, now: datetime = NOW) -> AllianceChecks:
    with workspace.reading() as stores:
        rulebook = rulebook_of(stores, alliance.notice, DAY)
    return checks_of(alliance, rulebook, registered=others, now=now)


def outcomes(checks: AllianceChecks, kind: RuleKind) -> list[tuple[str, Outcome]]:
    return [(each.reading, each.outcome) for each in checks.checks if each.rule.kind is kind]


def written(alliance: Alliance, *entries: AllianceEntry) -> Alliance:
    kept = (KeptEntry(number=n, entry=each, at=NOW, by="张") for n, each in enumerate(entries, start=1))
    return replace(alliance, entries=tuple(kept))


def test_both_readings_of_the_composition_are_told(workspace: Workspace, alliance: Alliance) -> None:
    checks = check(workspace, alliance)

    assert outcomes(checks, RuleKind.COMPOSITION) == [
        ("企业数不含牵头单位", Outcome.FAILED),
        ("企业数含牵头单位", Outcome.PASSED),
    ]
    # One reading of it holds: whether that is enough is for the office to say.
    assert RuleKind.COMPOSITION not in {each.rule.kind for each in checks.failed}


def test_consents_are_counted_and_stand_for_application_forms(workspace: Workspace, alliance: Alliance) -> None:
    assert (
        check(workspace, alliance).consents.reason
        == "成员 3 家，已签字 2 家（其中 1 家由他人录入）；东海理工大学没有签字"
    )


def test_seals_are_looked_for_paper_by_paper(workspace: Workspace, alliance: Alliance) -> None:
    contract = AlliancePaper(name="联盟契约", is_there=True, sealed_by=("甲机械有限公司", "丙公司"))

    (seals,) = check(workspace, written(alliance, contract)).seals

    assert [(each.member, each.is_there) for each in seals.cells] == [
        ("甲机械有限公司", True),
        ("丙公司", True),
        ("东海理工大学", False),
    ]


def test_activities_are_counted_with_a_warning_in_the_fourth_quarter(workspace: Workspace, alliance: Alliance) -> None:
    held = [Activity(title="交流会", on=date(2026, month, 1)) for month in (3, 5, 9)]
    checks = check(workspace, written(alliance, *held))

    (told,) = [each for each in checks.checks if each.rule.kind is RuleKind.MIN_COUNT]
    assert (told.outcome, "已到第四季度" in told.reason, told.remedy) == (Outcome.CANNOT_TELL, True, "还须 1 次。")
    four = check(workspace, written(alliance, *held, Activity(title="年会", on=DAY)))
    assert outcomes(four, RuleKind.MIN_COUNT) == [("", Outcome.PASSED)]


def test_a_name_that_is_taken_fails_and_one_that_is_near_is_for_a_person(
    workspace: Workspace, alliance: Alliance
) -> None:
    taken = replace(alliance, number=9)
    assert outcomes(check(workspace, alliance, taken), RuleKind.NAME) == [("", Outcome.FAILED)]
    with workspace.reading() as stores:
        rulebook = rulebook_of(stores, alliance.notice, DAY)
    near = [NearName(id="9", name="涟水县铸造技术创新联盟", similarity=0.9, is_close=True)]
    other = replace(taken, name="涟水县铸造技术创新联盟", direction="铸造")
    checks = checks_of(alliance, rulebook, registered=[other], now=NOW, nearest=lambda _: near)
    assert outcomes(checks, RuleKind.NAME) == [("", Outcome.CANNOT_TELL)]
    assert free_part(alliance.name, ["涟水县…技术创新联盟"]) == "压铸"


def test_the_deadline_is_told_to_the_minute(workspace: Workspace, alliance: Alliance) -> None:
    last = datetime(2026, 11, 25, 2, tzinfo=UTC)  # ten o'clock in Beijing
    (countdown,) = check(workspace, alliance).countdowns
    assert (countdown.moment, countdown.left) == (last, last - NOW)

    step = replace(alliance.steps[0], after=AllianceStage.SUBMITTED, at=last)
    in_time = replace(alliance, steps=(*alliance.steps, step))
    late = replace(alliance, steps=(*alliance.steps, replace(step, at=last + timedelta(minutes=1))))
    told = [outcomes(check(workspace, each, now=last), RuleKind.DUE) for each in (in_time, late)]
    assert told == [[("", Outcome.PASSED)], [("", Outcome.FAILED)]]


def test_what_was_returned_and_completed_later_had_come_in_time(workspace: Workspace, alliance: Alliance) -> None:
    first, again = (
        replace(alliance.steps[0], after=AllianceStage.SUBMITTED, at=datetime(2026, 11, day, tzinfo=UTC))
        for day in (24, 27)
    )
    amended = replace(alliance, steps=(*alliance.steps, first, again))

    checks = check(workspace, amended, now=again.at)

    assert outcomes(checks, RuleKind.DUE) == [("", Outcome.PASSED)]
    assert [(each.received_at, each.amended_at) for each in checks.countdowns] == [(first.at, again.at)]


def test_every_year_since_the_registration_has_its_activities(workspace: Workspace, alliance: Alliance) -> None:
    registered = replace(alliance, registration=Registration(code="320826-2024-001", on=date(2024, 3, 1)))
    held = [Activity(title="交流会", on=date(2025, month, 1)) for month in (3, 5, 7, 9)]

    told = outcomes(check(workspace, written(registered, *held)), RuleKind.MIN_COUNT)

    assert told == [("", Outcome.FAILED), ("", Outcome.PASSED), ("", Outcome.CANNOT_TELL)]


def test_a_rule_that_says_nothing_here_is_named_with_the_reason(workspace: Workspace, tmp_path: Path) -> None:
    rules = (MinCountTerms(item="研讨会", minimum=2), QuotaTerms(unit="各县", item="联盟", minimum=1))
    made = begun(workspace, notice=call_for_alliances(workspace, tmp_path, rules))

    assert [(each.rule.kind, each.reason) for each in check(workspace, made).skipped] == [
        (RuleKind.MIN_COUNT, "“研讨会”不含联盟、申报、入盟，看作别的事项"),
        (RuleKind.QUOTA, "不是对单个联盟的要求，这里不查"),
    ]


def test_a_criterion_beside_that_of_higher_authorities_can_be_judged(workspace: Workspace, tmp_path: Path) -> None:
    terms = CriteriaTerms(item="牵头企业", criteria=("行业骨干", "上级科技部门登记备案"), needed=2)
    made = begun(workspace, notice=call_for_alliances(workspace, tmp_path, (terms,)))

    checks = check(workspace, written(made, Judgement(criterion="行业骨干", is_met=True, proof="全县第一")))

    assert outcomes(checks, RuleKind.CRITERIA) == [("", Outcome.PASSED)]
    assert [each.outcome for each in checks.topics] == [Outcome.FAILED]


def test_criteria_are_judged_by_the_office_and_the_register(workspace: Workspace, alliance: Alliance) -> None:
    judged = written(alliance, Judgement(criterion="行业骨干", is_met=True, proof="全县第一"))
    assert outcomes(check(workspace, judged), RuleKind.CRITERIA) == [("", Outcome.PASSED)]

    upward = Registration(code="320826-2026-001", on=DAY, upward="市科技局第 1 号", upward_on=DAY)
    topics = [check(workspace, replace(alliance, registration=each)).topics[0] for each in (None, upward)]
    assert [each.outcome for each in topics] == [Outcome.FAILED, Outcome.PASSED]


def test_without_a_notice_nothing_is_checked_by_rules(workspace: Workspace, alliance: Alliance) -> None:
    checks = check(workspace, replace(alliance, notice=None))

    assert (checks.checks, checks.rulebook.notice, len(checks.lacking)) == ((), None, 5)


def test_a_field_is_ticked_as_the_form_calls_it(workspace: Workspace, alliance: Alliance) -> None:
    with workspace.reading() as stores:
        rules = rulebook_of(stores, alliance.notice, DAY).rules
    fields = ("新型农业", "新材料", "造船", "")
    assert [ticked_fields(replace(alliance, field=each), rules) for each in fields] == [
        ("其他",),
        ("新材料",),
        (),
        (),
    ]


def money(line: GrantLine, yuan: int, *, is_for: bool | None = True) -> GrantEntry:
    return GrantEntry(line=line, amount_fen=yuan * 100, on=DAY, purpose="会务费", is_for_activities=is_for)


@pytest.mark.parametrize(
    ("entries", "outcome", "words"),
    [
        ([], Outcome.CANNOT_TELL, "没有组建资金的记录"),
        ([money(GrantLine.GRANTED, 100_000), money(GrantLine.SPENT, 40_000)], Outcome.PASSED, "支出 40,000.00 元"),
        (
            [money(GrantLine.GRANTED, 100_000), money(GrantLine.SPENT, 110_000)],
            Outcome.FAILED,
            "支出超出拨付 10,000.00 元",
        ),
        (
            [money(GrantLine.GRANTED, 100_000), money(GrantLine.SPENT, 1, is_for=False)],
            Outcome.FAILED,
            "不是联盟活动的支出",
        ),
        (
            [money(GrantLine.GRANTED, 100_000), money(GrantLine.SPENT, 1, is_for=None)],
            Outcome.CANNOT_TELL,
            "1 笔支出没有写明",
        ),
        ([money(GrantLine.PLANNED, 100_000)], Outcome.CANNOT_TELL, "还没有拨付"),
        ([money(GrantLine.SPENT, 1)], Outcome.FAILED, "支出超出拨付 1.00 元"),
    ],
)
def test_the_grant_is_spent_within_its_sum_and_its_purpose(
    alliance: Alliance, entries: list[GrantEntry], outcome: Outcome, words: str
) -> None:
    finding = grant_finding(written(alliance, *entries))

    assert (finding.outcome, words in finding.reason) == (outcome, True)
