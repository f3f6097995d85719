"""What a participant has answered against meetings of a released agenda, which does not know it yet."""

from typing import Final

from data.records.consents import Consent
from data.records.events import Wish
from service.docking.events.book import EventBook
from service.web.event_phrases import CONSENT_WORDS, WISH_LABELS

_WAITING: Final = "已答复{said}，等待主办方改排"
_REFUSED: Final = frozenset({Consent.DECLINED, Consent.WITHDRAWN})


def refused_by(book: EventBook, guest_id: str) -> dict[str, str]:
    """Return request -> what this participant said against it; what the other side said is not for them to read."""
    told = {}
    for request_id, standing in book.standings.items():
        consent = standing.consents.get(guest_id, Consent.ASKED)
        if standing.wishes.get(guest_id) is Wish.NO:
            told[request_id] = _WAITING.format(said=WISH_LABELS[Wish.NO])
        elif consent in _REFUSED:
            told[request_id] = _WAITING.format(said=CONSENT_WORDS[consent])
    return told
