"""Who asks: the single desk, a session, a token; and what happens where nobody does."""

import json
import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data.records.accounts import Role
from data.storage.workspace import Workspace
from service.app import create_app
from service.docking.permissions import Action
from service.docking.tokens import make_token
from tests.service.conftest import ADDRESS, settings_of
from tests.service.people import AT, Served, keep_accounts, peopled_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> object:
    with peopled_service(tmp_path_factory.mktemp("identity")) as opened:
        yield opened


def token_of(service: Served, role: Role, *actions: Action) -> dict[str, str]:
    """Make a machine token; return the header that carries it."""
    with Workspace.open(service.settings.home) as workspace:
        with workspace.reading() as stores:
            account = stores.accounts.by_login(role.value)
        assert account is not None
        text, _ = make_token(workspace, account, label="台账", actions=actions, days=30, at=AT)
    return {"authorization": f"Bearer {text}"}


def test_a_workspace_without_accounts_is_a_single_desk_on_this_computer_alone(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with TestClient(create_app(settings), base_url=ADDRESS, follow_redirects=False) as here:
        alone = (here.get("/").status_code, here.get("/users").status_code, here.get("/sign-in").headers["location"])
    with TestClient(create_app(settings, only_loopback=False), base_url=ADDRESS, follow_redirects=False) as opened:
        beyond = (opened.get("/").headers["location"], opened.get("/api/v1/search?q=x").status_code)
        told = "还没有账户" in opened.get("/sign-in").text

    assert (alone, beyond, told) == ((200, 200, "/"), ("/sign-in", 401), True)


def test_the_first_account_ends_the_single_desk_while_it_runs(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with TestClient(create_app(settings), base_url=ADDRESS, follow_redirects=False) as client:
        before = client.get("/").status_code
        with Workspace.open(settings.home) as workspace:
            keep_accounts(workspace)
        after = client.get("/needs/N1?top=3")

    assert (before, after.status_code) == (200, 303)
    assert after.headers["location"] == "/sign-in?back=%2Fneeds%2FN1%3Ftop%3D3"


def test_health_counts_nothing_for_strangers_and_what_they_may_see_for_others(service: Served) -> None:
    stranger = service.client.get("/api/v1/health")
    known = {role: json.loads(service.ask(role, "GET", "/api/v1/health")[1]) for role in Role}

    assert (stranger.status_code, set(stranger.json())) == (200, {"status", "version"})
    assert {role: (each["needs"], each["achievements"]) for role, each in known.items()} == {
        Role.PROVINCE_BUREAU: (1, 2),
        Role.CITY_BUREAU: (1, 2),
        Role.COUNTY_BUREAU: (1, 2),
        Role.UNIVERSITY: (2, 1),
        Role.ENTERPRISE: (1, 2),
        Role.EVENT_PLANNER: (2, 2),
        Role.ADMINISTRATOR: (2, 2),
    }


def test_the_api_says_that_nobody_is_signed_in(service: Served) -> None:
    answer = service.client.get("/api/v1/search?q=x")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_may_do_what_it_was_made_for_and_no_more(service: Served) -> None:
    header = token_of(service, Role.UNIVERSITY, Action.SEARCH)

    found = service.client.get("/api/v1/search?q=压铸件气孔", headers=header)
    refused = service.client.get("/api/v1/feedback", headers=header)

    assert [each["id"] for each in found.json()["results"]] == ["A1"]
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


@pytest.mark.parametrize("value", ["Bearer dj_x", "Bearer", "bearer  x y"])
def test_a_wrong_token_is_not_helped_by_a_good_cookie(service: Served, value: str) -> None:
    cookie = f"duijie_session={service.cookie(Role.ADMINISTRATOR)}"

    answer = service.client.get("/api/v1/feedback", headers={"authorization": value, "cookie": cookie})

    assert answer.status_code == 401


def test_whoever_must_change_the_password_can_do_nothing_else(tmp_path: Path) -> None:
    with peopled_service(tmp_path) as service:
        with Workspace.open(service.settings.home) as workspace, workspace.writing() as stores:
            stores.accounts.set_password(list(Role).index(Role.ADMINISTRATOR) + 1, password_hash="", must_change=True)
        statuses = [service.ask(Role.ADMINISTRATOR, "GET", path)[0] for path in ("/", "/users", "/password")]

    assert statuses == [403, 403, 200]


def test_no_name_is_written_to_the_log(service: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page = service.client.get("/sign-in")
    token = page.text.split('name="form_token" value="')[1].split('"')[0]
    service.client.post("/sign-in", data={"form_token": token, "login": "wanghongmei", "password": "13900001234"})

    ours = [each.getMessage() for each in caplog.records if each.name.startswith(("service", "data"))]
    assert [line for line in ours if "wanghongmei" in line or "13900001234" in line] == []
