"""Files of other platforms: profiles, records out, files in."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Response, UploadFile

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.connectors import Connector
from data.reference.connector_profiles import load_connectors
from service.api.contract import CONFLICT, EVERYWHERE, PLAIN_WRITES, PREFIX
from service.api.imports import Key
from service.api.jobs import JobBody, job_body
from service.api.report_desk_schemas import ConnectorBody
from service.dependencies import DeskDep, JobsDep, Today
from service.docking.connecting import outgoing
from service.docking.permissions import Action
from service.docking.receiving import SentFile, submit_import
from service.downloads import MEDIA_TYPES
from service.exports.platform_files import render_platform_file
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/connectors", tags=["平台交换"], responses=EVERYWHERE)

Exporting = Annotated[Actor, permitted(Action.EXPORT)]
Importing = Annotated[Actor, permitted(Action.RECORDS_IMPORT)]
_MEDIA = {"xlsx": MEDIA_TYPES["xlsx"], "csv": "text/csv"}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {media: {} for media in _MEDIA.values()}}}


@router.get("", summary="平台的文件样式")
def listed(_actor: Exporting) -> list[ConnectorBody]:
    """Return the profiles that come with the product."""
    return [ConnectorBody.of(each) for each in load_connectors().values()]


@router.get("/{connector}/file", summary="导出成平台的文件", responses=_FILE, response_class=Response)
def platform_file(connector: str, desk: DeskDep, day: Today, actor: Exporting) -> Response:
    """Return the records one may export as a platform's file; contacts stay empty."""
    profile = _named(connector)
    going = outgoing(desk.workspace, profile, actor)
    drawn = render_platform_file(profile, going.records, going.facets, as_of=day)
    return Response(drawn.content, media_type=_MEDIA[profile.ending])


@router.post(
    "/import",
    status_code=202,
    summary="导入平台的文件",
    description="返回后台任务，与其他导入一样；代码译成文字，原代码另存。",
    responses=CONFLICT,
    dependencies=PLAIN_WRITES,
)
def imported(  # noqa: PLR0913, PLR0917 - FastAPI reads a form from the parameters
    connector: Annotated[str, Form(max_length=64, description="样式的 id。")],
    file: Annotated[UploadFile, File(description="从平台下载的文件，最多 30 MB。")],
    desk: DeskDep,
    jobs: JobsDep,
    at: Now,
    actor: Importing,
    key: Key,
    answer: Response,
) -> JobBody:
    """Import a platform's file in the background."""
    profile = _named(connector)
    sent = SentFile(kind=profile.kind, name=file.filename or "", content=file.file, connector=profile)
    job = submit_import(desk.workspace, jobs, actor, sent, key=key, at=at)
    answer.headers["location"] = f"{PREFIX}/jobs/{job.number}"
    return job_body(job)


def _named(name: str) -> Connector:
    """Return a profile.

    Raises:
        UnknownIdError: there is none of that name.
    """
    found = load_connectors().get(name)
    if found is None:
        raise UnknownIdError(f"没有名为“{name}”的平台样式。", remedy="请从平台列表中选择。")
    return found
