"""Notices, the rules read from them or written by hand in versions, decisions about them, and checks by them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of notices and rules and their indexes."""
    _make_notices()
    _make_rules()
    _make_checks()


def _make_notices() -> None:
    _make(
        "notices",
        *_texts("notice_id", "title", "document_number", "issuer"),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(16), nullable=False),
        *_texts("text"),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        *_texts("file_name"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.UniqueConstraint("notice_id", name="uq_notices_notice_id"),
    )


def _make_rules() -> None:
    _make(
        "rules",
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        *_texts("clause", "quote"),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        _belongs("rules", "notice_id", "notices"),
    )
    op.create_index("ix_rules_notice_id", "rules", ["notice_id"])
    _make(
        "rule_versions",
        *_of_version(),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=True),
        sa.Column("applies_to", sa.Date(), nullable=True),
        *_texts("note"),
        _belongs("rule_versions", "rule_id", "rules"),
        sa.UniqueConstraint("rule_id", "version", name="uq_rule_versions_rule_id"),
    )
    _make(
        "rule_decisions",
        *_of_version(),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        *_texts("note"),
        _belongs("rule_decisions", "rule_id", "rules"),
    )
    op.create_index("ix_rule_decisions_rule_id", "rule_decisions", ["rule_id"])


def _make_checks() -> None:
    _make(
        "rule_checks",
        *_of_version(),
        sa.Column("part", sa.Integer(), nullable=False),
        *_texts("subject", "reading"),
        sa.Column("outcome", sa.String(16), nullable=False),
        *_texts("reason"),
        sa.Column("used", sa.JSON(), nullable=False),
        *_texts("remedy"),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_digest", sa.String(64), nullable=False),
        sa.Column("subject_region", sa.String(6), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        _belongs("rule_checks", "rule_id", "rules"),
    )
    op.create_index("ix_rule_checks_rule_id", "rule_checks", ["rule_id"])


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


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _of_version() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("rule_id", sa.Integer(), nullable=False), sa.Column("version", sa.Integer(), nullable=False)


def _belongs(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
