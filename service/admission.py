"""How large a request may be, and who may send the larger ones: asked before anything of it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException

from ingest.readers.raw import MAX_FILE_BYTES
from service.docking.permissions import Action
from service.errors import Problem, problem_of_status
from service.identity import Permission, caller_of, now

MOST_BODY_BYTES: Final = 1 << 20
"""Bytes of one request's body. The longest form is 20,200 characters, 9 bytes each when sent as a form: 182 KB."""

_FRAME_BYTES: Final = 1 << 16
"""What a multipart body may hold besides its file."""


@dataclass(frozen=True, slots=True)
class LargerBody:
    """What an address takes above the usual limit, and what one must be permitted to send it."""

    most_bytes: int
    action: Action


LARGER_BODIES: Final[Mapping[str, LargerBody]] = {
    # A form's file of 30 MB, as its page says.
    "/imports/new": LargerBody(32 << 20, Action.RECORDS_IMPORT),
    "/deals/documents": LargerBody(32 << 20, Action.DEALS_EDIT),
    "/api/v1/deals/documents": LargerBody(32 << 20, Action.DEALS_EDIT),
    "/notices": LargerBody(32 << 20, Action.NOTICES_EDIT),
    "/api/v1/notices": LargerBody(32 << 20, Action.NOTICES_EDIT),
    "/connectors/import": LargerBody(32 << 20, Action.RECORDS_IMPORT),
    "/api/v1/connectors/import": LargerBody(32 << 20, Action.RECORDS_IMPORT),
    "/registers/import": LargerBody(8 << 20, Action.REGISTERS_EDIT),
    "/api/v1/registers/import": LargerBody(8 << 20, Action.REGISTERS_EDIT),
    "/api/v1/imports": LargerBody(MAX_FILE_BYTES + _FRAME_BYTES, Action.RECORDS_IMPORT),
    "/api/v1/imports/preview": LargerBody(MAX_FILE_BYTES + _FRAME_BYTES, Action.RECORDS_IMPORT),
    # A thousand records of two pages each.
    "/api/v1/needs/bulk": LargerBody(16 << 20, Action.NEEDS_EDIT),
    "/api/v1/achievements/bulk": LargerBody(16 << 20, Action.ACHIEVEMENTS_EDIT),
    "/api/v1/parties/bulk": LargerBody(16 << 20, Action.PARTIES_EDIT),
}
"""Addresses that take larger bodies; a file is kept on the disk, not in memory, while it comes in."""


_OF_A_CAMPAIGN: Final = re.compile(r"(?:/api/v1)?/census/\d+/register")
_REGISTER: Final = LargerBody(32 << 20, Action.CENSUS_RUN)
"""Where registers of enterprises are sent to, whichever campaign's."""


def larger_body(path: str) -> LargerBody | None:
    """Return what an address takes above the usual limit; None for the usual."""
    return _REGISTER if _OF_A_CAMPAIGN.fullmatch(path) else LARGER_BODIES.get(path)


def is_large(request: Request) -> bool:
    """Tell whether a body is announced that most addresses do not take."""
    return _announces_more_than(request, MOST_BODY_BYTES)


def admit_large(request: Request) -> None:
    """Refuse a large body where its address takes none so large, or from whoever may not send it.

    The address itself asks who it is, too, but only once the body has been read and put on the disk. Who asks is noted
    on the request, as an address does; errors of sign-in and permission are those of `caller_of` and `Permission`.

    Raises:
        HTTPException: it is larger than the address takes, or does not tell its length.
    """
    taken = larger_body(request.url.path)
    if taken is None or _announces_more_than(request, taken.most_bytes):
        raise HTTPException(413)
    Permission(taken.action)(caller_of(request, request.app.state.desk, now(request)))


def too_large(request: Request) -> Problem:
    """Return the problem of a body that is too large for its address."""
    told = problem_of_status(413)
    if larger_body(request.url.path) is None:
        return told
    return replace(told, remedy="请把文件或记录分成几份；很大的文件请在存放工作区的电脑上用 duijie import 导入。")


def _announces_more_than(request: Request, most: int) -> bool:
    # A body without a length (chunked) is read piece by piece by no client of ours, and is refused too.
    length = request.headers.get("content-length", "")
    return "transfer-encoding" in request.headers or (length.isdigit() and int(length) > most)
