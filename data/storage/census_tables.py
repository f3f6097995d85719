"""The tables of the need census; the columns are the fields of the records of `data.records.census`."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.numbered import NumberedRow
from data.storage.tables import Base, UtcDateTime


class CampaignRow(NumberedRow):
    """A campaign; its terms and its quote are spread over columns."""

    __tablename__ = "census_campaigns"

    name: Mapped[str] = mapped_column(Text)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    counties: Mapped[list[str]] = mapped_column(JSON)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    min_revenue_yuan: Mapped[int | None] = mapped_column(BigInteger)
    or_tech_enterprise: Mapped[bool]
    min_needs: Mapped[int]
    max_needs: Mapped[int | None]
    due_on: Mapped[date | None]
    quote_text: Mapped[str] = mapped_column(Text)
    quote_start: Mapped[int]
    quote_end: Mapped[int]
    notice_id: Mapped[str | None] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(Text)
    rule_number: Mapped[int | None]
    rule_version: Mapped[int | None]


class EnrolledRow(NumberedRow):
    """An enterprise on a register."""

    __tablename__ = "census_register"
    __table_args__ = (UniqueConstraint("campaign", "name_key"),)

    campaign: Mapped[int] = mapped_column(ForeignKey("census_campaigns.id"))
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    county_code: Mapped[str] = mapped_column(String(6))
    revenue_yuan: Mapped[int | None] = mapped_column(BigInteger)
    is_tech: Mapped[bool | None]
    contact: Mapped[str] = mapped_column(Text)
    file: Mapped[str] = mapped_column(Text)
    row: Mapped[int]


class TriagedRow(Base):
    """What the need doctor said of a need. Ids are no foreign keys: a need may be cleared away."""

    __tablename__ = "census_triage"

    need_id: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(16))
    score: Mapped[int]
    questions: Mapped[list[str]] = mapped_column(JSON)
    examined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CountyUnitRow(NumberedRow):
    """A line of a directory."""

    __tablename__ = "census_units"

    campaign: Mapped[int] = mapped_column(ForeignKey("census_campaigns.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(6))
    unit: Mapped[str] = mapped_column(Text)
    group: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)


class CommonProblemRow(NumberedRow):
    """A condensed problem."""

    __tablename__ = "census_problems"

    region_code: Mapped[str] = mapped_column(String(6))
    title: Mapped[str] = mapped_column(Text)
    statement: Mapped[str] = mapped_column(Text)
    need_ids: Mapped[list[str]] = mapped_column(JSON)
    campaign: Mapped[int | None] = mapped_column(ForeignKey("census_campaigns.id"))
    is_withdrawn: Mapped[bool]


class PlanProjectRow(NumberedRow):
    """A project of a science plan."""

    __tablename__ = "plan_projects"

    region_code: Mapped[str] = mapped_column(String(6))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    money_yuan: Mapped[int | None] = mapped_column(BigInteger)
    need_ids: Mapped[list[str]] = mapped_column(JSON)
    problems: Mapped[list[int]] = mapped_column(JSON)


class DispatchRow(NumberedRow):
    """A need sent on to a university."""

    __tablename__ = "dispatches"
    __table_args__ = (UniqueConstraint("need_id", "university"),)

    need_id: Mapped[str] = mapped_column(Text)
    need_region_code: Mapped[str] = mapped_column(String(6))
    university: Mapped[str] = mapped_column(Text)
    achievement_ids: Mapped[list[str]] = mapped_column(JSON)
    sent_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    answered_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text)


class VisitRow(NumberedRow):
    """A visit."""

    __tablename__ = "visits"

    region_code: Mapped[str] = mapped_column(String(6))
    held_on: Mapped[date]
    leader: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(Text)
    members: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    need_ids: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(Text)


class MechanismStateRow(NumberedRow):
    """How far a county is with one mechanism."""

    __tablename__ = "county_mechanisms"
    __table_args__ = (UniqueConstraint("region_code", "item"),)

    region_code: Mapped[str] = mapped_column(String(6))
    item: Mapped[str] = mapped_column(String(32))
    progress: Mapped[str] = mapped_column(String(16))
    proof: Mapped[str] = mapped_column(Text)
    checked_on: Mapped[date | None]
