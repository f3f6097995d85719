"""The tables of registers' entries."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.tables import Base, UtcDateTime


class RegisterEntryRow(Base):
    """An entry; the columns are the fields of `data.records.registers.RegisterEntry`."""

    __tablename__ = "register_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(64), index=True)
    values: Mapped[dict[str, str]] = mapped_column("entry_values", JSON)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    version: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RegisterOwnerRow(Base):
    """An organisation whose own an entry is."""

    __tablename__ = "register_owners"

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    organisation: Mapped[str] = mapped_column(Text, primary_key=True)


class RegisterTwinRow(Base):
    """What no two entries of a register may share; taken away with the entry, so that it may come again."""

    __tablename__ = "register_twins"

    register: Mapped[str] = mapped_column(String(64), primary_key=True)
    shared: Mapped[str] = mapped_column(Text, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
