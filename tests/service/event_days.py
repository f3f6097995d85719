"""An event of 淮安 over the peopled service, for tests of invitations and of its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from data.records.accounts import Role
from data.records.docking_events import NewParticipant
from data.records.events import Agenda, EventProblem, Evidence, Guest, GuestKind, PlannedMeeting, Request
from data.records.invitations import InviteeClass, InviteTerms
from data.storage.workspace import Workspace
from service.docking.events.inviting import InviteOrder
from service.docking.events.list_drawing import draw_up
from service.docking.events.parties import party_key
from tests.factories.agendas import FIGURES
from tests.factories.docking_events import make_new_event, make_release
from tests.factories.events import make_event
from tests.service.people import ACTORS, AT, Served, peopled_service

JIA, TEAM = "甲机械有限公司", "东海理工大学"
KEY, TEAM_KEY = party_key(InviteeClass.ENTERPRISE, JIA), party_key(InviteeClass.UNIVERSITY, TEAM)
PAIR = f"{KEY}-{TEAM_KEY}"
CITY, ENTERPRISE = Role.CITY_BUREAU, Role.ENTERPRISE


@contextmanager
def served_event(folder: Path) -> Iterator[Served]:
    """Serve event 1 of 淮安 on 22 November 2026, without parties.

    Yields:
        A place to ask from.
    """
    with peopled_service(folder) as opened:
        with Workspace.open(opened.settings.home) as workspace, workspace.writing(ACTORS[CITY], at=AT) as stores:
            new = make_new_event(plan=make_event(held_on="2026-11-22", venue="会展中心，电话13900007777"))
            stores.events.add(new, at=AT, actor=ACTORS[CITY])
        yield opened


def release(service: Served) -> None:
    """Release a meeting of the enterprise and the university about N1 and A1."""
    guests = (Guest(KEY, JIA, GuestKind.ENTERPRISE), Guest(TEAM_KEY, TEAM, GuestKind.TEAM))
    request = Request(PAIR, (KEY, TEAM_KEY), 0.9, evidence=Evidence("气孔", "真空压铸", "都谈气孔。", (), "N1/A1"))
    agenda = Agenda("E", (PlannedMeeting(PAIR, 1, "T1"),), (), FIGURES)
    with Workspace.open(service.settings.home) as workspace, workspace.writing(ACTORS[CITY], at=AT) as stores:
        event = stores.events.get(1)
        assert event is not None
        places = [NewParticipant(guest=each, organisation=each.name, region_code="320826") for each in guests]
        stores.events.add_participants(1, places)
        stores.events.add_requests(1, [request])
        stores.agendas.add_release(make_release(1, EventProblem(event.plan, guests, (request,)), agenda))


def draw(service: Served) -> None:
    desk = service.client.app.state.desk  # type: ignore[attr-defined] # our own application
    draw_up(desk, ACTORS[CITY], InviteOrder(1, InviteTerms(region_code="320800"), date(2026, 11, 22)), at=AT)
