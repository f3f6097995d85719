"""The register of imported files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Select, cast, select
from sqlalchemy.orm import Session

from data.records.audit import AuditAction
from data.storage.audit import BATCHES
from data.storage.audit_tables import AuditRow
from data.storage.tables import ImportBatchRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """One imported file.

    Attributes:
        kind: what the file held: "needs", "achievements" or "parties".
        file_name: the name without its folder, as it was when imported.
        sha256: checksum of the file's bytes; the original lies in the workspace under it.
        imported_at: aware, UTC.
        n_rejected: rows that could not become a record.
        imported_by: name of whoever imported it.
        undone_at: aware, UTC; None while the import stands.
        undone_by: name of whoever took it back.
        number: given on registering; None before.
    """

    kind: str
    file_name: str
    sha256: str
    imported_at: datetime
    n_added: int = 0
    n_updated: int = 0
    n_unchanged: int = 0
    n_rejected: int = 0
    imported_by: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""
    number: int | None = None


class ImportBatchRepository:
    """Imported files, in the order they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, batch: ImportBatch) -> int:
        """Return the number a newly registered file is given."""
        row = ImportBatchRow(
            kind=batch.kind,
            file_name=batch.file_name,
            sha256=batch.sha256,
            imported_at=batch.imported_at,
            n_added=batch.n_added,
            n_updated=batch.n_updated,
            n_unchanged=batch.n_unchanged,
            n_rejected=batch.n_rejected,
            imported_by=batch.imported_by,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def count_rows(self, number: int, *, n_added: int, n_updated: int, n_unchanged: int) -> None:
        """Write down what became of the rows of a registered file."""
        row = self._session.get_one(ImportBatchRow, number)
        row.n_added, row.n_updated, row.n_unchanged = n_added, n_updated, n_unchanged
        self._session.flush()

    def mark_undone(self, number: int, *, at: datetime, by: str) -> None:
        """Write down that a registered file was taken back."""
        row = self._session.get_one(ImportBatchRow, number)
        row.undone_at, row.undone_by = at, by
        self._session.flush()

    def get(self, number: int) -> ImportBatch | None:
        """Return the file of that number, or None."""
        row = self._session.get(ImportBatchRow, number)
        return None if row is None else _to_batch(row)

    def page(self, *, before: int | None = None, limit: int, account_id: int | None = None) -> list[ImportBatch]:
        """Return imported files, newest first.

        Args:
            before: only files with a smaller number, to turn pages.
            limit: at most so many.
            account_id: only files that this account brought, as the audit trail tells; None for everybody's.

        Returns:
            Files taken back, too.
        """
        chosen = select(ImportBatchRow).order_by(ImportBatchRow.id.desc()).limit(limit)
        if before is not None:
            chosen = chosen.where(ImportBatchRow.id < before)
        if account_id is not None:
            chosen = chosen.where(ImportBatchRow.id.in_(_brought_by(account_id)))
        return [_to_batch(row) for row in self._session.scalars(chosen)]

    def is_brought_by(self, number: int, account_id: int) -> bool:
        """Tell whether an account brought a file."""
        own = (ImportBatchRow.id == number, ImportBatchRow.id.in_(_brought_by(account_id)))
        return self._session.scalar(select(ImportBatchRow.id).where(*own)) is not None

    def all(self) -> list[ImportBatch]:
        """Return every imported file, taken back or not."""
        return [_to_batch(row) for row in self._session.scalars(select(ImportBatchRow).order_by(ImportBatchRow.id))]


def _brought_by(account_id: int) -> Select[int]:
    return select(cast(AuditRow.record_id, Integer)).where(
        AuditRow.kind == BATCHES, AuditRow.action == AuditAction.ADDED.value, AuditRow.account_id == account_id
    )


def _to_batch(row: ImportBatchRow) -> ImportBatch:
    return ImportBatch(
        kind=row.kind,
        file_name=row.file_name,
        sha256=row.sha256,
        imported_at=row.imported_at,
        n_added=row.n_added,
        n_updated=row.n_updated,
        n_unchanged=row.n_unchanged,
        n_rejected=row.n_rejected,
        imported_by=row.imported_by,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
        number=row.id,
    )
