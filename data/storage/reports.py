"""Reports that were sent, the ledger of what was handed in, and the states of tasks, in and out of their tables."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data.errors import StaleRecordError, WorkspaceError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.enums import PartyKind
from data.records.reports import HandedIn, Report, ReportKey, ReportKind, SentReport, TaskState
from data.records.scopes import Scope
from data.reference.regions import codes_within
from data.storage.acting import acted, actor_of
from data.storage.audit import AuditRepository
from data.storage.json_values import from_json, to_json
from data.storage.numbered import NumberedRepository
from data.storage.report_tables import HandedInRow, SentReportRow, TaskStateRow
from data.storage.tables import AchievementRow, PartyRow
from data.storage.twins import refusing_twins

KIND: Final = "sent_reports"
"""Under which the audit trail names what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSending:
    """A report that is to be sent; see `data.records.reports.SentReport`."""

    report: Report
    recipient: str = ""
    note: str = ""
    files: tuple[tuple[str, str], ...]


def content_of(report: Report) -> str:
    """Return a report as it is kept: JSON, its fields in one order, so that the same report is the same text."""
    return json.dumps(to_json(report), ensure_ascii=False, separators=(",", ":"))


def report_of(content: str) -> Report:
    """Return the report that was kept; `from_json` names the error of a text that is none."""
    return from_json(Report, json.loads(content))


class SentReportRepository:
    """Reports that were sent; only ever added."""

    def __init__(self, session: Session, audit: AuditRepository) -> None:
        self._session = session
        self._audit = audit

    def newest(self, key: ReportKey) -> int:
        """Return the newest version of a report that was sent; 0 where none was."""
        found = self._session.scalar(select(func.max(SentReportRow.version)).where(*_of(key)))
        return found or 0

    def add(self, new: NewSending, *, expected_version: int, at: datetime, by: Actor) -> SentReport:
        """Keep a report as the next version of its key.

        Args:
            new: what is sent.
            expected_version: the newest one that whoever sends it knows; 0 none.
            at: aware.
            by: who sends it.

        Returns:
            It, with number and version.

        Raises:
            StaleRecordError: somebody else sent one since.
        """
        key, content = new.report.key, content_of(new.report)
        newest = self.newest(key)
        if newest != expected_version:
            raise StaleRecordError(
                f"这份报表刚由他人报送，现在是第 {newest} 版。", remedy="请刷新页面，核对之后再报。", version=newest
            )
        row = SentReportRow(
            kind=key.kind.value,
            form=key.form,
            about=key.region_code,
            subject=key.subject,
            period=key.period,
            version=newest + 1,
            title=new.report.title,
            recipient=new.recipient,
            note=new.note,
            content=content,
            digest=hashlib.sha256(content.encode()).hexdigest(),
            files=json.dumps(new.files),
            **acted(at, by),
        )
        with refusing_twins("这份报表刚由他人报送。", remedy="请刷新页面，核对之后再报。"):
            self._session.add(row)
            self._session.flush()
        changes = [FieldChange("title", "", row.title), FieldChange("version", "", str(row.version))]
        self._audit.tell(AuditAction.ADDED, KIND, str(row.id), changes)
        return _to_sent(row)

    def get(self, number: int, scope: Scope) -> SentReport | None:
        """Return what was sent under a number, or None."""
        row = self._session.scalar(select(SentReportRow).where(SentReportRow.id == number, *_within(scope)))
        return None if row is None else _to_sent(row)

    def moments(self) -> dict[int, datetime]:
        """Return when each report was sent, by its number."""
        return {row.id: row.at for row in self._session.execute(select(SentReportRow.id, SentReportRow.at))}

    def content(self, number: int) -> str:
        """Return what a report says, as it is kept; it must be there.

        Raises:
            WorkspaceError: it is no longer what was sent.
        """
        row = self._session.get_one(SentReportRow, number)
        if hashlib.sha256(row.content.encode()).hexdigest() != row.digest:
            raise WorkspaceError(
                f"第 {number} 号报表留存的内容与报送时的校验和不符，可能被人在数据库里改过。",
                remedy="请从备份恢复，并查明原因。",
            )
        return row.content

    def find(
        self,
        scope: Scope,
        *,
        kind: ReportKind | None = None,
        period: str = "",
        key: ReportKey | None = None,
        limit: int | None = None,
    ) -> list[SentReport]:
        """Return what was sent, newest first, without the contents: of a scope, or of one key."""
        asked = select(SentReportRow).where(*_within(scope))
        if kind is not None:
            asked = asked.where(SentReportRow.kind == kind.value)
        if period:
            asked = asked.where(SentReportRow.period == period)
        if key is not None:
            asked = asked.where(*_of(key))
        rows = self._session.scalars(asked.order_by(SentReportRow.id.desc()).limit(limit))
        return [_to_sent(row) for row in rows]


