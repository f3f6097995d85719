"""Forms that write: only from our own pages, and by whom."""

import base64
import hashlib
import hmac
import re
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from data.errors import DuijieError
from service.dependencies import refuse_foreign_page
from service.docking.feedback import MOST_JUDGE_CHARACTERS
from service.errors import INVALID_VALUES, Problem
from service.identity import SESSION_COOKIE, caller_of, judge_name, noted_caller, now
from service.web.drawing import draw
from service.web.navigation import menu_of

FORM_COOKIE: Final = "duijie_form"
JUDGE_COOKIE: Final = "duijie_judge"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32}")
_YEAR_SECONDS: Final = 365 * 86_400
_UNASKED: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
"""Told before an address looks at who asks: there is none, or what was sent is too large for it."""


def require_own_form(request: Request, token: Annotated[str, Form(alias="form_token")] = "") -> None:
    """Refuse a form that is not from one of our pages in this browser.

    The form of a browser that is signed in holds a token made of its session's; before, it holds the same random
    token as a cookie of this browser (double submit). A page elsewhere can make a browser send the cookies, but can
    neither read nor guess them. Fetch Metadata alone would do, but browsers leave it out where the service is reached
    by plain http from another computer.

    Raises:
        HTTPException: the two differ, or one is missing.
    """
    refuse_foreign_page(request)
    kept = _kept_token(request)
    # As bytes: compare_digest raises for text that is not ASCII; "?" for a lone surrogate is in no token of ours.
    if not _TOKEN.fullmatch(kept) or not hmac.compare_digest(kept.encode(), token.encode(errors="replace")):
        raise HTTPException(403)


def judge_of(request: Request) -> str:
    """Return under which name verdicts of this browser are kept: the account's, or at the single desk what was told.

    "" where nothing was told.
    """
    caller = noted_caller(request)
    if caller is not None and caller.account is not None:
        return judge_name(caller.account)
    return unquote(request.cookies.get(JUDGE_COOKIE, ""))[:MOST_JUDGE_CHARACTERS]


OwnForm: Final = Depends(require_own_form)
Judge = Annotated[str, Depends(judge_of)]


def draw_with_forms(request: Request, template: str, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever the template shows
    """Draw a page with its navigation; forms that write get the token of this browser, a new one where it has none."""
    kept = _kept_token(request)
    token = kept if _TOKEN.fullmatch(kept) else secrets.token_urlsafe(24)
    caller = noted_caller(request)
    menu = None if caller is None else menu_of(caller, request.url.path)
    response = draw(template, form_token=token, judge=judge_of(request), caller=caller, menu=menu, **values)
    if token != kept:
        is_secure = request.url.scheme == "https"
        response.set_cookie(FORM_COOKIE, token, httponly=True, samesite="strict", secure=is_secure, path="/")
    # The token belongs to one browser; a shared cache must not hand it to another.
    response.headers["cache-control"] = "no-store"
    return response


def draw_problem(request: Request, problem: Problem) -> HTMLResponse:
    """Draw the page of an error; where no address looked at who asks, their navigation stays all the same."""
    if problem.status in _UNASKED and noted_caller(request) is None:
        # Whoever is not signed in sees the same page without navigation.
        with suppress(DuijieError):
            caller_of(request, request.app.state.desk, now(request))
    return draw_with_forms(
        request, "problem.html", status=problem.status, problem=problem, back=_page_of_form(request, problem)
    )


def way_back(request: Request) -> str:
    """Return the page above an address that takes forms alone, where a browser asks for it; "" for every other.

    After a refusal such an address stands in the address bar, and whoever presses Enter there asks for it.
    """
    path = request.url.path
    is_asked = request.method in {"GET", "HEAD"} and _first_route(request, path) is not None
    return "" if not is_asked or _is_page(request, path) else _page_at_or_above(request, path) or "/"


def _page_of_form(request: Request, problem: Problem) -> str:
    """Return the page a form was on: the nearest address at or above the one it was sent to; "" for no form.

    Browsers do not tell it, for no page of ours lets them say where somebody comes from.
    """
    path = request.url.path
    if request.method == "POST":
        return _page_at_or_above(request, path)
    if problem.code != INVALID_VALUES:
        return ""
    # A form of conditions: the page without them, where they were what was wrong.
    return _page_at_or_above(request, path if request.url.query else path.rpartition("/")[0])


def _page_at_or_above(request: Request, path: str) -> str:
    while path.strip("/"):
        if _is_page(request, path):
            return own_address(path)
        path = path.rpartition("/")[0]
    return ""


def _is_page(request: Request, path: str) -> bool:
    """Tell whether an address can be opened, by the first room that knows it: others take any number of parts."""
    found = _first_route(request, path)
    return found is not None and any(
        each.path == found.path and "GET" in (each.methods or ()) for each in _routes(request)
    )


def _first_route(request: Request, path: str) -> Route | None:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
    return next((each for each in _routes(request) if each.matches(scope)[0] is not Match.NONE), None)


def _routes(request: Request) -> list[Route]:
    found: list[Route] = request.app.state.page_routes
    return found


def sign_in_address(request: Request) -> str:
    """Return where somebody signs in, and then is led back to the page they asked for."""
    if request.method != "GET" or request.url.path == "/":
        return "/sign-in"
    asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return f"/sign-in?{urlencode({'back': asked})}"


def own_address(address: str) -> str:
    """Return an address of ours; anything that could lead elsewhere becomes the home page."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return quote(address, safe="/?=&%") if is_own else "/"


def see(address: str) -> RedirectResponse:
    """Send the browser on to a page after a form was taken (post, redirect, get): reloading sends nothing twice."""
    return RedirectResponse(address, 303)


def remember_judge(request: Request, response: Response, name: str) -> None:
    """Keep the name or role in this browser alone."""
    response.set_cookie(
        JUDGE_COOKIE,
        quote(name),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
        max_age=_YEAR_SECONDS,
    )


def _kept_token(request: Request) -> str:
    """Return the token this browser's forms must hold; "" or nonsense where it has none."""
    session = request.cookies.get(SESSION_COOKIE, "")
    return form_token_of(session) if session else request.cookies.get(FORM_COOKIE, "")


def form_token_of(session: str) -> str:
    """Return what the forms of a signed-in browser must hold; the session's token cannot be told from it."""
    made = hmac.new(session.encode(errors="replace"), b"form", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode()[:32]
