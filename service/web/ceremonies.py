"""Pages of signing ceremonies: the list, one with its ranking, criteria, signatories and running order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError
from data.records.accounts import BUREAUS, Actor, Role
from data.records.ceremonies import CeremonyFacts, CeremonyProject, CriterionWord, Signatory
from data.records.rules import DueTerms, Outcome
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.alliances.reading import notices_to_answer
from service.docking.alliances.wording import region_words
from service.docking.answering import Desk
from service.docking.beijing import beijing_day
from service.docking.ceremonies.keeping import (
    MOST_PROOF,
    MOST_TITLE,
    add_ceremony,
    ceremonies_of,
    change_ceremony,
    open_ceremony,
    say_of_deal,
    settle_ceremony,
)
from service.docking.ceremonies.opening import OpenedCeremony
from service.docking.ceremonies.selecting import criteria_of, doubled_places, retold, running_order, wanted_of
from service.docking.deals.amounts import wan
from service.docking.deals.phrases import MARK_LABELS
from service.docking.deals.phrases import STAGE_LABELS as DEAL_STAGES
from service.docking.notices.wording import OUTCOME_LABELS
from service.docking.permissions import Action
from service.docking.rules.due import deadline_of
from service.downloads import file_named
from service.errors import problem_of
from service.exports.ceremonies import order_paper, paper_of, render_recommended
from service.exports.feedback import masked_text
from service.exports.paper_files import render_word, render_workbook
from service.identity import Now, permitted
from service.web.alliance_forms import Filled, day_of, number_of, region_code
from service.web.alliances import beijing, told_left
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.DEALS_VIEW)]
Editing = Annotated[Actor, permitted(Action.DEALS_EDIT)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
_CHOICES: Final = {"yes": True, "no": False}
_FACTS: Final = ("title", "region", "notice", "wanted", "on", "place", "per_group")
_PAPERS: Final = {"form": "推荐表", "order": "签约次序"}
_CRITERION: Final = "c."
_PROOF: Final = "p."


@dataclass(frozen=True)
class _Refused:
    """Why a change was refused, with what was typed: the facts, or what was said of a deal."""

    fault: BadInputError | RefusalError | None = None
    filled: Mapping[str, str] = field(default_factory=dict)
    typed: CeremonyProject | None = None


_NOTHING_REFUSED: Final = _Refused()


@router.get("/ceremonies")
def ceremonies(request: Request, desk: DeskDep, actor: Viewing) -> Response:
    """List the ceremonies of one's region."""
    return _list(request, desk, actor)


@router.post("/ceremonies", dependencies=[OwnForm])
def take_new(request: Request, desk: DeskDep, at: Now, actor: Editing, filled: Filled) -> Response:
    """Plan a ceremony, or show what stands against it with everything that was written."""
    try:
        made = add_ceremony(desk.workspace, actor, _facts(filled, actor), at=at)
    except (BadInputError, RefusalError) as error:
        return _list(request, desk, actor, filled=filled, fault=error)
    return see(f"/ceremonies/{made.number}")


@router.get("/ceremonies/{number}")
def ceremony_page(request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Viewing) -> Response:
    """Show one ceremony with its ranking."""
    return _page(request, desk, actor, number, at=at)


@router.post("/ceremonies/{number}", dependencies=[OwnForm])
def take_facts(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Editing, version: Version, filled: Filled
) -> Response:
    """Plan a ceremony otherwise."""
    try:
        known = open_ceremony(desk.workspace, actor, number, now=at).ceremony.region_code
        change_ceremony(desk.workspace, actor, (number, version), _facts(filled, actor, known=known), at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, desk, actor, number, at=at, refused=_Refused(error, filled=filled))
    return see(f"/ceremonies/{number}")


@router.post("/ceremonies/{number}/settle", dependencies=[OwnForm])
def take_settling(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    is_settled: Annotated[bool, Form()],
) -> Response:
    """Settle the list as it stands, or open it again."""
    try:
        settle_ceremony(desk.workspace, actor, (number, version), is_settled=is_settled, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, desk, actor, number, at=at, refused=_Refused(error))
    return see(f"/ceremonies/{number}")


@router.post("/ceremonies/{number}/deals/{deal}", dependencies=[OwnForm])
def take_word(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    deal: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    filled: Filled,
) -> Response:
    """Write down what is said of a deal."""
    try:
        say_of_deal(desk.workspace, actor, (number, version), _project(deal, filled), at=at)
    except (BadInputError, RefusalError) as error:
        refused = _Refused(error, typed=_project(deal, filled))
        return _page(request, desk, actor, number, at=at, refused=refused)
    return see(f"/ceremonies/{number}#d{deal}")


