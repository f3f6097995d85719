"""Rules are confirmed, edited, rejected, taken back and written by hand: what is refused writes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DuijieError, NotPermittedError, RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Role
from data.records.rules import RuleKind, RuleState
from data.storage.audit import AuditFilter
from data.storage.workspace import Workspace
from service.docking.notices.deciding import ALLOWED, RuleDraft, confirm_many, decide, edit, write
from service.docking.notices.loading import load_notice, notice_of, notices_of, rule_of, rules_of
from service.docking.notices.standing import rules_on, standing
from tests.factories.notices import CENSUS, DUE, MIN_COUNT, QUOTA, TEXT, load, reading
from tests.service.people import ACTORS

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BUREAU = ACTORS[Role.COUNTY_BUREAU]
CONFIRMED, REJECTED, PROPOSED = RuleState.CONFIRMED, RuleState.REJECTED, RuleState.PROPOSED


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "home") as opened:
        load(opened, tmp_path)
        yield opened


def lines(workspace: Workspace) -> int:
    with workspace.reading() as stores:
        return len(stores.audit.page(AuditFilter(kind="rules"), limit=100))


def test_a_notice_is_kept_with_its_original_and_its_rules_wait(workspace: Workspace) -> None:
    [kept] = notices_of(workspace, BUREAU)
    found, rules = notice_of(workspace, BUREAU, kept.number)

    assert workspace.original_path(found.sha256, suffix=".txt").read_text(encoding="utf-8") == TEXT
    assert [(each.kind, each.newest.state, each.newest.clause) for each in rules] == [
        (RuleKind.CENSUS, PROPOSED, "一"),
        (RuleKind.QUOTA, PROPOSED, "二"),
        (RuleKind.DUE, PROPOSED, "二"),
        (RuleKind.COMPOSITION, PROPOSED, "二/（一）"),
    ]
    assert {each.newest.applies_from for each in rules} == {date(2026, 6, 1)}
    assert all(TEXT[each.newest.quote.start : each.newest.quote.end] == each.newest.quote.text for each in rules)
    assert lines(workspace) == 4


def test_the_same_notice_is_not_kept_twice(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="是第 1 号"):
        load_notice(workspace, BUREAU, tmp_path / "通知.txt", read=lambda _: reading(), at=AT)
    with pytest.raises(UnknownIdError):
        notice_of(workspace, BUREAU, 2)


def test_what_is_confirmed_applies_in_its_time(workspace: Workspace) -> None:
    decide(workspace, BUREAU, (2, 1), CONFIRMED, at=AT)

    days = (date(2026, 5, 31), date(2026, 6, 1), date(2030, 1, 1))
    assert [len(rules_on(workspace, day)) for day in days] == [0, 1, 1]
    assert rules_on(workspace, days[1], kind=RuleKind.DUE) == ()
    assert rules_on(workspace, days[1], known_at=AT - timedelta(seconds=1)) == ()


def test_what_a_county_confirmed_binds_the_county_alone(workspace: Workspace) -> None:
    decide(workspace, BUREAU, (2, 1), CONFIRMED, at=AT)
    decide(workspace, OPERATOR, (3, 1), CONFIRMED, at=AT)
    with workspace.reading() as stores:
        every = stores.rules.all()

    def bound(region_code: str) -> list[int]:
        return [each.number for each in standing(every, date(2026, 11, 22), region_code=region_code)]

    assert (bound(BUREAU.region_code), bound("320800"), bound("320831"), bound("")) == ([2, 3], [3], [3], [2, 3])


def test_several_are_confirmed_together_or_none(workspace: Workspace) -> None:
    edit(workspace, BUREAU, (2, 1), RuleDraft(terms=replace(QUOTA, maximum=10)), at=AT)
    with pytest.raises(StaleRecordError, match="第 2 号规则已有"):
        confirm_many(workspace, BUREAU, [(1, 1), (2, 1)], at=AT)
    assert rule_of(workspace, BUREAU, 1).newest.state is PROPOSED
    with pytest.raises(UsageError, match="没有选中规则"):
        confirm_many(workspace, BUREAU, [], at=AT)

    done = confirm_many(workspace, BUREAU, [(1, 1), (2, 2), (1, 1)], at=AT)
    assert [(each.number, each.newest.state) for each in done] == [(1, CONFIRMED), (2, CONFIRMED)]
    with pytest.raises(RefusalError, match="第 1 号规则已经是“已确认”"):
        confirm_many(workspace, BUREAU, [(3, 1), (1, 1)], at=AT)
    assert rule_of(workspace, BUREAU, 3).newest.state is PROPOSED


def test_a_county_does_not_move_what_its_city_confirmed(workspace: Workspace) -> None:
    city = ACTORS[Role.CITY_BUREAU]
    decide(workspace, city, (2, 1), CONFIRMED, at=AT)
    before = lines(workspace)
    draft = RuleDraft(terms=replace(QUOTA, maximum=10))
    with pytest.raises(RefusalError, match="淮安市的科技主管部门办理"):
        edit(workspace, BUREAU, (2, 1), draft, at=AT)
    with pytest.raises(RefusalError, match="只由它和它的上级改动"):
        decide(workspace, BUREAU, (2, 1), PROPOSED, note="改回", at=AT)
    assert lines(workspace) == before
    decide(workspace, OPERATOR, (2, 1), PROPOSED, note="改回", at=AT)
    decide(workspace, city, (2, 1), CONFIRMED, at=AT)
    decide(workspace, ACTORS[Role.PROVINCE_BUREAU], (2, 1), PROPOSED, note="省里另定", at=AT)
    with pytest.raises(RefusalError, match="江苏省的科技主管部门办理"):
        decide(workspace, city, (2, 1), CONFIRMED, at=AT)

    decide(workspace, BUREAU, (3, 1), CONFIRMED, at=AT)
    edit(workspace, city, (3, 1), RuleDraft(terms=replace(DUE, on=date(2027, 1, 1))), at=AT)


def test_an_edit_applies_once_it_is_confirmed(workspace: Workspace) -> None:
    decide(workspace, BUREAU, (2, 1), CONFIRMED, at=AT)
    wider = replace(QUOTA, maximum=10)
    draft = RuleDraft(terms=wider, applies_from=date(2027, 1, 1), note="来年放宽")

    edited = edit(workspace, BUREAU, (2, 1), draft, at=AT)
    before = rules_on(workspace, date(2027, 6, 1))
    decide(workspace, BUREAU, (2, 2), CONFIRMED, at=AT + timedelta(days=1))

    assert (edited.newest.version, edited.newest.state, edited.newest.terms) == (2, PROPOSED, wider)
    assert [each.version for each in before] == [1]
    assert [rules_on(workspace, day)[0].version for day in (date(2026, 12, 31), date(2027, 1, 1))] == [1, 2]
    assert rules_on(workspace, date(2027, 1, 1), known_at=AT) == before


REFUSED: tuple[tuple[Callable[[Workspace], object], type[DuijieError]], ...] = (
    (lambda w: decide(w, ACTORS[Role.ENTERPRISE], (1, 1), CONFIRMED, at=AT), NotPermittedError),
    (lambda w: decide(w, BUREAU, (99, 1), CONFIRMED, at=AT), UnknownIdError),
    (lambda w: decide(w, BUREAU, (1, 9), CONFIRMED, at=AT), UnknownIdError),
    (lambda w: decide(w, BUREAU, (1, 1), PROPOSED, at=AT), RefusalError),
    (lambda w: decide(w, BUREAU, (1, 1), REJECTED, at=AT), UsageError),
    (lambda w: decide(w, BUREAU, (1, 1), CONFIRMED, note="字" * 501, at=AT), UsageError),
    (lambda w: edit(w, BUREAU, (1, 2), RuleDraft(terms=CENSUS), at=AT), StaleRecordError),
    (lambda w: edit(w, BUREAU, (1, 1), RuleDraft(terms=DUE), at=AT), UsageError),
    (lambda w: edit(w, BUREAU, (1, 1), RuleDraft(terms=replace(CENSUS, min_needs=0)), at=AT), UsageError),
    (
        lambda w: edit(w, BUREAU, (2, 1), RuleDraft(terms=QUOTA, applies_from=date(2026, 6, 1)), at=AT),
        UsageError,
    ),
    (lambda w: write(w, BUREAU, RuleDraft(terms=MIN_COUNT, sentence="各县科技局"), at=AT), UsageError),
    (lambda w: write(w, BUREAU, RuleDraft(terms=MIN_COUNT, notice=1), at=AT), UsageError),
    (lambda w: write(w, BUREAU, RuleDraft(terms=MIN_COUNT, notice=9, sentence="各县科技局"), at=AT), UnknownIdError),
    (
        lambda w: write(
            w,
            BUREAU,
            RuleDraft(terms=MIN_COUNT, applies_from=date(2026, 1, 2), applies_to=date(2026, 1, 1)),
            at=AT,
        ),
        UsageError,
    ),
)


@pytest.mark.parametrize(("act", "error"), REFUSED)
def test_what_is_refused_writes_nothing(
    workspace: Workspace, act: Callable[[Workspace], object], error: type[DuijieError]
) -> None:
    with pytest.raises(error) as raised:
        act(workspace)

    assert type(raised.value) is error
    assert (lines(workspace), len(rules_of(workspace, BUREAU))) == (4, 4)


def test_an_older_version_is_not_confirmed_any_more(workspace: Workspace) -> None:
    edit(workspace, BUREAU, (1, 1), RuleDraft(terms=replace(CENSUS, min_needs=2)), at=AT)

    with pytest.raises(StaleRecordError) as raised:
        decide(workspace, BUREAU, (1, 1), CONFIRMED, at=AT)
    assert raised.value.version == 2


def test_a_rule_written_by_hand_stands_at_its_sentence(workspace: Workspace) -> None:
    made = write(workspace, BUREAU, RuleDraft(terms=MIN_COUNT, notice=1, sentence="由企业牵头"), at=AT)

    start = TEXT.index("由企业牵头")
    quote = made.newest.quote
    assert (made.newest.state, made.newest.clause, quote.start, quote.end) == (
        CONFIRMED,
        "二/（一）",
        start,
        start + 5,
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(wanted=st.lists(st.sampled_from(RuleState), max_size=6))
def test_any_sequence_of_decisions_follows_the_table(workspace: Workspace, wanted: list[RuleState]) -> None:
    made = write(workspace, OPERATOR, RuleDraft(terms=MIN_COUNT), at=AT)
    state = CONFIRMED

    for after in wanted:
        if after in ALLOWED[state]:
            state = decide(workspace, BUREAU, (made.number, 1), after, note="理由", at=AT).newest.state
            assert state is after
        else:
            with pytest.raises(RefusalError):
                decide(workspace, BUREAU, (made.number, 1), after, note="理由", at=AT)

    assert rule_of(workspace, BUREAU, made.number).newest.state is state
