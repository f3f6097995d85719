"""Reports: made, sent, compared; forms; what was handed in; tasks of notices; event quotas."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from data.records.accounts import Actor
from data.records.reports import ReportKey, ReportKind
from data.reference.form_layouts import load_form_layouts
from service.api.contract import (
    CONFLICT,
    EVERYWHERE,
    JSON_WRITES,
    PREFIX,
    STALE,
    ExpectedVersion,
    Limit,
    tag_version,
)
from service.api.report_desk_schemas import (
    EventQuotaBody,
    FormBody,
    HandedInBody,
    HandedInPage,
    HandedInRequest,
    LateBody,
    LatesAnswer,
    MatrixAnswer,
    TaskBody,
    TaskRequest,
)
from service.api.report_schemas import (
    CompareAnswer,
    DraftAnswer,
    ReportBody,
    SendRequest,
    SentAnswer,
    SentBody,
    SentPage,
)
from service.dependencies import NO_NUL, DeskDep, RowNumber, Today
from service.docking.permissions import Action
from service.docking.reports.building import draft
from service.docking.reports.event_board import event_quotas
from service.docking.reports.forms import SOURCES
from service.docking.reports.handing_in import change_line, hand_in, lates_of, ledger_of
from service.docking.reports.matrices import matrix_of, state_task
from service.docking.reports.sending import compare_with_today, file_of, remake, send, sent_report, sent_reports
from service.downloads import MEDIA_TYPES
from service.exports.report_files import render_report, render_report_file
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/reports", tags=["报表"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.REPORTS_VIEW)]
Sends = Annotated[Actor, permitted(Action.REPORTS_SEND)]
Region = Annotated[str, Query(pattern=r"^([0-9]{6})?$", description="地区代码；不写为本地区。")]
Ending = Literal["xlsx", "docx"]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in (MEDIA_TYPES["xlsx"], MEDIA_TYPES["docx"])}}
}
_WRITES: dict[int | str, dict[str, Any]] = CONFLICT | STALE


def _key(
    kind: ReportKind,
    period: Annotated[str, Query(max_length=16, description="2026-11、2026 或 2026-06~2026-09。")],
    form: Annotated[str, Query(max_length=64, pattern=r"^[a-z0-9-]*$", description="表格样式。")] = "",
    region: Region = "",
    subject: Annotated[str, Query(max_length=500, pattern=NO_NUL, description="只报一个高校的写名称。")] = "",
) -> ReportKey:
    return ReportKey(kind=kind, form=form, region_code=region, subject=subject, period=period)


Key = Annotated[ReportKey, Depends(_key)]


@router.get("/draft", summary="现在的报表")
def drafted(desk: DeskDep, at: Now, actor: Viewing, key: Key) -> DraftAnswer:
    """Return a report as it stands now."""
    return DraftAnswer.of(draft(desk.workspace, actor, key, at=at))


@router.get("/draft/file", summary="现在的报表，Excel 或 Word", responses=_FILE, response_class=Response)
def draft_file(desk: DeskDep, at: Now, actor: Viewing, key: Key, ending: Ending = "xlsx") -> Response:
    """Return a report as it stands now, as a file."""
    content = render_report_file(draft(desk.workspace, actor, key, at=at), ending)
    return Response(content, media_type=MEDIA_TYPES[ending])


@router.get("/forms", summary="可以填写的表格")
def forms(_actor: Viewing) -> list[FormBody]:
    """Return the forms that notices ask for and reports fill."""
    layouts = load_form_layouts()
    return [
        FormBody(
            id=name,
            label=layouts[name].label,
            title=layouts[name].title,
            notice=layouts[name].notice,
            copies=layouts[name].copies,
            whose=source.whose,
            is_monthly=source.is_monthly,
        )
        for name, source in SOURCES.items()
    ]


@router.post("/sent", summary="报送一份报表", status_code=201, responses=_WRITES, dependencies=JSON_WRITES)
def sent(desk: DeskDep, at: Now, actor: Sends, asked: SendRequest, response: Response) -> SentBody:
    """Send a report: it is kept whole, with its files."""
    key = ReportKey(
        kind=asked.kind,
        form=asked.form,
        region_code=asked.region_code,
        subject=asked.subject,
        period=asked.period,
    )
    made = send(desk.workspace, actor, key, asked.sending(), render=render_report, at=at)
    response.headers["location"] = f"{PREFIX}/reports/sent/{made.number}"
    return SentBody.of(made)


@router.get("/sent", summary="已报送的报表")
def sent_list(desk: DeskDep, actor: Viewing, kind: ReportKind | None = None, limit: Limit = 50) -> SentPage:
    """Return what was sent, newest first."""
    found = sent_reports(desk.workspace, actor, kind=kind, limit=limit)
    return SentPage(sent=[SentBody.of(each) for each in found])


@router.get("/sent/{number}", summary="一份已报送的报表")
def sent_one(number: RowNumber, desk: DeskDep, actor: Viewing) -> SentAnswer:
    """Return a report as it was sent."""
    found, report = sent_report(desk.workspace, actor, number)
    return SentAnswer(sent=SentBody.of(found), report=ReportBody.model_validate(report))


@router.get("/sent/{number}/file", summary="报送时的文件", responses=_FILE, response_class=Response)
def sent_file(number: RowNumber, desk: DeskDep, actor: Viewing, ending: Ending = "xlsx") -> Response:
    """Return a file, byte for byte as it was sent."""
    _, content = file_of(desk.workspace, actor, number, ending, render=render_report)
    return Response(content, media_type=MEDIA_TYPES[ending])


@router.get("/sent/{number}/compare", summary="与今天的数字比较")
def compared(number: RowNumber, desk: DeskDep, at: Now, actor: Viewing) -> CompareAnswer:
    """Return what differs today."""
    found = compare_with_today(desk.workspace, actor, number, at=at)
    remade = remake(desk.workspace, actor, number, render=render_report)
    return CompareAnswer.of(found, dict(remade.is_same))


@router.get("/handed-in", summary="收件登记")
def handed_in(desk: DeskDep, actor: Viewing) -> HandedInPage:
    """Return the ledger of what was handed in."""
    return HandedInPage(lines=[HandedInBody.of(each) for each in ledger_of(desk.workspace, actor)])


@router.post("/handed-in", summary="登记收件", status_code=201, responses=CONFLICT, dependencies=JSON_WRITES)
def written(desk: DeskDep, at: Now, actor: Sends, asked: HandedInRequest, response: Response) -> HandedInBody:
    """Write down what was handed in."""
    line = hand_in(desk.workspace, actor, asked.line(), at=at)
    tag_version(response, line.version)
    return HandedInBody.of(line)


@router.put("/handed-in/{number}", summary="更正收件登记", responses=_WRITES, dependencies=JSON_WRITES)
def corrected(  # noqa: PLR0913, PLR0917 - FastAPI reads the parts of a request from the parameters
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Sends,
    asked: HandedInRequest,
    version: ExpectedVersion,
    response: Response,
) -> HandedInBody:
    """Change a line of the ledger."""
    line = change_line(desk.workspace, actor, asked.line(number), expected_version=version, at=at)
    tag_version(response, line.version)
    return HandedInBody.of(line)


@router.get("/due", summary="各单位的报送情况")
def due(desk: DeskDep, at: Now, actor: Viewing, since: date, until: date, region: Region = "") -> LatesAnswer:
    """Return how every unit stands with what was due in a span."""
    found = lates_of(desk.workspace, actor, region_code=region, since=since, until=until, at=at)
    return LatesAnswer(due=[LateBody.of(each) for each in found])


@router.get("/tasks/{number}", summary="一份通知的责任分工")
def tasks(number: RowNumber, desk: DeskDep, actor: Viewing, region: Region = "") -> MatrixAnswer:
    """Return the tasks of a notice."""
    return MatrixAnswer.of(matrix_of(desk.workspace, actor, number, region_code=region))


@router.put("/tasks/{number}", summary="登记一项任务的进展", responses=_WRITES, dependencies=JSON_WRITES)
def stated(number: RowNumber, desk: DeskDep, at: Now, actor: Sends, asked: TaskRequest) -> TaskBody:
    """Say how far a region is with a task."""
    state_task(desk.workspace, actor, asked.state(number), expected_version=asked.expected_version, at=at)
    matrix = matrix_of(desk.workspace, actor, number, region_code=asked.region_code)
    return TaskBody.of(next(each for each in matrix.tasks if each.key == asked.task))


@router.get("/event-quotas", summary="对接活动是否达到场次")
def quotas(
    desk: DeskDep, day: Today, actor: Viewing, region: Region = "", as_of: date | None = None
) -> list[EventQuotaBody]:
    """Return how many events each place held against what notices ask for."""
    found = event_quotas(desk.workspace, actor, region_code=region, as_of=as_of or day)
    return [EventQuotaBody.of(each) for each in found]
