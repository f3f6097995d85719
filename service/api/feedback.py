"""The API of verdicts: given, listed, withdrawn."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from data.records.accounts import Actor
from data.records.feedback import Shown
from service.api.answers import feedback_answer
from service.api.contract import EVERYWHERE, JSON_WRITES, MOST_LISTED, PREFIX, Limit
from service.api.schemas import FeedbackAnswer, FeedbackPage, FeedbackRequest, WithdrawRequest
from service.dependencies import MOST_ROWS, DeskDep
from service.docking.feedback import give, history, make_feedback, withdraw
from service.docking.permissions import Action
from service.docking.visibility import require_pair, require_verdict, visible_pairs
from service.identity import CallerDep, judge_name, permitted

router = APIRouter(prefix=f"{PREFIX}/feedback", tags=["反馈"], responses=EVERYWHERE)

NeedFilter = Annotated[str | None, Query(alias="need", description="只要这项需求的；不写则为全部。")]
After = Annotated[
    int | None, Query(ge=1, le=MOST_ROWS, description="只列这个号之后的：上一页给出的 next；第一页不写。")
]
Judging = Annotated[Actor, permitted(Action.PAIRS_JUDGE)]
Number = Annotated[int, Path(ge=1, le=MOST_ROWS, description="反馈的号。")]


@router.get("", summary="列出判定", description="全部历史，含已被取代和已撤回的；联系方式遮盖。")
def listed(
    desk: DeskDep,
    actor: Annotated[Actor, permitted(Action.PAIRS_VIEW)],
    need_id: NeedFilter = None,
    after: After = None,
    limit: Limit = MOST_LISTED,
) -> FeedbackPage:
    """List verdicts."""
    found = feedback_answer(history(desk.workspace), need_id=need_id).feedback
    pairs = {(each.need_id, each.achievement_id) for each in found}
    seen = visible_pairs(desk, actor, pairs, Action.PAIRS_VIEW)
    kept = [
        each for each in found if (each.need_id, each.achievement_id) in seen and (after is None or each.number > after)
    ]
    following = kept[limit - 1].number if len(kept) > limit else None
    return FeedbackPage(feedback=kept[:limit], next=following)


@router.post(
    "",
    status_code=201,
    summary="记下一条判定",
    description="同一对以最近的一条为准；与已有的完全相同的不重复记录。返回这一对的全部判定。",
    dependencies=JSON_WRITES,
)
def given(body: FeedbackRequest, desk: DeskDep, actor: Judging, caller: CallerDep) -> FeedbackAnswer:
    """Keep a verdict; with accounts it is kept under the account's name, whatever is told."""
    require_pair(desk, actor, (body.need_id, body.achievement_id), Action.PAIRS_JUDGE)
    verdict = make_feedback(
        body.need_id,
        body.achievement_id,
        verdict=body.verdict,
        at=datetime.now(UTC),
        reason=body.reason,
        comment=body.comment,
        judge=body.judge if caller.account is None else judge_name(caller.account),
        shown=Shown(model=body.model, rank=body.rank, score=body.score),
    )
    give(desk.workspace, [verdict], actor=actor)
    return _of_pair(desk, body.need_id, body.achievement_id)


@router.post(
    "/{number}/withdraw",
    summary="撤回一条判定",
    description="记录不删除，此前的判定重新有效。返回这一对的全部判定。",
    dependencies=JSON_WRITES,
)
def withdrawn(
    number: Number, body: WithdrawRequest, desk: DeskDep, actor: Judging, caller: CallerDep
) -> FeedbackAnswer:
    """Withdraw a verdict; with accounts it is withdrawn under the account's name, whatever is told."""
    require_verdict(desk, actor, number)
    by = body.by if caller.account is None else judge_name(caller.account)
    taken = withdraw(desk.workspace, number, at=datetime.now(UTC), by=by, actor=actor).feedback
    return _of_pair(desk, taken.need_id, taken.achievement_id)


def _of_pair(desk: DeskDep, need_id: str, achievement_id: str) -> FeedbackAnswer:
    answer = feedback_answer(history(desk.workspace), need_id=need_id)
    return FeedbackAnswer(feedback=[each for each in answer.feedback if each.achievement_id == achievement_id])
