"""Files into the workspace, and what became of every row."""

from collections.abc import Callable, Sequence
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
from ingest.report import ImportReport

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
