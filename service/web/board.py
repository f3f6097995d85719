"""The board: figures with their bars, each a link to the records it counts."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from service.dependencies import DeskDep, Today
from service.docking.consent_stages import STAGE_LABELS
from service.docking.figures_board import Board, Count, FitFigures, SideFigures, board_of
from service.docking.permissions import Action
from service.docking.waiting import Kind
from service.identity import permitted
from service.web.forms import draw_with_forms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_SHOWN: Final = 10
"""Bars of one chart; the smaller ones are below, folded."""

_OVERLAPPING: Final = frozenset({"readiness"})
"""What reaches a stage has reached those before."""

Chart = dict[str, object]


@router.get("/board")
def board(
    request: Request, desk: DeskDep, day: Today, actor: Annotated[Actor, permitted(Action.NEEDS_VIEW)]
) -> Response:
    """Show the figures of what whoever asks may see."""
    found = board_of(desk.workspace, actor)
    return draw_with_forms(
        request,
        "board.html",
        as_of=day,
        board=found,
        charts=[*_side_charts("需求", "needs", found.needs), *_side_charts("成果", "achievements", found.achievements)],
        fits=None if found.fits is None else _fit_chart(found.fits),
        introductions=_introduction_chart(found),
    )


def _side_charts(label: str, kind: str, figures: SideFigures) -> list[Chart]:
    parts = (
        ("region", "地区", figures.regions),
        ("industry", "行业门类", figures.industries),
        ("readiness", "成熟程度", figures.readiness),
    )
    return [
        _chart(f"{label}按{name}", [_bar(kind, field, count) for count in counts], is_whole=field not in _OVERLAPPING)
        for field, name, counts in parts
        if counts
    ]


def _bar(kind: str, field: str, count: Count) -> tuple[str, int, str]:
    """Return label, figure and address; a list cannot be asked for what is not known, and has no address."""
    address = f"/{kind}?{urlencode({field: count.code})}" if count.code else ""
    return (count.label, count.n, address)


def _fit_chart(fits: FitFigures) -> Chart:
    bars = [
        ("有合适的成果", fits.n_fitted, f"/waiting/{Kind.FITTED.value}"),
        ("没有合适的成果", fits.n_without, f"/waiting/{Kind.WITHOUT_FIT.value}"),
        ("尚未参加全部匹配", fits.n_unmatched, f"/waiting/{Kind.UNMATCHED.value}"),
    ]
    return _chart("需求按有无合适的成果", bars)


def _introduction_chart(found: Board) -> Chart | None:
    if found.introductions is None:
        return None
    bars = [(STAGE_LABELS[stage], n, f"/introductions?stage={stage.value}") for stage, n in found.introductions.items()]
    return _chart("引荐按进展", bars)


def _chart(title: str, bars: list[tuple[str, int, str]], *, is_whole: bool = True) -> Chart:
    """Return a chart; its sum is told only where no record counts in two bars."""
    longest = max([n for _, n, _ in bars], default=0) or 1
    drawn = [
        {"label": label, "n": n, "address": address if n else "", "width": round(100 * n / longest, 1)}
        for label, n, address in bars
    ]
    return {
        "title": title,
        "bars": drawn[:_SHOWN],
        "rest": drawn[_SHOWN:],
        "n": sum(n for _, n, _ in bars) if is_whole else None,
    }
