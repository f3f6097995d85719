"""A small event as the workspace keeps it."""

from typing import Any

from data.records.accounts import Actor
from data.records.docking_events import (
    AgendaCause,
    AgendaDraft,
    AgendaRelease,
    NewDockingEvent,
    NewParticipant,
)
from data.records.events import Agenda, EventProblem
from data.storage.workspace import Workspace
from tests.factories.events import make_event
from tests.factories.storing import AT, WANG


def make_new_event(**changes: Any) -> NewDockingEvent:
    """Return an event of four slots at two tables, to be set up in 淮安."""
    given: dict[str, Any] = {"plan": make_event(held_on="2026-11-22"), "region_code": "320800"}
    return NewDockingEvent(**given | changes)


def keep_event(workspace: Workspace, problem: EventProblem, *, actor: Actor = WANG, **changes: Any) -> int:
    """Keep an event of these guests and requests; each guest's organisation is called like the guest."""
    new = make_new_event(plan=problem.event, goals=problem.goals, **changes)
    with workspace.writing(actor, at=AT) as stores:
        number = stores.events.add(new, at=AT, actor=actor)
        stores.events.add_participants(
            number,
            [NewParticipant(guest=guest, organisation=guest.name, region_code="320813") for guest in problem.guests],
        )
        stores.events.add_requests(number, list(problem.requests))
    return number


def make_draft(event: int, agenda: Agenda, **changes: Any) -> AgendaDraft:
    """Return a draft as 王科 saved it."""
    given: dict[str, Any] = {"basis": 1, "revision": 1, "cause": AgendaCause.PLANNED, "at": AT, "actor": WANG}
    return AgendaDraft(event=event, agenda=agenda, **given | changes)


def make_release(event: int, problem: EventProblem, agenda: Agenda, **changes: Any) -> AgendaRelease:
    """Return a release as 王科 made it."""
    given: dict[str, Any] = {
        "version": 1,
        "changes": (),
        "guests_to_tell": (),
        "cause": AgendaCause.PLANNED,
        "at": AT,
        "actor": WANG,
    }
    return AgendaRelease(event=event, agenda=agenda, problem=problem, **given | changes)
