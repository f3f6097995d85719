"""Introductions, steps of consent, looks at contacts, and disputes of them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of introductions and their indexes."""
    _make(
        "introductions",
        sa.Column("need_id", sa.Text(), nullable=False),
        sa.Column("achievement_id", sa.Text(), nullable=False),
        sa.Column("need_owner", sa.Text(), nullable=False),
        sa.Column("need_region_code", sa.String(6), nullable=False),
        sa.Column("achievement_owner", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.UniqueConstraint("need_id", "achievement_id", name="uq_introductions_need_id"),
    )
    op.create_index("ix_introductions_achievement_id", "introductions", ["achievement_id"])
    _make(
        "consent_steps",
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _belongs("consent_steps", "introduction_id", "introductions"),
    )
    op.create_index("ix_consent_steps_introduction_id", "consent_steps", ["introduction_id"])
    _make(
        "reveals",
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        _belongs("reveals", "introduction_id", "introductions"),
    )
    op.create_index("ix_reveals_introduction_id", "reveals", ["introduction_id"])
    _make(
        "disputes",
        sa.Column("reveal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _belongs("disputes", "reveal_id", "reveals"),
    )
    op.create_index("ix_disputes_reveal_id", "disputes", ["reveal_id"])


def _make(table: str, *parts: Any) -> None:  # noqa: ANN401 - columns and constraints
    op.create_table(table, *_acted(), *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))


def _acted() -> Sequence[sa.Column[Any]]:
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


def _belongs(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
