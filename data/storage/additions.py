"""What becomes of records that are to be added to those that are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from data.records.achievements import Achievement
from data.records.ids import AchievementId, NeedId, PartyId
from data.records.needs import Need
from data.records.parties import Party
from data.storage.columns import differing_fields

RecordT = TypeVar("RecordT", Need, Achievement, Party)
IdT = TypeVar("IdT", NeedId, AchievementId, PartyId)


@dataclass(frozen=True, slots=True)
class RecordChange(Generic[IdT]):
    """A stored record that came again with other values; `fields` names what differs, in the record's own order."""

    id: IdT
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddReport(Generic[IdT]):
    """What became of each record that was to be added, in the order given.

    Attributes:
        added: new ids, and ids of deleted records that came again.
        updated: ids that were there with other values; the new values hold now.
        unchanged: ids that were there with the same values; nothing was written.
    """

    added: tuple[IdT, ...]
    updated: tuple[RecordChange[IdT], ...]
    unchanged: tuple[IdT, ...]


def report_of(given: Iterable[RecordT], stored: dict[str, RecordT]) -> AddReport[Any]:
    """Compare records with those that are there, one after the other; `stored` follows."""
    added: list[str] = []
    updated: list[RecordChange[Any]] = []
    unchanged: list[str] = []
    for record in given:
        before = stored.get(record.id)
        differing = () if before is None else differing_fields(before, record)
        if before is None:
            added.append(record.id)
        elif differing:
            updated.append(RecordChange(record.id, differing))
        else:
            unchanged.append(record.id)
        stored[record.id] = record
    return AddReport(tuple(added), tuple(updated), tuple(unchanged))
