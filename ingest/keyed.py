"""Records told by keys and values, as forms and running text give them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ingest.headers import Vocabulary, fold_header

NAMING_FIELDS: Final = frozenset({"id", "title", "name", "need_id"})
"""A second key of these begins a new record; a second key of another field belongs to the same one."""


@dataclass(slots=True)
class KeyedValue:
    """A key and its value, both as written; `row` is where the key stands."""

    key: str
    value: str
    row: int


@dataclass(slots=True)
class KeyedRecord:
    """The keys and values of one record, in order."""

    items: list[KeyedValue] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Row of the first key."""
        return self.items[0].row

    @property
    def names(self) -> tuple[str, ...]:
        """Keys in order."""
        return tuple(item.key for item in self.items)

    @property
    def values(self) -> tuple[str, ...]:
        """Values in order."""
        return tuple(item.value for item in self.items)


def group_records(items: Iterable[KeyedValue], vocabulary: Vocabulary) -> list[KeyedRecord]:
    """Cut a run of keys and values into records.

    A new record begins where its first key, or a key that names a record, comes a second time.

    Returns:
        Records in order; none at all where not one of them holds one of each required column.
    """
    records: list[KeyedRecord] = []
    seen: set[str] = set()
    first = ""
    for item in items:
        key = fold_header(item.key)
        claim = vocabulary.find(item.key)
        names_record = claim is not None and claim.field in NAMING_FIELDS
        if not records or (key in seen and (key == first or names_record)):
            records.append(KeyedRecord())
            seen = set()
            first = key
        records[-1].items.append(item)
        seen.add(key)
    return records if any(vocabulary.fits(_fields(record, vocabulary)) for record in records) else []


def _fields(record: KeyedRecord, vocabulary: Vocabulary) -> list[str]:
    return [claim.field for name in record.names if (claim := vocabulary.find(name))]


def count_fields(records: Iterable[KeyedRecord], vocabulary: Vocabulary) -> int:
    """Return how many different fields the records name."""
    return len({name for record in records for name in _fields(record, vocabulary)})
