"""Needs that bureaus sent on to a university, as that university sees and answers them."""

from datetime import date, datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.census import Dispatch, DispatchState
from data.storage.workspace import Stores, Workspace
from service.docking.census.dispatching import ALLOWED, MOST_NOTE_CHARACTERS
from service.docking.census.names import name_key
from service.docking.permissions import Action, scope_of

ANSWERS: Final = (DispatchState.TAKEN_UP, DispatchState.DECLINED)
"""What a university may answer; sending anew and taking back are the bureau's."""


def inbox_of(workspace: Workspace, actor: Actor) -> list[Dispatch]:
    """Return what was sent on to an actor's university and not taken back, newest first."""
    with workspace.reading() as stores:
        return _own(stores, actor)[::-1]


def answer_own(  # noqa: PLR0913 - what is answered, and when
    workspace: Workspace,
    actor: Actor,
    number: int,
    after: DispatchState,
    *,
    note: str,
    expected_version: int,
    today: date,
    at: datetime,
) -> Dispatch:
    """Answer a need that was sent to one's university.

    Args:
        workspace: holds it.
        actor: of the university.
        number: of the dispatch.
        after: one of `ANSWERS`.
        note: who would do it, or why not; needed for a refusal, so that the enterprise learns why.
        expected_version: the one that was looked at.
        today: the day of the answer.
        at: aware.

    Returns:
        The dispatch as it is now; `NumberedRepository.change` names the errors of versions.

    Raises:
        UnknownIdError: nothing of that number was sent to them.
        RefusalError: it was answered so already, or is no answer.
        UsageError: the note is missing or too long.
    """
    if len(note) > MOST_NOTE_CHARACTERS or (after is DispatchState.DECLINED and not note.strip()):
        raise UsageError(
            f"没有写不能承接的理由，或超过 {MOST_NOTE_CHARACTERS} 个字。", remedy="请写明理由，企业才知道怎样改。"
        )
    with workspace.writing(actor, at=at) as stores:
        found = next((each for each in _own(stores, actor) if each.number == number), None)
        if found is None:
            raise UnknownIdError(f"没有第 {number} 号转来的需求。", remedy="请从列表中选择。")
        if after not in ANSWERS or (found.version == expected_version and after not in ALLOWED[found.state]):
            raise RefusalError("现在不能这样答复。", remedy="请刷新页面，查看最新的进展。")
        values = {"state": after, "note": note.strip() or "本单位在网页答复", "answered_on": today}
        return stores.census.dispatches.change(number, values, expected_version=expected_version)


def unanswered(workspace: Workspace, actor: Actor) -> list[Dispatch]:
    """Return what waits for the answer of an actor's university, the oldest first."""
    return [each for each in reversed(inbox_of(workspace, actor)) if each.state is DispatchState.SENT]


def _own(stores: Stores, actor: Actor) -> list[Dispatch]:
    key = name_key(scope_of(actor, Action.DISPATCHES_ANSWER).organisation)
    return [
        each
        for each in stores.census.dispatches.all()
        if each.state is not DispatchState.WITHDRAWN and key and name_key(each.university) == key
    ]
