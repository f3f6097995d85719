"""Pages of alliances: the list, one with its tabs, the forms that begin and change one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError
from data.records.accounts import Actor, Role
from data.records.alliances import Alliance, AllianceKind, AllianceStage, Expert, Judgement
from data.records.alliances import AlliancePaper as Paper
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.alliances import wording
from service.docking.alliances.changing import MOST_TEXT, MOST_TITLE
from service.docking.alliances.checking import criteria_of, fields_of, known_papers, rulebook_of
from service.docking.alliances.forming import papers_asked
from service.docking.alliances.keeping import add_alliance, change_facts
from service.docking.alliances.reading import CheckedAlliance, check_alliance, notices_to_answer
from service.docking.alliances.seeing import READERS, SeenAlliance, Side, alliances_shown, heads_of, open_alliance
from service.docking.alliances.shapes import agreement_of, kind_of, roles_of, topology_of
from service.docking.answering import Desk
from service.docking.beijing import beijing_day, in_beijing
from service.docking.notices.wording import KIND_LABELS as RULE_LABELS
from service.docking.notices.wording import OUTCOME_LABELS
from service.docking.permissions import Action, may
from service.errors import problem_of
from service.exports.alliances import GIVEN_FORMS, filled_forms, missing_of
from service.exports.feedback import masked_text
from service.exports.masking import MASKED
from service.identity import Now, permitted
from service.web.alliance_forms import TEXT, Filled, facts_of_form, region_of_name
from service.web.challenges import told_money
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.ALLIANCES_VIEW)]
Editing = Annotated[Actor, permitted(Action.ALLIANCES_EDIT)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
Tab = Literal["members", "checks", "dossier", "activities", "grant", "forms"]
TABS: Final[Mapping[str, str]] = {
    "members": "成员",
    "checks": "检查",
    "dossier": "申报材料和盖章",
    "activities": "活动",
    "grant": "组建资金",
    "forms": "表格",
}
_CHOICES: Final = {
    "sides": Side,
    "stages": wording.STAGE_LABELS,
    "roles": wording.ROLE_LABELS,
    "member_kinds": wording.MEMBER_LABELS,
    "sizes": wording.SIZE_LABELS,
    "joinings": wording.JOINING_LABELS,
    "states": wording.STATE_LABELS,
    "kinds": wording.KIND_LABELS,
    "drivers": wording.DRIVER_LABELS,
    "lines": wording.LINE_LABELS,
    "text_labels": wording.TEXT_LABELS,
    "sheet_labels": wording.SHEET_LABELS,
    "contacts": wording.CONTACT_KEYS,
    "outcomes": OUTCOME_LABELS,
    "rule_kinds": RULE_LABELS,
    "most_title": MOST_TITLE,
    "most_text": MOST_TEXT,
    "text": TEXT,
    "consent_words": wording.consent_words,
}
"""What every template of alliances looks at."""
_FACTS: Final = ("name", "lead", "region", "field", "direction", "notice", "driver", "kind")
_SHOWN: Final = frozenset({Side.OFFICE, Side.LEAD})
_MOST_LISTED: Final = 50
"""Alliances of one page of the list."""


@router.get("/alliances")
def alliances(
    request: Request,
    desk: DeskDep,
    actor: Viewing,
    stage: Annotated[AllianceStage | None, Query()] = None,
    kind: Annotated[AllianceKind | None, Query()] = None,
    page: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 1,
) -> Response:
    """List the alliances one may see, fifty a page, with kind and topology; of a kind all are read to tell theirs."""
    seen = heads_of(desk.workspace, actor)
    numbers = [each.number for each in seen if stage in {None, each.stage}]
    if kind is not None:
        every = alliances_shown(desk.workspace, actor, numbers)
        numbers = [each.number for each in every if kind_of(each).kind is kind]
    start = (page - 1) * _MOST_LISTED
    rows = alliances_shown(desk.workspace, actor, numbers[start : start + _MOST_LISTED])
    return draw_with_forms(
        request,
        "alliances.html",
        rows=[(each, kind_of(each), topology_of(each.admitted)) for each in rows],
        counts={each: sum(one.stage is each for one in seen) for each in AllianceStage},
        stage=stage,
        kind=kind,
        page=page,
        last_page=max(-(-len(numbers) // _MOST_LISTED), 1),
        can_add=may(actor, Action.ALLIANCES_EDIT),
        place=wording.region_words,
        masked=masked_text,
        **_CHOICES,
    )


@router.get("/alliances/new")
def new_form(request: Request, desk: DeskDep, actor: Editing) -> Response:
    """Show the form that begins an alliance."""
    return _form(
        request,
        desk,
        actor,
        filled={"region": wording.region_words(actor.region_code or region_of_name(actor.organisation))},
    )


@router.post("/alliances/new", dependencies=[OwnForm])
def take_new(request: Request, desk: DeskDep, at: Now, actor: Editing, filled: Filled) -> Response:
    """Begin an alliance, or show what stands against it with everything that was written."""
    try:
        made = add_alliance(desk.workspace, actor, facts_of_form(filled, own=actor.organisation), at=at)
    except (BadInputError, RefusalError) as error:
        return _form(request, desk, actor, filled=filled, fault=error)
    return see(f"/alliances/{made.number}")


@router.get("/alliances/{number}/edit")
def edit_form(request: Request, number: RowNumber, desk: DeskDep, actor: Editing) -> Response:
    """Show the form that changes an alliance, contacts hidden."""
    alliance = open_alliance(desk.workspace, actor, number).alliance
    return _form(request, desk, actor, filled=_filled_of(alliance), alliance=alliance)


@router.post("/alliances/{number}/edit", dependencies=[OwnForm])
def take_edit(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    filled: Filled,
) -> Response:
    """Change an alliance, or show what stands against it with everything that was written."""
    try:
        change_facts(desk.workspace, actor, (number, version), facts_of_form(filled, own=actor.organisation), at=at)
    except (BadInputError, RefusalError) as error:
        alliance = open_alliance(desk.workspace, actor, number).alliance
        return _form(request, desk, actor, filled=filled, alliance=alliance, fault=error)
    return see(f"/alliances/{number}")


@router.get("/alliances/{number}")
def first_tab(request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Viewing) -> Response:
    """Show one alliance with its members."""
    return tab_page(request, desk, actor, number, at=at)


@router.get("/alliances/{number}/{tab}")
def other_tab(request: Request, number: RowNumber, tab: Tab, desk: DeskDep, at: Now, actor: Viewing) -> Response:
    """Show another tab of an alliance."""
    return tab_page(request, desk, actor, number, at=at, tab=tab)


def tab_page(  # noqa: PLR0913 - what the page needs, and what went wrong
    request: Request,
    desk: Desk,
    actor: Actor,
    number: int,
    *,
    at: datetime,
    tab: str = "members",
    fault: BadInputError | RefusalError | None = None,
) -> Response:
    """Draw one tab of an alliance, with what stands against something that was just sent."""
    by_name = tab == "checks"
    found = check_alliance(desk, actor, number, now=at, by_meaning=by_name and not desk.is_preparing, by_name=by_name)
    alliance = found.seen.alliance
    page = draw_with_forms(
        request,
        "alliance.html",
        seen=found.seen,
        each=alliance,
        checks=found.checks,
        tabs=TABS if found.seen.side in READERS else {"members": TABS["members"]},
        tab=tab if found.seen.side in READERS else "members",
        may_write=found.seen.side in _SHOWN and alliance.stage is not AllianceStage.CLOSED,
        is_office=found.seen.side is Side.OFFICE,
        kind=kind_of(alliance),
        topology=topology_of(alliance.admitted),
        agreement=agreement_of(alliance),
        chain=roles_of(alliance),
        **_tab_values(found, tab, on=beijing_day(at)),
        hide=_hide,
        own=actor.organisation,
        fault=fault,
        today=beijing_day(at),
        may_leave=may_leave(found.seen, actor),
        told_left=told_left,
        beijing=beijing,
        place=wording.region_words,
        money=told_money,
        masked=masked_text,
        **_CHOICES,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


def may_leave(seen: SeenAlliance, actor: Actor) -> bool:
    """Tell whether an actor's organisation can leave: whoever is in an alliance or asked to be, but its lead."""
    is_in = seen.side in {Side.MEMBER, Side.APPLICANT}
    return is_in and seen.alliance.stage is not AllianceStage.CLOSED and may(actor, Action.ALLIANCES_EDIT)


