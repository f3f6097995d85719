"""Where a meeting goes on: how the day of an event opens a deal, whoever keeps deals."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from data.records.deals import ENDED, NewDeal, Origin, Stage
from data.records.ids import AchievementId, NeedId
from data.records.scopes import EVERYTHING
from data.storage.deals import DealFilter
from data.storage.workspace import Stores
from service.docking.deals.entries import MOST_TITLE_CHARACTERS, local_day
from service.docking.deals.moving import moved, open_within
from service.docking.deals.stages import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedMeeting:
    """A meeting of two parties that both want to go on.

    Attributes:
        event: number of the event.
        request_id: of the meeting; with the event it names the meeting for good.
        enterprise: organisation as the need writes it.
        university: organisation as the achievement writes it.
        need_id: with `achievement_id` the pair it was about; "" where no match led to the meeting.
        region_code: of the need; "" unknown.
        held_on: None where the event has no day.
        is_intent: both sides named an intent, and not only talks that go on.
        title: of the deal where no need names it.
    """

    event: int
    event_name: str
    request_id: str
    need_id: NeedId
    achievement_id: AchievementId
    enterprise: str
    university: str
    region_code: str
    held_on: date | None
    is_intent: bool
    title: str = ""


class OpenDeal(Protocol):
    """Opens the deal of a meeting."""

    def __call__(self, stores: Stores, meeting: AgreedMeeting, /) -> int | None:
        """Open a deal in the transaction that keeps what the sides said, in the name of who acts in it.

        It is called whenever the sides' words change to, or within, agreement: it opens one deal of a meeting at most,
        and moves one that is there no further back.

        Args:
            stores: of that transaction; `stores.audit` names actor and moment.
            meeting: what they agreed on.

        Returns:
            Number of the deal, new or there before; None where none is kept.
        """


def open_after_meeting(stores: Stores, meeting: AgreedMeeting, /) -> int:
    """Open the deal of a meeting at 洽谈, or bring one that was introduced there; see `OpenDeal`.

    An intent that was only spoken is no intent agreement: it stands in the note until a paper is signed. The sides
    opened it by what they said, so it need not lie in the scope of whoever wrote that down.
    """
    note = f"{meeting.event_name}上双方表示{'有合作意向' if meeting.is_intent else '继续洽谈'}"
    # A deal is never dated after today: an event moved to a later day once its meetings were told of opens it today.
    on = None if meeting.held_on is None else min(meeting.held_on, local_day(stores.audit.at))
    move = Move(after=Stage.TALK, on=on, note=note)
    there = deal_of(stores, meeting)
    if there is not None:
        deal = stores.deals.get(there, EVERYTHING, is_locked=True)
        if deal is not None and deal.stage is Stage.INTRODUCED:
            moved(stores, deal, move)
        return there
    need = stores.needs.get(meeting.need_id) if meeting.need_id else None
    title = meeting.title if need is None else need.title
    new = NewDeal(
        origin=Origin.EVENT,
        title=(title or meeting.need_id)[:MOST_TITLE_CHARACTERS],
        enterprise=meeting.enterprise,
        university=meeting.university,
        region_code=meeting.region_code,
        need_id=meeting.need_id,
        achievement_id=meeting.achievement_id,
        event=meeting.event_name,
    )
    return open_within(stores, EVERYTHING, new, move).number


def deal_of(stores: Stores, meeting: AgreedMeeting) -> int | None:
    """Return the number of the deal of a meeting that has not ended; None where there is none.

    Where no match led to the meeting it is the deal of the same two parties from the same event.
    """
    if meeting.need_id:
        return stores.deals.live_of_pair(meeting.need_id, meeting.achievement_id)
    found = stores.deals.find(EVERYTHING, DealFilter(origin=Origin.EVENT, words=meeting.enterprise))
    wanted = (meeting.event_name, meeting.enterprise, meeting.university)
    same = [each for each in found if (each.event, each.enterprise, each.university) == wanted]
    return min((each.number for each in same if each.stage not in ENDED), default=None)


OPEN_DEAL: Final[OpenDeal] = open_after_meeting
"""What the service opens deals with."""
