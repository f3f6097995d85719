"""Files into the workspace, and what became of every row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data.records.achievements import Achievement
from data.records.needs import Need
from data.storage.batches import ImportBatch
from data.storage.repositories import AddReport
from data.storage.workspace import Stores, Workspace
from ingest.batch import Batch, read_achievements, read_needs, read_parties
from ingest.duplicates import find_near_duplicates
from ingest.report import ImportReport, Place

RecordKind = str
"""What a file holds: "needs", "achievements" or "parties"."""

_READERS: Final[dict[RecordKind, Callable[[Sequence[Path]], Batch[Any]]]] = {
    "needs": read_needs,
    "achievements": read_achievements,
    "parties": read_parties,
}


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file.

    Attributes:
        path: the file.
        read: what reading it gave, rejected rows included.
        added: what storing its records gave.
    """

    path: Path
    read: ImportReport
    added: AddReport[Any]


@dataclass(frozen=True, slots=True)
class NearRepeat:
    """An imported record that says nearly the same as another one; both are kept.

    Attributes:
        id: the imported record.
        place: where it was read.
        other_id: the most similar record that was there before it.
        other_place: where that one was read, perhaps in a file imported long ago.
        similarity: see `ingest.duplicates.NearDuplicate`.
    """

    id: str
    place: Place
    other_id: str
    other_place: Place
    similarity: float


def import_files(
    workspace: Workspace, kind: RecordKind, paths: Sequence[Path], *, at: datetime
) -> tuple[ImportedFile, ...]:
    """Read files and store their records, each file with its original in one transaction.

    All files are read before anything is written, so that a bad file among good ones changes nothing.

    Args:
        workspace: where to store.
        kind: "needs", "achievements" or "parties".
        paths: the files, in the order in which later values win.
        at: the moment to write into the register, aware.

    Returns:
        What became of each file, in order.
    """
    batches = [_READERS[kind]([path]) for path in paths]
    with workspace.writing() as stores:
        return tuple(
            _store(workspace, stores, kind=kind, path=path, batch=batch, at=at)
            for path, batch in zip(paths, batches, strict=True)
        )


def near_repeats(workspace: Workspace, kind: RecordKind, imported: Sequence[ImportedFile]) -> tuple[NearRepeat, ...]:
    """Find the records of an import that are near duplicates of each other or of what the workspace already held.

    Titles and contents are compared. Rows that repeat another row of their file field by field are left out: the
    report of that file names them.

    Args:
        workspace: has taken the files in.
        kind: as imported; parties have no text to compare.
        imported: what became of the files.

    Returns:
        At most one a record, in the order of the import.
    """
    if kind == "parties":
        return ()
    with workspace.reading() as stores:
        records: Mapping[str, Need | Achievement] = {record.id: record for record in getattr(stores, kind).all()}
    told = {duplicate.place for each in imported for duplicate in each.read.duplicates}
    new_ids = _ids_of(imported)
    new = [records[number] for number in new_ids if _place_of(records[number]) not in told]
    compared = [record for number, record in records.items() if number not in new_ids] + new
    texts = [f"{record.title}\n{record.content}" for record in compared]
    found = find_near_duplicates(texts, since=len(compared) - len(new))
    return tuple(
        NearRepeat(
            id=compared[each.position].id,
            place=_place_of(compared[each.position]),
            other_id=compared[each.earlier].id,
            other_place=_place_of(compared[each.earlier]),
            similarity=each.similarity,
        )
        for each in found
    )


def _ids_of(imported: Sequence[ImportedFile]) -> dict[str, None]:
    """Return the ids of all records of an import, each once, as the keys of a dictionary: a set with an order."""
    return dict.fromkeys(
        number
        for each in imported
        for number in (*each.added.added, *(change.id for change in each.added.updated), *each.added.unchanged)
    )


def _place_of(record: Need | Achievement) -> Place:
    return Place(record.source.file, record.source.sheet, record.source.row)


def stored_records(workspace: Workspace) -> tuple[list[Need], list[Achievement]]:
    """Return all needs and achievements of the workspace, in the order they arrived."""
    with workspace.reading() as stores:
        return stores.needs.all(), stores.achievements.all()


def _store(
    workspace: Workspace, stores: Stores, *, kind: RecordKind, path: Path, batch: Batch[Any], at: datetime
) -> ImportedFile:
    number = stores.batches.add(
        ImportBatch(
            kind=kind,
            file_name=path.name,
            sha256=workspace.keep_original(path),
            imported_at=at,
            n_rejected=batch.report.n_rejected,
        )
    )
    repository: Any = getattr(stores, kind)
    added: AddReport[Any] = repository.add_many(batch.records, batch=number)
    stores.batches.count_rows(
        number, n_added=len(added.added), n_updated=len(added.updated), n_unchanged=len(added.unchanged)
    )
    return ImportedFile(path=path, read=batch.report, added=added)