def told_left(left: timedelta) -> str:
    """Return how long there is, to the hour."""
    hours = abs(left) // timedelta(hours=1)
    days, rest = divmod(hours, 24)
    told = f"{days} 天 {rest} 小时" if days else f"{rest} 小时"
    return f"已过 {told}" if left < timedelta() else f"还有 {told}"


def beijing(moment: datetime) -> str:
    """Return a moment by the official clock, by which deadlines run."""
    return f"{in_beijing(moment):%Y-%m-%d %H:%M}"


def _tab_values(found: CheckedAlliance, tab: str, *, on: date) -> dict[str, object]:
    """Return what one tab shows beyond what all do."""
    alliance, checks = found.seen.alliance, found.checks
    if checks is None:
        return {}
    if tab == "members":
        return {"experts": alliance.counting(Expert)}
    if tab == "checks":
        return {"judgements": alliance.counting(Judgement), "criteria": criteria_of(checks.rulebook.rules)}
    if tab == "dossier":
        cells = [cell for each in checks.seals for cell in each.cells]
        asked = papers_asked(checks)
        known = known_papers(alliance, asked)
        return {
            "papers": [(name, known.get(name)) for name in asked],
            "numbers": {each.name: entry for entry, each in alliance.counting(Paper)},
            "seals": {name: [cell for cell in cells if cell.paper == name] for name in asked},
        }
    if tab == "forms":
        missing = {form: missing_of(filled_forms(form, alliance, checks, on=on)) for form in GIVEN_FORMS}
        return {"forms": GIVEN_FORMS, "missing": missing}
    return {}


