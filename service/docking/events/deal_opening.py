"""Where a meeting goes on: how the day of an event opens a deal, whoever keeps deals."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from data.records.ids import AchievementId, NeedId
from data.storage.workspace import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedMeeting:
    """A meeting of two parties that both want to go on.

    Attributes:
        event: number of the event.
        request_id: of the meeting; with the event it names the meeting for good.
        enterprise: organisation as the need writes it.
        university: organisation as the achievement writes it.
        region_code: of the need; "" unknown.
        held_on: None where the event has no day.
        is_intent: both sides named an intent, and not only talks that go on.
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


def open_no_deal(_stores: Stores, _meeting: AgreedMeeting, /) -> int | None:
    """Keep no deal: the statistics of the event still count the agreement."""
    return None


OPEN_DEAL: Final[OpenDeal] = open_no_deal
"""What the service opens deals with."""
