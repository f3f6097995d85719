"""Agendas in and out of their tables: one draft an event, and releases that never change."""

from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.errors import RefusalError, StaleRecordError
from data.records.docking_events import AgendaCause, AgendaDraft, AgendaRelease
from data.records.events import Agenda, AgendaChange, EventProblem
from data.storage.acting import acted, actor_of
from data.storage.event_tables import AgendaDraftRow, AgendaReleaseRow
from data.storage.twins import refusing_twins

_AGENDA: Final = TypeAdapter(Agenda)
_PROBLEM: Final = TypeAdapter(EventProblem)
_CHANGES: Final = TypeAdapter(tuple[AgendaChange, ...])


class AgendaRepository:
    """Drafts and releases. A release is only ever added: there is no way to change one, here or in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def draft(self, event: int) -> AgendaDraft | None:
        """Return the draft of an event, or None."""
        row = self._session.scalar(select(AgendaDraftRow).where(AgendaDraftRow.event_id == event))
        return None if row is None else _to_draft(row)

    def save_draft(self, draft: AgendaDraft, *, seen: int) -> int:
        """Keep a draft in place of the one before.

        Args:
            draft: its own `revision` is not looked at.
            seen: revision of the draft it was made from; 0 where there was none.

        Returns:
            The new revision.

        Raises:
            StaleRecordError: somebody else saved one since.
        """
        chosen = select(AgendaDraftRow).where(AgendaDraftRow.event_id == draft.event)
        row = self._session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
        stands = 0 if row is None else row.revision
        if stands != seen:
            raise StaleRecordError(
                "您打开页面之后，别人改过这份日程，没有保存。",
                remedy="请刷新页面，在新的日程上再改。",
                version=stands,
            )
        columns = {
            "agenda": _AGENDA.dump_python(draft.agenda, mode="json"),
            "basis": draft.basis,
            "revision": seen + 1,
            "cause": draft.cause.value,
            "is_minimal": draft.is_minimal,
            "note": draft.note,
            **acted(draft.at, draft.actor),
        }
        if row is None:
            with refusing_twins("这场活动的日程刚由别人建立，没有保存。", remedy="请刷新页面。"):
                self._session.add(AgendaDraftRow(event_id=draft.event, **columns))
                self._session.flush()
            return 1
        for name, value in columns.items():
            setattr(row, name, value)
        self._session.flush()
        return seen + 1

    def releases(self, event: int) -> list[AgendaRelease]:
        """Return the releases of an event, oldest first."""
        chosen = select(AgendaReleaseRow).where(AgendaReleaseRow.event_id == event).order_by(AgendaReleaseRow.version)
        return [_to_release(row) for row in self._session.scalars(chosen)]

    def release(self, event: int, version: int) -> AgendaRelease | None:
        """Return one release, or None."""
        chosen = select(AgendaReleaseRow).where(AgendaReleaseRow.event_id == event, AgendaReleaseRow.version == version)
        row = self._session.scalar(chosen)
        return None if row is None else _to_release(row)

    def newest(self, event: int) -> AgendaRelease | None:
        """Return the newest release, or None."""
        version = self._newest_version(event)
        return self.release(event, version) if version else None

    def newest_versions(self) -> dict[int, int]:
        """Return event -> version of its newest release; events without one are left out."""
        newest = select(AgendaReleaseRow.event_id, func.max(AgendaReleaseRow.version))
        return dict(self._session.execute(newest.group_by(AgendaReleaseRow.event_id)).all())

    def add_release(self, release: AgendaRelease) -> None:
        """Keep a release.

        Raises:
            RefusalError: it is not the one that follows the newest; another one came in between.
        """
        newest = self._newest_version(release.event)
        if release.version != newest + 1:
            raise RefusalError(
                f"这场活动已发布到第 {newest} 版，不能再发布第 {release.version} 版；已发布的版本不再改动。",
                remedy="请刷新页面后重试。",
            )
        row = AgendaReleaseRow(
            event_id=release.event,
            version=release.version,
            agenda=_AGENDA.dump_python(release.agenda, mode="json"),
            problem=_PROBLEM.dump_python(release.problem, mode="json"),
            changes=_CHANGES.dump_python(release.changes, mode="json"),
            guests_to_tell=list(release.guests_to_tell),
            cause=release.cause.value,
            is_minimal=release.is_minimal,
            note=release.note,
            **acted(release.at, release.actor),
        )
        with refusing_twins(f"第 {release.version} 版刚由别人发布。", remedy="请刷新页面。"):
            self._session.add(row)
            self._session.flush()

    def _newest_version(self, event: int) -> int:
        newest = select(func.max(AgendaReleaseRow.version)).where(AgendaReleaseRow.event_id == event)
        return self._session.scalar(newest) or 0


def _to_draft(row: AgendaDraftRow) -> AgendaDraft:
    return AgendaDraft(
        event=row.event_id,
        agenda=_AGENDA.validate_python(row.agenda),
        basis=row.basis,
        revision=row.revision,
        cause=AgendaCause(row.cause),
        at=row.at,
        actor=actor_of(row),
        is_minimal=row.is_minimal,
        note=row.note,
    )


def _to_release(row: AgendaReleaseRow) -> AgendaRelease:
    return AgendaRelease(
        event=row.event_id,
        version=row.version,
        agenda=_AGENDA.validate_python(row.agenda),
        problem=_PROBLEM.validate_python(row.problem),
        changes=_CHANGES.validate_python(row.changes),
        guests_to_tell=tuple(row.guests_to_tell),
        cause=AgendaCause(row.cause),
        at=row.at,
        actor=actor_of(row),
        is_minimal=row.is_minimal,
        note=row.note,
    )
