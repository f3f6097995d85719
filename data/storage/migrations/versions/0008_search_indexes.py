"""Search indexes in the database, with pgvector; on PostgreSQL alone."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import VECTOR

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; an SQLite workspace keeps its indexes in files."""
    if op.get_bind().dialect.name != "postgresql":
        return
    # Once a database, where every schema of it finds the type.
    op.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
    op.execute(sa.schema.CreateSequence(sa.Sequence("search_index_stamps")))
    op.create_table(
        "search_indexes",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("vector_id", sa.Text(), nullable=False),
        sa.Column("segmenter", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("n_since_terms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_search_indexes"),
    )
    op.create_table(
        "index_documents",
        sa.Column("index_name", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("words", sa.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("index_name", "position", name="pk_index_documents"),
    )
    _create_vectors()
    _create_words()


def _create_vectors() -> None:
    op.create_table(
        "index_vectors",
        sa.Column("index_name", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("vector", VECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("index_name", "kind", "position", name="pk_index_vectors"),
    )
    op.execute("ALTER TABLE index_vectors ALTER COLUMN vector SET STORAGE PLAIN")


def _create_words() -> None:
    op.create_table(
        "index_words",
        sa.Column("index_name", sa.String(32), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
    )
    columns = ["index_name", "word", "position"]
    op.create_index("ix_index_words", "index_words", columns, unique=True, postgresql_include=["count", "length"])
