"""Notices in and out of their table; one that was read is never changed."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import WorkspaceError
from data.records.accounts import Actor
from data.records.ids import NoticeId
from data.records.notices import Notice, PolicyStatus
from data.records.rulebook import KeptNotice
from data.records.rules import Conflict
from data.storage.acting import acted, actor_of
from data.storage.json_values import JsonFaultsError, from_json, to_json
from data.storage.notice_tables import NoticeRow
from data.storage.twins import refusing_twins

_PARTS: Final = ("dropped", "repairs", "clauses", "attachments", "assignments")
"""Fields of a notice that are lists of its parts."""


class NoticeRepository:
    """Notices, in the order they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[KeptNotice]:
        """Return every notice."""
        return [_to_notice(row) for row in self._session.scalars(select(NoticeRow).order_by(NoticeRow.id))]

    def get(self, number: int) -> KeptNotice | None:
        """Return the notice of that number, or None."""
        row = self._session.get(NoticeRow, number)
        return None if row is None else _to_notice(row)

    def number_of(self, notice_id: NoticeId) -> int | None:
        """Return under which number a notice is kept; None where it is not."""
        return self._session.scalar(select(NoticeRow.id).where(NoticeRow.notice_id == notice_id))

    def add(
        self, notice: Notice, conflicts: tuple[Conflict, ...], *, file_name: str, sha256: str, at: datetime, by: Actor
    ) -> int:
        """Keep a notice; return its number. A second one of the same id is refused, see `refusing_twins`."""
        row = NoticeRow(
            notice_id=notice.id,
            title=notice.title,
            document_number=notice.number,
            issuer=notice.issuer,
            issued_on=notice.issued_on,
            status=notice.status.value,
            text=notice.text,
            parts={name: to_json(getattr(notice, name)) for name in _PARTS},
            conflicts=to_json(conflicts),
            file_name=file_name,
            sha256=sha256,
            **acted(at, by),
        )
        with refusing_twins("这份通知刚有人存入。", remedy="请从通知列表中打开。"):
            self._session.add(row)
            self._session.flush()
        return row.id


def _to_notice(row: NoticeRow) -> KeptNotice:
    """Return a notice as it was kept.

    Raises:
        WorkspaceError: its parts are not what this product writes.
    """
    plain = {
        "id": row.notice_id,
        "title": row.title,
        "number": row.document_number,
        "issuer": row.issuer,
        "issued_on": to_json(row.issued_on),
        "status": PolicyStatus(row.status).value,
        "text": row.text,
    }
    try:
        notice = from_json(Notice, plain | row.parts)
        conflicts = tuple(from_json(Conflict, each) for each in row.conflicts)
    except JsonFaultsError as error:
        raise WorkspaceError(
            f"第 {row.id} 号通知在数据库中已损坏（{error}）。", remedy="请用备份恢复，或请维护人员查看。"
        ) from error
    return KeptNotice(
        number=row.id,
        notice=notice,
        conflicts=conflicts,
        file_name=row.file_name,
        sha256=row.sha256,
        added_at=row.at,
        added_by=actor_of(row),
    )
