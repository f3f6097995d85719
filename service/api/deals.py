"""Deals: listed by stage, opened, moved, written into; what is overdue, spot checks, registration."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.deals import Agreement, Deal, Entry, Mark, Origin, Stage
from data.storage.deals import DealFilter
from service.api.contract import (
    CONFLICT,
    EVERYWHERE,
    JSON_WRITES,
    PLAIN_WRITES,
    PREFIX,
    STALE,
    ExpectedVersion,
    Limit,
    tag_version,
)
from service.api.deal_requests import (
    DealMoveRequest,
    DealStrikeRequest,
    EntryRequest,
    FactsRequest,
    FormRequest,
    OpenRequest,
)
from service.api.deal_schemas import (
    DealBoardAnswer,
    DealBody,
    DealColumnBody,
    DealsAnswer,
    OverdueAnswer,
    PrecheckAnswer,
    SampleAnswer,
    deal_body,
    due_body,
    precheck_answer,
    sums_body,
)
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, RowNumber, Today
from service.docking.deals.due import overdue_of
from service.docking.deals.keeping import Facts, attach, change_facts, strike_entry, write_entries
from service.docking.deals.moving import move_deal, open_deal
from service.docking.deals.phrases import MONEY_RULE
from service.docking.deals.registration import precheck_of, write_form
from service.docking.deals.sampling import MOST_SAMPLED, MOST_SEED_CHARACTERS, sample_of
from service.docking.deals.sources import open_of_introduction, open_of_pair
from service.docking.deals.viewing import board_of, deal_of, deals_of, may_edit, page_of, sums_of
from service.docking.jobs import safe_name
from service.docking.permissions import Action
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/deals", tags=["签约"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.DEALS_VIEW)]
Editing = Annotated[Actor, permitted(Action.DEALS_EDIT)]
Plain = Annotated[str, Query(max_length=200, pattern=NO_NUL)]
Start = Annotated[int, Query(ge=0, le=MOST_ROWS, description="略过前面多少项：上一页给出的 next；第一页不写。")]
_WRITES: dict[int | str, dict[str, Any]] = CONFLICT | STALE


def _query(
    stage: Annotated[list[Stage], Query(description="阶段，可以写几个。")] = [],  # noqa: B006 - FastAPI copies it
    mark: Mark | None = None,
    origin: Origin | None = None,
    broker: Plain = "",
    q: Plain = "",
    region: Annotated[str, Query(pattern=r"^(\d{6})?$", description="企业所在地区的代码。")] = "",
) -> DealFilter:
    return DealFilter(stages=frozenset(stage), mark=mark, origin=origin, broker=broker, words=q, region_code=region)


Wanted = Annotated[DealFilter, Depends(_query)]


@router.get("", summary="列出台账")
def listed(desk: DeskDep, actor: Viewing, wanted: Wanted, start: Start = 0, limit: Limit = 50) -> DealsAnswer:
    """Return one page of deals."""
    page = page_of(desk.workspace, actor, wanted, start=start, limit=limit)
    return DealsAnswer(deals=[deal_body(each, is_editable=may_edit(actor)) for each in page.deals], next=page.next)


@router.post("", summary="开台账", status_code=201, responses=CONFLICT, dependencies=JSON_WRITES)
def opened(desk: DeskDep, at: Now, actor: Editing, asked: OpenRequest, response: Response) -> DealBody:
    """Open a deal: of an introduction, of a pair, or with its parties."""
    workspace = desk.workspace
    if asked.introduction is not None:
        made = open_of_introduction(workspace, actor, asked.introduction, at=at)
    elif asked.need_id or asked.achievement_id:
        made = open_of_pair(workspace, actor, (asked.need_id, asked.achievement_id), at=at)
    else:
        made = open_deal(workspace, actor, asked.deal(), asked.move(), at=at)
    response.headers["location"] = f"{PREFIX}/deals/{made.number}"
    return _told(response, made)


@router.get("/board", summary="各阶段的项数和金额")
def board(desk: DeskDep, actor: Viewing, wanted: Wanted) -> DealBoardAnswer:
    """Return the pipeline by stage."""
    deals = deals_of(desk.workspace, actor, wanted)
    return DealBoardAnswer(
        stages=[
            DealColumnBody(
                stage=each.stage,
                n_deals=each.n_deals,
                n_marked=each.n_marked,
                n_unpriced=each.n_unpriced,
                sums=sums_body(each.sums),
            )
            for each in board_of(deals)
        ],
        sums=sums_body(sums_of(deals)),
        rule=MONEY_RULE,
    )


@router.get("/overdue", summary="逾期清单")
def overdue(desk: DeskDep, actor: Viewing, day: Today) -> OverdueAnswer:
    """Return what is overdue today."""
    found = overdue_of(deals_of(desk.workspace, actor), day)
    return OverdueAnswer(
        as_of=day,
        overdue=[due_body(each) for each in found.due],
        undated=[deal.number for deal in found.undated],
    )


@router.get("/sample", summary="抽查名单")
def sample(
    desk: DeskDep,
    actor: Viewing,
    day: Today,
    seed: Annotated[str, Query(min_length=1, max_length=MOST_SEED_CHARACTERS, pattern=NO_NUL)],
    n: Annotated[int, Query(ge=1, le=MOST_SAMPLED)] = 10,
    as_of: date | None = None,
) -> SampleAnswer:
    """Draw a spot check that can be drawn again.

    Raises:
        UsageError: the day has not come.
    """
    if as_of is not None and as_of > day:
        raise UsageError("抽查日期在今天之后。", remedy="请填今天或以前的日期。")
    drawn = sample_of(deals_of(desk.workspace, actor), n, seed=seed, as_of=as_of or day)
    return SampleAnswer(
        as_of=drawn.as_of,
        seed=drawn.seed,
        n_frame=drawn.n_frame,
        deals=[deal.number for deal in drawn.deals],
        rule=drawn.rule,
    )


@router.post("/documents", summary="存入材料", responses=_WRITES, dependencies=PLAIN_WRITES)
def document(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
    number: Annotated[int, Form(ge=1, le=MOST_ROWS, description="台账号。")],
    file: Annotated[UploadFile, File(description="最多 30 MB。")],
    response: Response,
) -> DealBody:
    """Keep a file with a deal."""
    sent = (safe_name(file.filename or ""), file.file.read())
    return _told(response, attach(desk.workspace, actor, (number, version), sent, at=at))


@router.get("/{number}", summary="一项台账")
def one(number: RowNumber, desk: DeskDep, actor: Viewing, response: Response) -> DealBody:
    """Return one deal."""
    deal = deal_of(desk.workspace, actor, number)
    tag_version(response, deal.version)
    return deal_body(deal, is_editable=may_edit(actor))


@router.post("/{number}/move", summary="办理到下一阶段", responses=_WRITES, dependencies=JSON_WRITES)
def moved(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
    asked: DealMoveRequest,
    response: Response,
) -> DealBody:
    """Bring a deal a stage further."""
    deal = deal_of(desk.workspace, actor, number)
    asked_move = asked.move()
    entries = tuple(_completed(deal, each) for each in asked_move.entries)
    done = move_deal(desk.workspace, actor, (number, version), replace(asked_move, entries=entries), at=at)
    return _told(response, done)


@router.patch("/{number}", summary="改名称、经纪人、标记、下次办理日期", responses=_WRITES, dependencies=JSON_WRITES)
def changed(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
    asked: FactsRequest,
    response: Response,
) -> DealBody:
    """Change the facts of a deal."""
    facts = Facts(title=asked.title, broker=asked.broker, marks=frozenset(asked.marks), next_on=asked.next_on)
    return _told(response, change_facts(desk.workspace, actor, (number, version), facts, at=at))


@router.post("/{number}/entries", summary="登记协议、里程碑、付款、深化", responses=_WRITES, dependencies=JSON_WRITES)
def written(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
    asked: EntryRequest,
    response: Response,
) -> DealBody:
    """Write an entry into the ledger."""
    entry = _completed(deal_of(desk.workspace, actor, number), asked.entry())
    return _told(response, write_entries(desk.workspace, actor, (number, version), [entry], at=at))


@router.post("/{number}/strike", summary="划去一条", responses=_WRITES, dependencies=JSON_WRITES)
def struck(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
    asked: DealStrikeRequest,
    response: Response,
) -> DealBody:
    """Strike an entry out."""
    entry = (asked.ledger, asked.number)
    done = strike_entry(desk.workspace, actor, (number, version), entry, note=asked.note, at=at)
    return _told(response, done)


@router.get("/{number}/registration/{contract}", summary="认定登记预审")
def checked(number: RowNumber, contract: RowNumber, desk: DeskDep, actor: Viewing, day: Today) -> PrecheckAnswer:
    """Return the pre-check of a contract."""
    return precheck_answer(precheck_of(desk.workspace, actor, (number, contract), as_of=day))


@router.patch("/{number}/registration/{contract}", summary="填写登记表", responses=_WRITES, dependencies=JSON_WRITES)
def filled(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    contract: RowNumber,
    desk: DeskDep,
    at: Now,
    day: Today,
    actor: Editing,
    version: ExpectedVersion,
    asked: FormRequest,
) -> PrecheckAnswer:
    """Keep what the registration form is to say."""
    write_form(desk.workspace, actor, (number, contract, version), asked.values, at=at)
    return precheck_answer(precheck_of(desk.workspace, actor, (number, contract), as_of=day))


def _told(response: Response, deal: Deal) -> DealBody:
    tag_version(response, deal.version)
    return deal_body(deal, is_editable=True)


def _completed(deal: Deal, entry: Entry) -> Entry:
    """Return an entry; a paper that completes a stored one keeps what its registration form says."""
    if not isinstance(entry, Agreement) or not entry.number:
        return entry
    there = next((each for each in deal.agreements if each.number == entry.number), None)
    return entry if there is None else replace(entry, form_values=there.form_values)
