"""What routes are given: the desk, today's date, and the parameters several of them take."""

from datetime import date
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Path, Query, Request
from starlette.exceptions import HTTPException

from data.records.enums import Direction
from service.docking import beijing
from service.docking.answering import Desk
from service.docking.jobs import JobDesk
from service.docking.pasted import MOST_CONTENT_CHARACTERS

MOST_CANDIDATES: Final = 50
"""Candidates one answer lists at most: an evidence card is about two printed pages."""
DEFAULT_CANDIDATES: Final = 10
_MOST_FOUND: Final = 100


def desk_of(request: Request) -> Desk:
    """Return the desk of this service."""
    desk: Desk = request.app.state.desk
    return desk


def jobs_of(request: Request) -> JobDesk:
    """Return where background jobs of this service are asked for."""
    jobs: JobDesk = request.app.state.jobs
    return jobs


def today() -> date:
    """Return the day against which validity is checked, on the calendar of Beijing."""
    return beijing.today()


def refuse_foreign_page(request: Request) -> None:
    """Refuse what another site's page made the browser send.

    Browsers say on whose behalf they ask (Fetch Metadata, Sec-Fetch-Site); a program that is no browser says nothing.

    Raises:
        HTTPException: it comes from a page that is not ours.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403)


def refuse_foreign_origin(request: Request) -> None:
    """Refuse what a page of another origin made the browser send, where the browser says so in the older way.

    Fetch Metadata is left out where the service is reached by plain http from another computer, and there the cookie
    of a session goes along from every port of its host (a port is no part of a site). Our own pages do not write
    through the API; a program that is no browser sends no Origin.

    Raises:
        HTTPException: the origin is another one, or is kept secret ("null").
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise HTTPException(403)


def require_json(request: Request) -> None:
    """Refuse a body that is not called JSON: a form of another site's page can name no such type.

    Raises:
        HTTPException: the type is another one, or none is named.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415)


MOST_ROWS: Final = 2**31 - 1
"""The largest number a row can have in every database; a larger one would be a fault of ours, not of the asker's."""

NO_NUL: Final = r"^[^\u0000]*$"
"""PostgreSQL takes no such character, not even to look for."""

DeskDep = Annotated[Desk, Depends(desk_of)]
RowNumber = Annotated[int, Path(ge=1, le=MOST_ROWS)]
JobsDep = Annotated[JobDesk, Depends(jobs_of)]
Today = Annotated[date, Depends(today)]
NeedNumber = Annotated[str, Path(pattern=NO_NUL, description="需求编号，与导入的文件中一致。", examples=["N001"])]
AchievementNumber = Annotated[
    str, Path(pattern=NO_NUL, description="成果编号，与导入的文件中一致。", examples=["A001"])
]
SearchText = Annotated[
    str,
    Query(
        alias="q",
        max_length=MOST_CONTENT_CHARACTERS,
        pattern=NO_NUL,
        description="一句话：要解决的问题，或能提供的技术。",
        examples=["锌合金压铸件气孔控制"],
    ),
]
SearchFor = Annotated[
    Direction, Query(alias="for", description="needs：文字是需求，找成果；achievements：文字是成果，找需求。")
]
Found = Annotated[int, Query(alias="top", ge=1, le=_MOST_FOUND, description="最多列出多少条。")]
Candidates = Annotated[int, Query(alias="top", ge=1, le=MOST_CANDIDATES, description="最多列出多少个候选。")]
IncludeRejected = Annotated[
    bool, Query(alias="rejected", description="也列出此前婉拒的；默认不列，只说明略去多少和原因。")
]
