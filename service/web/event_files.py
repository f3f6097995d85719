"""Papers of events as downloads."""

from typing import Final, Literal
from urllib.parse import quote

from fastapi.responses import Response

from service.exports.paper import Paper
from service.exports.paper_files import render_word, render_workbook

Ending = Literal["xlsx", "docx"]

_MEDIA_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


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
    name = quote(f"{paper.title}.{ending}", safe="")
    disposition = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{name}"
    return Response(content, media_type=_MEDIA_TYPES[ending], headers={"content-disposition": disposition})