def _hide(key: str, text: str) -> str:
    """Return a value of a member's sheet as a form may show it."""
    return MASKED.value(text) if key in wording.CONTACT_KEYS else masked_text(text)


def _filled_of(alliance: Alliance) -> dict[str, str]:
    texts = {f"{TEXT}{key}": _hide(key, text) for key, text in alliance.texts.items()}
    return texts | {
        "name": alliance.name,
        "lead": alliance.lead,
        "region": wording.region_words(alliance.region_code),
        "field": alliance.field,
        "direction": alliance.direction,
        "notice": "" if alliance.notice is None else str(alliance.notice),
        "driver": "" if alliance.driver is None else alliance.driver.value,
        "kind": "" if alliance.kind is None else alliance.kind.value,
    }


def _form(
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    filled: Mapping[str, str],
    alliance: Alliance | None = None,
    fault: BadInputError | RefusalError | None = None,
) -> Response:
    notices = notices_to_answer(desk, actor)
    with desk.workspace.reading() as stores:
        listed = {each.number: fields_of(rulebook_of(stores, each.number, date.max).rules) for each in notices}
    page = draw_with_forms(
        request,
        "alliance_edit.html",
        each=alliance,
        filled=dict.fromkeys(_FACTS, "") | dict(filled),
        fault=fault,
        notices=notices,
        fields=tuple(dict.fromkeys(field for fields in listed.values() for field in fields)),
        own=actor.organisation if actor.role in {Role.UNIVERSITY, Role.ENTERPRISE} else "",
        masked=masked_text,
        **_CHOICES,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page
