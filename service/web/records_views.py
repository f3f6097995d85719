"""Records as the pages show them: contacts hidden, values labelled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from data.records.audit import AuditAction
from data.records.sources import Source
from data.records.versions import Versioned
from data.storage.audit import BATCHES, StoredEntry
from ingest.contacts import mask_field
from ingest.doubts import doubt_of
from ingest.parsing.dates import parse_period
from ingest.parsing.regions import find_region
from service.docking.amounts import with_units
from service.docking.beijing import in_beijing
from service.docking.browsing import Opened, name_of
from service.docking.record_kinds import RecordKind
from service.exports.masking import printable
from service.web.drawing import kind_address
from service.web.records_phrases import ACTION_WORDS, PARTY_LABELS, field_label

COLUMNS: Final[Mapping[RecordKind, tuple[str, ...]]] = {
    "needs": ("enterprise", "region", "industry", "cooperation"),
    "achievements": ("university", "region", "field", "maturity"),
    "parties": ("kind", "region", "industry"),
}
"""Fields a list shows beside the name."""

LONG_FIELDS: Final = frozenset({"content", "indicators", "existing_base", "scope"})
"""Shown one below the other, as running text."""
FIXED_FIELDS: Final = frozenset({"id", "source", "extra"})
"""Values of a record that no form changes, or not as one value."""
_NO_NAME: Final = "（没有名称）"
_DAY: Final = "%Y-%m-%d"
_MOMENT: Final = "%Y-%m-%d %H:%M"
_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "region": find_region,
    "valid_until": parse_period,
    "maturity": lambda text: doubt_of("maturity", text) is None,
    "budget": lambda text: doubt_of("budget", text) is None,
    "price": lambda text: doubt_of("price", text) is None,
}
"""Fields -> what reads their values as filters and matching do; None where it cannot."""
_LONGEST_SHOWN: Final = 60
"""Characters of a changed value that stand in the line itself; a longer one is folded away."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    address: str
    id: str
    name: str
    cells: tuple[tuple[str, str], ...]
    arrived: str = ""
    deleted: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changed, in words; `is_long` where it should be folded away."""

    label: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether the values are too long for one line."""
        return max(len(self.before), len(self.after)) > _LONGEST_SHOWN


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a record's history."""

    at: str
    who: str
    what: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record as its page shows it.

    Attributes:
        name: title or name.
        facts: short values by label.
        texts: long values by label.
        extras: columns that no field claims.
        place: file, sheet and row it was read from; "" where it came from no file.
        namesakes: address and id of others of the same name.
        unread: labels of short values that are kept as written, but that nothing can read.
    """

    id: str
    name: str
    address: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    extras: tuple[tuple[str, str], ...]
    place: str
    version: int
    arrived: str
    deleted: str
    history: tuple[Step, ...]
    namesakes: tuple[tuple[str, str], ...]
    unread: tuple[str, ...] = ()


def shown(name: str, value: Any) -> str:  # noqa: ANN401 - a value of any field
    """Return a value of a record as a page may show it."""
    return PARTY_LABELS[value] if value in PARTY_LABELS else printable(mask_field(name, str(value)))


def row_of(kind: RecordKind, stored: Versioned[Any]) -> Row:
    """Return the line of a stored record."""
    row = row_of_record(kind, stored.record)
    return replace(row, arrived=_local(stored.arrived_at, _DAY), deleted=_local(stored.deleted_at, _DAY))


def row_of_record(kind: RecordKind, record: Any) -> Row:  # noqa: ANN401 - any of the three records
    """Return the line of a record, stored or not."""
    return Row(
        address=kind_address(kind, record.id),
        id=printable(record.id),
        name=shown("title", name_of(record)) or _NO_NAME,
        cells=tuple((field_label(name), shown(name, getattr(record, name))) for name in COLUMNS[kind]),
    )


def page_of(kind: RecordKind, opened: Opened) -> RecordPage:
    """Return the page of a record."""
    stored = opened.stored
    record = with_units(stored.record)
    values = {each.name: getattr(record, each.name) for each in fields(record) if each.name not in FIXED_FIELDS}
    filled = [
        (name, field_label(name), shown(name, value))
        for name, value in values.items()
        if value and name not in {"title", "name"}
    ]
    return RecordPage(
        id=printable(record.id),
        name=shown("title", name_of(record)) or _NO_NAME,
        address=kind_address(kind, record.id),
        facts=tuple((label, value) for name, label, value in filled if name not in LONG_FIELDS),
        texts=tuple((label, value) for name, label, value in filled if name in LONG_FIELDS),
        extras=tuple((shown("", header), shown(header, value)) for header, value in record.extra.items() if value),
        place=_place(record.source),
        version=stored.version,
        arrived=_local(stored.arrived_at, _MOMENT),
        deleted=_local(stored.deleted_at, _MOMENT),
        history=tuple(_step(each) for each in opened.history),
        namesakes=tuple((kind_address(kind, each.id), printable(each.id)) for each in opened.namesakes),
        unread=_unread(values),
    )


def _unread(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of values that lists are filtered by or matches checked against, and that nothing can read."""
    return tuple(
        field_label(name) for name, is_read in _READERS.items() if values.get(name) and not is_read(values[name])
    )


def _step(stored: StoredEntry) -> Step:
    entry = stored.entry
    is_file = entry.kind == BATCHES
    what = (
        f"第 {entry.record_id} 号导入"
        if is_file and entry.action is AuditAction.ADDED
        else ACTION_WORDS.get(entry.action)
    )
    changes = () if is_file else tuple(_change(each.field, each.before, each.after) for each in entry.changes)
    who = entry.actor.organisation or entry.actor.name
    return Step(_local(entry.at, _MOMENT), shown("", who), what or entry.action.value, changes)


def _change(name: str, before: str, after: str) -> Change:
    return Change(shown("", field_label(name)), shown(name, before), shown(name, after))


def _place(source: Source) -> str:
    row = f"第 {source.row} 行" if source.row else ""
    return shown("", " ".join(part for part in (source.file, source.sheet, row) if part))


def _local(at: datetime | None, form: str) -> str:
    return "" if at is None else in_beijing(at).strftime(form)
