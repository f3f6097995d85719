"""Pages for judging: verdicts on the pairs of a list, and blind labelling without score or rank."""

from datetime import UTC, datetime
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.feedback import Feedback, Reason, Shown, Verdict
from data.records.needs import Need
from service.dependencies import DeskDep, NeedNumber, RowNumber
from service.docking.answering import Desk
from service.docking.feedback import (
    MOST_COMMENT_CHARACTERS,
    MOST_JUDGE_CHARACTERS,
    give,
    make_feedback,
    read_reason,
    read_verdict,
    withdraw,
)
from service.docking.labelling import Sheet, sheet, shown_blind, tasks
from service.docking.permissions import Action
from service.docking.visibility import require_pair, require_verdict, visible_need, visible_needs
from service.exports.card import view_record
from service.exports.masking import MASKED, RecordTexts
from service.identity import permitted
from service.web.drawing import kind_address
from service.web.forms import Judge, OwnForm, draw_with_forms, own_address, remember_judge, see
from service.web.phrases import LABELLING_GUIDE

_MOST_TASKS: Final = 30

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Judging = Annotated[Actor, permitted(Action.PAIRS_JUDGE)]
Labelling = Annotated[Actor, permitted(Action.PAIRS_LABEL)]
Text = Annotated[str, Form(max_length=MOST_COMMENT_CHARACTERS)]
Id = Annotated[str, Form(min_length=1, max_length=1000)]
Choice = Annotated[str, Form(max_length=100, description="结论，或“结论:理由”。")]
Kind = Annotated[str, Form(pattern="^(needs|achievements)$")]


@router.post("/judge", dependencies=[OwnForm, permitted(Action.PAIRS_JUDGE)])
def name_judge(
    request: Request, name: Annotated[str, Form(max_length=MOST_JUDGE_CHARACTERS)] = "", back: Text = "/"
) -> Response:
    """Remember in this browser who judges."""
    response = see(own_address(back))
    remember_judge(request, response, name.strip())
    return response


@router.post("/feedback", dependencies=[OwnForm])
def judge_pair(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    desk: DeskDep,
    actor: Judging,
    judge: Judge,
    need_id: Id,
    achievement_id: Id,
    view: Kind,
    choice: Choice = "",
    comment: Text = "",
    model: Text = "",
    rank: Annotated[int | None, Form(ge=1)] = None,
    score: Annotated[float | None, Form(ge=0, le=1)] = None,
) -> Response:
    """Keep a verdict on a pair of a list, and show the list again, re-ranked."""
    require_pair(desk, actor, (need_id, achievement_id), Action.PAIRS_JUDGE)
    shown = Shown(model=model, rank=rank, score=score)
    given = _feedback((need_id, achievement_id), choice, comment=comment, judge=judge, shown=shown)
    numbers = give(desk.workspace, [given], actor=actor)
    said = f"?{urlencode({'judged': numbers[0]})}" if numbers else ""
    return see(f"{kind_address(view, need_id if view == 'needs' else achievement_id)}/matches{said}")


@router.post("/feedback/{number}/withdraw", dependencies=[OwnForm])
def take_back(number: RowNumber, desk: DeskDep, actor: Judging, judge: Judge, view: Kind) -> Response:
    """Withdraw a verdict and show the list again."""
    require_verdict(desk, actor, number)
    taken = withdraw(desk.workspace, number, at=datetime.now(UTC), by=judge, actor=actor).feedback
    return see(f"{kind_address(view, taken.need_id if view == 'needs' else taken.achievement_id)}/matches?withdrawn=1")


@router.get("/label")
def label_home(request: Request, desk: DeskDep, actor: Labelling, judge: Judge) -> Response:
    """List needs to label."""
    texts = RecordTexts(MASKED)
    seen = visible_needs(desk, actor, Action.PAIRS_LABEL)
    open_to_judge = [task for task in tasks(desk, judge, most=desk.stock().n_needs) if task.need.id in seen]
    listed = [(view_record(task.need, texts=texts), task.n_judged) for task in open_to_judge[:_MOST_TASKS]]
    return draw_with_forms(request, "label_home.html", tasks=listed, n_needs=len(open_to_judge), back="/label")


@router.get("/label/{number:path}")
def label(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: NeedNumber,
    desk: DeskDep,
    actor: Labelling,
    judge: Judge,
    after: Annotated[str, Query(max_length=1000)] = "",
    everything: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """Show a need and a candidate to judge (or all of them) without score, rank or anyone's verdict but one's own."""
    need = visible_need(desk, actor, number, Action.PAIRS_LABEL)
    found = sheet(desk, need, judge)
    return _label_page(request, found, after=after, everything=everything)


@router.post("/label/{number:path}", dependencies=[OwnForm])
def label_pair(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: NeedNumber,
    desk: DeskDep,
    actor: Labelling,
    judge: Judge,
    achievement_id: Id,
    choice: Choice = "",
    comment: Text = "",
    everything: Annotated[bool, Form(alias="all")] = False,
) -> Response:
    """Keep a blind verdict and show what comes next."""
    need = visible_need(desk, actor, number, Action.PAIRS_LABEL)
    try:
        given = _blind(desk, need, achievement_id, choice=choice, comment=comment, judge=judge)
    except UsageError as error:
        found = sheet(desk, need, judge)
        page = _label_page(request, found, at=achievement_id, everything=everything, fault=error)
        page.status_code = 422
        return page
    give(desk.workspace, [given], actor=actor)
    more = {"all": "1"} if everything else {"after": achievement_id}
    return see(f"/label/{quote(number, safe='')}?{urlencode(more)}")


def _blind(desk: Desk, need: Need, achievement_id: str, *, choice: str, comment: str, judge: str) -> Feedback:
    shown = shown_blind(desk, need, achievement_id)
    return _feedback((need.id, achievement_id), choice, comment=comment, judge=judge, shown=shown)


def _feedback(pair: tuple[str, str], choice: str, *, comment: str, judge: str, shown: Shown) -> Feedback:
    """Return the verdict a form describes.

    Raises:
        UsageError: nothing was chosen, or nothing of ours.
    """
    verdict, reason = _parsed(choice)
    if verdict is None:
        raise UsageError("没有选择结论。", remedy="请选择推荐、婉拒的理由或存疑。")
    return make_feedback(
        *pair, verdict=verdict, at=datetime.now(UTC), reason=reason, comment=comment, judge=judge, shown=shown
    )


def _parsed(choice: str) -> tuple[Verdict | None, Reason | None]:
    verdict, _, reason = choice.partition(":")
    return read_verdict(verdict), read_reason(reason) if reason else None


def _label_page(
    request: Request,
    found: Sheet,
    *,
    after: str = "",
    at: str = "",
    everything: bool = False,
    fault: UsageError | None = None,
) -> HTMLResponse:
    texts = RecordTexts(MASKED)
    named = next((each for each in found.candidates if each.id == at), None)
    upcoming = named or found.next_after(after)
    listed = found.candidates if everything else (() if upcoming is None else (upcoming,))
    cards = [(view_record(each, texts=texts), found.verdicts.get(each.id)) for each in listed]
    address = f"/label/{quote(found.need.id, safe='')}"
    return draw_with_forms(
        request,
        "label.html",
        need=view_record(found.need, texts=texts),
        cards=cards,
        n_judged=found.n_judged,
        n_candidates=len(found.candidates),
        address=address,
        back=f"{address}?all=1" if everything else address,
        everything=everything,
        fault=fault,
        fault_at=at,
        guide=LABELLING_GUIDE,
    )
