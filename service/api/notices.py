"""Notices: loaded, listed, read with clauses, conflicts, attachments and who answers for what."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, Field

from data.records.accounts import Actor
from data.records.notices import PolicyStatus, Quote, UnitRole
from data.records.rulebook import KeptNotice
from ingest.notices.reading import read_notice
from service.api.contract import CONFLICT, EVERYWHERE, PLAIN_WRITES, PREFIX
from service.api.rules import RuleBody, rule_body
from service.dependencies import DeskDep, RowNumber
from service.docking.notices.loading import load_notice, notice_of, notices_of
from service.docking.notices.uploads import received
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/notices", tags=["通知和规则"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.NOTICES_VIEW)]


class NoticeRow(BaseModel):
    """A notice in a list."""

    number: int
    title: str
    document_number: str
    issuer: str
    issued_on: date | None
    status: PolicyStatus
    file_name: str
    added_at: datetime
    n_conflicts: int


class NoticesAnswer(BaseModel):
    """Notices, newest first."""

    notices: list[NoticeRow]


class LoadedAnswer(BaseModel):
    """A notice that was loaded; its rules wait for confirmation."""

    number: int
    rules: list[int] = Field(description="读出的规则的号，待确认。")
    n_conflicts: int


class NoticeQuoteBody(BaseModel):
    """Words of the notice; offsets into its text."""

    text: str
    start: int
    end: int


class ClauseBody(BaseModel):
    """A numbered part."""

    number: str
    heading: str
    start: int
    end: int


class ConflictBody(BaseModel):
    """Places that do not agree."""

    why: str
    quotes: list[NoticeQuoteBody]


class AttachmentBody(BaseModel):
    """A form or annex that the notice names."""

    label: str
    title: str
    copies: int | None
    route: str
    quote: NoticeQuoteBody


class NoticeUnitBody(BaseModel):
    """A unit and how it takes part."""

    role: UnitRole
    unit: str


class AssignmentBody(BaseModel):
    """Who answers for a task."""

    clause: str
    task: str
    units: list[NoticeUnitBody]


class NoticeAnswer(NoticeRow):
    """A notice, contacts masked character for character, so that offsets hold."""

    text: str
    clauses: list[ClauseBody]
    conflicts: list[ConflictBody]
    attachments: list[AttachmentBody]
    assignments: list[AssignmentBody]
    rules: list[RuleBody] = Field(description="由它而来的规则，各取最新一版。")


@router.get("", summary="列出通知")
def listed(desk: DeskDep, actor: Viewing) -> NoticesAnswer:
    """List the notices."""
    return NoticesAnswer(notices=[NoticeRow(**_row(each)) for each in notices_of(desk.workspace, actor)])


@router.post(
    "",
    status_code=201,
    summary="存入一份通知",
    description="读出其中的规则，待人确认；原文件保存在工作区。",
    responses=CONFLICT,
    dependencies=PLAIN_WRITES,
)
def loaded(
    file: Annotated[UploadFile, File(description="txt、html、docx 或 pdf，最多 30 MB。")],
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.NOTICES_EDIT)],
) -> LoadedAnswer:
    """Load a notice."""
    with received(file.filename or "", file.file) as path:
        kept = load_notice(desk.workspace, actor, path, read=read_notice, at=at)
    return LoadedAnswer(number=kept.number, rules=list(kept.rules), n_conflicts=kept.n_conflicts)


@router.get("/{number}", summary="一份通知和其中的规则")
def one(number: RowNumber, desk: DeskDep, actor: Viewing) -> NoticeAnswer:
    """Show a notice."""
    kept, rules = notice_of(desk.workspace, actor, number)
    notice = kept.notice
    return NoticeAnswer(
        **_row(kept),
        text=masked_text(notice.text),
        clauses=[
            ClauseBody(
                number=each.number, heading=masked_text(each.heading), start=each.quote.start, end=each.quote.end
            )
            for each in notice.clauses
        ],
        conflicts=[
            ConflictBody(why=masked_text(each.why), quotes=[_quote(quote) for quote in each.quotes])
            for each in kept.conflicts
        ],
        attachments=[
            AttachmentBody(
                label=each.label,
                title=masked_text(each.title),
                copies=each.copies,
                route=masked_text(each.route),
                quote=_quote(each.quote),
            )
            for each in notice.attachments
        ],
        assignments=[
            AssignmentBody(
                clause=each.clause,
                task=masked_text(each.task),
                units=[NoticeUnitBody(role=role, unit=masked_text(unit)) for role, unit in each.units],
            )
            for each in notice.assignments
        ],
        rules=[rule_body(each) for each in rules],
    )


def _row(kept: KeptNotice) -> dict[str, Any]:
    notice = kept.notice
    return {
        "number": kept.number,
        "title": masked_text(notice.title),
        "document_number": notice.number,
        "issuer": masked_text(notice.issuer),
        "issued_on": notice.issued_on,
        "status": notice.status,
        "file_name": masked_text(kept.file_name),
        "added_at": kept.added_at,
        "n_conflicts": len(kept.conflicts),
    }


def _quote(quote: Quote) -> NoticeQuoteBody:
    return NoticeQuoteBody(text=masked_text(quote.text), start=quote.start, end=quote.end)
