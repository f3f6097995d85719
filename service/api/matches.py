"""What fits a stored need, or a stored achievement."""

from typing import Annotated

from fastapi import APIRouter

from data.records.accounts import Actor
from service.api.answers import match_answer, needs_answer
from service.api.contract import EVERYWHERE, PREFIX
from service.api.records import Number
from service.api.schemas import MatchAnswer, NeedsAnswer
from service.dependencies import DEFAULT_CANDIDATES, Candidates, DeskDep, IncludeRejected, Today
from service.docking.permissions import Action
from service.docking.visibility import visible_achievement, visible_matches, visible_need
from service.identity import permitted

router = APIRouter(prefix=PREFIX, tags=["匹配"], responses=EVERYWHERE)


@router.get(
    "/needs/{number:path}/matches",
    summary="一项需求的候选成果",
    description="为工作区里的一项需求找出候选成果并说明理由。",
)
def matches_of_need(
    number: Number,
    desk: DeskDep,
    day: Today,
    actor: Annotated[Actor, permitted(Action.NEEDS_VIEW)],
    top: Candidates = DEFAULT_CANDIDATES,
    rejected: IncludeRejected = False,
) -> MatchAnswer:
    """Match a need of the workspace."""
    need = visible_need(desk, actor, number)
    return match_answer(visible_matches(desk, actor, need, top=top, as_of=day, include_rejected=rejected))


@router.get(
    "/achievements/{number:path}/matches",
    summary="一项成果适合的需求",
    description="为工作区里的一项成果找出适合的需求并说明理由；只列您有权查看的需求。",
)
def matches_of_achievement(
    number: Number,
    desk: DeskDep,
    day: Today,
    actor: Annotated[Actor, permitted(Action.ACHIEVEMENTS_VIEW)],
    top: Candidates = DEFAULT_CANDIDATES,
    rejected: IncludeRejected = False,
) -> NeedsAnswer:
    """Match an achievement of the workspace."""
    achievement = visible_achievement(desk, actor, number)
    return needs_answer(visible_matches(desk, actor, achievement, top=top, as_of=day, include_rejected=rejected))
