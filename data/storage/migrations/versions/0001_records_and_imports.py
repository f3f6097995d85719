"""The first tables: needs, achievements, parties and the files they were imported from."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXTS = {
    "needs": (
        "title content enterprise region industry indicators existing_base budget cooperation valid_until contact",
        ("enterprise",),
    ),
    "achievements": (
        "title content university team region field scope indicators maturity ip_type cooperation price contact",
        ("university",),
    ),
    "parties": ("name region industry contact", ("name", "kind")),
}


def upgrade() -> None:
    """Make the four tables and their indexes."""
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n_added", sa.Integer(), nullable=False),
        sa.Column("n_updated", sa.Integer(), nullable=False),
        sa.Column("n_unchanged", sa.Integer(), nullable=False),
        sa.Column("n_rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_batches"),
    )
    op.create_index("ix_import_batches_sha256", "import_batches", ["sha256"])
    for table, (texts, indexed) in _TEXTS.items():
        columns = [sa.Column(name, sa.Text(), nullable=False) for name in texts.split()]
        if table == "parties":
            columns.append(sa.Column("kind", sa.String(32), nullable=False))
        _create_record_table(table, columns)
        for column in (*indexed, "batch_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _create_record_table(table: str, columns: list[sa.Column[str]]) -> None:
    op.create_table(
        table,
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *columns,
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_sheet", sa.Text(), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=f"pk_{table}"),
        sa.UniqueConstraint("id", name=f"uq_{table}_id"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=f"fk_{table}_batch_id_import_batches"),
    )
