"""The table of searches that people keep."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.tables import Base, UtcDateTime


class SavedSearchRow(Base):
    """A saved search; the columns are the fields of `data.records.searches.SavedSearch`."""

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    label: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(16))
    query: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
