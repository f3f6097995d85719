"""Every place of a region against the rules on events, what is missing first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.errors import UsageError
from data.records.accounts import Actor, Role
from data.records.events import EventKind
from data.records.rules import Outcome, QuotaTerms
from data.storage.workspace import Workspace
from service.docking.events.quota_board import QuotaBoard, quota_board
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event
from tests.factories.storing import WANG
from tests.service.docking.events.test_event_quotas import make_rule

AS_OF = date(2026, 11, 22)
PLANNER = Actor(account_id=3, name="会务", role=Role.EVENT_PLANNER)
TOPICS = make_rule(QuotaTerms(unit="每个县区", item="专题活动", minimum=1, maximum=2))
OTHER = make_rule(QuotaTerms(unit="每所高校", item="重大科技成果", minimum=5), number=2)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


def keep_topic(workspace: Workspace, code: str, region_code: str) -> int:
    problem = make_evening(held_on="2026-09-01")
    plan = replace(problem.event, id=code, kind=EventKind.TOPIC_ACTIVITY)
    return keep_event(workspace, replace(problem, event=plan), region_code=region_code)


def board(workspace: Workspace, actor: Actor, region_code: str = "") -> QuotaBoard:
    return quota_board(workspace, actor, 2026, as_of=AS_OF, region_code=region_code, rules=lambda _: [TOPICS, OTHER])


def test_all_counties_of_a_city_stand_on_its_board(workspace: Workspace) -> None:
    held = keep_topic(workspace, "A", "320826")

    found = board(workspace, WANG)

    [standing] = found.standings
    assert (found.region, standing.rule, standing.count(Outcome.PASSED)) == ("淮安市", TOPICS, 1)
    assert standing.count(Outcome.FAILED) == len(standing.checks) - 1 > 0
    last = standing.checks[-1]
    assert (last.subject, last.outcome, last.used) == ("涟水县", Outcome.PASSED, (f"events/{held}",))


def test_a_bureau_looks_at_no_other_region(workspace: Workspace) -> None:
    assert [each.subject for each in board(workspace, WANG, "320826").standings[0].checks] == ["涟水县"]
    for elsewhere in ("330100", "320000", "999999"):
        with pytest.raises(UsageError, match="没有这个地区"):
            board(workspace, WANG, elsewhere)


def test_who_has_no_region_is_shown_the_province_of_all_events_or_asked(workspace: Workspace) -> None:
    empty = board(workspace, PLANNER)
    keep_topic(workspace, "A", "320826")
    one = board(workspace, PLANNER)
    keep_topic(workspace, "B", "330100")

    assert ((empty.region_code, empty.standings), one.region) == (("", ()), "江苏省")
    assert board(workspace, PLANNER).region_code == ""
    assert board(workspace, PLANNER, "330100").region == "杭州市"
