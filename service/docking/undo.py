"""Taking back the import of a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.errors import RefusalError, UnknownIdError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.storage.audit import BATCHES
from data.storage.batches import ImportBatch
from data.storage.undoing import Undone
from data.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UndoneBatch:
    """An import that was taken back, and what became of its records."""

    batch: ImportBatch
    records: Undone


def undo_batch(workspace: Workspace, number: int, *, actor: Actor, at: datetime) -> UndoneBatch:
    """Take back what the import of a file did: records it brought go, records it changed get their former values.

    Records that were changed after the import are left as they are, and listed. What is left of the import stays: it
    counts as undone all the same, and importing the file again brings its records back.

    Args:
        workspace: holds the records.
        number: of the registered file.
        actor: who takes it back.
        at: when, aware.

    Returns:
        The file as it is registered now, and what became of each record.

    Raises:
        UnknownIdError: there is no such file.
        RefusalError: it was taken back before.
    """
    with workspace.writing(actor, at=at) as stores:
        batch = stores.batches.get(number)
        if batch is None:
            raise UnknownIdError(f"没有第 {number} 号导入。", remedy="请用 duijie batches list 查看编号。")
        if batch.undone_at is not None:
            raise RefusalError(
                f"第 {number} 号导入（{batch.file_name}）此前已由{batch.undone_by}撤销。",
                remedy="不用再撤销；需要时可重新导入原文件。",
            )
        repository: Any = getattr(stores, batch.kind)
        undone: Undone = repository.undo(number)
        stores.batches.mark_undone(number, at=at, by=actor.name)
        counts = (
            ("n_removed", undone.removed),
            ("n_reverted", undone.reverted),
            ("n_kept", undone.kept),
            ("n_gone", undone.gone),
        )
        stores.audit.tell(
            AuditAction.UNDONE,
            BATCHES,
            str(number),
            [FieldChange(name, "", str(len(numbers))) for name, numbers in counts],
        )
        registered = stores.batches.get(number)
    return UndoneBatch(registered or batch, undone)
