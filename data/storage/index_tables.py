"""The tables of search indexes, which only PostgreSQL has (docs/decisions/0019-indexes-in-the-database.md)."""

from typing import Final

import sqlalchemy as sa
from pgvector.sqlalchemy import VECTOR
from sqlalchemy.dialects.postgresql import ARRAY

from data.storage.tables import Base

METADATA: Final = sa.MetaData(naming_convention=Base.metadata.naming_convention)
"""Apart from that of the other tables: an SQLite database has none of these."""

STAMPS: Final = sa.Sequence("search_index_stamps", metadata=METADATA)
"""Gives each write of an index a number that no other had."""

SEARCH_INDEXES: Final = sa.Table(
    "search_indexes",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("stamp", sa.BigInteger, nullable=False),
    sa.Column("vector_id", sa.Text, nullable=False),
    sa.Column("segmenter", sa.Text, nullable=False),
    sa.Column("terms", sa.JSON, nullable=False),
    sa.Column("n_since_terms", sa.Integer, nullable=False),
)

INDEX_DOCUMENTS: Final = sa.Table(
    "index_documents",
    METADATA,
    sa.Column("index_name", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("words", ARRAY(sa.Text), nullable=False),
)
"""A record each, at its place in the order of arrival; `words` are the different ones, by which its rows of
`index_words` are found."""

INDEX_VECTORS: Final = sa.Table(
    "index_vectors",
    METADATA,
    sa.Column("index_name", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("vector", VECTOR, nullable=False),
)
"""One vector a row, kept within the row (PLAIN): beside others it would be moved out of line, and every search would
fetch it from there, which takes ten times as long."""

INDEX_WORDS: Final = sa.Table(
    "index_words",
    METADATA,
    sa.Column("index_name", sa.String(32), nullable=False),
    # Compared byte by byte: two words that a language's rules take for one are two words here.
    sa.Column("word", sa.Text(collation="C"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Index("ix_index_words", "index_name", "word", "position", unique=True, postgresql_include=["count", "length"]),
)
"""How often a word stands in a record, and how many words the record has: all that BM25 asks of it."""
