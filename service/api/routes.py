"""The API, version 1: reads a request, asks the desk, shows the answer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from data.records.accounts import Actor
from data.records.enums import Direction
from service.api.answers import doctor_answer, match_answer, search_answer
from service.api.contract import EVERYWHERE, PREFIX
from service.api.filters import FacetFilters
from service.api.schemas import DoctorAnswer, DoctorRequest, Health, MatchAnswer, MatchRequest, SearchAnswer
from service.dependencies import DeskDep, Found, SearchFor, SearchText, Today
from service.docking.doctoring import read_masks
from service.docking.pasted import need_of_text
from service.docking.permissions import Action
from service.docking.visibility import require_all_achievements, visible_findings, visible_matches, visible_stock
from service.identity import OPEN, Caller, caller_if_any, permitted

router = APIRouter(prefix=PREFIX, responses=EVERYWHERE)


@router.get(
    "/health",
    summary="服务是否在运行，工作区里有什么",
    tags=["服务"],
    description="不载入语言模型，可频繁询问。条数只告诉已登录的人，且只计有权查看的记录。",
    dependencies=[OPEN],
    response_model_exclude_none=True,
)
def health(request: Request, desk: DeskDep, caller: Annotated[Caller | None, Depends(caller_if_any)]) -> Health:
    """Tell that the service answers and, to those who may know, what it works on; no model is loaded."""
    if caller is None:
        return Health(status="ok", version=request.app.version, needs=None, achievements=None, indexed=None)
    stock = visible_stock(desk, caller.actor)
    return Health(
        status="ok",
        version=request.app.version,
        needs=stock.n_needs,
        achievements=stock.n_achievements,
        indexed=stock.is_indexed,
    )


@router.post(
    "/match",
    summary="用一段文字找成果",
    description="为一段没有入库的需求文字，在工作区的成果中找出候选并说明理由；文字不会保存。",
    tags=["匹配"],
)
def match(
    body: MatchRequest, desk: DeskDep, day: Today, actor: Annotated[Actor, permitted(Action.TEXT_MATCH)]
) -> MatchAnswer:
    """Match a text that is nowhere stored."""
    need = need_of_text(body.title, body.content)
    return match_answer(visible_matches(desk, actor, need, top=body.top, as_of=day))


@router.post(
    "/doctor",
    summary="诊断一段需求",
    description="写得够不够具体、缺什么、该问什么、匹配靠哪些词；写了 mask 或 try 就在工作区试配。文字不会保存。",
    tags=["诊断"],
)
def doctor(
    body: DoctorRequest, desk: DeskDep, day: Today, actor: Annotated[Actor, permitted(Action.TEXT_MATCH)]
) -> DoctorAnswer:
    """Examine a text that is nowhere stored."""
    need, masks = need_of_text(body.title, body.content), read_masks(body.mask)
    is_tried = body.is_tried or bool(masks)
    if is_tried:
        require_all_achievements(actor)
    return doctor_answer(desk.consult(need, masks=masks, is_tried=is_tried, as_of=day))


@router.get(
    "/search",
    summary="按一句话查找",
    description="在工作区中查找与一句话相近的成果或需求；筛选的，在最接近的 200 条中筛选。",
    tags=["查找"],
)
def search(
    text: SearchText,
    desk: DeskDep,
    actor: Annotated[Actor, permitted(Action.SEARCH)],
    wanted: FacetFilters,
    top: Found = 10,
    direction: SearchFor = Direction.NEEDS,
) -> SearchAnswer:
    """Find records that resemble a sentence."""
    return search_answer(visible_findings(desk, actor, text, direction, wanted=wanted, top=top))
