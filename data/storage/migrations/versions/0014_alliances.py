"""Alliances with members, books and numbers; signing ceremonies."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of alliances and ceremonies, and their indexes."""
    op.create_table(
        "alliances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("driver", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("upward", sa.Text(), nullable=False),
        sa.Column("upward_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alliances"),
    )
    for column in ("stage", "lead", "region_code"):
        op.create_index(f"ix_alliances_{column}", "alliances", [column])
    _make_numbers()
    _make_steps()
    _make_members()
    _make_entries()
    _make_ceremonies()


def _make_numbers() -> None:
    op.create_table(
        "alliance_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alliance_numbers"),
        sa.UniqueConstraint("region_code", "year", "sequence", name="uq_alliance_numbers_region_code"),
        sa.UniqueConstraint("alliance_id", name="uq_alliance_numbers_alliance_id"),
        _of_alliance("alliance_numbers"),
    )


def _make_steps() -> None:
    op.create_table(
        "alliance_steps",
        *_acted(),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alliance_steps"),
        _of_alliance("alliance_steps"),
    )
    op.create_index("ix_alliance_steps_alliance_id", "alliance_steps", ["alliance_id"])


def _make_members() -> None:
    op.create_table(
        "alliance_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("member_values", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alliance_members"),
        sa.UniqueConstraint("alliance_id", "organisation", name="uq_alliance_members_alliance_id"),
        _of_alliance("alliance_members"),
    )
    op.create_index("ix_alliance_members_organisation", "alliance_members", ["organisation"])


def _make_entries() -> None:
    op.create_table(
        "alliance_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alliance_id", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(16), nullable=False),
        sa.Column("entry_values", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("struck_note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alliance_entries"),
        _of_alliance("alliance_entries"),
    )
    op.create_index("ix_alliance_entries_alliance_id", "alliance_entries", ["alliance_id"])


def _make_ceremonies() -> None:
    op.create_table(
        "ceremonies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("projects", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ceremonies"),
    )
    op.create_index("ix_ceremonies_region_code", "ceremonies", ["region_code"])


def _acted() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
    )


def _of_alliance(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["alliance_id"], ["alliances.id"], name=f"fk_{table}_alliance_id_alliances")
