"""The API, version 1: reads a request, asks the desk, shows the answer."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request

from data.records.accounts import Actor
from data.records.enums import Direction
from service.api.answers import doctor_answer, match_answer, search_answer
from service.api.schemas import (
    DoctorAnswer,
    DoctorRequest,
    Health,
    MatchAnswer,
    MatchRequest,
    ProblemBody,
    SearchAnswer,
)
from service.dependencies import (
    DEFAULT_CANDIDATES,
    Candidates,
    DeskDep,
    Found,
    IncludeRejected,
    NeedNumber,
    SearchFor,
    SearchText,
    Today,
)
from service.docking.answering import need_of_text
from service.docking.doctoring import read_masks
from service.docking.permissions import Action
from service.docking.visibility import (
    require_all_achievements,
    visible_findings,
    visible_matches,
    visible_need,
    visible_stock,
)
from service.errors import MEDIA_TYPE
from service.identity import OPEN, Caller, caller_if_any, permitted

PREFIX: Final = "/api/v1"


def _problem(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    return {status: {"description": description, "content": {MEDIA_TYPE: {"schema": ProblemBody.model_json_schema()}}}}


_NOT_READY: Final = _problem(503, "工作区还没有记录或索引，或语言模型不可用")
BAD_VALUES: Final = _problem(422, "填写的内容有误")
UNKNOWN: Final = _problem(404, "没有这条记录")
REFUSED: Final = _problem(401, "没有登录，或令牌失效") | _problem(403, "您的角色或令牌不能办理这件事")

router = APIRouter(prefix=PREFIX)


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
    responses=REFUSED | BAD_VALUES | _NOT_READY,
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
    responses=REFUSED | BAD_VALUES | _NOT_READY,
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
    description="在工作区中查找与一句话相近的成果或需求。",
    tags=["查找"],
    responses=REFUSED | BAD_VALUES | _NOT_READY,
)
def search(
    text: SearchText,
    desk: DeskDep,
    actor: Annotated[Actor, permitted(Action.SEARCH)],
    top: Found = 10,
    direction: SearchFor = Direction.NEEDS,
) -> SearchAnswer:
    """Find records that resemble a sentence."""
    return search_answer(visible_findings(desk, actor, text, direction, top=top))


@router.get(
    "/needs/{number:path}/matches",
    summary="一项需求的候选成果",
    description="为工作区里的一项需求找出候选成果并说明理由。",
    tags=["匹配"],
    responses=REFUSED | UNKNOWN | BAD_VALUES | _NOT_READY,
)
def matches_of_need(
    number: NeedNumber,
    desk: DeskDep,
    day: Today,
    actor: Annotated[Actor, permitted(Action.NEEDS_VIEW)],
    top: Candidates = DEFAULT_CANDIDATES,
    rejected: IncludeRejected = False,
) -> MatchAnswer:
    """Match a need of the workspace."""
    need = visible_need(desk, actor, number)
    return match_answer(visible_matches(desk, actor, need, top=top, as_of=day, include_rejected=rejected))
