"""What undoing a file's import does to each record it brought or changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.records.audit import AuditAction
from data.storage.audit_tables import RevisionRow
from data.storage.edits import Edit
from data.storage.tables import RecordRow


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the records of an import that was undone, in the order in which the file brought them.

    Attributes:
        removed: ids that the file had brought; they are deleted.
        reverted: ids that had been there before; they have their former values again.
        kept: ids that were changed after the import; they were not touched.
        gone: ids that were deleted after the import, and stay so.
    """

    removed: tuple[str, ...] = ()
    reverted: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def edit_undoing(row: RecordRow, steps: Sequence[RevisionRow]) -> Edit | None:
    """Return what takes back the steps a file caused in one record.

    Later changes that were themselves undone do not count: what counts is that the values are those the file gave.

    Args:
        row: the record as it is now.
        steps: those of the file, oldest first, at least one.

    Returns:
        None where the record was changed or deleted since.
    """
    was_there = steps[0].action == AuditAction.CHANGED.value
    if row.deleted_at is not None or row.fingerprint != steps[-1].fingerprint:
        return None
    former: dict[str, Any] = {}
    for step in reversed(steps):
        former |= step.former
    return Edit(row=row, action=AuditAction.UNDONE, columns=former, is_deleted=not was_there)
