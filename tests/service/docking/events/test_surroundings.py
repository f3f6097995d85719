"""Around an event: who is wanted elsewhere, and how its place stands with its quotas."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.records.rules import Outcome, QuotaTerms
from data.storage.workspace import Workspace
from service.docking.events.clashes import ClashKind
from service.docking.events.surroundings import surroundings_of
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event
from tests.factories.storing import WANG
from tests.service.docking.events.test_event_quotas import make_rule

AS_OF = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


def keep(workspace: Workspace, code: str, held_on: str) -> int:
    problem = make_evening(held_on=held_on)
    return keep_event(workspace, replace(problem, event=replace(problem.event, id=code)))


def test_parties_of_another_event_at_the_same_hours_are_named(workspace: Workspace) -> None:
    own, same, later = keep(workspace, "A", "2026-11-24"), keep(workspace, "B", "2026-11-24"), keep(workspace, "C", "")

    found = surroundings_of(workspace, WANG, own, as_of=AS_OF)

    assert found.clashes is not None
    assert {(each.kind, each.other.event) for each in found.clashes} == {(ClashKind.OVERLAP, same)}
    assert [each.party for each in found.clashes] == ["单位C1", "单位C2", "单位C3", "单位T1", "单位T2"]
    assert (found.n_undated, found.checks) == (1, ())
    assert surroundings_of(workspace, WANG, later, as_of=AS_OF).clashes is None


def test_quotas_of_the_place_are_answered(workspace: Workspace) -> None:
    own = keep(workspace, "A", "2026-11-24")
    keep(workspace, "B", "2026-09-01")
    rules = [
        make_rule(QuotaTerms(unit="每个市", item="大型对接会", minimum=1, maximum=1, per_year=True)),
        make_rule(QuotaTerms(unit="每个市", item="对接项目", minimum=2)),
        make_rule(QuotaTerms(unit="每所高校", item="重大科技成果", minimum=5)),
    ]

    check, other = surroundings_of(workspace, WANG, own, as_of=AS_OF, rules=lambda _: rules).checks

    assert (check.subject, check.outcome, other.outcome) == ("淮安市", Outcome.FAILED, Outcome.CANNOT_TELL)
    assert check.reason == "“大型对接会”要求 1 场，已安排 2 场，其中已举办 1 场。"
