"""Notices and rules in both databases: what goes in comes out, versions and decisions are only ever added."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from data.errors import RefusalError, WorkspaceError
from data.records.accounts import OPERATOR
from data.records.ids import NoticeId
from data.records.notices import Assignment, Attachment, Clause, Notice, PolicyStatus, Quote, Repaired, UnitRole
from data.records.rulebook import NewCheck, NewRule, NewVersion, RuleDecision
from data.records.rules import Check, Conflict, Outcome, Rule, RuleState
from data.storage.json_values import to_json
from data.storage.workspace import Stores, Workspace
from tests.factories.notices import CENSUS, TERMS

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
QUOTE = Quote("请各县于7月20日前报送", 2, 13)
NOTICE = Notice(
    id=NoticeId("t-1"),
    title="关于开展需求普查的通知",
    number="某科[2026]1号",
    issuer="某市科技局",
    issued_on=date(2026, 6, 1),
    status=PolicyStatus.IN_FORCE,
    text="一、请各县于7月20日前报送",
    dropped=(Quote("一", 0, 1),),
    repairs=(Repaired("某科[20261号", "某科[2026]1号", QUOTE, "少了括号"),),
    clauses=(Clause("一", "", QUOTE),),
    attachments=(Attachment("附件1", "普查表", 2, "科技局成果科", QUOTE),),
    assignments=(Assignment("一", "普查", ((UnitRole.LEAD, "某县科技局"), (UnitRole.SUPPORT, "某县经信局")), QUOTE),),
)
CONFLICTS = (Conflict("年份前后不一致", (QUOTE, Quote("一", 0, 1))),)


def kept(stores: Stores, notice: Notice = NOTICE) -> int:
    return stores.notices.add(notice, CONFLICTS, file_name="通知.txt", sha256="0" * 64, at=AT, by=OPERATOR)


def test_a_notice_comes_back_as_it_was_read(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        number = kept(stores)
    with workspace.reading() as stores:
        found = stores.notices.get(number)
        assert found is not None
        assert (found.notice, found.conflicts, found.file_name, found.added_by) == (
            NOTICE,
            CONFLICTS,
            "通知.txt",
            OPERATOR,
        )
        assert stores.notices.all() == [found]
        assert (stores.notices.number_of(NOTICE.id), stores.notices.number_of(NoticeId("other"))) == (number, None)


def test_the_same_notice_is_kept_once(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        kept(stores)
    with pytest.raises(RefusalError), workspace.writing() as stores:
        kept(stores)


def test_every_kind_of_terms_comes_back(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        numbers = [stores.rules.add(NewRule(terms=each), at=AT, by=OPERATOR) for each in TERMS]
    with workspace.reading() as stores:
        found = [stores.rules.get(number) for number in numbers]

    assert [None if each is None else each.newest.terms for each in found] == list(TERMS)


def test_versions_and_decisions_tell_what_applied_when_and_what_was_known(workspace: Workspace) -> None:
    later = replace(CENSUS, min_needs=2)
    with workspace.writing() as stores:
        notice = kept(stores)
        new = NewRule(terms=CENSUS, notice=notice, clause="一", quote=("七月", 3, 5))
        number = stores.rules.add(new, at=AT, by=OPERATOR)
        for version, days in ((1, 1), (2, 11)):
            if version == 2:
                second = NewVersion(terms=later, applies_from=date(2027, 1, 1), note="加码")
                stores.rules.add_version(number, 2, second, at=AT + timedelta(days=10), by=OPERATOR)
            stores.rules.add_decision(number, decision(version, RuleState.CONFIRMED, AT + timedelta(days=days)))
    with workspace.reading() as stores:
        [rule] = stores.rules.all(notice=notice)
        assert stores.rules.get(number) == rule
        assert stores.rules.all(notice=notice + 1) == []

    on = {day.year: rule.on(day) for day in (date(2026, 12, 31), date(2027, 1, 1))}
    assert {year: each and each.version for year, each in on.items()} == {2026: 1, 2027: 2}
    assert rule.newest == Rule(
        number=number,
        version=2,
        notice_id=NOTICE.id,
        terms=later,
        quote=Quote("七月", 3, 5),
        clause="一",
        state=RuleState.CONFIRMED,
        applies_from=date(2027, 1, 1),
    )
    assert rule.known_at(AT - timedelta(days=1)) is None
    before = rule.known_at(AT)
    assert before is not None
    assert (before.on(date(2027, 1, 1)), [each.rule.state for each in before.versions]) == (None, [RuleState.PROPOSED])
    between = rule.known_at(AT + timedelta(days=10))
    assert between is not None
    assert [each.rule.state for each in between.versions] == [RuleState.CONFIRMED, RuleState.PROPOSED]
    applied = between.on(date(2027, 1, 1))
    assert applied is not None
    assert applied.version == 1


def decision(version: int, after: RuleState, at: datetime) -> RuleDecision:
    return RuleDecision(version=version, before=RuleState.PROPOSED, after=after, at=at, actor=OPERATOR)


def test_a_check_is_kept_with_its_facts(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        number = stores.rules.add(NewRule(terms=CENSUS), at=AT, by=OPERATOR)
        rule = stores.rules.get(number)
        assert rule is not None
        check = Check(
            rule=rule.newest, subject="甲县", outcome=Outcome.FAILED, reason="少一家", used=("P1",), remedy="补报"
        )
        new = NewCheck(
            check=check, part=0, facts={"n": 1}, facts_digest="d" * 64, region_code="320826", as_of=date(2026, 11, 22)
        )
        kept_number = stores.checks.add(new, at=AT, by=OPERATOR)
    with workspace.reading() as stores:
        found = stores.checks.get(kept_number)
        assert found is not None
        assert stores.checks.of_rules([number, 99]) == [found]
        assert stores.checks.of_rules([]) == []
    assert (found.rule, found.outcome, found.used, found.facts) == ((number, 1), Outcome.FAILED, ("P1",), {"n": 1})
    assert (found.region_code, found.as_of, found.at) == ("320826", date(2026, 11, 22), AT)


def test_terms_that_somebody_broke_are_named(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.rules.add(NewRule(terms=CENSUS), at=AT, by=OPERATOR)
    broken = '{"kind": "census", "min_revenue_yuan": "2000", "or_tech_enterprise": 1, "due": null}'
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE rule_versions SET terms = :terms"), {"terms": broken})

    with pytest.raises(WorkspaceError) as raised, workspace.reading() as stores:
        stores.rules.all()

    assert raised.value.message == (
        "第 1 号规则第 1 版的参数已损坏（due：没有这一项；min_revenue_yuan：应为整数；"
        "or_tech_enterprise：应为 true 或 false；min_needs：缺少这一项）。"
    )


def test_a_notice_that_somebody_broke_is_named(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        kept(stores)
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE notices SET parts = :parts"), {"parts": '{"clauses": 1}'})

    with (
        pytest.raises(WorkspaceError, match="第 1 号通知在数据库中已损坏（clauses：应为列表）"),
        workspace.reading() as stores,
    ):
        stores.notices.all()


def test_every_part_of_a_notice_is_json() -> None:
    assert to_json(NOTICE)["assignments"][0]["units"] == [["lead", "某县科技局"], ["support", "某县经信局"]]
