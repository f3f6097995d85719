"""Files into the workspace, and what became of every row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data.errors import WorkspaceError
from data.records.accounts import BUREAUS, OPERATOR, Actor
from data.records.achievements import Achievement
from data.records.audit import AuditAction, FieldChange
from data.records.facets import Facets
from data.records.needs import Need
from data.records.scopes import EVERYTHING, Scope
from data.storage.additions import AddReport
from data.storage.audit import BATCHES
from data.storage.batches import ImportBatch
from data.storage.workspace import Stores, Workspace
from ingest.batch import Batch, read_achievements, read_needs, read_parties
from ingest.contacts import mask_field
from ingest.duplicates import find_near_duplicates
from ingest.headers import NOTHING_GIVEN
from ingest.report import ImportReport, Place
from service.docking.admitting import admit, named
from service.docking.facets import facets_of, refresh_facets

_READERS: Final[dict[str, Callable[[Sequence[Path], Mapping[str, str]], Batch[Any]]]] = {
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
        number: under which the file is registered.
    """

    path: Path
    read: ImportReport
    added: AddReport[Any]
    number: int


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


@dataclass(frozen=True, slots=True)
class ReadImport:
    """A file that was read, before anything is stored."""

    path: Path
    batch: Batch[Any]
    facets: Mapping[str, Facets]


def read_import(
    kind: str, path: Path, *, actor: Actor = OPERATOR, columns: Mapping[str, str] = NOTHING_GIVEN
) -> ReadImport:
    """Read a file; everything that takes long is done here, so that others may write meanwhile.

    Args:
        kind: "needs", "achievements" or "parties".
        path: the file.
        actor: who imports, see `import_files`.
        columns: what a person said of its headers, see `ingest.headers.Vocabulary`.

    Returns:
        Its records, and what became of every row.
    """
    region_code = import_region(kind, actor)
    batch = _READERS[kind]([path], columns)
    return ReadImport(path, batch, {record.id: facets_of(record, region_code=region_code) for record in batch.records})


def import_region(kind: str, actor: Actor) -> str:
    """Return the region that stands in for records that name none: the bureau's own; "" for achievements."""
    return actor.region_code if actor.role in BUREAUS and kind != "achievements" else ""


def open_workspace(folder: Path, *, url: str = "") -> Workspace:
    """Open a workspace, see `Workspace.open`; facets that other rules read, or none, are read now.

    Returns:
        The open workspace; its audit trail masks contacts as exports do.

    Raises:
        WorkspaceError: it cannot be opened, or another program kept it from being written.
    """
    workspace = Workspace.open(folder, url=url, mask=mask_field)
    try:
        refresh_facets(workspace)
    except WorkspaceError:
        workspace.close()
        raise
    return workspace


def import_files(
    workspace: Workspace,
    kind: str,
    paths: Sequence[Path],
    *,
    at: datetime,
    actor: Actor = OPERATOR,
    scope: Scope = EVERYTHING,
) -> tuple[ImportedFile, ...]:
    """Read files and store their records, each file with its original in one transaction.

    All files are read before anything is written, so that a bad file among good ones changes nothing.

    Args:
        workspace: where to store.
        kind: "needs", "achievements" or "parties".
        paths: the files, in the order in which later values win.
        at: the moment to write into the register, aware.
        actor: who imports. Needs and parties that a bureau imports and that name no region get its own for lists and
            scopes; their texts stay as they are.
        scope: the part of the records they may bring and change; a bureau may bring achievements from anywhere.

    Returns:
        What became of each file, in order; a row that lies outside the scope is refused, see `admit`.
    """
    read = [read_import(kind, path, actor=actor) for path in paths]
    return store_imports(workspace, kind, read, at=at, actor=actor, scope=scope)


def store_imports(
    workspace: Workspace,
    kind: str,
    read: Sequence[ReadImport],
    *,
    at: datetime,
    actor: Actor = OPERATOR,
    scope: Scope = EVERYTHING,
) -> tuple[ImportedFile, ...]:
    """Store files that were read, all in one transaction; see `import_files`."""
    with workspace.writing(actor, at=at) as stores:
        stores.revisions.lock()
        admitted = [admitted_of(stores, kind, file, scope) for file in read]
        return tuple(_store(workspace, stores, kind=kind, file=file) for file in admitted)


def admitted_of(stores: Stores, kind: str, read: ReadImport, scope: Scope) -> ReadImport:
    """Return what of a file that was read may be imported, see `admit`."""
    batch, facets = named(stores, kind, read.batch, facets=read.facets, scope=scope)
    return replace(read, batch=admit(stores, kind, batch, facets=facets, scope=scope), facets=facets)


def near_repeats(workspace: Workspace, kind: str, imported: Sequence[ImportedFile]) -> tuple[NearRepeat, ...]:
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


def _store(workspace: Workspace, stores: Stores, *, kind: str, file: ReadImport) -> ImportedFile:
    report = file.batch.report
    number = stores.batches.add(
        ImportBatch(
            kind=kind,
            file_name=file.path.name,
            sha256=workspace.keep_original(file.path),
            imported_at=stores.audit.at,
            n_rejected=report.n_rejected,
            imported_by=stores.audit.actor.name,
        )
    )
    repository: Any = getattr(stores, kind)
    added: AddReport[Any] = repository.add_many(file.batch.records, batch=number, facets=file.facets)
    counts = {"n_added": len(added.added), "n_updated": len(added.updated), "n_unchanged": len(added.unchanged)}
    stores.batches.count_rows(number, **counts)
    # One line for all the records that are new; of those that changed each has its own.
    changes = [FieldChange(name, "", str(count)) for name, count in counts.items()]
    stores.audit.tell(AuditAction.ADDED, BATCHES, str(number), changes)
    return ImportedFile(path=file.path, read=report, added=added, number=number)
