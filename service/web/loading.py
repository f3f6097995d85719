"""The page that stands in while the service loads its indexes, and looks again by itself."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from service.web.forms import draw_with_forms

SECONDS = 3
"""Until the browser looks again."""


def draw_loading(request: Request, *, back: str) -> HTMLResponse:
    """Say that the service is not ready yet, and lead the browser to an address a little later.

    Args:
        request: the one that cannot be answered yet.
        back: what to look at then: the page itself.

    Returns:
        A page of status 503, which tells programs the same.
    """
    page = draw_with_forms(
        request, "loading.html", status=503, refresh=f"{SECONDS};url={back}", seconds=SECONDS, back=back
    )
    page.headers["retry-after"] = str(SECONDS)
    return page
