"""The deadline board: what is due, day by day, with the words of a reminder; made to be printed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from data.records.ids import NoticeId
from data.records.rules import DueTerms
from service.dependencies import DeskDep, Today
from service.docking.answering import Desk
from service.docking.notices.loading import notices_of
from service.docking.notices.standing import rules_on
from service.docking.permissions import Action, may
from service.docking.reports.handing_in import HANDING_LABELS, Late, lates_on
from service.docking.rules.deadlines import Deadline, DeadlineState, deadlines, reminder
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.forms import draw_with_forms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Span = Literal["near", "past", "all"]
SPANS: Final = {"near": "近期", "past": "已过期", "all": "全部"}
_NEAR: Final = (timedelta(days=30), timedelta(days=180))
"""What the board shows at first: a month back, for what is late, and half a year ahead."""
STATE_LABELS: Final = {DeadlineState.OVERDUE: "已过期", DeadlineState.SOON: "临近", DeadlineState.LATER: "未到期"}


@router.get("/rules/deadlines")
def board(
    request: Request,
    desk: DeskDep,
    today: Today,
    at: Now,
    actor: Annotated[Actor, permitted(Action.NOTICES_VIEW)],
    span: Span = "near",
) -> Response:
    """Show what is due by the rules in force."""
    since, until = _days(span, today)
    found = deadlines(rules_on(desk.workspace, today), now=at, since=since, until=until)
    if span == "past":
        found = tuple(each for each in found if each.state is DeadlineState.OVERDUE)
    kept = notices_of(desk.workspace, actor)
    lates = _lates(desk, actor, found, at)
    titles = {each.notice.id: (each.number, each.notice.title) for each in kept}
    return draw_with_forms(
        request,
        "deadlines.html",
        span=span,
        spans=SPANS,
        rows=[_row(each, titles) | {"late": lates.get((each.rule.number, each.day))} for each in found],
        handing=HANDING_LABELS,
        states=STATE_LABELS,
        today=today,
        since=since,
        until=until,
    )


def _lates(desk: Desk, actor: Actor, found: Sequence[Deadline], at: datetime) -> Mapping[tuple[int, date], Late]:
    """Return how the units of somebody's region stand with each deadline; nothing for those who see no reports."""
    if not may(actor, Action.REPORTS_VIEW):
        return {}
    wanted = [(each.rule, each.day) for each in found if isinstance(each.rule.terms, DueTerms)]
    return lates_on(desk.workspace, actor, wanted, at=at)


def _row(deadline: Deadline, titles: Mapping[NoticeId, tuple[int, str]]) -> dict[str, object]:
    number, title = titles.get(deadline.rule.notice_id or NoticeId(""), (0, ""))
    return {
        "it": deadline,
        "item": masked_text(deadline.item),
        "unit": masked_text(deadline.unit),
        "route": masked_text(deadline.route),
        "notice": number,
        "title": title,
        "reminder": masked_text(reminder(deadline, title=title)),
    }


def _days(span: Span, today: date) -> tuple[date, date]:
    """Return first and last day of a span; monthly deadlines without an end stop half a year ahead."""
    back, ahead = _NEAR
    first = today - back if span == "near" else date(1949, 10, 1)
    last = {"near": today + ahead, "past": today, "all": today + timedelta(days=3660)}[span]
    return first, last
