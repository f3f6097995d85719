"""Headers that keep a page to itself, and a look at every request before it is read."""

from collections.abc import Callable, Mapping
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Refusal = Callable[[Request], Response | None]
"""Returns the answer to a request that is refused before it is read; None where it goes on."""

LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "::1", "[::1]")
"""What a browser on this computer calls the service. Any other name is refused while the service is bound to loopback:
a web site that lets its own name point here (DNS rebinding) would otherwise read the workspace."""

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
    """Adds the headers to every answer, and refuses some requests before they are read.

    Args:
        app: what answers.
        needs_look: whether a request must be looked at; quick, for it keeps the others waiting.
        refuse: looks at it, in a thread of its own.
    """

    def __init__(self, app: ASGIApp, *, needs_look: Callable[[Request], bool], refuse: Refusal) -> None:
        self._app = app
        self._needs_look = needs_look
        self._refuse = refuse

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

        request = Request(scope)
        refusal = await run_in_threadpool(self._refuse, request) if self._needs_look(request) else None
        await (refusal or self._app)(scope, receive, send_with_headers)


def secure(headers: MutableHeaders) -> None:
    """Add the headers to an answer's own."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