@router.get("/ceremonies/{number}/files/{paper}/{ending}")
def download(
    number: RowNumber,
    paper: Literal["form", "order"],
    ending: Literal["xlsx", "docx"],
    desk: DeskDep,
    at: Now,
    actor: Viewing,
) -> Response:
    """Give the form of recommended projects, or the running order."""
    opened = open_ceremony(desk.workspace, actor, number, now=at)
    day = beijing_day(at)
    if paper == "form":
        unit = region_words(opened.ceremony.region_code)
        content = render_recommended(opened.ranked, ending, unit=unit, on=day)
    else:
        turns = running_order(opened.ranked, per_group=opened.ceremony.per_group)
        sheet = order_paper(opened.ceremony, turns, as_of=day)
        content = (render_workbook if ending == "xlsx" else render_word)(sheet)
    name = f"{masked_text(opened.ceremony.title)}{_PAPERS[paper]}"
    return file_named(content, name, plain=f"ceremony-{number}-{paper}", ending=ending)


def _facts(filled: Mapping[str, str], actor: Actor, *, known: str = "") -> CeremonyFacts:
    """Return what was typed; a region that was left as it was shown stays `known`, one not told is the actor's own."""
    region = filled.get("region", "").strip()
    own = known if known and region == region_words(known) else region_code(region)
    return CeremonyFacts(
        title=filled.get("title", ""),
        region_code=own if region else actor.region_code,
        notice=number_of(filled.get("notice", "")),
        wanted=number_of(filled.get("wanted", "")),
        on=day_of(filled.get("on", "")),
        place=filled.get("place", ""),
        per_group=number_of(filled.get("per_group", "")) or 5,
    )


def _project(deal: int, filled: Mapping[str, str]) -> CeremonyProject:
    words = []
    for name, said in filled.items():
        if name.startswith(_CRITERION) and said in {each.value for each in Outcome}:
            index = name.removeprefix(_CRITERION)
            text, proof = filled.get(f"t.{index}", ""), filled.get(f"{_PROOF}{index}", "")
            words.append(CriterionWord(criterion=text, outcome=Outcome(said), proof=proof))
    return CeremonyProject(
        deal=deal,
        words=tuple(words),
        enterprise=Signatory(name=filled.get("e_name", ""), post=filled.get("e_post", "")),
        university=Signatory(name=filled.get("u_name", ""), post=filled.get("u_post", "")),
        place=number_of(filled.get("place", "")),
        is_chosen=_CHOICES.get(filled.get("chosen", "")),
    )


def _list(
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    filled: Mapping[str, str] | None = None,
    fault: BadInputError | RefusalError | None = None,
) -> Response:
    page = draw_with_forms(
        request,
        "ceremonies.html",
        rows=ceremonies_of(desk.workspace, actor),
        can_add=actor.role in {*BUREAUS, Role.ADMINISTRATOR},
        filled=dict.fromkeys(_FACTS, "") | dict(filled or {}),
        notices=notices_to_answer(desk, actor),
        place=region_words,
        masked=masked_text,
        most_title=MOST_TITLE,
        fault=fault,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


def _page(
    request: Request,
    desk: Desk,
    actor: Actor,
    number: int,
    *,
    at: datetime,
    refused: _Refused = _NOTHING_REFUSED,
) -> Response:
    """Draw a ceremony; what was typed and refused stays in its fields."""
    fault, typed = refused.fault, refused.typed
    opened = open_ceremony(desk.workspace, actor, number, now=at)
    ceremony = opened.ceremony
    shown = [retold(each, typed) if typed and each.deal.number == typed.deal else each for each in opened.ranked]
    page = draw_with_forms(
        request,
        "ceremony.html",
        each=ceremony,
        opened=opened,
        ranked=shown,
        typed=typed,
        doubled=doubled_places(opened.ranked),
        filled=_filled_of(opened) | dict(refused.filled),
        turns=running_order(opened.ranked, per_group=ceremony.per_group),
        criteria=criteria_of(opened.rules),
        wanted=wanted_of(ceremony, opened.rules),
        due=_due(opened, at),
        beijing=beijing,
        notices=notices_to_answer(desk, actor),
        can_edit=actor.role in {*BUREAUS, Role.ADMINISTRATOR},
        marks=MARK_LABELS,
        stages=DEAL_STAGES,
        outcomes=OUTCOME_LABELS,
        place=region_words,
        paper=paper_of,
        wan=wan,
        masked=masked_text,
        most_title=MOST_TITLE,
        most_proof=MOST_PROOF,
        fault=fault,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


def _filled_of(opened: OpenedCeremony) -> dict[str, str]:
    each = opened.ceremony
    return {
        "title": each.title,
        "region": region_words(each.region_code),
        "notice": "" if each.notice is None else str(each.notice),
        "wanted": "" if each.wanted is None else str(each.wanted),
        "on": "" if each.on is None else each.on.isoformat(),
        "place": each.place,
        "per_group": str(each.per_group),
    }


def _due(opened: OpenedCeremony, at: datetime) -> list[tuple[DueTerms, datetime, str]]:
    """Return by when the list is due: what, the last moment, how long there is."""
    terms = [each.terms for each in opened.rules if isinstance(each.terms, DueTerms) and each.terms.on is not None]
    moments = [(each, deadline_of(each, each.on)) for each in terms if each.on is not None]
    return [(each, moment, told_left(moment - at)) for each, moment in moments]
