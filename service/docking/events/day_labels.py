"""What the outcome of a meeting says of its pair: a verdict that matching and training take.

The two sides speak with one voice: one verdict a meeting, given again when their words change and withdrawn when they
no longer say anything. How each outcome counts stands in docs/event_day.md.
"""

from collections.abc import Sequence
from typing import Final

from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import DockingEvent
from data.records.event_days import MeetingResult, Outcome
from data.records.feedback import Feedback, Reason, StoredFeedback, Verdict
from data.records.ids import AchievementId, NeedId
from data.storage.workspace import Stores
from service.docking.events.day import MeetingDay
from service.docking.feedback import FEEDBACK, make_feedback, standing_by_judge

_JUDGE: Final = "第 {number} 号对接会的会面"
_UNEXPLAINED: Final = "会面后有一方不再合作，没有说明理由。"
_TWO: Final = 2


def pair_of(stores: Stores, meeting: MeetingDay) -> tuple[NeedId, AchievementId] | None:
    """Return the pair a meeting of two parties was about; None for a group, or where no match led to it."""
    return pairs_of(stores, [meeting]).get(meeting.request.id)


def pairs_of(stores: Stores, meetings: Sequence[MeetingDay]) -> dict[str, tuple[NeedId, AchievementId]]:
    """Return request -> the pair its meeting was about, in two queries; meetings about none are left out.

    A request keeps both ids in one text, "need/achievement", and ids may hold strokes: the two that are there count.
    """
    asked = {each.request.id: _pairs_in(each.request.evidence.match) for each in meetings if _is_of_two(each)}
    pairs = [pair for found in asked.values() for pair in found]
    needs = stores.needs.get_many(sorted({need for need, _ in pairs}))
    offers = stores.achievements.get_many(sorted({offer for _, offer in pairs}))
    known = {
        request: [(need, offer) for need, offer in found if need in needs and offer in offers]
        for request, found in asked.items()
    }
    return {request: found[0] for request, found in known.items() if found}


def _is_of_two(meeting: MeetingDay) -> bool:
    return len(meeting.request.guests) == _TWO


def _pairs_in(text: str) -> list[tuple[NeedId, AchievementId]]:
    places = [place for place, letter in enumerate(text) if letter == "/"]
    return [(NeedId(text[:place]), AchievementId(text[place + 1 :])) for place in places]


def keep_label(stores: Stores, event: DockingEvent, meeting: MeetingDay) -> None:
    """Bring the verdict of a meeting in line with what its sides say, in the same transaction."""
    pair = pair_of(stores, meeting)
    if pair is None:
        return
    judge = _JUDGE.format(number=event.number)
    wanted = _verdict(stores, meeting, pair, judge)
    of_pair = [each for each in stores.feedback.of_need(pair[0]) if each.feedback.achievement_id == pair[1]]
    before = next((each for each in standing_by_judge(of_pair) if each.feedback.judge == judge), None)
    if before is not None and (wanted is None or not _says_the_same(before.feedback, wanted)):
        _withdraw(stores, before)
    if wanted is not None and (before is None or not _says_the_same(before.feedback, wanted)):
        [number] = stores.feedback.add_many([wanted])
        told = [FieldChange("need_id", "", pair[0]), FieldChange("achievement_id", "", pair[1])]
        told.append(FieldChange("verdict", "", wanted.verdict.value))
        stores.audit.tell(AuditAction.ADDED, FEEDBACK, str(number), told)


def _verdict(stores: Stores, meeting: MeetingDay, pair: tuple[NeedId, AchievementId], judge: str) -> Feedback | None:
    """Return what a meeting says of its pair; None where it says nothing (yet)."""
    result, at = meeting.result, stores.audit.at
    if result is MeetingResult.INTENT:
        return make_feedback(*pair, verdict=Verdict.ACCEPT, at=at, judge=judge)
    if result is MeetingResult.CONTINUE:
        return make_feedback(*pair, verdict=Verdict.ACCEPT, reason=Reason.WORTH_A_MEETING, at=at, judge=judge)
    if result is MeetingResult.DECLINED:
        reason = _reason(meeting)
        comment = _UNEXPLAINED if reason is Reason.OTHER else ""
        return make_feedback(*pair, verdict=Verdict.REJECT, reason=reason, comment=comment, at=at, judge=judge)
    return None


def _reason(meeting: MeetingDay) -> Reason:
    """Return the reason of a refusal; where both sides refuse, the first that gives one, in the order of guests."""
    said = [meeting.words[guest].outcome for guest in meeting.request.guests if guest in meeting.words]
    given = [each.reason for each in said if each is not None and each.outcome is Outcome.NO]
    return next((reason for reason in given if reason is not None), Reason.OTHER)


def _says_the_same(one: Feedback, other: Feedback) -> bool:
    return (one.verdict, one.reason) == (other.verdict, other.reason)


def _withdraw(stores: Stores, before: StoredFeedback) -> None:
    at = stores.audit.at
    stores.feedback.withdraw(before.number, at=at, by=before.feedback.judge)
    change = FieldChange("withdrawn_at", "", at.isoformat(timespec="seconds"))
    stores.audit.tell(AuditAction.CHANGED, FEEDBACK, str(before.number), [change])
