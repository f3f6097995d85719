"""Records told by keys and values, as forms and running text give them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.headers import Vocabulary, fold_header

NAMING_FIELDS: Final = frozenset({"id", "title", "name", "need_id"})
"""A second key of these begins a new record; a second key of another field belongs to the same one."""

OWNER_FIELDS: Final = frozenset({"enterprise", "university"})
"""A second key of these ends what the first one heads."""


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

    A new record begins where its first key, or a key that names a record, comes a second time. What stands before the
    first naming key (企业名称, 联系人) heads every record up to the next first key or owner: each of them gets those
    keys that it does not state itself, behind its own.

    Returns:
        Records in order; none at all where not one of them holds one of each required column.
    """
    records = [record for block in _blocks(items, vocabulary) for record in _block_records(block, vocabulary)]
    for record in records:
        _drop_blanks(record, vocabulary)
    return records if any(vocabulary.fits(_fields(record, vocabulary)) for record in records) else []


def _blocks(items: Iterable[KeyedValue], vocabulary: Vocabulary) -> Iterator[list[KeyedValue]]:
    """Yield the runs of items that begin with the same key, or with another owner behind a record."""
    block: list[KeyedValue] = []
    first = ""
    seen: set[str] = set()
    for item in items:
        key = fold_header(item.key)
        if key in seen and (key == first or _claims_one_of(item, OWNER_FIELDS, vocabulary)):
            yield block
            block, seen = [], set()
        first = first if block else key
        block.append(item)
        seen.add(key)
    if block:
        yield block


def _block_records(block: Sequence[KeyedValue], vocabulary: Vocabulary) -> Iterator[KeyedRecord]:
    """Yield the records of a block, each with the head they share."""
    naming = {index for index, item in enumerate(block) if _claims_one_of(item, NAMING_FIELDS, vocabulary)}
    head = block[: min(naming, default=0)]
    own: list[KeyedValue] = []
    seen: set[str] = set()
    for index, item in enumerate(block):
        key = fold_header(item.key)
        if index in naming and key in seen:
            yield _headed(own, head)
            own, seen = [], set()
        own.append(item)
        seen.add(key)
    yield _headed(own, head)


def _headed(own: list[KeyedValue], head: Sequence[KeyedValue]) -> KeyedRecord:
    stated = {fold_header(item.key) for item in own}
    shared = [replace(item) for item in head if fold_header(item.key) not in stated]
    return KeyedRecord([*own, *shared])


def _claims_one_of(item: KeyedValue, fields: frozenset[str], vocabulary: Vocabulary) -> bool:
    claim = vocabulary.find(item.key)
    return claim is not None and claim.field in fields


def _drop_blanks(record: KeyedRecord, vocabulary: Vocabulary) -> None:
    """Drop keys without value where another key gives the field: group labels, and lines left blank."""
    given = {claim.field for item in record.items if item.value and (claim := vocabulary.find(item.key))}
    record.items = [
        item
        for item in record.items
        if item.value or (claim := vocabulary.find(item.key)) is None or claim.field not in given
    ]


def _fields(record: KeyedRecord, vocabulary: Vocabulary) -> list[str]:
    return [claim.field for name in record.names if (claim := vocabulary.find(name))]


def count_fields(records: Iterable[KeyedRecord], vocabulary: Vocabulary) -> int:
    """Return how many different fields the records name."""
    return len({name for record in records for name in _fields(record, vocabulary)})
