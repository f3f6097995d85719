"""The audit trail: who did what to which record, filtered and paged."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field, field_validator

from data.records.accounts import NOBODY, Actor, Channel
from data.records.audit import AuditAction
from data.storage.audit import AuditFilter, StoredEntry
from service.dependencies import MOST_ROWS, DeskDep
from service.docking.accounts import ROLE_LABELS, list_accounts
from service.docking.beijing import BEIJING
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import permitted
from service.web.audit_phrases import change_label, change_value
from service.web.census_words import CENSUS_KINDS, CENSUS_PAGES
from service.web.drawing import kind_address
from service.web.forms import draw_with_forms
from service.web.report_words import REPORT_KINDS, REPORT_PAGES

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_PAGE: Final = 50

ACTION_LABELS: Final = {
    AuditAction.ADDED: "新增",
    AuditAction.CHANGED: "修改",
    AuditAction.DELETED: "删除",
    AuditAction.RESTORED: "恢复",
    AuditAction.UNDONE: "撤销导入",
    AuditAction.REVEALED: "查看联系方式",
    AuditAction.SIGNED_IN: "登录",
    AuditAction.REFUSED: "被拒绝",
}
KIND_LABELS: Final = {
    "needs": "需求",
    "achievements": "成果",
    "parties": "单位",
    "batches": "导入批次",
    "accounts": "账户",
    "introductions": "引荐",
    "deals": "签约台账",
    "jobs": "任务",
    "events": "对接会",
    "feedback": "判定",
    "disputes": "异议",
    "tokens": "接口令牌",
    "backups": "备份",
    "registers": "台账登记",
    "challenges": "榜单",
    "alliances": "联盟",
    "ceremonies": "签约仪式",
    "bids": "揭榜方案",
    "notices": "通知",
    "rules": "规则",
    "rule_checks": "规则检查",
    **CENSUS_KINDS,
    **REPORT_KINDS,
}
_WITH_PAGES: Final = frozenset({
    "events",
    "deals",
    "needs",
    "achievements",
    "introductions",
    "jobs",
    "notices",
    "rules",
    "alliances",
    "ceremonies",
})
CHANNEL_LABELS: Final = {Channel.WEB: "网页", Channel.TOKEN: "接口", Channel.COMMAND: "命令行"}


class Wanted(BaseModel):
    """Which lines are asked for; a field of the form that was left empty asks nothing."""

    kind: str = Field(default="", max_length=40)
    record: str = Field(default="", max_length=1000)
    action: AuditAction | None = None
    account: int | None = Field(default=None, ge=1, le=MOST_ROWS)
    since: date | None = None
    until: date | None = None
    before: int | None = Field(default=None, ge=1, le=MOST_ROWS)

    @field_validator("action", "account", "since", "until", "before", mode="before")
    @classmethod
    def read_blank(cls, value: object) -> object:
        """Return None for a field that was left empty."""
        return value or None

    def of_trail(self) -> AuditFilter:
        """Return the filter the trail understands; both days count whole, by this computer's clock."""
        return AuditFilter(
            kind=self.kind,
            record_id=self.record.strip(),
            action=self.action,
            account_id=self.account,
            at_from=None if self.since is None else _beginning(self.since),
            at_before=None if self.until is None else _beginning(self.until + timedelta(days=1)),
        )

    def older(self, last: int) -> str:
        """Return the address of the page that follows a line."""
        kept = self.model_dump(mode="json", exclude_none=True, exclude={"before"})
        return f"/audit?{urlencode({name: value for name, value in kept.items() if value} | {'before': last})}"


@router.get("/audit")
def audit(
    request: Request,
    desk: DeskDep,
    actor: Annotated[Actor, permitted(Action.AUDIT_VIEW)],
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """List what was done, newest first."""
    with desk.workspace.reading() as stores:
        lines = stores.audit.page(wanted.of_trail(), before=wanted.before, limit=_PAGE)
    return draw_with_forms(
        request,
        "audit.html",
        actor=actor,
        lines=[(line, _address(line)) for line in lines],
        wanted=wanted,
        accounts=list_accounts(desk.workspace),
        actions=ACTION_LABELS,
        kinds=KIND_LABELS,
        channels=CHANNEL_LABELS,
        roles=ROLE_LABELS,
        nobody=NOBODY.name,
        label=change_label,
        value=change_value,
        older=wanted.older(lines[-1].number) if len(lines) == _PAGE else "",
        masked=masked_text,
    )


def _address(line: StoredEntry) -> str:
    """Return the address of the record a line is about; "" where it has no page, or the record is gone."""
    entry = line.entry
    if entry.kind == "rule_checks":
        return f"/rules/checks/{entry.record_id}"
    if entry.kind in _WITH_PAGES and entry.action is not AuditAction.DELETED:
        return kind_address(entry.kind, entry.record_id)
    return {**CENSUS_PAGES, **REPORT_PAGES}.get(entry.kind, "").format(number=entry.record_id)


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BEIJING)
