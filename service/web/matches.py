"""The match lists of stored records, and two candidates side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.consents import Introduction
from data.records.consents import Side as ConsentSide
from data.records.matches import Match, MatchReport
from data.records.needs import Need
from data.storage.deals import DealFilter
from service.dependencies import (
    DEFAULT_CANDIDATES,
    MOST_CANDIDATES,
    AchievementNumber,
    Candidates,
    DeskDep,
    IncludeRejected,
    NeedNumber,
    Today,
)
from service.docking.answering import Desk
from service.docking.consents import introductions_of
from service.docking.deals.viewing import deals_of
from service.docking.feedback import standing_verdicts
from service.docking.permissions import Action, may
from service.docking.visibility import visible_achievement, visible_matches, visible_need, visible_pairs
from service.exports.card import EvidenceCard
from service.exports.contrast import contrast
from service.exports.feedback import masked_text
from service.exports.masking import MASKED
from service.exports.outline import Outline
from service.exports.phrases import ROLE_NEED
from service.identity import permitted
from service.web.drawing import kind_address
from service.web.forms import draw_with_forms
from service.web.loading import draw_loading

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

OfNeeds = Annotated[Actor, permitted(Action.NEEDS_VIEW)]
OfAchievements = Annotated[Actor, permitted(Action.ACHIEVEMENTS_VIEW)]
Judged = Annotated[int | None, Query(ge=1, description="刚刚记下的判定的号。")]
Picked = Annotated[str, Query(max_length=1000)]
_COMPARED: Final = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """How a list is to be shown; FastAPI fills it from the request.

    Attributes:
        top: candidates at most.
        rejected: list rejected pairs too.
        judged: number of the verdict just given.
    """

    request: Request
    as_of: Today
    top: Candidates = DEFAULT_CANDIDATES
    rejected: IncludeRejected = False
    judged: Judged = None


AskedDep = Annotated[Asked, Depends()]


@router.get("/needs/{number:path}/matches")
def matches_of_need(number: NeedNumber, desk: DeskDep, actor: OfNeeds, asked: AskedDep) -> Response:
    """List what fits a need."""
    return _results(desk, actor, visible_need(desk, actor, number), asked)


@router.get("/achievements/{number:path}/matches")
def matches_of_achievement(
    number: AchievementNumber, desk: DeskDep, actor: OfAchievements, asked: AskedDep
) -> Response:
    """List what an achievement fits."""
    return _results(desk, actor, visible_achievement(desk, actor, number), asked)


@dataclass(frozen=True, slots=True)
class Picking:
    """Which candidates of a list are to be compared; FastAPI fills it from the request.

    Attributes:
        pick: ids of both, as the boxes of a list send them.
        a: id of one, where they are named one by one.
        b: id of the other.
    """

    request: Request
    as_of: Today
    pick: Annotated[list[str], Query(max_length=50, default_factory=list)]
    a: Picked = ""
    b: Picked = ""

    @property
    def ids(self) -> list[str]:
        """What was picked, each once."""
        return list(dict.fromkeys(each for each in (self.a, self.b, *self.pick) if each))


PickingDep = Annotated[Picking, Depends()]


@router.get("/needs/{number:path}/compare")
def compare_for_need(number: NeedNumber, desk: DeskDep, actor: OfNeeds, picking: PickingDep) -> Response:
    """Show two candidates of a need side by side, and say in words where they differ."""
    return _compared(desk, actor, visible_need(desk, actor, number), picking)


@router.get("/achievements/{number:path}/compare")
def compare_for_achievement(
    number: AchievementNumber, desk: DeskDep, actor: OfAchievements, picking: PickingDep
) -> Response:
    """Show two needs that an achievement fits side by side, and say in words where they differ."""
    return _compared(desk, actor, visible_achievement(desk, actor, number), picking)


def _compared(desk: Desk, actor: Actor, query: Need | Achievement, picking: Picking) -> Response:
    request, ids = picking.request, picking.ids
    back = f"{kind_address('needs' if isinstance(query, Need) else 'achievements', query.id)}/matches"
    if len(ids) != _COMPARED:
        fault = UsageError(f"选了 {len(ids)} 项候选。", remedy="请回到名单，正好勾选两项再比较。")
        return draw_with_forms(request, "compare.html", status=422, fault=fault, back=back)
    if desk.is_preparing:
        return draw_loading(request, back=f"{request.url.path}?{request.url.query}")
    report = visible_matches(desk, actor, query, top=MOST_CANDIDATES, as_of=picking.as_of, include_rejected=True)
    outline = Outline(report, MASKED)
    left, right = _picked_cards(outline, ids)
    return draw_with_forms(
        request,
        "compare.html",
        fault=None,
        back=back,
        outline=outline,
        view=outline.lists[0],
        cards=[(card, outline.candidate(card)) for card in (left, right)],
        contrast=contrast(left, right),
        **_judging(desk, actor, query, report),
    )


def _picked_cards(outline: Outline, picked: Sequence[str]) -> list[EvidenceCard]:
    """Return the cards of two candidates of a list, in the order in which they were picked.

    Raises:
        UnknownIdError: one of them is not in the list.
    """
    (view,) = outline.lists
    for_need = view.query.role == ROLE_NEED
    found: dict[str, Match] = {(match.achievement_id if for_need else match.need_id): match for match in view.shown}
    if not found.keys() >= set(picked):
        raise UnknownIdError(f"所选的有的不在前 {MOST_CANDIDATES} 项候选中。", remedy="请回到名单重新选择。")
    return [outline.card(view, found[number]) for number in picked]


def outlined(report: MatchReport) -> dict[str, Any]:
    """Return what the template of one list draws."""
    outline = Outline(report, MASKED)
    (view,) = outline.lists
    cards = [(card, outline.candidate(card)) for card in outline.cards(view)]
    return {"outline": outline, "view": view, "cards": cards}


def _results(desk: Desk, actor: Actor, query: Need | Achievement, asked: Asked) -> Response:
    """Draw the list of a record of the workspace, each pair with its verdict and the forms to judge it."""
    request, kind = asked.request, "needs" if isinstance(query, Need) else "achievements"
    address = f"{kind_address(kind, query.id)}/matches"
    if desk.is_preparing:
        return draw_loading(request, back=address)
    report = visible_matches(desk, actor, query, top=asked.top, as_of=asked.as_of, include_rejected=asked.rejected)
    judging = _judging(desk, actor, query, report)
    own = (each for each in judging["verdicts"].values() if each.number == asked.judged)
    return draw_with_forms(
        request,
        "results.html",
        stored=True,
        kind=kind,
        back=address,
        top=asked.top,
        most=MOST_CANDIDATES,
        judged=next(own, None),
        is_withdrawn="withdrawn" in request.query_params,
        rejected=asked.rejected,
        compare=f"{kind_address(kind, query.id)}/compare",
        **judging,
        **outlined(report),
    )


def _judging(desk: Desk, actor: Actor, query: Need | Achievement, report: MatchReport) -> dict[str, Any]:
    """Return what was said of the pairs of a list, and which of them whoever asks may judge or ask to be introduced.

    Others may have judged pairs of the same record that whoever asks must not know of.
    """
    standing = {
        (str(each.feedback.need_id), str(each.feedback.achievement_id)): each
        for each in standing_verdicts(desk.workspace, query)
    }
    seen = visible_pairs(desk, actor, standing, Action.PAIRS_VIEW) if standing else set()
    (found,) = report.lists
    return {
        "verdicts": {pair: each for pair, each in standing.items() if pair in seen},
        "scores": {(match.need_id, match.achievement_id): match.score for match in found.matches},
        "judgeable": _open_pairs(desk, actor, report, Action.PAIRS_JUDGE),
        "askable": _open_pairs(desk, actor, report, Action.INTRODUCTIONS_ASK),
        "introductions": _introductions(desk, actor, query),
        "dealable": _open_pairs(desk, actor, report, Action.DEALS_EDIT),
        "deals": _deals(desk, actor, query),
        "masked": masked_text,
    }


def _open_pairs(desk: Desk, actor: Actor, report: MatchReport, action: Action) -> set[tuple[str, str]]:
    """Return the pairs of a list that somebody may do something with."""
    if not may(actor, action):
        return set()
    (found,) = report.lists
    pairs = [(match.need_id, match.achievement_id) for match in (*found.matches, *found.nearest)]
    return visible_pairs(desk, actor, pairs, action)


def _introductions(desk: Desk, actor: Actor, query: Need | Achievement) -> dict[tuple[str, str], Introduction]:
    """Return the introductions of a record by pair, of those somebody may see."""
    if not may(actor, Action.INTRODUCTIONS_VIEW):
        return {}
    side = ConsentSide.NEED if isinstance(query, Need) else ConsentSide.ACHIEVEMENT
    return {
        (each.need_id, each.achievement_id): each
        for each in introductions_of(desk.workspace, actor)
        if each.record_id(side) == query.id
    }


def _deals(desk: Desk, actor: Actor, query: Need | Achievement) -> dict[tuple[str, str], int]:
    """Return the number of the newest deal of each pair of a record, of those somebody may see."""
    if not may(actor, Action.DEALS_VIEW):
        return {}
    is_need = isinstance(query, Need)
    found = deals_of(
        desk.workspace, actor, DealFilter(need_id=query.id) if is_need else DealFilter(achievement_id=query.id)
    )
    return {(deal.need_id, deal.achievement_id): deal.number for deal in sorted(found, key=lambda each: each.number)}
