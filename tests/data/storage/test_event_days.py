"""Invitations move step by step, and facts of the day are only ever added."""

import pytest

from data.errors import RefusalError
from data.records.docking_events import DayFact, DayNote, Invitation, InvitationState, InvitationStep, NewInvitation
from data.records.invitations import InviteeClass
from data.storage.workspace import Workspace
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event
from tests.factories.storing import AT, LI

INVITATION = NewInvitation(
    guest_id="C1", name="甲公司", kind=InviteeClass.ENTERPRISE, organisation="甲公司", region_code="320813", value=2.5,
    record_ids=("N1", "N2"), why="两项需求与到场团队相配",
)  # fmt: skip


def test_an_invitation_is_where_its_last_step_brought_it(workspace: Workspace) -> None:
    event = keep_event(workspace, make_evening())
    step = InvitationStep(before=InvitationState.PROPOSED, after=InvitationState.INVITED, at=AT, actor=LI, note="电话")

    with workspace.writing() as stores:
        stores.event_days.add_invitations(event, [INVITATION])
        [proposed] = stores.event_days.invitations(event)
        stores.event_days.lock_invitation(proposed.number)
        stores.event_days.add_invitation_step(proposed.number, step)
    with pytest.raises(RefusalError, match="名单里已有这一方"), workspace.writing() as stores:
        stores.event_days.add_invitations(event, [INVITATION])

    with workspace.reading() as stores:
        [invited] = stores.event_days.invitations(event)
    assert (proposed.state, invited.state) == (InvitationState.PROPOSED, InvitationState.INVITED)
    assert invited == Invitation(
        number=proposed.number, event=event, guest_id="C1", name="甲公司", kind=InviteeClass.ENTERPRISE,
        organisation="甲公司", region_code="320813", value=2.5, record_ids=("N1", "N2"),
        why="两项需求与到场团队相配", steps=(step,),
    )  # fmt: skip


def test_facts_come_back_in_the_order_they_were_written(workspace: Workspace) -> None:
    event = keep_event(workspace, make_evening())
    notes = [
        DayNote(fact=DayFact.ARRIVED, guest_id="C1", at=AT, actor=LI),
        DayNote(fact=DayFact.RATED, guest_id="C1", request_id="C1-T1", value="4", text="谈得好", at=AT, actor=LI),
    ]

    with workspace.writing() as stores:
        for note in notes:
            stores.event_days.add_day_note(event, note)

    with workspace.reading() as stores:
        assert stores.event_days.day_notes(event) == notes
