"""Pages of other platforms: the profiles of their files, records handed to them, files taken from them."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.connectors import CodedValue, Connector
from data.reference.connector_profiles import load_connectors
from service.dependencies import DeskDep, JobsDep, Today
from service.docking.answering import Desk
from service.docking.connecting import outgoing
from service.docking.permissions import Action, may
from service.docking.receiving import SentFile, submit_import
from service.docking.record_kinds import EDIT, KIND_LABELS, VIEW
from service.downloads import MEDIA_TYPES
from service.errors import problem_of
from service.exports.platform_files import PlatformRows, platform_rows, render_platform_file
from service.identity import Now, permitted
from service.web.deal_lists import attachment
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.records_phrases import field_label

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Exporting = Annotated[Actor, permitted(Action.EXPORT)]
Importing = Annotated[Actor, permitted(Action.RECORDS_IMPORT)]

CODED_LABELS = {
    CodedValue.READINESS: "成熟程度代码",
    CodedValue.MODES: "合作方式代码",
    CodedValue.REGION: "行政区划代码（GB/T 2260）",
    CodedValue.INDUSTRY: "行业代码（GB/T 4754）",
}
_MOST_TOLD = 50


@router.get("/connectors")
def listed(request: Request, actor: Exporting) -> Response:
    """List the platforms that notices name, with the state of their profiles."""
    platforms: dict[str, list[Connector]] = {}
    for each in load_connectors().values():
        platforms.setdefault(each.platform.partition("：")[0], []).append(each)
    return draw_with_forms(
        request,
        "connectors.html",
        platforms=platforms,
        kinds=KIND_LABELS,
        can_import=may(actor, Action.RECORDS_IMPORT),
        can_see={kind: may(actor, action) for kind, action in VIEW.items()},
    )


@router.post("/connectors/import", dependencies=[OwnForm])
def take_file(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    desk: DeskDep,
    jobs: JobsDep,
    at: Now,
    actor: Importing,
    connector: Annotated[str, Form(max_length=64)],
    file: UploadFile | None = None,
) -> Response:
    """Import a platform's file in the background, as any other file."""
    profile = connector_named(connector)
    try:
        sent = _sent(profile, file)
        key = f"platform:{secrets.token_hex(16)}"
        job = submit_import(desk.workspace, jobs, actor, sent, key=key, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, desk, actor, profile, fault=error)
    return see(f"/imports/jobs/{job.number}")


@router.get("/connectors/{connector}")
def shown(request: Request, connector: str, desk: DeskDep, actor: Exporting) -> Response:
    """Show a profile: its columns, what would go out and what that lacks."""
    return _page(request, desk, actor, connector_named(connector))


@router.get("/connectors/{connector}/file")
def platform_file(connector: str, desk: DeskDep, day: Today, actor: Exporting) -> Response:
    """Give the records one may export as the platform's file."""
    profile = connector_named(connector)
    going = outgoing(desk.workspace, profile, actor)
    drawn = render_platform_file(profile, going.records, going.facets, as_of=day)
    media = MEDIA_TYPES["xlsx"] if profile.ending == "xlsx" else "text/csv"
    return attachment(f"{profile.platform}.{profile.ending}", media, drawn.content)


def connector_named(name: str) -> Connector:
    """Return a profile that comes with the product; files of one's own are for the command alone.

    Raises:
        UnknownIdError: there is none.
    """
    found = load_connectors().get(name)
    if found is None:
        raise UnknownIdError(f"没有名为“{name}”的平台样式。", remedy="请从平台列表中选择。")
    return found


def _sent(profile: Connector, file: UploadFile | None) -> SentFile:
    """Return a file that was sent in.

    Raises:
        UsageError: there is none, or it is none of the platform's.
    """
    if file is None or not file.filename:
        raise UsageError("没有选文件。", remedy="请选择从平台下载的文件。")
    if not file.filename.lower().endswith(f".{profile.ending}"):
        raise UsageError(f"这个平台的文件应是 {profile.ending} 文件。", remedy="请选择从平台下载的文件。")
    return SentFile(kind=profile.kind, name=file.filename, content=file.file, connector=profile)


def _page(
    request: Request, desk: Desk, actor: Actor, profile: Connector, *, fault: DuijieError | None = None
) -> Response:
    can_see = may(actor, VIEW[profile.kind])
    going: PlatformRows | None = None
    if can_see:
        out = outgoing(desk.workspace, profile, actor)
        going = platform_rows(profile, out.records, out.facets)
    page = draw_with_forms(
        request,
        "connector.html",
        profile=profile,
        going=going,
        kind=KIND_LABELS[profile.kind],
        fields={each.header: field_label(each.field) if each.field else "" for each in profile.columns},
        coded=CODED_LABELS,
        can_import=may(actor, Action.RECORDS_IMPORT) and may(actor, EDIT[profile.kind]),
        most=_MOST_TOLD,
        fault=fault,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
