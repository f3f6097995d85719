"""Importing a file in two steps: first look at what would be read, then store it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.errors import HeaderError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.storage.batches import ImportBatch
from data.storage.workspace import Workspace
from ingest.batch import likely_header
from ingest.headers import ACHIEVEMENTS, NEEDS, NOTHING_GIVEN, PARTIES, SERIAL, TableSpec, vocabulary_of
from ingest.report import ImportReport
from service.docking.jobs import UPLOADS, scope_of_import
from service.docking.permissions import Action, scope_of
from service.docking.record_kinds import RecordKind
from service.docking.workspace import ReadImport, admitted_of, read_import

MOST_SHOWN: Final = 5
"""Records a preview shows."""
_UPLOAD: Final = re.compile(r"[0-9a-f]{16}")

SPECS: Final[Mapping[RecordKind, TableSpec]] = {"needs": NEEDS, "achievements": ACHIEVEMENTS, "parties": PARTIES}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its header as written, and the field it fills ("" for none: it is kept as it is)."""

    header: str
    field: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would give.

    Attributes:
        name: of the file.
        columns: every header, in the order of the file.
        records: the first ones.
        report: what would become of every row; None where the file cannot be read yet.
        fault: why it cannot; None where it can.
    """

    name: str
    columns: tuple[Column, ...]
    records: tuple[Any, ...] = ()
    report: ImportReport | None = None
    fault: HeaderError | None = None


def upload_path(workspace: Workspace, upload: str) -> Path:
    """Return a file that was uploaded and is not imported yet.

    Args:
        workspace: where it waits.
        upload: the folder it was given, which nobody else can guess.

    Returns:
        Its path.

    Raises:
        UnknownIdError: it was imported, or is too old, or was never there.
    """
    folder = workspace.folder / UPLOADS / upload
    if _UPLOAD.fullmatch(upload) and folder.is_dir():
        for path in folder.iterdir():
            return path
    raise UnknownIdError("这个上传的文件已经导入，或已过期。", remedy="请重新选择文件上传。")


def preview(workspace: Workspace, kind: RecordKind, path: Path, *, actor: Actor, columns: Mapping[str, str]) -> Preview:
    """Read a file as an import would; nothing is stored.

    Args:
        workspace: tells which rows the actor may not bring.
        kind: what the file holds.
        path: the file.
        actor: who would import it.
        columns: what a person said of its headers.

    Returns:
        What would be imported, or which columns a person has to name first; where the file cannot be read at all the
        errors are those of the readers.
    """
    try:
        read = looked_at(workspace, kind, path, actor=actor, columns=columns)
    except HeaderError as error:
        headers = likely_header(path)
        return Preview(path.name, tuple(Column(each, _meant(kind, each, columns)) for each in headers), fault=error)
    report = read.batch.report
    return Preview(path.name, _columns(report), tuple(read.batch.records[:MOST_SHOWN]), report)


def looked_at(
    workspace: Workspace, kind: RecordKind, path: Path, *, actor: Actor, columns: Mapping[str, str] = NOTHING_GIVEN
) -> ReadImport:
    """Return what importing a file would store, and what would become of every row; nothing is stored."""
    scope = scope_of_import(kind, actor)
    read = read_import(kind, path, actor=actor, columns=columns)
    with workspace.reading() as stores:
        return admitted_of(stores, kind, read, scope)


def said_of_columns(kind: RecordKind, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return what a person said of headers beyond what is known of them anyway.

    Args:
        kind: of the file.
        pairs: (header as written, chosen field or "").

    Returns:
        Header -> field, for `ingest.headers.Vocabulary`.

    Raises:
        UsageError: there is no such field.
    """
    known = vocabulary_of(SPECS[kind]).fields
    if any(field and field not in known for _, field in pairs):
        raise UsageError("选择的列含义不在可选的范围内。", remedy="请从列表中选择。")
    return {header: field for header, field in pairs if field != _meant(kind, header, {})}


def field_choices(kind: RecordKind) -> tuple[tuple[str, str], ...]:
    """Return the fields a column can fill, each with its usual Chinese wording."""
    vocabulary = vocabulary_of(SPECS[kind])
    return tuple((field, vocabulary.label(field)) for field in vocabulary.fields)


def batches_of(
    workspace: Workspace, actor: Actor, *, limit: int, before: int | None = None
) -> tuple[list[ImportBatch], int | None]:
    """Return some of the files an actor may know of, newest first: all, or those they imported themselves.

    Args:
        workspace: holds the register.
        actor: who asks.
        limit: at most so many.
        before: only files with a smaller number, as the page before gave it; None for the first page.

    Returns:
        The files, and what the next page begins before; None where it is the last.
    """
    everybodys = scope_of(actor, Action.RECORDS_IMPORT).everything
    if not everybodys and actor.account_id is None:
        return [], None
    with workspace.reading() as stores:
        own = None if everybodys else actor.account_id
        found = stores.batches.page(before=before, limit=limit + 1, account_id=own)
    return found[:limit], found[limit - 1].number if len(found) > limit else None


def require_undoable(workspace: Workspace, actor: Actor, number: int) -> ImportBatch:
    """Return a file whose import an actor may take back.

    Raises:
        UnknownIdError: there is none, or it is somebody else's; which of them is not said.
        RefusalError: it was taken back before.
    """
    scope = scope_of(actor, Action.RECORDS_IMPORT)
    with workspace.reading() as stores:
        batch = stores.batches.get(number)
        is_own = actor.account_id is not None and stores.batches.is_brought_by(number, actor.account_id)
    if batch is None or not (scope.everything or is_own):
        raise UnknownIdError(f"没有第 {number} 号导入。", remedy="请从导入记录中选择。")
    if batch.undone_at is not None:
        raise RefusalError(f"第 {number} 号导入此前已由{batch.undone_by}撤销。", remedy="需要时可重新导入原文件。")
    return batch


def _meant(kind: RecordKind, header: str, columns: Mapping[str, str]) -> str:
    if header in columns:
        return columns[header]
    claim = vocabulary_of(SPECS[kind]).find(header)
    return "" if claim is None or claim.field == SERIAL else claim.field


def _columns(report: ImportReport) -> tuple[Column, ...]:
    """Return every header once; those of our fields first, for reports keep them apart."""
    found: dict[str, str] = {}
    for sheet in report.columns:
        for header, field in (*sheet.mapping.items(), *((each, "") for each in sheet.unknown)):
            found.setdefault(header, field)
    return tuple(Column(header, field) for header, field in found.items())
