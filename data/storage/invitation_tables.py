"""The table of invitation lists as they were drawn up."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow


class InvitationDraftRow(ActedRow):
    """A list of who should be asked to an event; rows are only ever added, and the last one counts."""

    __tablename__ = "invitation_drafts"

    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
