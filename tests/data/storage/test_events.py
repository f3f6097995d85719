"""Events are kept with everything their agendas are made from; who looked at an older state is refused."""

from dataclasses import replace

import pytest

from data.errors import RefusalError, StaleRecordError
from data.records.consents import Consent
from data.records.docking_events import DockingEvent, GuestAnswer, NewParticipant
from data.records.events import Bar, Wish
from data.storage.workspace import Workspace
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event, make_new_event
from tests.factories.events import make_guest
from tests.factories.storing import AT, LI, WANG


def test_an_event_comes_back_as_it_was_kept(workspace: Workspace) -> None:
    problem = make_evening()

    number = keep_event(workspace, problem, needs_consent=True)

    with workspace.reading() as stores:
        event = stores.events.get(number)
        guests = tuple(each.guest for each in stores.events.participants(number))
        requests = tuple(each.request for each in stores.events.requests(number))
        sizes = stores.events.sizes()
    # Participants, and then requests, each came once after the event itself.
    assert event == DockingEvent(
        number=number, plan=problem.event, region_code="320800", needs_consent=True, version=1, basis=3,
        created_at=AT, created_by=WANG,
    )  # fmt: skip
    assert (guests, requests) == (problem.guests, problem.requests)
    assert sizes == {number: (5, len(problem.requests))}


def test_a_code_names_one_event_only(workspace: Workspace) -> None:
    keep_event(workspace, make_evening())

    with pytest.raises(RefusalError, match="编号“E”已用于另一场活动"), workspace.writing() as stores:
        stores.events.add(make_new_event(), at=AT, actor=WANG)


def test_who_looked_at_an_older_event_is_refused(workspace: Workspace) -> None:
    number = keep_event(workspace, make_evening())
    new = make_new_event(plan=replace(make_evening().event, name="改名"), now="8:30")

    with workspace.writing() as stores:
        stores.events.change(number, 1, new)
    with pytest.raises(StaleRecordError) as caught, workspace.writing() as stores:
        stores.events.change(number, 1, make_new_event())

    with workspace.reading() as stores:
        event = stores.events.get(number)
    assert event is not None
    # Slots begin at 08:00, 08:20, 08:40 ...: two of them before 8:30.
    assert (caught.value.version, event.plan.name, event.version, event.basis, event.n_past) == (2, "改名", 2, 4, 2)


def test_participants_and_requests_change_by_version(workspace: Workspace) -> None:
    number = keep_event(workspace, make_evening())
    with workspace.reading() as stores:
        guest, request = stores.events.participants(number)[0], stores.events.requests(number)[0]

    late = NewParticipant(guest=guest.guest, organisation="甲公司", arrives="08:40")
    must = replace(request.request, wish=Wish.MUST)
    with workspace.writing() as stores:
        stores.events.change_participant(guest, late)
        stores.events.change_request(request, must)
        stores.events.add_participants(number, [NewParticipant(guest=make_guest("C9"))])
    for change in ("change_participant", "change_request"):
        seen, new = (guest, late) if change == "change_participant" else (request, must)
        with pytest.raises(StaleRecordError), workspace.writing() as stores:
            getattr(stores.events, change)(seen, new)

    with workspace.reading() as stores:
        participants, requests = stores.events.participants(number), stores.events.requests(number)
        numbers = stores.events.events_of("甲公司"), stores.events.events_of("丙公司")
    assert (participants[0].arrives, participants[0].version, participants[-1].guest.id) == ("08:40", 2, "C9")
    assert (requests[0].request, requests[0].version) == (must, 2)
    assert numbers == ({number}, set())


def test_answers_are_added_and_raise_the_basis(workspace: Workspace) -> None:
    number = keep_event(workspace, make_evening())
    told = [
        GuestAnswer(request_id="C1-T1", guest_id="C1", at=AT, actor=LI, wish=Wish.NO, bar=Bar.ALREADY_MET, note="去年"),
        GuestAnswer(request_id="C1-T1", guest_id="C1", at=AT, actor=LI, consent=Consent.CONSENTED),
    ]

    with workspace.writing() as stores:
        for each in told:
            stores.events.add_answer(number, each)

    with workspace.reading() as stores:
        event, answers = stores.events.get(number), stores.events.answers(number)
    assert answers == told
    assert event is not None
    assert event.basis == 5
