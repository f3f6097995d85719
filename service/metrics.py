"""Figures for a monitoring system (Prometheus): how much was asked, how long it took, how jobs and records stand.

No label holds anything of a person or a record: addresses are counted by their route ("/needs/{number}").
"""

import time
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.storage.workspace import Workspace

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; 0.15 and 0.3 are what the service promises of searches and of lists."""
_UNKNOWN: Final = "other"
"""Route of an address that no route answers: whatever a stranger tries must not become a label."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The figures of one service.

    Args:
        workspace: open; asked for its counts at each reading.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "duijie_requests", "Answers given.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "duijie_request_seconds",
            "Seconds until an answer was sent.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._registry.register(_WorkspaceFigures(workspace))

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def render(self) -> bytes:
        """Return all figures in Prometheus' text form."""
        return generate_latest(self._registry)


class MetricsMiddleware:
    """Counts every answer.

    Args:
        app: what answers.
        metrics: where it is counted.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500  # of an answer that was never begun
        began = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else _UNKNOWN
            self._metrics.count(method, route_of(scope), status, time.perf_counter() - began)


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered; "other" where none did."""
    return str(getattr(scope.get("route"), "path", _UNKNOWN))


class _WorkspaceFigures(Collector):
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._workspace.reading() as stores:
            held = {
                "needs": len(stores.needs),
                "achievements": len(stores.achievements),
                "parties": len(stores.parties),
            }
            standing = stores.jobs.counts()
        records = GaugeMetricFamily("duijie_records", "Records in the workspace.", labels=("kind",))
        for kind, n in held.items():
            records.add_metric((kind,), n)
        yield records
        jobs = GaugeMetricFamily("duijie_jobs", "Background jobs.", labels=("kind", "state"))
        for (job_kind, state), n in standing.items():
            jobs.add_metric((job_kind.value, state.value), n)
        yield jobs
