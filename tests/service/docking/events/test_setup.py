"""Every change of an event is checked as a whole; an event file comes back as it was taken."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import RefusalError, UsageError
from data.records.consents import Consent
from data.records.docking_events import NewParticipant
from data.records.events import Bar, Wish
from data.storage.workspace import Workspace
from service.docking.agenda.event_file import read_event_problem
from service.docking.events.access import require_event
from service.docking.events.answers import Word, answer
from service.docking.events.book import EventBook, read_book
from service.docking.events.event_content import event_text
from service.docking.events.plan_work import run_plan
from service.docking.events.planning import PlanOrder
from service.docking.events.setup import add_participant, change_event, import_event
from service.docking.permissions import Action
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event, make_new_event
from tests.factories.events import EventSize, invent, make_guest, make_wish
from tests.factories.storing import AT, LI, WANG


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


def book_of(workspace: Workspace, number: int) -> EventBook:
    with workspace.reading() as stores:
        return read_book(stores, require_event(stores, WANG, number, Action.EVENTS_PLAN))


def test_an_exported_event_is_read_as_the_planner_reads_it(workspace: Workspace, tmp_path: Path) -> None:
    number = keep_event(workspace, make_evening(), now="08:30")
    with workspace.writing() as stores:
        there = stores.events.participants(number)[0]
        stores.events.change_participant(there, NewParticipant(guest=there.guest, arrives="08:30"))
    answer(workspace, WANG, (number, "C1-T1", "C1"), Word(Wish.NO, Bar.ALREADY_MET, note="来电"), at=AT)
    path = tmp_path / "活动.json"

    book = book_of(workspace, number)
    path.write_text(event_text(book), encoding="utf-8")

    assert read_event_problem(path) == book.problem
    assert json.loads(path.read_text(encoding="utf-8"))["guests"][0]["arrives"] == "08:30"


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_any_event_file_comes_back(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    size = EventSize(n_enterprises=4, n_teams=3, n_slots=4, n_tables=2, n_wishes=8, late=0.5)
    problem = invent(size, seed=seed)
    problem = replace(problem, event=replace(problem.event, held_on="2026-11-22"))
    with Workspace.open(tmp_path_factory.mktemp("home")) as workspace:
        first = book_of(workspace, keep_event(workspace, problem))
        text = event_text(first).replace('"id": "E"', '"id": "E2"')
        number = import_event(workspace, WANG, text, name="活动.json", region_code="320800", at=AT)
        second = book_of(workspace, number)

    assert first.problem == problem
    assert second.problem == replace(problem, event=replace(problem.event, id="E2"))


@pytest.mark.parametrize("text", ["甲\0", "\ud800"])
def test_texts_that_no_database_keeps_are_refused(workspace: Workspace, text: str) -> None:
    number = keep_event(workspace, make_evening())
    bad = NewParticipant(guest=replace(make_guest("C9"), name=text))

    with pytest.raises(UsageError, match="不能保存的字符"):
        add_participant(workspace, WANG, number, bad, at=AT)


def test_a_walk_in_comes_with_wishes_or_not_at_all(workspace: Workspace) -> None:
    number = keep_event(workspace, make_evening())
    walk_in = NewParticipant(guest=make_guest("C9"))

    add_participant(workspace, WANG, number, walk_in, at=AT, requests=[make_wish("C9", "T1")])
    other = NewParticipant(guest=make_guest("C8"))
    with pytest.raises(UsageError, match="会面意愿第 6 项：没有参加者“T9”"):
        add_participant(workspace, WANG, number, other, at=AT, requests=[make_wish("C8", "T9")])

    book = book_of(workspace, number)
    assert ([*book.by_guest][-1], [*book.by_request][-1]) == ("C9", "C9-T1")


def test_slots_and_tables_that_an_agenda_names_stay(workspace: Workspace) -> None:
    problem = make_evening()
    number = keep_event(workspace, problem)
    run_plan(workspace, WANG, PlanOrder(number, seconds=5), at=AT, progress=lambda _what, _share: None)
    plan = problem.event
    fewer = make_new_event(plan=replace(plan, tables=plan.tables[1:]))
    shorter = make_new_event(plan=replace(plan, slots=plan.slots[:2]))

    with pytest.raises(UsageError, match="桌位 T1 已用在日程中"):
        change_event(workspace, WANG, number, seen=1, new=fewer, at=AT)
    with pytest.raises(UsageError, match="时段"):
        change_event(workspace, WANG, number, seen=1, new=shorter, at=AT)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (Word(), "没有选择意愿，也没有表态。"),
        (Word(Wish.WANT, Bar.RECUSAL, note="来电"), "只有不愿会面时才写原因。"),
        (Word(Wish.NO, Bar.NO_CONSENT, note="来电"), "只有不愿会面时才写原因。"),
        (Word(consent=Consent.FORWARDED, note="来电"), "这里只能同意、婉拒或撤回同意。"),
        (Word(Wish.WANT), "代为答复没有写依据。"),
        (Word(Wish.WANT, note="字" * 501), "说明太长。"),
    ],
)
def test_an_answer_that_says_nothing_clear_is_refused(workspace: Workspace, word: Word, told: str) -> None:
    number = keep_event(workspace, make_evening())

    with pytest.raises(UsageError) as caught:
        answer(workspace, WANG, (number, "C1-T1", "C1"), word, at=AT)

    assert (caught.value.message, book_of(workspace, number).answers) == (told, ())


def test_consent_is_withdrawn_only_after_it_was_given(workspace: Workspace) -> None:
    number = keep_event(workspace, make_evening(), region_code="320813")
    place = (number, "C1-T1", "C1")

    with pytest.raises(RefusalError, match="还没有同意过"):
        answer(workspace, LI, place, Word(consent=Consent.WITHDRAWN, note="来电"), at=AT)
    answer(workspace, LI, place, Word(consent=Consent.CONSENTED, note="来电"), at=AT)
    answer(workspace, LI, place, Word(consent=Consent.WITHDRAWN, note="来函"), at=AT)

    assert book_of(workspace, number).standings["C1-T1"].consents == {"C1": Consent.WITHDRAWN, "T1": Consent.ASKED}
