"""The need census: campaigns, registers, triage, directories, problems, plans, dispatches, visits, mechanisms."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_campaigns()
    _make_register()
    _make_triage()
    _make_units()
    _make_problems()
    _make_plan()
    _make_dispatches()
    _make_visits()
    _make_mechanisms()


def _make_campaigns() -> None:
    _make(
        "census_campaigns",
        _text("name"),
        _code("region_code"),
        sa.Column("counties", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("min_revenue_yuan", sa.BigInteger(), nullable=True),
        sa.Column("or_tech_enterprise", sa.Boolean(), nullable=False),
        sa.Column("min_needs", sa.Integer(), nullable=False),
        sa.Column("max_needs", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("quote_text"),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Text(), nullable=True),
        _text("clause"),
        sa.Column("rule_number", sa.Integer(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=True),
    )
    op.create_index("ix_census_campaigns_region_code", "census_campaigns", ["region_code"])


def _make_register() -> None:
    _make(
        "census_register",
        sa.Column("campaign", sa.Integer(), nullable=False),
        _text("name"),
        _text("name_key"),
        _code("county_code"),
        sa.Column("revenue_yuan", sa.BigInteger(), nullable=True),
        sa.Column("is_tech", sa.Boolean(), nullable=True),
        _text("contact"),
        _text("file"),
        sa.Column("row", sa.Integer(), nullable=False),
        _of_campaign("census_register"),
        sa.UniqueConstraint("campaign", "name_key", name="uq_census_register_campaign"),
    )


def _make_triage() -> None:
    op.create_table(
        "census_triage",
        _text("need_id"),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("examined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("need_id", name="pk_census_triage"),
    )


def _make_units() -> None:
    _make(
        "census_units",
        sa.Column("campaign", sa.Integer(), nullable=False),
        _code("region_code"),
        *(_text(name) for name in ("unit", "group", "person", "post", "contact")),
        _of_campaign("census_units"),
    )
    op.create_index("ix_census_units_campaign", "census_units", ["campaign"])


def _make_problems() -> None:
    _make(
        "census_problems",
        _code("region_code"),
        _text("title"),
        _text("statement"),
        sa.Column("need_ids", sa.JSON(), nullable=False),
        sa.Column("campaign", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        _of_campaign("census_problems"),
    )


def _make_plan() -> None:
    _make(
        "plan_projects",
        _code("region_code"),
        sa.Column("year", sa.Integer(), nullable=False),
        _text("name"),
        _text("unit"),
        sa.Column("money_yuan", sa.BigInteger(), nullable=True),
        sa.Column("need_ids", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
    )


def _make_dispatches() -> None:
    _make(
        "dispatches",
        _text("need_id"),
        _code("need_region_code"),
        _text("university"),
        sa.Column("achievement_ids", sa.JSON(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        _text("note"),
        sa.UniqueConstraint("need_id", "university", name="uq_dispatches_need_id"),
    )


def _make_visits() -> None:
    _make(
        "visits",
        _code("region_code"),
        sa.Column("held_on", sa.Date(), nullable=False),
        *(_text(name) for name in ("leader", "host", "members", "purpose")),
        sa.Column("need_ids", sa.JSON(), nullable=False),
        _text("outcome"),
    )


def _make_mechanisms() -> None:
    _make(
        "county_mechanisms",
        _code("region_code"),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("progress", sa.String(16), nullable=False),
        _text("proof"),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("region_code", "item", name="uq_county_mechanisms_region_code"),
    )


def _make(table: str, *parts: Any) -> None:  # noqa: ANN401 - columns and constraints
    own = (sa.Column("id", sa.Integer(), nullable=False), sa.Column("version", sa.Integer(), nullable=False))
    op.create_table(table, *own, *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _code(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(6), nullable=False)


def _of_campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["campaign"], ["census_campaigns.id"], name=f"fk_{table}_campaign_census_campaigns")
