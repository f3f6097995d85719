"""Pages of the lists that supervision asks for: overdue, spot check, deepening, brokers; each as a file as well."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import UsageError
from data.records.accounts import Actor
from service.dependencies import NO_NUL, DeskDep, RowNumber, Today
from service.docking.deals.due import overdue_of
from service.docking.deals.monthly import progress_in, read_month
from service.docking.deals.sampling import MOST_SAMPLED, MOST_SEED_CHARACTERS, sample_of
from service.docking.deals.viewing import deal_of, deals_of, workloads_of
from service.docking.permissions import Action
from service.downloads import MEDIA_TYPES
from service.exports.deal_lists import (
    deals_paper,
    deepening_paper,
    monthly_paper,
    overdue_paper,
    sample_paper,
    table_of,
    workload_paper,
)
from service.exports.deal_sheet import deal_sheet
from service.exports.paper import Paper
from service.exports.paper_files import render_word, render_workbook
from service.identity import permitted
from service.web.forms import draw_with_forms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.DEALS_VIEW)]
FileKind = Literal["xlsx", "docx"]
AsFile = Annotated[FileKind | None, Query(alias="as")]

_ENDINGS: Final = ("xlsx", "docx")
_SAMPLED: Final = 10
_PER_PAGE: Final = MOST_SAMPLED
"""Lines of one page: a whole spot check stands on one."""
PageNumber = Annotated[int, Query(ge=1, le=10_000)]


@router.get("/deals/all")
def every_deal(
    request: Request, desk: DeskDep, day: Today, actor: Viewing, kind: AsFile = None, page: PageNumber = 1
) -> Response:
    """List every deal one may see, to be printed or saved."""
    return _shown(request, deals_paper(deals_of(desk.workspace, actor), day), kind, page=page)


@router.get("/deals/overdue")
def overdue(
    request: Request, desk: DeskDep, day: Today, actor: Viewing, kind: AsFile = None, page: PageNumber = 1
) -> Response:
    """List what is overdue."""
    return _shown(request, overdue_paper(overdue_of(deals_of(desk.workspace, actor), day), day), kind, page=page)


@router.get("/deals/deepening")
def deepening(
    request: Request, desk: DeskDep, day: Today, actor: Viewing, kind: AsFile = None, page: PageNumber = 1
) -> Response:
    """List how deep cooperations went."""
    return _shown(request, deepening_paper(deals_of(desk.workspace, actor), day), kind, page=page)


@router.get("/deals/brokers")
def brokers(request: Request, desk: DeskDep, day: Today, actor: Viewing, kind: AsFile = None) -> Response:
    """List what each broker has in hand."""
    return _shown(request, workload_paper(workloads_of(deals_of(desk.workspace, actor)), day), kind)


@router.get("/deals/monthly")
def monthly(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    desk: DeskDep,
    day: Today,
    actor: Viewing,
    month: Annotated[str, Query(max_length=20)] = "",
    kind: AsFile = None,
    page: PageNumber = 1,
) -> Response:
    """List what moved in a month."""
    wanted = read_month(month, today=day)
    found = progress_in(deals_of(desk.workspace, actor), wanted)
    return _shown(request, monthly_paper(found, wanted, day), kind, asked={"month": f"{wanted.first:%Y-%m}"}, page=page)


@router.get("/deals/{number}/sheet")
def sheet(number: RowNumber, desk: DeskDep, day: Today, actor: Viewing, kind: AsFile = "docx") -> Response:
    """Give one deal as a file of its own."""
    paper = deal_sheet(deal_of(desk.workspace, actor, number), day)
    content = render_workbook(paper) if kind == "xlsx" else render_word(paper)
    return file_response(f"{paper.title}（{number}）", kind or "docx", content)


@router.get("/deals/sample")
def sample(  # noqa: PLR0913, PLR0917 - FastAPI reads the query from the parameters
    request: Request,
    desk: DeskDep,
    day: Today,
    actor: Viewing,
    n: Annotated[int, Query(ge=1, le=MOST_SAMPLED)] = _SAMPLED,
    seed: Annotated[str, Query(max_length=MOST_SEED_CHARACTERS, pattern=NO_NUL)] = "",
    as_of: date | None = None,
    kind: AsFile = None,
) -> Response:
    """Draw a spot check; without a seed the day is it, which is printed as any other.

    Raises:
        UsageError: the day has not come.
    """
    if as_of is not None and as_of > day:
        raise UsageError("抽查日期在今天之后。", remedy="请填今天或以前的日期。")
    until = as_of or day
    drawn = sample_of(deals_of(desk.workspace, actor), n, seed=seed.strip() or until.isoformat(), as_of=until)
    asked = {"n": n, "seed": drawn.seed, "as_of": until.isoformat()}
    return _shown(request, sample_paper(drawn), kind, asked=asked)


def file_response(name: str, kind: FileKind, content: bytes) -> Response:
    """Return a file under a Chinese name."""
    return attachment(f"{name}.{kind}", MEDIA_TYPES[kind], content)


def attachment(name: str, media_type: str, content: bytes) -> Response:
    """Return a file of any type under a Chinese name, its ending included."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def _shown(
    request: Request,
    paper: Paper,
    kind: FileKind | None,
    *,
    asked: dict[str, object] | None = None,
    page: int = 1,
) -> Response:
    """Show one page of a paper's table, or give the whole of it as a file."""
    if kind is not None:
        content = render_workbook(paper) if kind == "xlsx" else render_word(paper)
        return file_response(f"{paper.title}{paper.as_of}", kind, content)
    files = {each: f"{request.url.path}?{urlencode({**(asked or {}), 'as': each})}" for each in _ENDINGS}
    table = table_of(paper)
    n_pages = max(1, -(-len(table.rows) // _PER_PAGE))
    page = min(page, n_pages)
    return draw_with_forms(
        request,
        "deal_list.html",
        paper=paper,
        table=replace(table, rows=table.rows[(page - 1) * _PER_PAGE : page * _PER_PAGE]),
        files=files,
        asked=asked,
        most=MOST_SAMPLED,
        n_rows=len(table.rows),
        page=page,
        n_pages=n_pages,
        address=lambda to: f"{request.url.path}?{urlencode({**(asked or {}), 'page': to})}",
    )
