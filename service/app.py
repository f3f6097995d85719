"""The web service: API and pages over one workspace."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from threading import Timer
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from data.errors import DuijieError, NotSignedInError, WorkspaceError
from data.storage.workspace import Workspace
from data.version import VERSION
from service import health
from service.admission import admit_large, is_large, too_large
from service.api.contract import PREFIX
from service.api.routers import ROUTERS
from service.docking.answering import Desk
from service.docking.following import keep_index_job
from service.docking.jobs import JobDesk, now
from service.docking.language import LanguageChoice, open_model
from service.docking.workspace import open_workspace
from service.english_errors import wants_english
from service.errors import MEDIA_TYPE, Problem, body_of, problem_of, problem_of_status, problem_of_values
from service.identity import clock
from service.jobs.queue import JobQueue
from service.jobs.supervisor import WorkerSupervisor
from service.metrics import Metrics, MetricsMiddleware
from service.security import LOOPBACK_HOSTS, SecurityMiddleware, secure
from service.settings import Settings
from service.web import (
    accounts,
    alliance_build,
    alliance_files,
    alliance_moves,
    alliances,
    audit,
    board,
    census,
    census_counties,
    census_dispatches,
    census_problems,
    census_triage,
    census_visits,
    ceremonies,
    challenges,
    connectors,
    deal_files,
    deal_lists,
    deal_registration,
    deals,
    dispatched,
    event_agenda,
    event_day,
    event_meetings,
    event_people,
    event_quotas,
    event_statistics,
    event_versions,
    events,
    home,
    importing,
    introductions,
    invitations,
    jobs,
    judging,
    matches,
    notices,
    pages,
    partners,
    records,
    records_adding,
    records_editing,
    registers,
    report_desk,
    reports,
    rule_checks,
    rule_deadlines,
    rules,
    searching,
    sent_reports,
    settings_page,
)
from service.web.forms import draw_problem, see, sign_in_address, way_back

_log = logging.getLogger(__name__)

_FIRST_PAGE_SECONDS: Final = 1.0
_UNOPENED: Final = frozenset({404, 405, 422})
"""How an address that takes forms alone answers whoever opens it: itself, or another that takes any number of parts."""

PAGES: Final = (
    reports,
    sent_reports,
    report_desk,
    connectors,
    accounts,
    introductions,
    notices,
    rule_checks,
    rule_deadlines,
    rules,
    deal_lists,
    deal_files,
    deal_registration,
    deals,
    event_quotas,
    invitations,
    event_day,
    event_statistics,
    judging,
    home,
    matches,
    partners,
    board,
    census_problems,
    census_dispatches,
    dispatched,
    census_visits,
    census_counties,
    census_triage,
    census,
    event_agenda,
    event_meetings,
    event_people,
    event_versions,
    events,
    jobs,
    audit,
    settings_page,
    registers,
    challenges,
    alliance_build,
    alliance_files,
    alliance_moves,
    alliances,
    ceremonies,
    pages,
    searching,
    importing,
    records_adding,
    records_editing,
    records,
)
"""An address that any number of parts may follow stands in a room behind those with an ending of their own."""

_DESCRIPTION: Final = (
    "为企业的技术需求找到合适的科技成果，并说明理由。联系方式一律遮盖；出错时按 RFC 9457 返回中文说明。"
)


def create_app(
    settings: Settings,
    *,
    only_loopback: bool = True,
    prepare: bool = False,
    works: bool = False,
    is_behind_proxy: bool = False,
) -> FastAPI:
    """Return the service over the workspace that the settings name, open.

    Args:
        settings: of this process.
        only_loopback: answer only to the names of this computer; False where the service is opened to others.
        prepare: load the workspace in the background once the service starts, which takes seconds for thousands of
            records, rather than at the first question.
        works: start a worker process for background jobs with the service, and stop it with it.
        is_behind_proxy: another server hands requests on, so that all seem to come from one computer.

    Returns:
        An application; the workspace is closed when it shuts down. What the workspace cannot give is raised here.
    """
    workspace = open_workspace(settings.home, url=settings.database_url)
    choice = LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)
    app = FastAPI(
        title="对接 Duijie",
        description=_DESCRIPTION,
        version=VERSION,
        openapi_url=f"{PREFIX}/openapi.json",
        # FastAPI's own pages for the API load their script from another server.
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    model = open_model(settings.model)
    app.state.settings = settings
    app.state.clock = clock
    app.state.queue = JobQueue(workspace.folder)
    ask_index = partial(_ask_index, workspace, app.state.queue) if works else None
    app.state.desk = Desk(workspace, choice.upon(model), model.ranker, ask_index=ask_index)
    app.state.prepare = prepare
    app.state.only_loopback = only_loopback
    app.state.page_routes = [each for room in PAGES for each in room.router.routes if isinstance(each, Route)]
    _add_operation(app, workspace, settings, works=works, is_behind_proxy=is_behind_proxy)
    for router in ROUTERS:
        app.include_router(router)
    for room in PAGES:
        app.include_router(room.router)
    _add_handlers(app)
    if only_loopback:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_HOSTS, www_redirect=False)
    app.add_middleware(SecurityMiddleware, needs_look=is_large, refuse=_refused_body)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    if app.state.prepare:
        # A daemon, so that Ctrl-C does not wait for it: it only reads. The first page needs none of it and comes first.
        preparing = Timer(_FIRST_PAGE_SECONDS, app.state.desk.prepare)
        preparing.daemon = True
        preparing.start()
    if app.state.supervisor is not None:
        app.state.supervisor.start()
    yield
    if app.state.supervisor is not None:
        app.state.supervisor.stop()
    app.state.queue.close()
    app.state.desk.close()


def _add_operation(
    app: FastAPI, workspace: Workspace, settings: Settings, *, works: bool, is_behind_proxy: bool
) -> None:
    """Give the service its background jobs, its health and its figures."""
    app.state.jobs = JobDesk(workspace, app.state.queue.ring)
    app.state.supervisor = WorkerSupervisor(settings) if works else None
    app.state.metrics = Metrics(workspace)
    app.state.metrics_token = settings.metrics_token.get_secret_value()
    app.state.is_behind_proxy = is_behind_proxy
    app.include_router(health.router)
    app.add_middleware(MetricsMiddleware, metrics=app.state.metrics)


def _ask_index(workspace: Workspace, queue: JobQueue) -> None:
    """Let the worker bring the indexes up to the records; a question is answered even where nothing can be written."""
    try:
        number = keep_index_job(workspace, at=now())
    except WorkspaceError as error:
        _log.info("index job not kept: %s", type(error).__name__)
        return
    if number is not None:
        queue.ring(number)


def _add_handlers(app: FastAPI) -> None:
    """Answer every error in the form the asker reads: JSON below the API's address, a page elsewhere."""
    makers: dict[type[Exception], Callable[[Exception], Problem]] = {
        DuijieError: _of_ours,
        RequestValidationError: _of_values,
        HTTPException: _of_status,
        Exception: _of_fault,
    }
    for kind, make in makers.items():
        app.add_exception_handler(kind, _handler(make))


