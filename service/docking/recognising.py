"""Which of our records the rows of a platform's file are, where the file carries no ids."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final

from data.records.connectors import Connector
from ingest.batch import Batch
from ingest.contacts import mask_field
from ingest.platform_texts import carried
from ingest.report import RowFault, Severity
from ingest.rows import fold

PATENT: Final = "专利号"
"""The header under which a record keeps the number of its patent."""
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "needs": ("title", "content"),
    "achievements": ("title", "content"),
    "parties": ("name",),
}
"""What a record is called by: the first of them that it has."""
_OWNERS: Final[Mapping[str, str]] = {"needs": "enterprise", "achievements": "university", "parties": "region"}


def has_ids(connector: Connector) -> bool:
    """Tell whether a platform's file carries our ids."""
    return any(each.field == "id" for each in connector.columns)


def recognised(connector: Connector, batch: Batch[Any], known: Iterable[Any]) -> Batch[Any]:
    """Return records of a file without ids under the ids of those they are.

    The same patent number is the same record; where one of two has no number, the same title and owner are, and the
    same content and owner where there is no title. A row that may be several records, or is what an earlier row is, is
    refused.

    Args:
        connector: the profile.
        batch: as read; the ids were made from the content.
        known: the records that a row may be.
    """
    ours = _Known(connector, known)
    records, faults = [], list(batch.report.faults)
    taken: set[str] = set()
    for record in batch.records:
        found = ours.like(record)
        # Of several alike the one of the very same content is it: the file came before, unchanged.
        found = [record.id] if record.id in found else found
        number = found[0] if found else _free(record.id, taken | ours.ids)
        if len(found) > 1 or number in taken:
            faults.append(_refusal(record, n_like=len(found)))
        else:
            taken.add(number)
            records.append(replace(record, id=number))
    n_accepted = batch.report.n_accepted - (len(batch.records) - len(records))
    return Batch(tuple(records), replace(batch.report, faults=tuple(faults), n_accepted=n_accepted))


class _Known:
    """Records by what rows are recognised by; their texts as a file would hold them."""

    def __init__(self, connector: Connector, records: Iterable[Any]) -> None:
        carried_fields = {each.field for each in connector.columns}
        self._names = _NAMES[connector.kind]
        self._owners = [each for each in (_OWNERS[connector.kind],) if each in carried_fields]
        self._patents: dict[str, str] = {}
        self._by_patent: dict[str, list[str]] = {}
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        for each in records:
            self._patents[each.id] = _as_written(PATENT, each.extra.get(PATENT, ""))
            self._by_patent.setdefault(self._patents[each.id], []).append(each.id)
            texts = {name: _as_written(name, getattr(each, name)) for name in (*self._names, *self._owners)}
            self._by_name.setdefault(self._key(texts), []).append(each.id)

    @property
    def ids(self) -> set[str]:
        """Ids of all of them."""
        return set(self._patents)

    def like(self, record: Any) -> list[str]:  # noqa: ANN401 - one of the three records
        """Return the ids of those that a record of a file may be."""
        patent = fold(record.extra.get(PATENT, ""))
        if patent and patent in self._by_patent:
            return self._by_patent[patent]
        texts = {name: fold(getattr(record, name)) for name in (*self._names, *self._owners)}
        named = self._by_name.get(self._key(texts), [])
        return [each for each in named if not (patent and self._patents[each])]

    def _key(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        called = next((texts[each] for each in self._names if texts[each]), "")
        return (called, *(texts[each] for each in self._owners))


def _as_written(name: str, text: str) -> str:
    """Return a text as the file of a platform would have it, folded to be compared."""
    return fold(carried(mask_field(name, text), ending="csv"))


def _free(number: str, taken: set[str]) -> str:
    """Return an id that no other record has: what was made from the content may be that of another patent's record."""
    if number not in taken:
        return number
    return next(free for n in count(2) if (free := f"{number}-{n}") not in taken)


def _refusal(record: Any, *, n_like: int) -> RowFault:  # noqa: ANN401 - as above
    several = f"工作区里有 {n_like} 条与它的专利号或名称和单位相同，无法判断是哪一条"
    place = record.source
    return RowFault(
        severity=Severity.REJECTED,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column="",
        reason=several if n_like > 1 else "与前面的一行是同一条记录",
        remedy="请在工作区里直接修改" if n_like > 1 else "请只保留一行",
    )
