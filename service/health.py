"""What machines ask: does the service live, is it ready, and what are its figures."""

import secrets
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from data.errors import WorkspaceError
from service.docking.answering import Desk
from service.identity import OPEN
from service.metrics import CONTENT_TYPE

router = APIRouter(include_in_schema=False)

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_FORWARDED: Final = ("x-forwarded-for", "forwarded")


@router.get("/healthz", dependencies=[OPEN])
async def healthz() -> JSONResponse:
    """Tell that the process answers; nothing else is looked at."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", dependencies=[OPEN])
def readyz(request: Request) -> JSONResponse:
    """Tell whether questions can be answered: the database can be read, and the worker is there where one is wanted."""
    desk: Desk = request.app.state.desk
    supervisor = request.app.state.supervisor
    try:
        desk.stock()
        has_database = True
    except WorkspaceError:
        has_database = False
    parts = {"database": has_database, "worker": supervisor is None or supervisor.is_alive}
    is_ready = all(parts.values())
    return JSONResponse({"status": "ok" if is_ready else "unavailable", **parts}, 200 if is_ready else 503)


@router.get("/metrics", dependencies=[OPEN])
def metrics(request: Request) -> Response:
    """Give the figures to a program on this computer, or to one that has the token.

    Raises:
        HTTPException: neither is so.
    """
    if not may_read_metrics(request):
        raise HTTPException(403)
    return PlainTextResponse(request.app.state.metrics.render(), media_type=CONTENT_TYPE)


def may_read_metrics(request: Request) -> bool:
    """Tell whether the asker has the token, or sits at this computer and is no proxy speaking for somebody else."""
    token = request.app.state.metrics_token
    given = request.headers.get("authorization", "").encode()
    if token and secrets.compare_digest(given, f"Bearer {token}".encode()):
        return True
    is_near = request.client is not None and request.client.host in _LOOPBACK
    speaks_for_another = any(name in request.headers for name in _FORWARDED)
    return is_near and not speaks_for_another and not request.app.state.is_behind_proxy
