"""A deal as it stood on an earlier day holds nothing that happened later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.records.deals import Deal, Instalment, Milestone, Rung, RungEntry, Stage
from data.records.money import ContractAmount, ReceivedAmount, TechnologyAmount
from data.storage.workspace import Workspace
from service.docking.deals.past import deal_on, is_resumed
from tests.factories.dealing import AT, TODAY, contract, intent, opened

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as found:
        yield found


def whole(workspace: Workspace) -> Deal:
    """Return a deal that moved on for a month; the first half of it lies on one day."""
    deal = opened(workspace, Stage.TALK, Stage.INTENT_AGREEMENT)
    moved = replace(deal.steps[-1], before=Stage.INTENT_AGREEMENT, after=Stage.CONTRACT, on=LATER)
    registered = contract(
        contract=ContractAmount(100),
        technology=TechnologyAmount(50),
        signed_on=TODAY,
        registration_number="2026",
        registered_on=LATER,
    )
    return replace(
        deal,
        stage=Stage.CONTRACT,
        steps=(*deal.steps, moved),
        agreements=(intent(signed_on=TODAY), registered, contract(contract=ContractAmount(900), signed_on=LATER)),
        milestones=(Milestone(title="样件", due_on=LATER, done_on=LATER),),
        instalments=(Instalment(title="首付", received_on=LATER, received=ReceivedAmount(10)),),
        rungs=(RungEntry(rung=Rung.JOINT_UNIT, on=LATER),),
    )


def test_what_came_later_is_not_there_yet(workspace: Workspace) -> None:
    deal = whole(workspace)
    assert deal_on(deal, LATER) == deal
    then = deal_on(deal, TODAY)
    assert then is not None
    assert (then.stage, len(then.steps), then.sums.contract.fen, then.sums.technology.fen) == (
        Stage.INTENT_AGREEMENT,
        len(deal.steps) - 1,
        100,
        0,
    )
    assert (then.milestones[0].done_on, then.instalments[0].received, then.rungs) == (None, None, ())
    assert then.agreements[1].registration_number == ""


def test_before_anything_happened_there_is_no_deal(workspace: Workspace) -> None:
    assert deal_on(whole(workspace), date(2020, 1, 1)) is None


def test_a_paper_that_was_struck_out_begins_no_deal(workspace: Workspace) -> None:
    struck = intent(signed_on=date(2025, 1, 5), struck_at=AT)
    assert deal_on(replace(whole(workspace), agreements=(struck,)), date(2025, 12, 31)) is None


def test_who_comes_back_from_a_rest_has_done_nothing_new(workspace: Workspace) -> None:
    step = opened(workspace, Stage.TALK).steps[-1]
    assert not is_resumed(step)
    assert is_resumed(replace(step, before=Stage.ON_HOLD))
