"""Versions, facets and soft deletion of records; the audit trail; former values, by which imports can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_RECORDS = ("needs", "achievements", "parties")
_FACETS = ["region_code", "industry_code", "readiness", "modes", "arrived_at", "deleted_at", "facets_edition"]


def upgrade() -> None:
    """Add columns and tables; facets stay unknown until the service reads the texts anew."""
    for table in _RECORDS:
        _extend(table)
    op.add_column("import_batches", sa.Column("imported_by", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("import_batches", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("import_batches", sa.Column("undone_by", sa.Text(), nullable=False, server_default=sa.text("''")))
    _create_audit_trail()
    _create_revisions()


def _extend(table: str) -> None:
    for column in (
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_code", sa.String(6), nullable=False, server_default=sa.text("''")),
        sa.Column("industry_code", sa.String(3), nullable=False, server_default=sa.text("''")),
        sa.Column("readiness", sa.Integer(), nullable=True),
        sa.Column("modes", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("facets_edition", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column(table, column)
    # The nearest that is known: the file a record was last read from.
    op.execute(
        f"UPDATE {table} SET arrived_at ="  # noqa: S608 - the names are those above
        f" (SELECT imported_at FROM import_batches WHERE import_batches.id = {table}.batch_id)"
    )
    op.create_index(f"ix_{table}_facets", table, _FACETS)


def _create_audit_trail() -> None:
    op.create_table(
        "audit_trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail"),
    )
    op.create_index("ix_audit_trail_at", "audit_trail", ["at"])
    op.create_index("ix_audit_trail_account_id", "audit_trail", ["account_id"])
    op.create_index("ix_audit_trail_record", "audit_trail", ["kind", "record_id"])


def _create_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name="fk_revisions_batch_id_import_batches"),
    )
    op.create_index("ix_revisions_batch_id", "revisions", ["batch_id"])
    op.create_index("ix_revisions_record", "revisions", ["kind", "record_id", "version"])
