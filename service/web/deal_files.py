"""Files kept with a deal: sent in, and given back as they came."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, Response

from data.errors import BadInputError, RefusalError, UnknownIdError, UsageError
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.deals.keeping import attach, suffix_of
from service.docking.deals.viewing import deal_of
from service.docking.jobs import safe_name
from service.identity import Now
from service.web.deals import Editing, Viewing, deal_page
from service.web.forms import OwnForm, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Number = Annotated[int, Form(ge=1, le=MOST_ROWS)]


@router.post("/deals/documents", dependencies=[OwnForm])
def take_document(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    desk: DeskDep,
    at: Now,
    day: Today,
    actor: Editing,
    number: Number,
    version: Annotated[int, Form()] = 0,
    file: UploadFile | None = None,
) -> Response:
    """Keep a file; the deal stands in the form, for the limit of a body goes by the address."""
    try:
        attach(desk.workspace, actor, (number, version), sent_file(file), at=at)
    except (BadInputError, RefusalError) as error:
        return deal_page(request, actor, deal_of(desk.workspace, actor, number), day=day, fault=error)
    return see(f"/deals/{number}#documents")


@router.get("/deals/{number}/documents/{entry}")
def document(number: RowNumber, entry: RowNumber, desk: DeskDep, actor: Viewing) -> Response:
    """Give a file back as it came in, never shown inside of our pages.

    Raises:
        UnknownIdError: there is no such file, or its bytes are not among the originals.
    """
    found = next((each for each in deal_of(desk.workspace, actor, number).documents if each.number == entry), None)
    path = None if found is None else desk.workspace.original_path(found.sha256, suffix=suffix_of(found.name))
    if found is None or path is None or not path.exists():
        raise UnknownIdError("没有这份材料，或原件已不在。", remedy="请在台账的页面上选择；原件缺失的请从备份恢复。")
    disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    return FileResponse(path, media_type="application/octet-stream", headers={"content-disposition": disposition})


def sent_file(file: UploadFile | None) -> tuple[str, bytes]:
    """Return name and bytes of a file that was sent in.

    Raises:
        UsageError: there is none.
    """
    if file is None or not file.filename:
        raise UsageError("没有选文件。", remedy="请选择要存入的材料。")
    return safe_name(file.filename), file.file.read()
