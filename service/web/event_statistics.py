"""The page of an event's figures: each with its counting rule, each a link to the records it counts."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.events.day import GuestDay, MeetingDay
from service.docking.events.statistics import LABELS, RULES, EventStatistics, FigureKind, statistics_of
from service.docking.events.visits import VISIT_LABELS, VISIT_RULES, VisitFigure, visits_of
from service.docking.permissions import Action
from service.exports.event_statistics_paper import (
    PRESENCE_LABELS,
    RESULT_LABELS,
    frozen_line,
    rates,
    statistics_paper,
    what_became,
    when,
)
from service.exports.feedback import masked_text
from service.exports.invitation_paper import OUTCOME_LABELS
from service.exports.visits_paper import visits_paper
from service.identity import permitted
from service.web.event_files import Ending, paper_response
from service.web.forms import draw_with_forms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
AsOf = Annotated[date | None, Query(description="截止到哪一天；不写为今天。")]
Year = Annotated[int | None, Query(ge=1990, le=2100, description="哪一年；不写为今年。")]
Part = Literal["region", "field"]
Which = Literal["ids", "held", "intents", "continued"]
_WHICH_LABELS: Final[Mapping[Which, str]] = {
    "ids": "会面",
    "held": "已进行",
    "intents": "达成意向",
    "continued": "继续洽谈",
}


@router.get("/events/{number}/statistics")
def shown(  # noqa: PLR0913, PLR0917 - FastAPI reads what a route is given from its parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    day: Today,
    actor: Planning,
    as_of: AsOf = None,
    figure: FigureKind | None = None,
    part: Part | None = None,
    code: Annotated[str, Query(max_length=6)] = "",
    which: Which = "ids",
) -> Response:
    """Show the figures as of a day, and of one of them the records."""
    until = min(as_of or day, day)
    found = statistics_of(desk.workspace, actor, number, as_of=until)
    title, ids = _chosen(found, figure, (part, code, which))
    return draw_with_forms(
        request,
        "event_statistics.html",
        found=found,
        event=found.book.event,
        frozen=frozen_line(found),
        rates=list(rates(found)),
        labels=LABELS,
        rules=RULES,
        address=lambda **values: _address(number, until, **values),
        today=day,
        title=title,
        meetings=_meetings(found, ids) if title and not _is_of_guests(found, figure) else [],
        guests=_guests(found, ids) if _is_of_guests(found, figure) else [],
        result_labels=RESULT_LABELS,
        presence_labels=PRESENCE_LABELS,
        when=when,
        what_became=what_became,
        masked=masked_text,
    )


@router.get("/events/{number}/statistics.{ending}")
def file(number: RowNumber, ending: Ending, desk: DeskDep, day: Today, actor: Planning, as_of: AsOf = None) -> Response:
    """Give the figures with the lists they are counted from as a file."""
    found = statistics_of(desk.workspace, actor, number, as_of=min(as_of or day, day))
    return paper_response(statistics_paper(found), plain=f"statistics-{number}", ending=ending)


@router.get("/visits")
def visits(
    request: Request, desk: DeskDep, day: Today, actor: Planning, year: Year = None, as_of: AsOf = None
) -> Response:
    """Show the visits of experts to enterprises in a year."""
    until = min(as_of or day, day)
    found = visits_of(desk.workspace, actor, year or until.year, as_of=until)
    return draw_with_forms(
        request,
        "visits.html",
        found=found,
        figures=list(VisitFigure),
        labels=VISIT_LABELS,
        rules=VISIT_RULES,
        outcome_labels=OUTCOME_LABELS,
        today=day,
        masked=masked_text,
    )


@router.get("/visits.{ending}")
def visits_file(
    ending: Ending, desk: DeskDep, day: Today, actor: Planning, year: Year = None, as_of: AsOf = None
) -> Response:
    """Give the visits of a year as a file."""
    until = min(as_of or day, day)
    found = visits_of(desk.workspace, actor, year or until.year, as_of=until)
    return paper_response(visits_paper(found), plain=f"visits-{found.year}", ending=ending)


def _chosen(
    found: EventStatistics, figure: FigureKind | None, row: tuple[Part | None, str, Which]
) -> tuple[str, tuple[str, ...]]:
    """Return what is listed, in words, and the ids; "" where nothing was chosen."""
    if figure is not None:
        return LABELS[figure], found.figure(figure).ids
    part, code, which = row
    rows = found.regions if part == "region" else found.fields if part == "field" else ()
    chosen = next((each for each in rows if each.code == code), None)
    if chosen is None:
        return "", ()
    ids: tuple[str, ...] = getattr(chosen, which)
    return f"{chosen.label}：{_WHICH_LABELS[which]}", ids


def _is_of_guests(found: EventStatistics, figure: FigureKind | None) -> bool:
    return figure is not None and found.figure(figure).is_of_guests


def _meetings(found: EventStatistics, ids: tuple[str, ...]) -> list[MeetingDay]:
    return [each for number in ids if (each := found.book.meeting(number)) is not None]


def _guests(found: EventStatistics, ids: tuple[str, ...]) -> list[GuestDay]:
    return [each for each in found.book.guests if each.participant.guest.id in ids]


def _address(number: int, as_of: date, **values: str) -> str:
    return f"/events/{number}/statistics?{urlencode({'as_of': as_of.isoformat(), **values})}#records"
