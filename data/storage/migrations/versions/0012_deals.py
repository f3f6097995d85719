"""Deals, their steps, and their ledgers: papers, milestones, payments, files, rungs."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of deals and their indexes."""
    _make_deals()
    _make_steps()
    _make_agreements()
    _make_days()
    _make_rest()


def _make_deals() -> None:
    op.create_table(
        "deals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("held_at", sa.String(32), nullable=False),
        sa.Column("stage_since", sa.Date(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(16), nullable=False),
        _text("title"),
        _text("enterprise"),
        sa.Column("region_code", sa.String(6), nullable=False),
        _text("university"),
        _text("need_id"),
        _text("achievement_id"),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        _text("event"),
        _text("broker"),
        _text("marks"),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name="fk_deals_introduction_id_introductions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deals"),
    )
    for column in ("stage", "enterprise", "university", "introduction_id"):
        op.create_index(f"ix_deals_{column}", "deals", [column])
    op.create_index("ix_deals_pair", "deals", ["need_id", "achievement_id"])
    op.create_index("ix_deals_scope", "deals", ["region_code", "stage"])


def _make_steps() -> None:
    _make(
        "deal_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _text("actor_name"),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        _text("organisation"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("before", sa.String(32), nullable=False),
        sa.Column("after", sa.String(32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _text("note"),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _make_agreements() -> None:
    _make(
        "deal_agreements",
        *_entry(),
        sa.Column("form", sa.String(16), nullable=False),
        _text("title"),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("intent_fen", sa.BigInteger(), nullable=True),
        sa.Column("contract_fen", sa.BigInteger(), nullable=True),
        sa.Column("technology_fen", sa.BigInteger(), nullable=True),
        sa.Column("registration_number", sa.String(32), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("form_values", sa.JSON(), nullable=False),
    )


def _make_days() -> None:
    _make(
        "deal_milestones",
        *_entry(),
        _text("title"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
    )
    _make(
        "deal_instalments",
        *_entry(),
        _text("title"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("planned_fen", sa.BigInteger(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_fen", sa.BigInteger(), nullable=True),
    )


def _make_rest() -> None:
    _make(
        "deal_documents",
        *_entry(),
        _text("name"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("n_bytes", sa.BigInteger(), nullable=False),
    )
    _make(
        "deal_rungs",
        *_entry(),
        sa.Column("rung", sa.String(32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _text("note"),
        sa.Column("was", sa.Boolean(), nullable=False),
    )


def _make(table: str, *parts: sa.Column[Any]) -> None:
    op.create_table(
        table,
        *parts,
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=f"fk_{table}_deal_id_deals"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_deal_id", table, ["deal_id"])


def _entry() -> Sequence[sa.Column[Any]]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("by_name"),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        _text("struck_note"),
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)