def _refused_body(request: Request) -> Response | None:
    """Return the answer to a large body that is not taken; None where it is."""
    try:
        admit_large(request)
    except HTTPException as error:
        return _handler(lambda _: too_large(request))(request, error)
    except DuijieError as error:
        return _handler(_of_ours)(request, error)
    return None


def _handler(make: Callable[[Exception], Problem]) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        problem = make(error)
        of_api = request.url.path.startswith(f"{PREFIX}/")
        if isinstance(error, NotSignedInError) and not of_api:
            return see(sign_in_address(request))
        above = "" if of_api or problem.status not in _UNOPENED else way_back(request)
        if above:
            return see(above)
        accepted = request.headers.get("accept-language", "")
        response = _as_json(problem, accepted) if of_api else draw_problem(request, problem)
        secure(response.headers)  # an unexpected fault is answered outside of every middleware
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)  # "allow" of a 405
        if problem.status == 401:
            response.headers["www-authenticate"] = "Bearer"
        return response

    return answer


def _of_ours(error: Exception) -> Problem:
    assert isinstance(error, DuijieError)  # noqa: S101 - registered for nothing else
    problem = problem_of(error)
    if problem.status >= 500:
        _log.error("answered with a fault: %s", type(error).__name__)
    return problem


def _of_values(error: Exception) -> Problem:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    return problem_of_values(error.errors())


def _of_status(error: Exception) -> Problem:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    return problem_of_status(error.status_code)


def _of_fault(error: Exception) -> Problem:
    _log.error("unexpected fault: %s", type(error).__name__)
    return problem_of_status(500)


def _as_json(problem: Problem, accepted: str = "") -> JSONResponse:
    in_english = wants_english(accepted)
    headers = {"content-language": "en" if in_english else "zh-CN", "vary": "Accept-Language"}
    return JSONResponse(body_of(problem, in_english=in_english), problem.status, headers, media_type=MEDIA_TYPE)
