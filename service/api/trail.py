"""The audit trail: everything, for whoever may look at it; and the past of one record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from data.records.accounts import Channel, Role
from data.records.audit import AuditAction
from data.storage.audit import AuditFilter, StoredEntry
from service.api.contract import EVERYWHERE, PREFIX, Before, Limit
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import permitted

router = APIRouter(prefix=f"{PREFIX}/audit", tags=["操作记录"], responses=EVERYWHERE)

Text = Annotated[str, Query(max_length=1000, pattern=NO_NUL)]


class TrailChangeBody(BaseModel):
    """A value that changed; contacts were masked before they were written down."""

    field: str
    before: str
    after: str


class TrailLineBody(BaseModel):
    """One thing that was done."""

    number: int
    at: datetime
    by: str = Field(description="办理人。")
    role: Role
    channel: Channel = Field(description="web 网页，token 接口令牌，command 命令行。")
    action: AuditAction
    kind: str = Field(description="needs、achievements、parties 等；batches 为一次导入。")
    record_id: str
    changes: list[TrailChangeBody]


class TrailHistoryAnswer(BaseModel):
    """What happened to one record, newest first."""

    lines: list[TrailLineBody]


class AuditPage(BaseModel):
    """One page of the trail, newest first."""

    lines: list[TrailLineBody]
    next: int | None = Field(description="下一页的 before；最后一页为空。")


def history_answer(found: Sequence[StoredEntry]) -> TrailHistoryAnswer:
    """Return lines of the trail."""
    return TrailHistoryAnswer(lines=[_line(each) for each in found])


@router.get("", summary="列出操作记录", description="最新的在前；只增不改。")
def listed(  # noqa: PLR0913, PLR0917 - FastAPI reads a query from the parameters
    desk: DeskDep,
    actor: Annotated[object, permitted(Action.AUDIT_VIEW)],  # noqa: ARG001 - the permission is asked for
    kind: Text = "",
    record: Text = "",
    action: AuditAction | None = None,
    account: Annotated[int | None, Query(ge=1, le=MOST_ROWS, description="账户的号。")] = None,
    since: Annotated[AwareDatetime | None, Query(description="这一时刻或之后，带时区。")] = None,
    until: Annotated[AwareDatetime | None, Query(description="这一时刻之前，带时区。")] = None,
    before: Before = None,
    limit: Limit = 50,
) -> AuditPage:
    """List what was done."""
    wanted = AuditFilter(kind=kind, record_id=record, action=action, account_id=account, at_from=since, at_before=until)
    with desk.workspace.reading() as stores:
        found = stores.audit.page(wanted, before=before, limit=limit + 1)
    following = found[limit - 1].number if len(found) > limit else None
    return AuditPage(lines=[_line(each) for each in found[:limit]], next=following)


def _line(stored: StoredEntry) -> TrailLineBody:
    entry = stored.entry
    return TrailLineBody(
        number=stored.number,
        at=entry.at,
        by=masked_text(entry.actor.name),
        role=entry.actor.role,
        channel=entry.actor.channel,
        action=entry.action,
        kind=entry.kind,
        record_id=entry.record_id,
        changes=[TrailChangeBody(field=each.field, before=each.before, after=each.after) for each in entry.changes],
    )
