"""What machines ask of the service, and who may read its figures."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from service.app import create_app
from tests.service.conftest import ADDRESS, settings_of

TOKEN = {"authorization": "Bearer geheim-42"}


def client_of(tmp_path: Path, *, host: str = "127.0.0.1", behind_proxy: bool = False) -> TestClient:
    settings = settings_of(tmp_path).model_copy(update={"metrics_token": SecretStr("geheim-42")})
    app = create_app(settings, is_behind_proxy=behind_proxy)
    return TestClient(app, base_url=ADDRESS, client=(host, 50_000))


def test_health_and_readiness_are_told(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ok", "database": True, "worker": True}


def test_a_service_whose_database_is_gone_is_alive_but_not_ready(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        client.get("/readyz")
        for path in (tmp_path / "home").glob("duijie.sqlite*"):
            path.write_bytes(b"no database" * 1000)
        client.app.state.desk.workspace.engine.dispose()  # type: ignore[attr-defined]  # TestClient hides the type
        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()["database"]) == (503, False)
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("host", "headers", "behind_proxy", "status"),
    [
        ("127.0.0.1", {}, False, 200),
        ("192.0.2.7", {}, False, 403),
        ("192.0.2.7", TOKEN, False, 200),
        ("192.0.2.7", {"authorization": "Bearer "}, False, 403),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, False, 403),
        ("127.0.0.1", {}, True, 403),
        ("127.0.0.1", TOKEN, True, 200),
    ],
)
def test_figures_are_for_this_computer_or_for_who_has_the_token(
    tmp_path: Path, host: str, headers: dict[str, str], *, behind_proxy: bool, status: int
) -> None:
    with client_of(tmp_path, host=host, behind_proxy=behind_proxy) as client:
        assert client.get("/metrics", headers=headers).status_code == status


def test_figures_count_by_route_and_name_no_record(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        client.get("/needs/13900001234")
        client.get("/nothing/13900001234")
        told = client.get("/metrics").text

    assert 'duijie_requests_total{method="GET",route="/needs/{number:path}",status="404"} 1.0' in told
    assert 'duijie_requests_total{method="GET",route="other",status="404"} 1.0' in told
    assert 'duijie_records{kind="needs"} 0.0' in told
    assert "13900001234" not in told
