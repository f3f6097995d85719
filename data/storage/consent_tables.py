"""The tables of introductions: asked for, consented to, looked at, disputed. Rows are only ever added."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.tables import Base, UtcDateTime


class ActedRow(Base):
    """Columns of everything that somebody did: when, and who it was then."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(32))
    region_code: Mapped[str] = mapped_column(String(6))
    organisation: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(16))


class IntroductionRow(ActedRow):
    """An introduction that was asked for. Ids are no foreign keys: what was said outlives a record that is cleared."""

    __tablename__ = "introductions"
    __table_args__ = (UniqueConstraint("need_id", "achievement_id"),)

    need_id: Mapped[str] = mapped_column(Text)
    achievement_id: Mapped[str] = mapped_column(Text, index=True)
    need_owner: Mapped[str] = mapped_column(Text)
    need_region_code: Mapped[str] = mapped_column(String(6))
    achievement_owner: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)


class ConsentStepRow(ActedRow):
    """A move of one side of an introduction."""

    __tablename__ = "consent_steps"

    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id"), index=True)
    side: Mapped[str] = mapped_column(String(16))
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
    on: Mapped[date | None]


class RevealRow(ActedRow):
    """A look at a contact."""

    __tablename__ = "reveals"

    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id"), index=True)
    side: Mapped[str] = mapped_column(String(16))


class DisputeRow(ActedRow):
    """What was said against a look at a contact."""

    __tablename__ = "disputes"

    reveal_id: Mapped[int] = mapped_column(ForeignKey("reveals.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
