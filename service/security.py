"""Headers that keep a page to itself, and a limit on what may be sent in."""

import re
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.readers.raw import MAX_FILE_BYTES

LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "::1", "[::1]")
"""What a browser on this computer calls the service. Any other name is refused while the service is bound to loopback:
a web site that lets its own name point here (DNS rebinding) would otherwise read the workspace."""

MOST_BODY_BYTES: Final = 1 << 20
"""Bytes of one request's body. The longest form is 20,200 characters, 9 bytes each when sent as a form: 182 KB."""

_FRAME_BYTES: Final = 1 << 16
"""What a multipart body may hold besides its file."""

LARGER_BODIES: Final[Mapping[str, int]] = {
    # A form's file of 30 MB, as its page says.
    "/imports/new": 32 << 20,
    "/api/v1/imports": MAX_FILE_BYTES + _FRAME_BYTES,
    "/api/v1/imports/preview": MAX_FILE_BYTES + _FRAME_BYTES,
    # A thousand records of two pages each.
    "/api/v1/needs/bulk": 16 << 20,
    "/api/v1/achievements/bulk": 16 << 20,
    "/api/v1/parties/bulk": 16 << 20,
}
"""Addresses that take larger bodies; a file is kept on the disk, not in memory, while it comes in."""

_REGISTERS: Final = re.compile(r"(?:/api/v1)?/census/\d+/register")
_REGISTER_BYTES: Final = 32 << 20
"""Where registers of enterprises are sent to, whichever campaign's, and how large one may be."""

HEADERS: Final[Mapping[str, str]] = {
    # Style attributes set the length of the bars in an evidence card; style elements and scripts have no way in.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # What was searched for stands in the address.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


OVER_TLS: Final[Mapping[str, str]] = {"strict-transport-security": "max-age=31536000"}
"""Added where the page came over TLS: the browser then asks by no other way for a year."""


class SecurityMiddleware:
    """Adds the headers to every answer, and refuses bodies above the limit before they are read.

    Args:
        app: what answers.
        too_large: the answer to a body above the limit.
    """

    def __init__(self, app: ASGIApp, *, too_large: Response) -> None:
        self._app = app
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                secure(headers)
                # What one person saw must not be found in the browser by the next one at the desk.
                headers.setdefault("cache-control", "no-store")
                if scope["scheme"] == "https":
                    headers.update(OVER_TLS)
            await send(message)

        app = (
            self._too_large if _announces_too_much(Headers(scope=scope), most=_most_bytes(scope["path"])) else self._app
        )
        await app(scope, receive, send_with_headers)


def secure(headers: MutableHeaders) -> None:
    """Add the headers to an answer's own."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def _most_bytes(path: str) -> int:
    return _REGISTER_BYTES if _REGISTERS.fullmatch(path) else LARGER_BODIES.get(path, MOST_BODY_BYTES)


def _announces_too_much(headers: Headers, *, most: int) -> bool:
    # A body without a length (chunked) is read piece by piece by no client of ours, and is refused too.
    length = headers.get("content-length", "")
    return "transfer-encoding" in headers or (length.isdigit() and int(length) > most)
