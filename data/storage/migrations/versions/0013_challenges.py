"""Open challenges, their moves, milestones and bids."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of challenges and their indexes."""
    op.create_table(
        "challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("enterprise", sa.Text(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("need_id", sa.Text(), nullable=False),
        sa.Column("reward_fen", sa.BigInteger(), nullable=True),
        sa.Column("subsidy_fen", sa.BigInteger(), nullable=True),
        sa.Column("bids_until", sa.Date(), nullable=True),
        sa.Column("winner", sa.Integer(), nullable=True),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
    )
    for column in ("stage", "enterprise", "region_code"):
        op.create_index(f"ix_challenges_{column}", "challenges", [column])
    op.create_table(
        "challenge_steps",
        *_acted(),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_steps"),
        _of_challenge("challenge_steps"),
    )
    op.create_index("ix_challenge_steps_challenge_id", "challenge_steps", ["challenge_id"])
    _make_milestones()
    _make_bids()


def _make_milestones() -> None:
    op.create_table(
        "challenge_milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_milestones"),
        _of_challenge("challenge_milestones"),
    )
    op.create_index("ix_challenge_milestones_challenge_id", "challenge_milestones", ["challenge_id"])


def _make_bids() -> None:
    op.create_table(
        "bids",
        *_acted(),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("bidder", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bids"),
        sa.UniqueConstraint("challenge_id", "bidder", name="uq_bids_challenge_id"),
        _of_challenge("bids"),
    )
    op.create_index("ix_bids_bidder", "bids", ["bidder"])


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


def _of_challenge(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name=f"fk_{table}_challenge_id_challenges")
