"""The tables of the workspace, as SQLAlchemy sees them; `migrations/` brings a database to this shape."""

from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, Double, ForeignKey, Index, MetaData, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite forgets time zones, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy asks for it
        """Return an aware moment in UTC, ready to be stored.

        Raises:
            ValueError: the moment has no time zone.
        """
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Return the moment as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of the tables; constraint names are fixed so that migrations can name them in every database."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        }
    )


class ImportBatchRow(Base):
    """One imported file: what it was, when it came, what became of its rows, and whether it was taken back."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    n_added: Mapped[int]
    n_updated: Mapped[int]
    n_unchanged: Mapped[int]
    n_rejected: Mapped[int]
    imported_by: Mapped[str] = mapped_column(Text, server_default=text("''"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(Text, server_default=text("''"))


class RecordRow(Base):
    """Columns every record has: its place in the order of arrival, its id, where it came from, and its facets.

    Columns that came later have a default in the database, so that the release before can go on writing.
    """

    __abstract__ = True

    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    extra: Mapped[dict[str, str]] = mapped_column(JSON)
    source_file: Mapped[str] = mapped_column(Text)
    source_sheet: Mapped[str] = mapped_column(Text)
    source_row: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    version: Mapped[int] = mapped_column(server_default="1")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    region_code: Mapped[str] = mapped_column(String(6), server_default=text("''"))
    industry_code: Mapped[str] = mapped_column(String(3), server_default=text("''"))
    readiness: Mapped[int | None]
    modes: Mapped[str] = mapped_column(Text, server_default=text("''"))
    facets_edition: Mapped[int] = mapped_column(server_default="0")

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        """Index the facets together: lists are counted from the index alone, without reading the long texts."""
        columns = ("region_code", "industry_code", "readiness", "modes", "arrived_at", "deleted_at", "facets_edition")
        return (Index(f"ix_{cls.__tablename__}_facets", *columns),)


class NeedRow(RecordRow):
    """A technical need; the columns are the fields of `data.records.needs.Need`."""

    __tablename__ = "needs"

    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    enterprise: Mapped[str] = mapped_column(Text, index=True)
    region: Mapped[str] = mapped_column(Text)
    industry: Mapped[str] = mapped_column(Text)
    indicators: Mapped[str] = mapped_column(Text)
    existing_base: Mapped[str] = mapped_column(Text)
    budget: Mapped[str] = mapped_column(Text)
    cooperation: Mapped[str] = mapped_column(Text)
    valid_until: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)


class AchievementRow(RecordRow):
    """An achievement; the columns are the fields of `data.records.achievements.Achievement`."""

    __tablename__ = "achievements"

    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    university: Mapped[str] = mapped_column(Text, index=True)
    team: Mapped[str] = mapped_column(Text)
    region: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    indicators: Mapped[str] = mapped_column(Text)
    maturity: Mapped[str] = mapped_column(Text)
    ip_type: Mapped[str] = mapped_column(Text)
    cooperation: Mapped[str] = mapped_column(Text)
    price: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)


class PartyRow(RecordRow):
    """An organisation; the columns are the fields of `data.records.parties.Party`."""

    __tablename__ = "parties"

    name: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)
    region: Mapped[str] = mapped_column(Text)
    industry: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)


class FeedbackRow(Base):
    """A verdict on a pair. Ids are no foreign keys: what was said of a pair outlives a record that is cleared away."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[str] = mapped_column(Text, index=True)
    achievement_id: Mapped[str] = mapped_column(Text, index=True)
    verdict: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))
    comment: Mapped[str] = mapped_column(Text)
    judge: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    model: Mapped[str] = mapped_column(Text)
    rank: Mapped[int | None]
    score: Mapped[float | None] = mapped_column(Double)
    is_blind: Mapped[bool]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(Text)
