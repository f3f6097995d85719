"""Pages of rules: listed as of a day, looked at in all versions, confirmed, edited, rejected, written by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError, StaleRecordError, UsageError
from data.records.accounts import Actor
from data.records.rulebook import RuleHistory
from data.records.rules import RuleKind, RuleState, Terms
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.notices.deciding import RuleDraft, decide, edit, write
from service.docking.notices.loading import notices_of, rule_of, rules_of
from service.docking.notices.standing import standing
from service.docking.notices.term_forms import form_of, terms_of_form
from service.docking.permissions import Action
from service.docking.rules.keeping import checks_of
from service.errors import problem_of
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, own_address, see
from service.web.rule_views import rule_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.NOTICES_VIEW)]
Editing = Annotated[Actor, permitted(Action.NOTICES_EDIT)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
Note = Annotated[str, Form(max_length=1000)]
Back = Annotated[str, Form(max_length=200)]

_TERM: Final = "t."
"""Begins the names of the form's fields that are terms."""


async def _form(request: Request) -> Mapping[str, str]:
    """Return the fields of a form as they came; which there are depends on the kind of rule."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Filled = Annotated[Mapping[str, str], Depends(_form)]


@router.get("/rules")
def listed(
    request: Request,
    desk: DeskDep,
    today: Today,
    actor: Viewing,
    day: Annotated[str, Query(max_length=10)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """List the rules that apply on a day, and those that wait for somebody."""
    chosen = RuleKind(kind) if kind in set(RuleKind) else None
    try:
        as_of, fault = (date.fromisoformat(day) if day else today), None
    except ValueError:
        as_of, fault = today, UsageError("日期写得不对。", remedy="请写成 2025-06-30 这样的日期。")
    histories = rules_of(desk.workspace, actor, kind=chosen)
    page = draw_with_forms(
        request,
        "rules.html",
        as_of=as_of,
        is_today=as_of == today,
        kind=chosen,
        standing=standing(histories, as_of),
        waiting=[each for each in histories if each.newest.state is RuleState.PROPOSED],
        n_rejected=sum(each.newest.state is RuleState.REJECTED for each in histories),
        titles=_titles(desk, actor),
        notices={each.number: each.notice for each in histories},
        fault=fault,
        **rule_words(actor),
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


@router.get("/rules/new")
def ask_new(
    request: Request,
    desk: DeskDep,
    actor: Editing,
    kind: Annotated[RuleKind, Query()] = RuleKind.DUE,
    notice: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
) -> Response:
    """Show the form that takes a rule written by hand."""
    return _edit_page(request, desk, actor, kind=kind, filled={"notice": str(notice or "")})


@router.post("/rules/new", dependencies=[OwnForm])
def take_new(request: Request, desk: DeskDep, at: Now, actor: Editing, filled: Filled) -> Response:
    """Keep a rule written by hand.

    Raises:
        UsageError: the form names no kind.
    """
    if filled.get("kind") not in set(RuleKind):
        raise UsageError("没有选规则的类别。", remedy="请选择类别。")
    kind = RuleKind(filled["kind"])
    try:
        made = write(desk.workspace, actor, _draft(kind, filled), at=at)
    except (BadInputError, RefusalError) as error:
        return _edit_page(request, desk, actor, kind=kind, filled=filled, fault=error)
    return see(f"/rules/{made.number}")


@router.get("/rules/{number}")
def shown(request: Request, number: RowNumber, desk: DeskDep, today: Today, actor: Viewing) -> Response:
    """Show a rule with its versions, decisions and checks."""
    return _rule_page(request, desk, actor, number, today=today)


def _rule_page(
    request: Request, desk: Desk, actor: Actor, number: int, *, today: date, fault: DuijieError | None = None
) -> Response:
    history = rule_of(desk.workspace, actor, number)
    return draw_with_forms(
        request,
        "rule.html",
        status=200 if fault is None else problem_of(fault).status,
        fault=fault,
        history=history,
        current=history.on(today),
        titles=_titles(desk, actor),
        checks=checks_of(desk.workspace, actor, number),
        back=f"/rules/{number}",
        **rule_words(actor),
    )


@router.get("/rules/{number}/edit")
def ask_edit(request: Request, number: RowNumber, desk: DeskDep, actor: Editing) -> Response:
    """Show the form of the next version."""
    history = rule_of(desk.workspace, actor, number)
    return _edit_page(request, desk, actor, kind=history.kind, history=history)


@router.post("/rules/{number}/edit", dependencies=[OwnForm])
def take_edit(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    filled: Filled,
) -> Response:
    """Keep the next version of a rule."""
    history = rule_of(desk.workspace, actor, number)
    try:
        draft = _draft(history.kind, filled, before=history.newest.terms)
        edit(desk.workspace, actor, (number, version), draft, at=at)
    except (BadInputError, RefusalError) as error:
        return _edit_page(request, desk, actor, kind=history.kind, history=history, filled=filled, fault=error)
    return see(f"/rules/{number}")


def _decider(ending: str, after: RuleState) -> None:
    """Give an address to a decision."""

    @router.post(f"/rules/{{number}}/{ending}", dependencies=[OwnForm])
    def take(  # noqa: PLR0913, PLR0917 - as above
        request: Request,
        number: RowNumber,
        desk: DeskDep,
        at: Now,
        today: Today,
        actor: Editing,
        version: Version,
        note: Note = "",
        back: Back = "",
    ) -> Response:
        try:
            decide(desk.workspace, actor, (number, version), after, note=note, at=at)
        except (BadInputError, RefusalError, StaleRecordError) as error:
            return _rule_page(request, desk, actor, number, today=today, fault=error)
        # Of many rules on a page one sees again the one that was decided on.
        return see(own_address(back or f"/rules/{number}") + (f"#r{number}" if back else ""))


_decider("confirm", RuleState.CONFIRMED)
_decider("reject", RuleState.REJECTED)
_decider("withdraw", RuleState.PROPOSED)


def _edit_page(  # noqa: PLR0913 - what one template shows, all by name
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    kind: RuleKind,
    history: RuleHistory | None = None,
    filled: Mapping[str, str] | None = None,
    fault: DuijieError | None = None,
) -> Response:
    newest = None if history is None else history.newest
    given = dict(filled or {})
    if newest is not None and filled is None:
        given = {"applies_from": _day(newest.applies_from), "applies_to": _day(newest.applies_to)}
    page = draw_with_forms(
        request,
        "rule_edit.html",
        kind=kind,
        history=history,
        fields=[
            (each, given.get(_TERM + each.name, each.value) if fault is not None else each.value)
            for each in form_of(kind, None if newest is None else newest.terms)
        ],
        given=given,
        titles=_titles(desk, actor),
        fault=fault,
        **rule_words(actor),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _draft(kind: RuleKind, filled: Mapping[str, str], *, before: Terms | None = None) -> RuleDraft:
    terms = {name.removeprefix(_TERM): value for name, value in filled.items() if name.startswith(_TERM)}
    notice = filled.get("notice", "")
    return RuleDraft(
        terms=terms_of_form(kind, terms, before=before),
        notice=int(notice) if notice.isascii() and notice.isdigit() and len(notice) < 10 else None,
        sentence=filled.get("sentence", "").replace("\r\n", "\n"),
        applies_from=_read_day(filled.get("applies_from", ""), "生效日期"),
        applies_to=_read_day(filled.get("applies_to", ""), "失效日期"),
        note=filled.get("note", ""),
    )


def _read_day(text: str, label: str) -> date | None:
    """Return the day a field names; None where it is empty.

    Raises:
        UsageError: it is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{label}写得不对。", remedy="请写成 2026-11-22 这样的日期。") from error


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _titles(desk: Desk, actor: Actor) -> dict[int, Any]:
    """Return the titles of the notices by their numbers."""
    return {each.number: each.notice.title or each.file_name for each in notices_of(desk.workspace, actor)}
