"""The day of an event: who came, what was held, what either side says; verdicts and deals follow."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.docking_events import NewParticipant
from data.records.event_days import MeetingResult, Outcome, SideOutcome, read_outcome
from data.records.feedback import Reason, Verdict
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import in_beijing
from service.docking.events.day import DayBook, MeetingState, PresenceState
from service.docking.events.day_moves import (
    SideReport,
    day_of,
    note_leaders,
    note_meeting,
    note_presence,
    report_side,
)
from service.docking.events.deal_opening import AgreedMeeting
from service.docking.events.disturbances import Disturbance, Kind, write_down
from service.docking.feedback import history, standing_by_judge
from tests.factories.events import make_guest
from tests.factories.storing import AT, LI, WANG
from tests.service.docking.events.days import DURING, JIA, TEAM, keep_released_event


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        keep_released_event(opened)
        yield opened


def presence(book: DayBook) -> dict[str, PresenceState]:
    return {each.participant.guest.id: each.state for each in book.guests}


def verdicts(workspace: Workspace) -> list[tuple[Verdict, Reason | None]]:
    return [(each.feedback.verdict, each.feedback.reason) for each in standing_by_judge(history(workspace))]


def say(workspace: Workspace, actor: Actor, guest: str, outcome: Outcome, reason: Reason | None = None) -> None:
    report_side(workspace, actor, (1, "C1-T1", guest), SideReport(outcome=outcome, reason=reason), at=DURING)


def test_the_last_word_on_presence_counts_and_replanning_reads_it(workspace: Workspace) -> None:
    note_presence(workspace, WANG, (1, "C1"), PresenceState.ABSENT, at=AT)
    note_presence(workspace, WANG, (1, "C2"), PresenceState.ABSENT, at=AT)
    note_presence(workspace, WANG, (1, "C1"), PresenceState.ARRIVED, at=LOCAL)

    book = day_of(workspace, WANG, 1)
    with workspace.reading() as stores:
        seated = {each.guest.id: (each.is_absent, each.arrives) for each in stores.events.participants(1)}

    assert presence(book) == {
        "C1": PresenceState.ARRIVED,
        "C2": PresenceState.ABSENT,
        "C3": PresenceState.EXPECTED,
        "T1": PresenceState.EXPECTED,
        "T2": PresenceState.EXPECTED,
    }
    assert (seated["C1"], seated["C2"]) == ((False, "08:30"), (True, ""))


def test_the_day_of_yesterday_is_still_as_it_was(workspace: Workspace) -> None:
    note_presence(workspace, WANG, (1, "C1"), PresenceState.ARRIVED, at=DURING)

    assert presence(day_of(workspace, WANG, 1, until=AT))["C1"] is PresenceState.EXPECTED


def test_who_was_not_in_the_released_agenda_is_a_walk_in(workspace: Workspace) -> None:
    with workspace.writing(WANG) as stores:
        stores.events.add_participants(1, [NewParticipant(guest=make_guest("C9"))])
    note_presence(workspace, WANG, (1, "C9"), PresenceState.ARRIVED, at=DURING)

    assert [each.participant.guest.id for each in day_of(workspace, WANG, 1).guests if each.is_walk_in] == ["C9"]


def test_a_meeting_is_held_or_not_for_whose_absence(workspace: Workspace) -> None:
    held = note_meeting(workspace, WANG, (1, "C1-T1"), absent=None, at=DURING)
    missed = note_meeting(workspace, WANG, (1, "C2-T1"), absent=["T1"], note="堵车", at=DURING)
    nobody = note_meeting(workspace, WANG, (1, "C2-T2"), absent=["C2", "T2"], at=DURING)
    beside = note_meeting(workspace, WANG, (1, "C3-T2"), absent=None, at=DURING)

    assert [(each.state, each.absent, each.is_planned) for each in (held, missed, nobody, beside)] == [
        (MeetingState.HELD, (), True),
        (MeetingState.NOT_HELD, ("T1",), True),
        (MeetingState.NOT_HELD, ("C2", "T2"), True),
        (MeetingState.HELD, (), False),
    ]
    with pytest.raises(UsageError, match="不是这场会面的一方"):
        note_meeting(workspace, WANG, (1, "C1-T1"), absent=["C3"], at=DURING)


def test_who_speaks_of_a_meeting_was_at_it(workspace: Workspace) -> None:
    report_side(workspace, JIA, (1, "C1-T1", "C1"), SideReport(rating=4), at=DURING)
    note_meeting(workspace, WANG, (1, "C2-T1"), absent=[], at=DURING)

    meeting = day_of(workspace, WANG, 1).meeting("C1-T1")
    assert meeting is not None
    assert (meeting.state, meeting.words["C1"].rating, meeting.result) == (
        MeetingState.HELD,
        4,
        MeetingResult.UNKNOWN,
    )
    with pytest.raises(RefusalError, match="已有一方评价"):
        note_meeting(workspace, WANG, (1, "C1-T1"), absent=["T1"], at=DURING)
    with pytest.raises(RefusalError, match="没有进行"):
        report_side(workspace, WANG, (1, "C2-T1", "C2"), SideReport(rating=4), at=DURING)


def test_each_side_speaks_for_itself_and_sees_its_own_words_alone(workspace: Workspace) -> None:
    say(workspace, JIA, "C1", Outcome.INTENT)
    say(workspace, TEAM, "T1", Outcome.CONTINUE)
    with pytest.raises(UnknownIdError):
        say(workspace, JIA, "T1", Outcome.NO)
    with pytest.raises(UnknownIdError):
        report_side(workspace, JIA, (1, "C2-T1", "C2"), SideReport(rating=1), at=DURING)

    own, whole = day_of(workspace, JIA, 1), day_of(workspace, WANG, 1)

    assert [(each.request.id, list(each.words)) for each in own.meetings] == [("C1-T1", ["C1"])]
    assert [each.participant.guest.id for each in own.guests] == ["C1"]
    assert whole.meetings[0].result is MeetingResult.CONTINUE
    assert whole.meetings[0].words["T1"].outcome == SideOutcome(Outcome.CONTINUE)


def test_two_intents_are_a_strong_pair_and_a_talk_that_goes_on_is_worth_a_meeting(workspace: Workspace) -> None:
    seen = []
    for guest, outcome in (("C1", Outcome.INTENT), ("T1", Outcome.INTENT), ("T1", Outcome.CONTINUE)):
        say(workspace, WANG, guest, outcome)
        seen.append(verdicts(workspace))

    assert seen == [[], [(Verdict.ACCEPT, None)], [(Verdict.ACCEPT, Reason.WORTH_A_MEETING)]]


def test_one_refusal_is_enough_and_takes_its_reason_along(workspace: Workspace) -> None:
    say(workspace, WANG, "C1", Outcome.INTENT)
    say(workspace, WANG, "T1", Outcome.NO)
    unexplained = verdicts(workspace)
    say(workspace, WANG, "T1", Outcome.NO, Reason.WRONG_TECHNOLOGY)
    explained = verdicts(workspace)
    say(workspace, WANG, "T1", Outcome.CONTINUE)

    assert (unexplained, explained) == (
        [(Verdict.REJECT, Reason.OTHER)],
        [(Verdict.REJECT, Reason.WRONG_TECHNOLOGY)],
    )
    assert verdicts(workspace) == [(Verdict.ACCEPT, Reason.WORTH_A_MEETING)]


def test_a_refusal_taken_back_while_the_other_side_is_silent_leaves_no_verdict(workspace: Workspace) -> None:
    say(workspace, WANG, "C1", Outcome.NO, Reason.TOO_EARLY)
    say(workspace, WANG, "C1", Outcome.CONTINUE)

    assert verdicts(workspace) == []


def test_a_meeting_without_a_match_gives_no_verdict(workspace: Workspace) -> None:
    for guest in ("C2", "T1"):
        report_side(workspace, WANG, (1, "C2-T1", guest), SideReport(outcome=Outcome.INTENT), at=DURING)

    assert verdicts(workspace) == []


def test_agreement_opens_a_deal_once(workspace: Workspace) -> None:
    opened: list[AgreedMeeting] = []

    def open_deal(_: Stores, meeting: AgreedMeeting) -> int:
        opened.append(meeting)
        return 1

    for guest, report in (
        ("C1", SideReport(outcome=Outcome.INTENT)),
        ("T1", SideReport(outcome=Outcome.INTENT)),
        ("T1", SideReport(outcome=Outcome.INTENT, note="下周再谈")),
        ("T1", SideReport(rating=5)),
    ):
        report_side(workspace, WANG, (1, "C1-T1", guest), report, at=DURING, open_deal=open_deal)

    [meeting] = opened
    assert (meeting.request_id, meeting.need_id, meeting.achievement_id, meeting.is_intent) == (
        "C1-T1",
        "N1",
        "A1",
        True,
    )
    assert (meeting.enterprise, meeting.university, meeting.region_code) == ("单位C1", "单位T1", "320813")


@pytest.mark.parametrize(
    "report",
    [
        SideReport(),
        SideReport(rating=6),
        SideReport(outcome=Outcome.INTENT, reason=Reason.TOO_EARLY),
        SideReport(outcome=Outcome.NO, reason=Reason.WORTH_A_MEETING),
        SideReport(rating=3, note="好"),
    ],
)
def test_reports_whose_parts_do_not_fit_are_refused(workspace: Workspace, report: SideReport) -> None:
    with pytest.raises(UsageError):
        report_side(workspace, WANG, (1, "C1-T1", "C1"), report, at=DURING)


def test_who_may_not_plan_writes_nothing_of_the_organisers(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError):
        note_presence(workspace, LI, (1, "C1"), PresenceState.ARRIVED, at=AT)
    with pytest.raises(UnknownIdError):
        note_presence(workspace, WANG, (1, "C99"), PresenceState.ARRIVED, at=AT)
    with pytest.raises(UsageError):
        note_presence(workspace, WANG, (1, "C1"), PresenceState.EXPECTED, at=AT)


def test_the_leaders_are_those_written_down_last(workspace: Workspace) -> None:
    note_leaders(workspace, WANG, 1, "副市长李某", at=AT)
    note_leaders(workspace, WANG, 1, " 市长王某 ", at=AT)

    assert day_of(workspace, WANG, 1).leaders == "市长王某"


@pytest.mark.parametrize("said", [SideOutcome(Outcome.INTENT), SideOutcome(Outcome.NO, Reason.ALREADY_COOPERATING)])
def test_codes_of_outcomes_read_back_and_fit_their_column(said: SideOutcome) -> None:
    assert read_outcome(said.code) == said
    assert len(said.code) <= 32


def test_before_the_day_only_an_absence_is_written_down(workspace: Workspace) -> None:
    before = DURING - timedelta(days=2)

    note_presence(workspace, WANG, (1, "C2"), PresenceState.ABSENT, at=before)
    for refused in (
        lambda: note_presence(workspace, WANG, (1, "C1"), PresenceState.ARRIVED, at=before),
        lambda: note_meeting(workspace, WANG, (1, "C1-T1"), absent=None, at=before),
        lambda: report_side(workspace, JIA, (1, "C1-T1", "C1"), SideReport(outcome=Outcome.INTENT), at=before),
    ):
        with pytest.raises(RefusalError, match="活动定于 2026-11-22 举行，还没有到这一天"):
            refused()

    assert presence(day_of(workspace, WANG, 1))["C1"] is PresenceState.EXPECTED


def test_a_tap_is_taken_back(workspace: Workspace) -> None:
    note_presence(workspace, WANG, (1, "C1"), PresenceState.ABSENT, at=AT)
    note_presence(workspace, WANG, (1, "C1"), PresenceState.EXPECTED, at=AT)

    assert presence(day_of(workspace, WANG, 1))["C1"] is PresenceState.EXPECTED
    with workspace.reading() as stores:
        assert not any(each.is_absent for each in stores.events.participants(1))


LOCAL = in_beijing(DURING).replace(day=22, hour=8, minute=30)
"""Local time on the day of the event, whose slots last from 08:00 to 09:20."""


def seat_of(workspace: Workspace, guest: str) -> tuple[str, str, bool]:
    with workspace.reading() as stores:
        seats = {each.guest.id: each for each in stores.events.participants(1)}
    return seats[guest].arrives, seats[guest].leaves, seats[guest].is_absent


def test_who_is_checked_in_after_the_last_slot_was_there_and_is_not_late(workspace: Workspace) -> None:
    evening = LOCAL.replace(hour=17, minute=3)
    note_presence(workspace, WANG, (1, "C1"), PresenceState.ARRIVED, at=evening)
    note_presence(workspace, WANG, (1, "C2"), PresenceState.ARRIVED, time="8:45", at=evening)

    guests = {each.participant.guest.id: each for each in day_of(workspace, WANG, 1).guests}
    assert [(guests[each].state, guests[each].came_at, seat_of(workspace, each)[0]) for each in ("C1", "C2")] == [
        (PresenceState.ARRIVED, "", ""),
        (PresenceState.ARRIVED, "08:45", ""),
    ]


def test_the_time_of_arrival_may_be_said(workspace: Workspace) -> None:
    note_presence(workspace, WANG, (1, "C1"), PresenceState.ARRIVED, time="07:55", at=LOCAL)
    note_presence(workspace, WANG, (1, "C2"), PresenceState.ARRIVED, time="08:25", at=LOCAL)
    note_presence(workspace, WANG, (1, "C3"), PresenceState.ARRIVED, at=LOCAL)

    assert [seat_of(workspace, each)[0] for each in ("C1", "C2", "C3")] == ["", "08:25", "08:30"]
    with pytest.raises(UsageError, match="到场时间 08:31 还没有到"):
        note_presence(workspace, WANG, (1, "T1"), PresenceState.ARRIVED, time="08:31", at=LOCAL)
    with pytest.raises(UsageError, match="不是时间"):
        note_presence(workspace, WANG, (1, "T1"), PresenceState.ARRIVED, time="半点", at=LOCAL)


def test_a_departure_or_arrival_taken_back_makes_nobody_late(workspace: Workspace) -> None:
    for guest, states in (
        ("C1", (PresenceState.ARRIVED, PresenceState.LEFT, PresenceState.ARRIVED)),
        ("C2", (PresenceState.ARRIVED, PresenceState.EXPECTED)),
        ("C3", (PresenceState.LEFT, PresenceState.EXPECTED)),
    ):
        for minutes, state in enumerate(states):
            note_presence(workspace, WANG, (1, guest), state, at=LOCAL + timedelta(minutes=minutes))

    seats = [seat_of(workspace, each) for each in ("C1", "C2", "C3")]
    assert seats == [("08:30", "", False), ("", "", False), ("", "", False)]


def test_who_was_said_not_to_come_is_checked_in_only_after_that_is_taken_back(workspace: Workspace) -> None:
    write_down(workspace, WANG, 1, Disturbance(Kind.ABSENT, "T1"), at=AT)
    off = next(each for each in day_of(workspace, WANG, 1).guests if each.participant.guest.id == "T1")
    with pytest.raises(RefusalError, match="已记为不来"):
        note_presence(workspace, WANG, (1, "T1"), PresenceState.ARRIVED, at=LOCAL)
    note_presence(workspace, WANG, (1, "T1"), PresenceState.EXPECTED, at=LOCAL)
    note_presence(workspace, WANG, (1, "T1"), PresenceState.ARRIVED, at=LOCAL)

    assert off.is_off
    assert (presence(day_of(workspace, WANG, 1))["T1"], seat_of(workspace, "T1")[2]) == (PresenceState.ARRIVED, False)
