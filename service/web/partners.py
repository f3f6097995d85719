"""A company with who could help it, a university with whom its results could help, and both as files to hand on."""

from datetime import date
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.enums import Level
from data.records.matches import Match, MatchReport
from data.records.needs import Need
from matcher.partners import group_partners
from service.dependencies import DeskDep, Today
from service.docking.answering import Desk
from service.docking.permissions import Action, may, scope_of
from service.docking.shortlists import (
    MOST_AT_ALL,
    MOST_RECORDS,
    achievements_of_university,
    match_all,
    needs_of_company,
)
from service.downloads import MEDIA_TYPES
from service.exports.card import score_points, view_record
from service.exports.masking import MASKED, RecordTexts
from service.exports.outline import Outline
from service.exports.overview import level_line
from service.exports.writer import write_matches
from service.identity import permitted
from service.web.drawing import kind_address
from service.web.forms import draw_with_forms
from service.web.loading import draw_loading

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

OfNeeds = Annotated[Actor, permitted(Action.NEEDS_VIEW)]
OfAchievements = Annotated[Actor, permitted(Action.ACHIEVEMENTS_VIEW)]
Exporting = Annotated[Actor, permitted(Action.EXPORT)]
Name = Annotated[str, PathParameter(max_length=200, description="单位名称，与记录中的写法一致。")]
AtAll = Annotated[bool, Query(alias="all")]
"""Whether all records are looked at, which takes a while, or as many as a page needs."""
Ending = Literal["xlsx", "docx"]


@router.get("/companies/{name:path}/shortlist.{ending}")
def company_file(name: Name, ending: Ending, desk: DeskDep, day: Today, actor: Exporting) -> Response:
    """Give the shortlist of a company as a file."""
    needs = needs_of_company(desk.workspace, actor, name, Action.EXPORT)
    return _file(match_all(desk, actor, name, needs, as_of=day), name=f"{name}候选伙伴", ending=ending)


@router.get("/universities/{name:path}/shortlist.{ending}")
def university_file(name: Name, ending: Ending, desk: DeskDep, day: Today, actor: Exporting) -> Response:
    """Give what a university's results fit as a file."""
    achievements = achievements_of_university(desk.workspace, actor, name, Action.EXPORT)
    return _file(match_all(desk, actor, name, achievements, as_of=day), name=f"{name}候选企业", ending=ending)


@router.get("/companies/{name:path}")
def company(request: Request, name: Name, desk: DeskDep, day: Today, actor: OfNeeds, at_all: AtAll = False) -> Response:
    """Show a company's needs, and the universities and teams that could help."""
    needs = needs_of_company(desk.workspace, actor, name)
    return _page(request, desk, actor, name, needs, as_of=day, most=MOST_AT_ALL if at_all else MOST_RECORDS)


@router.get("/universities/{name:path}")
def university(
    request: Request, name: Name, desk: DeskDep, day: Today, actor: OfAchievements, at_all: AtAll = False
) -> Response:
    """Show a university's achievements, and the enterprises whose needs they fit."""
    offers = achievements_of_university(desk.workspace, actor, name)
    return _page(request, desk, actor, name, offers, as_of=day, most=MOST_AT_ALL if at_all else MOST_RECORDS)


def _page(  # noqa: PLR0913 - a page is what, for whom, and how much of it
    request: Request,
    desk: Desk,
    actor: Actor,
    name: str,
    records: tuple[Need, ...] | tuple[Achievement, ...],
    *,
    as_of: date,
    most: int,
) -> Response:
    for_company = isinstance(records[0], Need)
    address = kind_address("companies" if for_company else "universities", name)
    if desk.is_preparing:
        return draw_loading(request, back=address)
    report = match_all(desk, actor, name, records, as_of=as_of, most=most)
    outline = Outline(report, MASKED)
    texts = RecordTexts(MASKED)
    matched = {view.query.id: view for view in outline.lists}
    return draw_with_forms(
        request,
        "partners.html",
        name=name,
        address=address,
        for_company=for_company,
        outline=outline,
        records=[(view_record(each, texts=texts), matched.get(each.id)) for each in records],
        groups=_partners(report) if for_company else _enterprises(report),
        can_export=may(actor, Action.EXPORT),
        sees_all_others=scope_of(actor, Action.ACHIEVEMENTS_VIEW if for_company else Action.NEEDS_VIEW).everything,
        n_seen=len(report.lists),
        most=min(len(records), MOST_AT_ALL),
        list_address=f"/{'needs' if for_company else 'achievements'}?{urlencode({'organisation': name})}",
    )


def _partners(report: MatchReport) -> list[dict[str, object]]:
    """Return the universities and teams behind the fitting candidates, best first."""
    return [
        {
            "name": partner.university or "（未写明单位）",
            "team": partner.team,
            "address": kind_address("universities", partner.university) if partner.university else "",
            "lines": [_line(report, match) for match in partner.matches],
        }
        for partner in group_partners(report.lists, report.achievements, least=Level.FAIR)
    ]


def _enterprises(report: MatchReport) -> list[dict[str, object]]:
    """Return the enterprises whose needs fit, the one with the best match first, ties by name."""
    fitting = sorted(
        (match for found in report.lists for match in found.matches if match.fits),
        key=lambda match: (not match.is_recommended, -match.score, match.need_id, match.achievement_id),
    )
    groups: dict[str, list[Match]] = {}
    for match in fitting:
        groups.setdefault(report.needs[match.need_id].enterprise, []).append(match)
    return [
        {
            "name": enterprise or "（未写明企业）",
            "team": "",
            "address": kind_address("companies", enterprise) if enterprise else "",
            "lines": [_line(report, match) for match in matches],
        }
        for enterprise, matches in groups.items()
    ]


def _line(report: MatchReport, match: Match) -> dict[str, object]:
    texts = RecordTexts(MASKED)
    need, achievement = report.needs[match.need_id], report.achievements[match.achievement_id]
    return {
        "need": view_record(need, texts=texts),
        "achievement": view_record(achievement, texts=texts),
        "level": level_line(match),
        "score": score_points(match.score),
        "summary": texts.said_of(match.summary, need, achievement),
    }


def _file(report: MatchReport, *, name: str, ending: Ending) -> Response:
    with TemporaryDirectory(prefix="duijie-") as folder:
        path = FilePath(folder) / f"shortlist.{ending}"
        write_matches(report, path)
        content = path.read_bytes()
    disposition = f"attachment; filename=\"shortlist.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
    return Response(content, media_type=MEDIA_TYPES[ending], headers={"content-disposition": disposition})
