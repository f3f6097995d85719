"""Pages of the signing pipeline: the board and the list, one deal, and what is written into it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from data.errors import BadInputError, DuijieError, RefusalError, UsageError
from data.records.accounts import BUREAUS, Actor
from data.records.deals import Deal, Entry, Mark, NewDeal, Origin, Stage
from data.records.feedback import Verdict, reasons_of
from data.reference.contract_kinds import contract_kinds_on, load_contract_kinds
from data.reference.regions import load_regions
from data.storage.deals import DealFilter
from data.storage.workspace import Workspace
from ingest.parsing.regions import find_region
from matcher.feedback_phrases import REASON_LABELS
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.deals.amounts import wan
from service.docking.deals.due import due_of
from service.docking.deals.keeping import change_facts, strike_entry, write_entries
from service.docking.deals.ladders import LADDERS, climbs_of, open_rungs
from service.docking.deals.moving import move_deal, open_deal
from service.docking.deals.papers import recognition_rule
from service.docking.deals.phrases import (
    FORM_LABELS,
    MARK_LABELS,
    MONEY_LABELS,
    MONEY_RULE,
    ORIGIN_LABELS,
    RUNG_LABELS,
    STAGE_LABELS,
)
from service.docking.deals.sources import open_of_introduction, open_of_pair
from service.docking.deals.stages import OPENABLE, PIPELINE, REQUIREMENTS, open_moves
from service.docking.deals.viewing import (
    DealPage,
    board_of,
    deal_of,
    deals_of,
    marked_of,
    may_edit,
    page_of,
    sums_of,
    twins_of,
)
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.deal_forms import (
    FactsForm,
    InstalmentForm,
    MilestoneForm,
    MoveForm,
    PaperForm,
    RungForm,
    StrikeForm,
    VersionForm,
)
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.DEALS_VIEW)]
Editing = Annotated[Actor, permitted(Action.DEALS_EDIT)]

Id = Annotated[str, Field(max_length=1000, pattern=NO_NUL)]
Words = Annotated[str, Field(max_length=200, pattern=NO_NUL)]

_LISTED: Final = 50
_HAND: Final = tuple(stage for stage in PIPELINE if stage in OPENABLE and not REQUIREMENTS[stage][1:])
_SHOWN: Final[dict[str, Any]] = {
    "stages": STAGE_LABELS,
    "pipeline": PIPELINE,
    "marks": MARK_LABELS,
    "forms": FORM_LABELS,
    "origins": ORIGIN_LABELS,
    "rungs": RUNG_LABELS,
    "money": MONEY_LABELS,
    "money_rule": MONEY_RULE,
    "masked": masked_text,
    "wan": wan,
}
"""What every template of deals looks at."""


class ListQuery(BaseModel):
    """How the list is filtered; every value as it was typed."""

    stage: Stage | None = None
    mark: Mark | None = None
    origin: Origin | None = None
    broker: Words = ""
    q: Words = ""
    region: Words = ""
    start: Annotated[int, Query(ge=0, le=MOST_ROWS)] = 0

    def filter(self, *, with_stage: bool = True) -> DealFilter:
        """Return the filter.

        Raises:
            UsageError: the region is not recognised.
        """
        return DealFilter(
            stages=frozenset({self.stage} if self.stage and with_stage else ()),
            mark=self.mark,
            origin=self.origin,
            broker=self.broker.strip(),
            words=self.q.strip(),
            region_code=region_code_of(self.region),
        )


class NewDealForm(BaseModel):
    """A deal opened by hand, or of a pair, or of an introduction."""

    need_id: Id = ""
    achievement_id: Id = ""
    introduction: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 0
    title: str = ""
    enterprise: str = ""
    region: str = ""
    university: str = ""
    broker: str = ""
    event: str = ""
    marks: list[Mark] = []
    after: Stage = Stage.TALK
    on: str = ""
    note: str = ""

    def deal(self) -> NewDeal:
        """Return the deal that is to be opened by hand."""
        return NewDeal(
            origin=Origin.EVENT if self.event.strip() else Origin.HAND,
            title=self.title,
            enterprise=self.enterprise,
            region_code=region_code_of(self.region),
            university=self.university,
            broker=self.broker,
            event=self.event,
            marks=frozenset(self.marks),
        )


@router.get("/deals")
def listed(request: Request, desk: DeskDep, actor: Viewing, query: Annotated[ListQuery, Depends()]) -> Response:
    """Show the board and the list."""
    try:
        wanted, everywhere = query.filter(), query.filter(with_stage=False)
    except UsageError as error:
        return _list_page(request, actor, query, fault=error)
    every = deals_of(desk.workspace, actor, everywhere)
    page = page_of(desk.workspace, actor, wanted, start=query.start, limit=_LISTED)
    return _list_page(request, actor, query, every=every, page=page)


@router.post("/deals", dependencies=[OwnForm])
def take_deal(
    request: Request, desk: DeskDep, at: Now, actor: Editing, form: Annotated[NewDealForm, Form()]
) -> Response:
    """Open a deal."""
    try:
        if form.introduction:
            made = open_of_introduction(desk.workspace, actor, form.introduction, at=at)
        elif form.need_id and form.achievement_id:
            made = open_of_pair(desk.workspace, actor, (form.need_id, form.achievement_id), at=at)
        else:
            move = MoveForm(after=form.after, on=form.on, note=form.note).move(None)
            made = open_deal(desk.workspace, actor, form.deal(), move, at=at)
    except (BadInputError, RefusalError) as error:
        return _new_page(request, actor, form, fault=error)
    return see(f"/deals/{made.number}")


@router.get("/deals/new")
def new_deal(  # noqa: PLR0913, PLR0917 - what a link may fill in
    request: Request,
    actor: Editing,
    title: Words = "",
    enterprise: Words = "",
    university: Words = "",
    region: Words = "",
    after: Stage = Stage.TALK,
) -> Response:
    """Show the form that opens a deal by hand, filled in as far as a link says."""
    filled = NewDealForm(title=title, enterprise=enterprise, university=university, region=region, after=after)
    return _new_page(request, actor, filled)


@router.get("/deals/{number}")
def shown(request: Request, number: RowNumber, desk: DeskDep, day: Today, actor: Viewing) -> Response:
    """Show one deal: where it stands, what comes next, its ledger and its history."""
    deal = deal_of(desk.workspace, actor, number)
    return deal_page(request, actor, deal, day=day, twins=twins_of(desk.workspace, actor, deal))


@dataclass(frozen=True, slots=True)
class Work:
    """Who works on which deal, when."""

    request: Request
    number: int
    desk: Desk
    at: datetime
    day: date
    actor: Actor

    @property
    def deal(self) -> Deal:
        """The deal as it is now."""
        return deal_of(self.desk.workspace, self.actor, self.number)

    def done(self, act: Callable[[Workspace], object], *, part: str = "", typed: MoveForm | None = None) -> Response:
        """Do something and show the deal; what is refused is said on its page, as it is now."""
        try:
            act(self.desk.workspace)
        except (BadInputError, RefusalError) as error:
            return deal_page(self.request, self.actor, self.deal, day=self.day, fault=error, typed=typed)
        return see(f"/deals/{self.number}{part}")

    def written(self, form: VersionForm, read: Callable[[Deal], Entry], *, part: str) -> Response:
        """Write the entry that a form holds."""
        place = (self.number, form.version)
        return self.done(
            lambda workspace: write_entries(workspace, self.actor, place, [read(self.deal)], at=self.at), part=part
        )


def work_of(request: Request, number: RowNumber, desk: DeskDep, at: Now, day: Today, actor: Editing) -> Work:
    """Return who works on which deal."""
    return Work(request, number, desk, at, day, actor)


@router.post("/deals/{number}/move", dependencies=[OwnForm])
def take_move(work: Annotated[Work, Depends(work_of)], form: Annotated[MoveForm, Form()]) -> Response:
    """Bring a deal a stage further."""
    place = (work.number, form.version)
    return work.done(
        lambda workspace: move_deal(workspace, work.actor, place, form.move(work.deal), at=work.at), typed=form
    )


@router.post("/deals/{number}/facts", dependencies=[OwnForm])
def take_facts(work: Annotated[Work, Depends(work_of)], form: Annotated[FactsForm, Form()]) -> Response:
    """Change title, broker, marks or the next day."""
    place = (work.number, form.version)
    return work.done(lambda workspace: change_facts(workspace, work.actor, place, form.facts(work.deal), at=work.at))


@router.post("/deals/{number}/papers", dependencies=[OwnForm])
def take_paper(work: Annotated[Work, Depends(work_of)], form: Annotated[PaperForm, Form()]) -> Response:
    """Keep a signed paper."""
    return work.written(form, lambda _: form.paper(form.form), part="#agreements")


@router.post("/deals/{number}/milestones", dependencies=[OwnForm])
def take_milestone(work: Annotated[Work, Depends(work_of)], form: Annotated[MilestoneForm, Form()]) -> Response:
    """Keep a milestone, or that it is done."""
    return work.written(form, form.milestone, part="#milestones")


@router.post("/deals/{number}/instalments", dependencies=[OwnForm])
def take_instalment(work: Annotated[Work, Depends(work_of)], form: Annotated[InstalmentForm, Form()]) -> Response:
    """Keep a payment, planned or received."""
    return work.written(form, form.instalment, part="#instalments")


@router.post("/deals/{number}/rungs", dependencies=[OwnForm])
def take_rung(work: Annotated[Work, Depends(work_of)], form: Annotated[RungForm, Form()]) -> Response:
    """Keep how deep a cooperation goes."""
    return work.written(form, lambda _: form.entry(), part="#rungs")


@router.post("/deals/{number}/strike", dependencies=[OwnForm])
def take_strike(work: Annotated[Work, Depends(work_of)], form: Annotated[StrikeForm, Form()]) -> Response:
    """Strike an entry out."""
    place, entry = (work.number, form.version), (form.ledger, form.entry)
    return work.done(
        lambda workspace: strike_entry(workspace, work.actor, place, entry, note=form.note, at=work.at),
        part=f"#{form.ledger}",
    )


def region_code_of(text: str) -> str:
    """Return the code of a region somebody wrote, "" for nothing.

    Raises:
        UsageError: it is not recognised.
    """
    text = text.strip()
    if not text or text in load_regions():
        return text
    region = find_region(text)
    if region is None:
        raise UsageError(f"没有认出地区“{text[:20]}”。", remedy="请写省、市或县的名称。")
    return region.code


def deal_page(  # noqa: PLR0913 - what one template shows, all by name
    request: Request,
    actor: Actor,
    deal: Deal,
    *,
    day: date,
    fault: DuijieError | None = None,
    typed: MoveForm | None = None,
    twins: Sequence[Deal] = (),
) -> Response:
    """Draw a deal; with a fault, what was typed is still there. Deals of the same project are named as `twins`."""
    is_editable = may_edit(actor)
    page = draw_with_forms(
        request,
        "deal.html",
        deal=deal,
        moves=[(stage, [each.text for each in REQUIREMENTS[stage]]) for stage in open_moves(deal)]
        if is_editable
        else [],
        is_editable=is_editable,
        kinds=contract_kinds_on(day),
        kind_names={code: kind.name for code, kind in load_contract_kinds().items()},
        reasons=[(each.value, REASON_LABELS[each]) for each in reasons_of(Verdict.REJECT)],
        reason_words=REASON_LABELS,
        climbs=climbs_of(deal),
        ladders=LADDERS,
        open_rungs=open_rungs(deal),
        region=_region_name(deal.region_code),
        today=day,
        reached={step.after for step in deal.steps},
        due=due_of(deal, day),
        rule=recognition_rule(),
        fault=fault,
        typed=typed,
        twins=twins,
        **_SHOWN,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _region_name(code: str) -> str:
    region = load_regions().get(code)
    return "" if region is None else region.name


def _list_page(
    request: Request,
    actor: Actor,
    query: ListQuery,
    *,
    every: list[Deal] | None = None,
    page: DealPage | None = None,
    fault: DuijieError | None = None,
) -> Response:
    deals = every or []
    kept = {name: value for name, value in query.model_dump(mode="json").items() if value and name != "start"}
    drawn = draw_with_forms(
        request,
        "deals.html",
        query=query,
        kept=kept,
        board=[column for column in board_of(deals) if column.n_deals or column.stage in PIPELINE],
        total=sums_of(deals),
        n_deals=len(deals),
        marked=marked_of(deals),
        page=page,
        is_part=bool(kept),
        is_editable=may_edit(actor),
        fault=fault,
        **_SHOWN,
    )
    if fault is not None:
        drawn.status_code = problem_of(fault).status
    return drawn


def _new_page(request: Request, actor: Actor, form: NewDealForm, *, fault: DuijieError | None = None) -> Response:
    page = draw_with_forms(
        request,
        "deal_new.html",
        form=form,
        openable=_HAND,
        own_university="" if actor.role in BUREAUS else actor.organisation,
        fault=fault,
        **_SHOWN,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
