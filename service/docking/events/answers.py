"""What participants say to their requests: how much they want a meeting, and whether they consent to it."""

from dataclasses import dataclass
from datetime import datetime

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.audit import AuditAction, FieldChange
from data.records.consents import Consent
from data.records.docking_events import GuestAnswer
from data.records.events import Bar, Wish
from data.storage.workspace import Workspace
from service.docking.consents import MOST_TEXT_CHARACTERS
from service.docking.events.access import EVENTS, answers_for, require_event
from service.docking.events.book import EventBook, read_book
from service.docking.permissions import Action

OWN_BARS = (Bar.DECLINED, Bar.ALREADY_MET, Bar.NEVER_AGAIN, Bar.RECUSAL)
"""Why participants say no; that consent is missing follows from what they say, and is not said."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is said: a wish with its reason where it is no, or a consent; at least one of them."""

    wish: Wish | None = None
    bar: Bar | None = None
    consent: Consent | None = None
    note: str = ""


def answer(workspace: Workspace, actor: Actor, place: tuple[int, str, str], word: Word, *, at: datetime) -> GuestAnswer:
    """Write down what a participant says to a request.

    Args:
        workspace: holds the event.
        actor: the participant's own account, or the bureau or planner, who then says how they know.
        place: number of the event, id of the request, id of the participant.
        word: what is said.
        at: aware.

    Returns:
        What is kept.

    Raises:
        UnknownIdError: there is no such request of theirs, or it lies outside; which of them is not said.
        UsageError: nothing is said, a reason stands without a no, or somebody speaks for them without saying why.
        RefusalError: consent is withdrawn that was never given.
    """
    number, request_id, guest_id = place
    word = _checked(word, speaks_for=actor.role not in ORGANISATIONS)
    with workspace.writing(actor, at=at) as stores:
        book = read_book(stores, require_event(stores, actor, number, Action.EVENTS_ANSWER, is_locked=True))
        _require_own(book, actor, request_id, guest_id)
        before = book.standings[request_id]
        stands = before.consents[guest_id]
        if word.consent is Consent.WITHDRAWN and stands is not Consent.CONSENTED:
            raise RefusalError("还没有同意过，不能撤回。", remedy="不愿会面的，请选“婉拒”。")
        made = GuestAnswer(
            request_id=request_id, guest_id=guest_id, at=at, actor=actor, wish=word.wish, bar=word.bar,
            consent=word.consent, note=word.note,
        )  # fmt: skip
        stores.events.add_answer(number, made)
        changes = [] if word.wish is None else [_change(place, before.wishes.get(guest_id) or "", word.wish)]
        changes += [] if word.consent is None else [_change(place, stands, word.consent)]
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), changes)
    return made


def _checked(word: Word, *, speaks_for: bool) -> Word:
    """Return what is said, its note without blanks around it.

    Raises:
        UsageError: it says nothing, contradicts itself, or lacks the note it needs.
    """
    note = word.note.replace("\x00", "").strip()
    if word.wish is None and word.consent is None:
        raise UsageError("没有选择意愿，也没有表态。", remedy="请选择后再提交。")
    if word.bar is not None and (word.wish is not Wish.NO or word.bar not in OWN_BARS):
        raise UsageError("只有不愿会面时才写原因。", remedy="请改选“不见”，或去掉原因。")
    if word.consent not in {None, Consent.CONSENTED, Consent.DECLINED, Consent.WITHDRAWN}:
        raise UsageError("这里只能同意、婉拒或撤回同意。", remedy="请重新选择。")
    if len(note) > MOST_TEXT_CHARACTERS:
        raise UsageError("说明太长。", remedy=f"请不超过 {MOST_TEXT_CHARACTERS} 个字。")
    if speaks_for and not note:
        raise UsageError("代为答复没有写依据。", remedy="请写明对方何时、以何种方式作出的表示。")
    return Word(word.wish, word.bar, word.consent, note)


def _require_own(book: EventBook, actor: Actor, request_id: str, guest_id: str) -> None:
    """Refuse a request in which the actor has nobody to answer for.

    Raises:
        UnknownIdError: so it is, or there is none.
    """
    request, participant = book.by_request.get(request_id), book.by_guest.get(guest_id)
    is_known = request is not None and participant is not None and guest_id in request.request.guests
    if participant is None or not is_known or not answers_for(actor, participant):
        raise UnknownIdError("没有这项会面意愿。", remedy="请从本单位的意愿中选择。")


def _change(place: tuple[int, str, str], before: str, after: str) -> FieldChange:
    return FieldChange(f"{place[1]}/{place[2]}", str(before), str(after))
