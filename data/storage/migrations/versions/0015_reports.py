"""Reports as they were sent, the ledger of what was handed in, and how far the tasks of notices are."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of reports and their indexes."""
    _make_sent()
    _make_handed_in()
    op.create_table(
        "task_states",
        *_numbered(),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(64), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("progress", sa.String(16), nullable=False),
        _text("proof"),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["notice"], ["notices.id"], name="fk_task_states_notice_notices"),
        sa.PrimaryKeyConstraint("id", name="pk_task_states"),
        sa.UniqueConstraint("notice", "task", "region_code", name="uq_task_states_notice"),
    )


def _make_sent() -> None:
    key = ("kind", "form", "about", "subject", "period", "version")
    op.create_table(
        "sent_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _text("actor_name"),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        _text("organisation"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("about", sa.String(6), nullable=False),
        _text("subject"),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_text(each) for each in ("title", "recipient", "note", "content")),
        sa.Column("digest", sa.String(64), nullable=False),
        _text("files"),
        sa.PrimaryKeyConstraint("id", name="pk_sent_reports"),
        sa.UniqueConstraint(*key, name="uq_sent_reports_kind"),
    )
    op.create_index("ix_sent_reports_about", "sent_reports", ["about"])
    op.create_index("ix_sent_reports_period", "sent_reports", ["kind", "period"])


def _make_handed_in() -> None:
    op.create_table(
        "handed_in",
        *_numbered(),
        sa.Column("rule", sa.Integer(), nullable=True),
        *(_text(each) for each in ("item", "form", "unit")),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        _text("route"),
        sa.Column("report", sa.Integer(), nullable=True),
        _text("note"),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rule"], ["rules.id"], name="fk_handed_in_rule_rules"),
        sa.ForeignKeyConstraint(["report"], ["sent_reports.id"], name="fk_handed_in_report_sent_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_handed_in"),
    )
    op.create_index("ix_handed_in_rule", "handed_in", ["rule"])
    op.create_index("ix_handed_in_region_code", "handed_in", ["region_code"])


def _numbered() -> Sequence[sa.Column[Any]]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.Column("version", sa.Integer(), nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)
