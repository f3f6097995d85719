"""The planner's problem is built from what planners wrote and what participants said."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.records.consents import Consent, ConsentStep, NewIntroduction, Side
from data.records.docking_events import DayFact, DayNote, GuestAnswer, NewParticipant
from data.records.events import Bar, Evidence, Wish
from data.records.ids import AchievementId, NeedId
from data.storage.workspace import Workspace
from service.docking.events.book import EventBook, read_book
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event
from tests.factories.events import make_guest, make_problem, make_wish
from tests.factories.storing import AT, LI, WANG

PAIR = make_problem([make_wish("C1", "T1", evidence=Evidence(match="N1/A1"))])


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


def book_of(workspace: Workspace, number: int) -> EventBook:
    with workspace.reading() as stores:
        event = stores.events.get(number)
        assert event is not None
        return read_book(stores, event)


def say(workspace: Workspace, number: int, guest: str, **said: object) -> None:
    with workspace.writing(LI, at=AT) as stores:
        told = GuestAnswer(request_id="C1-T1", guest_id=guest, at=AT, actor=LI, **said)  # type: ignore[arg-type] # a wish, its reason, or a consent
        stores.events.add_answer(number, told)


def stands(workspace: Workspace, number: int) -> tuple[Wish, Bar | None]:
    [request] = book_of(workspace, number).problem.requests
    return request.wish, request.bar


def test_without_answers_it_is_what_was_kept(workspace: Workspace) -> None:
    problem = make_evening()

    assert book_of(workspace, keep_event(workspace, problem)).problem == problem


def test_absence_lateness_and_the_time_of_the_day_are_folded_in(workspace: Workspace) -> None:
    number = keep_event(workspace, make_evening(), now="08:30")
    book = book_of(workspace, number)
    late = NewParticipant(guest=book.participants[0].guest, arrives="08:30", leaves="09:10")
    gone = NewParticipant(guest=book.participants[1].guest, is_absent=True)
    with workspace.writing() as stores:
        stores.events.change_participant(book.participants[0], late)
        stores.events.change_participant(book.participants[1], gone)

    problem = book_of(workspace, number).problem

    # Slots: 08:00-08:20, 08:20-08:40, 08:40-09:00, 09:00-09:20.
    assert [sorted(guest.unavailable) for guest in problem.guests[:2]] == [[0, 1, 3], [0, 1, 2, 3]]
    assert problem.now == 2


def test_the_last_answer_counts_and_one_no_is_enough(workspace: Workspace) -> None:
    number = keep_event(workspace, PAIR)
    seen = [stands(workspace, number)]
    for guest, wish, bar in (
        ("C1", Wish.MUST, None),
        ("T1", Wish.MUST, None),
        ("T1", Wish.NO, Bar.RECUSAL),
        ("T1", Wish.WANT, None),
    ):
        say(workspace, number, guest, wish=wish, bar=bar)
        seen.append(stands(workspace, number))

    # One side's must is a wish like others; both sides' must is one.
    assert seen == [
        (Wish.WANT, None),
        (Wish.WANT, None),
        (Wish.MUST, None),
        (Wish.NO, Bar.RECUSAL),
        (Wish.WANT, None),
    ]


def test_where_consent_is_needed_all_must_have_given_it(workspace: Workspace) -> None:
    free, strict = (
        keep_event(workspace, PAIR),
        keep_event(workspace, replace(PAIR, event=replace(PAIR.event, id="E2")), needs_consent=True),
    )
    before = stands(workspace, free), stands(workspace, strict)
    say(workspace, strict, "C1", consent=Consent.CONSENTED)
    say(workspace, strict, "T1", consent=Consent.CONSENTED)
    say(workspace, free, "T1", consent=Consent.DECLINED)
    between = stands(workspace, free), stands(workspace, strict)
    say(workspace, strict, "T1", consent=Consent.WITHDRAWN)

    missing = (Wish.NO, Bar.NO_CONSENT)
    assert before == ((Wish.WANT, None), missing)
    assert between == (missing, (Wish.WANT, None))
    assert stands(workspace, strict) == missing


def test_an_introduction_of_the_pair_stands_in_for_what_was_not_said(workspace: Workspace) -> None:
    number = keep_event(workspace, PAIR, needs_consent=True)
    new = NewIntroduction(
        need_id=NeedId("N1"), achievement_id=AchievementId("A1"), need_owner="单位C1", need_region_code="",
        achievement_owner="单位T1", purpose="面谈", asked_at=AT, asked_by=WANG,
    )  # fmt: skip
    with workspace.writing(WANG, at=AT) as stores:
        introduction = stores.introductions.add(new)
        for side in Side:
            step = ConsentStep(side=side, before=Consent.FORWARDED, after=Consent.CONSENTED, at=AT, actor=WANG)
            stores.introductions.add_step(introduction, step)
    agreed = stands(workspace, number)
    say(workspace, number, "T1", consent=Consent.DECLINED)

    assert (agreed, stands(workspace, number)) == ((Wish.WANT, None), (Wish.NO, Bar.NO_CONSENT))


def test_of_the_ledger_only_the_matches_of_the_event_are_read(workspace: Workspace) -> None:
    number = keep_event(workspace, PAIR)
    with workspace.writing(WANG, at=AT) as stores:
        for need in ("N1", "N2"):
            stores.introductions.add(
                NewIntroduction(
                    need_id=NeedId(need),
                    achievement_id=AchievementId("A1"),
                    need_owner="甲",
                    need_region_code="",
                    achievement_owner="乙",
                    purpose="面谈",
                    asked_at=AT,
                    asked_by=WANG,
                )
            )

    with workspace.reading() as stores:
        assert stores.introductions.of_matches([]) == {}
        [known] = stores.introductions.of_matches(["N1/A1", "N9/A1"]).items()
    assert known == ("N1/A1", book_of(workspace, number).introductions["N1/A1"])
    assert known[1].number == 1


def test_never_again_holds_at_later_events_until_it_is_taken_back(workspace: Workspace) -> None:
    first = keep_event(workspace, PAIR)
    later = keep_event(workspace, replace(PAIR, event=replace(PAIR.event, id="E2")))
    say(workspace, first, "C1", wish=Wish.NO, bar=Bar.NEVER_AGAIN)
    parted = stands(workspace, later)
    say(workspace, first, "C1", wish=Wish.WANT)

    assert (parted, stands(workspace, later)) == ((Wish.NO, Bar.NEVER_AGAIN), (Wish.WANT, None))


def test_who_met_at_another_event_meets_again_only_where_somebody_wants_it(workspace: Workspace) -> None:
    first = keep_event(workspace, PAIR)
    later = keep_event(workspace, replace(PAIR, event=replace(PAIR.event, id="E2")))
    seen = []
    for fact in (DayFact.RATED, DayFact.NOT_HELD, DayFact.HELD):
        with workspace.writing(WANG, at=AT) as stores:
            note = DayNote(fact=fact, request_id="C1-T1", guest_id="C1", value="3", at=AT, actor=WANG)
            stores.event_days.add_day_note(first, note)
        seen.append(stands(workspace, later))
    say(workspace, later, "T1", wish=Wish.WANT)

    # A rating says that they met; "not held" is the planner's word against it; of the first event nothing follows.
    met, open_ = (Wish.NO, Bar.ALREADY_MET), (Wish.WANT, None)
    assert seen == [met, open_, met]
    assert (stands(workspace, later), stands(workspace, first)) == (open_, open_)


def test_group_meetings_ask_all_of_their_members(workspace: Workspace) -> None:
    group = make_wish("C1", "C2", "T1")
    problem = make_problem([replace(group, id="C1-T1")], guests={"C1": make_guest("C1")})
    number = keep_event(workspace, problem)

    say(workspace, number, "C2", wish=Wish.NO)

    assert stands(workspace, number) == (Wish.NO, Bar.DECLINED)
