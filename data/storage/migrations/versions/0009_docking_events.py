"""Docking events: set-up, participants, requests, answers, agendas, invitations and facts of the day."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, their indexes, and the trigger that keeps released agendas as they are."""
    _make(
        "docking_events",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("held_in", sa.String(6), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("now", sa.String(5), nullable=False),
        sa.Column("needs_consent", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Integer(), nullable=False),
        sa.UniqueConstraint("code", name="uq_docking_events_code"),
        acted=True,
    )
    _make_setup()
    _make_agendas()
    _make_days()
    _forbid_changes("agenda_releases")


def _make_setup() -> None:
    _make_of_event(
        "event_participants",
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("guest", sa.JSON(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("arrives", sa.String(5), nullable=False),
        sa.Column("leaves", sa.String(5), nullable=False),
        sa.Column("is_absent", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("event_id", "guest_id", name="uq_event_participants_event_id"),
    )
    op.create_index("ix_event_participants_organisation", "event_participants", ["organisation"])
    _make_of_event(
        "event_requests",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("event_id", "request_id", name="uq_event_requests_event_id"),
    )
    _make_of_event(
        "event_answers",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("wish", sa.String(16), nullable=False),
        sa.Column("bar", sa.String(16), nullable=False),
        sa.Column("consent", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        acted=True,
    )


def _make_agendas() -> None:
    _make(
        "agenda_drafts",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("basis", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_told(),
        sa.UniqueConstraint("event_id", name="uq_agenda_drafts_event_id"),
        _belongs("agenda_drafts", "event_id", "docking_events"),
        acted=True,
    )
    _make_of_event(
        "agenda_releases",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("guests_to_tell", sa.JSON(), nullable=False),
        *_told(),
        sa.UniqueConstraint("event_id", "version", name="uq_agenda_releases_event_id"),
        acted=True,
    )


def _make_days() -> None:
    _make_of_event(
        "event_invitations",
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("invitation", sa.JSON(), nullable=False),
        sa.UniqueConstraint("event_id", "guest_id", name="uq_event_invitations_event_id"),
    )
    _make(
        "invitation_steps",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _belongs("invitation_steps", "invitation_id", "event_invitations"),
        acted=True,
    )
    op.create_index("ix_invitation_steps_invitation_id", "invitation_steps", ["invitation_id"])
    _make_of_event(
        "event_day_notes",
        sa.Column("fact", sa.String(16), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("value", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        acted=True,
    )


def _forbid_changes(table: str) -> None:
    """Have the database refuse every change of a row, whoever asks; restoring a backup deletes and adds."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_change BEFORE UPDATE ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_never_change BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} never change'); END"
    )


def _told() -> Sequence[sa.Column[Any]]:
    return (
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("is_minimal", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
    )


def _make_of_event(table: str, *parts: Any, acted: bool = False) -> None:  # noqa: ANN401 - columns and constraints
    belongs = _belongs(table, "event_id", "docking_events")
    _make(table, sa.Column("event_id", sa.Integer(), nullable=False), *parts, belongs, acted=acted)
    op.create_index(f"ix_{table}_event_id", table, ["event_id"])


def _make(table: str, *parts: Any, acted: bool = False) -> None:  # noqa: ANN401 - columns and constraints
    number = sa.Column("id", sa.Integer(), nullable=False)
    columns = (number, *(_acted() if acted else ()))
    op.create_table(table, *columns, *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))


def _acted() -> Sequence[sa.Column[Any]]:
    return (
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
