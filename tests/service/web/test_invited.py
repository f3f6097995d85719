"""An organisation finds its invitations: on the list of events and on its home page."""

from pathlib import Path

from data.records.accounts import Role
from data.records.docking_events import InvitationState, InvitationStep, NewInvitation
from data.records.invitations import InviteeClass
from data.storage.workspace import Workspace
from tests.factories.docking_events import make_new_event
from tests.factories.storing import AT, WANG
from tests.service.people import PLACES, Served, peopled_service


def keep_invitation(service: Served, *, is_sent: bool) -> None:
    new = NewInvitation(
        guest_id="T1",
        name="东海理工大学 压铸团队",
        kind=InviteeClass.UNIVERSITY,
        organisation=PLACES[Role.UNIVERSITY],
    )
    with Workspace.open(service.settings.home) as workspace, workspace.writing(WANG, at=AT) as stores:
        number = stores.events.add(make_new_event(), at=AT, actor=WANG)
        stores.event_days.add_invitations(number, [new])
        if is_sent:
            step = InvitationStep(
                before=InvitationState.PROPOSED, after=InvitationState.INVITED, at=AT, actor=WANG, note=""
            )
            stores.event_days.add_invitation_step(1, step)


def test_an_invited_university_finds_its_invitation(tmp_path: Path) -> None:
    with peopled_service(tmp_path, is_indexed=False) as service:
        keep_invitation(service, is_sent=True)
        events = service.ask(Role.UNIVERSITY, "GET", "/events")[1]
        home = service.ask(Role.UNIVERSITY, "GET", "/")[1]
        other = service.ask(Role.ENTERPRISE, "GET", "/events")[1]

    assert '<a href="/events/1/invitations">' in events
    assert "已邀请，待答复" in events
    assert '<a href="/events/1/invitations"><b class="n">1</b><span>对接会的邀请等本单位答复' in home
    assert "/events/1" not in other


def test_a_list_that_was_not_sent_is_told_to_nobody(tmp_path: Path) -> None:
    with peopled_service(tmp_path, is_indexed=False) as service:
        keep_invitation(service, is_sent=False)
        events = service.ask(Role.UNIVERSITY, "GET", "/events")[1]

    assert "/events/1" not in events
    assert "还没有对接会" in events
