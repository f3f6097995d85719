"""Files that pages and the API give to be kept: papers, and agendas in every format."""

from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

from fastapi.responses import Response

from service.exports.agenda_files import render_agenda
from service.exports.agenda_view import PlannedEvent
from service.exports.feedback import masked_text
from service.exports.paper import Paper
from service.exports.paper_files import render_word, render_workbook

Ending = Literal["xlsx", "docx"]
AgendaEnding = Literal["json", "xlsx", "docx", "html", "ics", "zip"]

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "ics": "text/calendar",
    "zip": "application/zip",
}
"""Ending of a file -> how it is announced."""

FILE_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "文件", "content": {media_type: {} for media_type in MEDIA_TYPES.values()}}
}
"""What the description of the API says of an address that gives a file."""


def paper_response(paper: Paper, *, plain: str, ending: Ending) -> Response:
    """Return a paper as a file to be kept.

    Args:
        paper: masked.
        plain: name for programs that read no Chinese, without ending.
        ending: which kind of file.

    Returns:
        The download, called like the paper.
    """
    content = render_workbook(paper) if ending == "xlsx" else render_word(paper)
    return file_named(content, paper.title, plain=plain, ending=ending)


def agenda_response(planned: PlannedEvent, *, plain: str, ending: AgendaEnding) -> Response:
    """Return an agenda, contacts masked, as a file called like the event and the version."""
    name = masked_text(f"{planned.problem.event.name}-{planned.label}")
    return file_named(render_agenda(planned, f".{ending}"), name, plain=plain, ending=ending)


def file_named(content: bytes, name: str, *, plain: str, ending: AgendaEnding) -> Response:
    """Return a file to be kept under a Chinese name, without ending; `plain` is for programs that read no Chinese."""
    named = quote(f"{name}.{ending}", safe="")
    disposition = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{named}"
    return Response(content, media_type=MEDIA_TYPES[ending], headers={"content-disposition": disposition})
