"""Invitation lists in and out of their table."""

from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.records.accounts import Actor
from data.records.invitations import InvitationDraft, StoredDraft
from data.storage.acting import acted, actor_of
from data.storage.invitation_tables import InvitationDraftRow

_DRAFT: Final = TypeAdapter(InvitationDraft)


class InvitationDraftRepository:
    """Lists of who should be asked; the newest of an event counts, the others stay."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, event: int) -> StoredDraft | None:
        """Return the list that was drawn up last, or None."""
        chosen = select(InvitationDraftRow).where(InvitationDraftRow.event_id == event)
        row = self._session.scalar(chosen.order_by(InvitationDraftRow.id.desc()).limit(1))
        return None if row is None else _to_stored(row)

    def add(self, event: int, draft: InvitationDraft, *, at: datetime, actor: Actor) -> int:
        """Keep a list of an event that is there; return its number."""
        columns = _DRAFT.dump_python(draft, mode="json")
        row = InvitationDraftRow(event_id=event, draft=columns, **acted(at, actor))
        self._session.add(row)
        self._session.flush()
        return row.id


def _to_stored(row: InvitationDraftRow) -> StoredDraft:
    return StoredDraft(
        number=row.id, event=row.event_id, draft=_DRAFT.validate_python(row.draft), at=row.at, actor=actor_of(row)
    )