class HandedInRepository(NumberedRepository[HandedIn]):
    """The ledger of what was handed in."""

    record_type = HandedIn
    row_type = HandedInRow
    kind = "handed_in"

    def within(self, scope: Scope) -> list[HandedIn]:
        """Return the lines of a scope, in the order in which they were written."""
        if scope.everything:
            return self.all()
        return self._where(HandedInRow.region_code.in_(codes_within(scope.region_code)))

    def of_rule(self, rule: int, scope: Scope) -> list[HandedIn]:
        """Return the lines of a scope that answer a rule and count."""
        return [each for each in self.within(scope) if each.rule == rule and not each.is_withdrawn]


class TaskStateRepository(NumberedRepository[TaskState]):
    """How far tasks are."""

    record_type = TaskState
    row_type = TaskStateRow
    kind = "task_states"

    def of_notice(self, notice: int) -> list[TaskState]:
        """Return the states of a notice's tasks, of every region."""
        return self._where(TaskStateRow.notice == notice)


class ReportReading:
    """What reports count of achievements: without the long texts, in one query."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def achievements(self) -> list[tuple[str, str]]:
        """Return id and university of every achievement that is there, in the order of arrival."""
        row = AchievementRow
        asked = select(row.id, row.university).where(row.deleted_at.is_(None)).order_by(row.position)
        return [(number, university) for number, university in self._session.execute(asked)]

    def universities(self) -> list[str]:
        """Return the names of all universities and institutes: of the directory, then of achievements, each once."""
        listed = select(PartyRow.name).where(PartyRow.deleted_at.is_(None), PartyRow.kind.in_(_UNIVERSITIES))
        named = select(AchievementRow.university).where(AchievementRow.deleted_at.is_(None)).distinct()
        names = [*self._session.scalars(listed.order_by(PartyRow.id)), *sorted(self._session.scalars(named))]
        return [each for each in dict.fromkeys(names) if each]


_UNIVERSITIES: Final = (PartyKind.UNIVERSITY.value, PartyKind.INSTITUTE.value)


@dataclass(frozen=True, slots=True)
class ReportStores:
    """The repositories of reports."""

    sent: SentReportRepository
    handed_in: HandedInRepository
    tasks: TaskStateRepository
    reading: ReportReading

    @classmethod
    def over(cls, session: Session, audit: AuditRepository) -> "ReportStores":
        """Return them over one transaction."""
        return cls(
            sent=SentReportRepository(session, audit),
            handed_in=HandedInRepository(session, audit),
            tasks=TaskStateRepository(session, audit),
            reading=ReportReading(session),
        )


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    return [] if scope.everything else [SentReportRow.about.in_(codes_within(scope.region_code))]


def _of(key: ReportKey) -> list[ColumnElement[bool]]:
    return [
        SentReportRow.kind == key.kind.value,
        SentReportRow.form == key.form,
        SentReportRow.about == key.region_code,
        SentReportRow.subject == key.subject,
        SentReportRow.period == key.period,
    ]


def _to_sent(row: SentReportRow) -> SentReport:
    return SentReport(
        number=row.id,
        version=row.version,
        key=ReportKey(
            kind=ReportKind(row.kind),
            form=row.form,
            region_code=row.about,
            subject=row.subject,
            period=row.period,
        ),
        title=row.title,
        recipient=row.recipient,
        note=row.note,
        digest=row.digest,
        files=tuple((ending, checksum) for ending, checksum in json.loads(row.files)),
        sent_at=row.at,
        sent_by=actor_of(row),
    )
