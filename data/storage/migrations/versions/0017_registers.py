"""Entries of registers, whose own they are, and what no two of them share."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of registers."""
    op.create_table(
        "register_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("entry_values", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_register_entries"),
    )
    op.create_index("ix_register_entries_register", "register_entries", ["register"])
    op.create_index("ix_register_entries_region_code", "register_entries", ["region_code"])
    op.create_table(
        "register_owners",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "organisation", name="pk_register_owners"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name="fk_register_owners_entry_id_register_entries"
        ),
    )
    op.create_table(
        "register_twins",
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("shared", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("register", "shared", name="pk_register_twins"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name="fk_register_twins_entry_id_register_entries"
        ),
    )
