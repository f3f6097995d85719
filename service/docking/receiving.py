"""Files that somebody sends in: looked at without storing, imported once however often they are sent, taken back."""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from data.errors import RefusalError
from data.records.accounts import Actor
from data.records.connectors import Connector
from data.records.jobs import IdempotencyKey, Job, NewJob
from data.storage.workspace import Workspace
from ingest.batch import Batch
from service.docking.importing import looked_at, require_undoable
from service.docking.job_running import discard_uploads
from service.docking.jobs import JobDesk, import_job, platform_job, safe_name
from service.docking.permissions import scope_of
from service.docking.record_kinds import EDIT, RecordKind
from service.docking.undo import UndoneBatch, undo_batch


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file somebody sends in.

    Attributes:
        kind: what its rows are.
        name: as the sender calls it; only its last part and its ending count.
        content: readable and seekable.
        connector: the profile of the platform that it comes from; None where it is a file of any kind.
    """

    kind: RecordKind
    name: str
    content: BinaryIO
    connector: Connector | None = None


def preview(workspace: Workspace, actor: Actor, sent: SentFile) -> Batch[Any]:
    """Read a file as an import would; nothing is stored.

    Args:
        workspace: tells which rows they may not bring.
        actor: who sends it; must be allowed to add records of that kind.
        sent: the file; read to its end.

    Returns:
        Its records, and what became of every row; the errors are those of `ingest.batch.read_needs`.
    """
    scope_of(actor, EDIT[sent.kind])
    with tempfile.TemporaryDirectory(prefix="duijie-") as folder:
        path = Path(folder) / safe_name(sent.name)
        with path.open("wb") as file:
            while piece := sent.content.read(1 << 20):
                file.write(piece)
        return looked_at(workspace, sent.kind, path, actor=actor).batch


def submit_import(workspace: Workspace, jobs: JobDesk, actor: Actor, sent: SentFile, *, key: str, at: datetime) -> Job:
    """Import a file in the background.

    Args:
        workspace: where to.
        jobs: does it.
        actor: in whose name; must be allowed to add records of that kind.
        sent: the file.
        key: chosen by the sender; the same file sent again with it is imported once.
        at: aware.

    Returns:
        The job, or that of the same file sent before.

    Raises:
        RefusalError: the key was used for another file.
    """
    scope_of(actor, EDIT[sent.kind])
    owner = "desk" if actor.account_id is None else f"account:{actor.account_id}"
    idempotency = IdempotencyKey(owner, key, _digest(sent))
    upload = jobs.keep_upload(sent.name, sent.content)
    try:
        job = jobs.submit(_asked(sent, upload, actor, at), key=idempotency)
    except RefusalError:
        discard_uploads(workspace.folder, [upload])
        raise
    if job.asked.parameters["files"] != [upload]:
        discard_uploads(workspace.folder, [upload])
    return job


def take_back(workspace: Workspace, actor: Actor, number: int, *, at: datetime) -> UndoneBatch:
    """Take an import back, see `undo_batch` and `require_undoable`.

    Returns:
        The import and what became of its records.
    """
    require_undoable(workspace, actor, number)
    return undo_batch(workspace, number, actor=actor, at=at)


def _asked(sent: SentFile, upload: str, actor: Actor, at: datetime) -> NewJob:
    if sent.connector is not None:
        return platform_job(sent.connector, upload, by=actor, at=at)
    return import_job(sent.kind, [upload], by=actor, at=at)


def _digest(sent: SentFile) -> str:
    """Return a checksum of a file and of what it is called; it can be read again afterwards."""
    through = "" if sent.connector is None else f"{sent.connector.id}\0"
    digest = hashlib.sha256(f"{sent.kind}\0{through}{safe_name(sent.name)}\0".encode())
    while piece := sent.content.read(1 << 20):
        digest.update(piece)
    sent.content.seek(0)
    return digest.hexdigest()
