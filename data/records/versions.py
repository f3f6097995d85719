"""Records as the workspace keeps them: with a version, and one page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NewType, TypeVar

from data.records.facets import Facets

T = TypeVar("T")

Cursor = NewType("Cursor", int)
"""A place in the order of arrival; stays good whatever is added, changed or deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versioned(Generic[T]):
    """A record with what the workspace knows of it.

    Attributes:
        version: from 1, one more at each change; whoever changes a record says which version they looked at.
        facets: see `Facets`.
        arrived_at: aware, UTC; None where it came before moments were kept.
        deleted_at: aware, UTC; None while it is there.
    """

    record: T
    version: int
    facets: Facets
    arrived_at: datetime | None
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some records of a list, and where the next ones begin; `next` is None on the last page."""

    records: tuple[Versioned[T], ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSince:
    """One value that somebody else changed after a version was looked at; contacts are in full here.

    Attributes:
        field: of the record; "extra.备注" for a column that no field claims.
        before: the value at the version that was looked at.
        theirs: the value now.
        by: name of whoever changed it last.
        at: when; aware, UTC.
    """

    field: str
    before: str
    theirs: str
    by: str
    at: datetime
