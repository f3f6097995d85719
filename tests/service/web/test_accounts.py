"""Pages of people: signing in and out, passwords, tokens and accounts, only from our own forms."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data.records.accounts import OPERATOR, Role
from data.storage.workspace import Workspace
from service.app import create_app
from service.docking.accounts import add_account, list_accounts, make_account
from service.identity import SESSION_COOKIE
from tests.service.conftest import ADDRESS, settings_of
from tests.service.docking.test_accounts import PASSWORD
from tests.service.people import AT

NEW = "新的旧时月新的旧时月"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = settings_of(tmp_path)
    with Workspace.open(settings.home) as workspace:
        add_account(
            workspace,
            make_account("admin", name="张科", role=Role.ADMINISTRATOR),
            password=PASSWORD,
            at=AT,
            by=OPERATOR,
        )
    with TestClient(create_app(settings), base_url=ADDRESS, follow_redirects=False) as opened:
        yield opened


def post(client: TestClient, page: str, path: str, **values: str) -> tuple[int, str, str]:
    """Send a form of a page; return status, where it leads and its text."""
    token = re.findall(r'name="form_token" value="([^"]*)"', client.get(page).text)[0]
    answer = client.post(path, data={"form_token": token} | values)
    return answer.status_code, answer.headers.get("location", ""), answer.text


def sign_in(client: TestClient, login: str = "admin", password: str = PASSWORD, back: str = "/label") -> str:
    return post(client, "/sign-in", "/sign-in", login=login, password=password, back=back)[1]


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: TestClient) -> None:
    asked = client.get("/label").headers["location"]

    assert (asked, sign_in(client)) == ("/sign-in?back=%2Flabel", "/label")
    assert client.get("/label").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    token = re.findall(r'name="form_token" value="([^"]*)"', client.get("/sign-in").text)[0]

    answer = client.post("/sign-in", data={"form_token": token, "login": "admin", "password": PASSWORD})

    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(SESSION_COOKIE))
    assert re.sub(r"=[\w-]{43};", "=TOKEN;", cookie) == (
        f"{SESSION_COOKIE}=TOKEN; HttpOnly; Max-Age=604800; Path=/; SameSite=lax"
    )


def test_the_cookie_goes_over_tls_alone_where_the_page_did(tmp_path: Path, client: TestClient) -> None:
    assert isinstance(client, TestClient)
    with TestClient(create_app(settings_of(tmp_path)), base_url="https://127.0.0.1", follow_redirects=False) as secure:
        token = re.findall(r'name="form_token" value="([^"]*)"', secure.get("/sign-in").text)[0]
        answer = secure.post("/sign-in", data={"form_token": token, "login": "admin", "password": PASSWORD})

    assert "; Secure" in next(each for each in answer.headers.get_list("set-cookie") if each.startswith(SESSION_COOKIE))


def test_a_wrong_password_is_told_on_the_page(client: TestClient) -> None:
    status, _, text = post(client, "/sign-in", "/sign-in", login="admin", password="wrong")  # noqa: S106 - of this test

    assert (status, "登录名或密码不对" in text, "wrong" in text) == (401, True, False)
    assert SESSION_COOKIE not in client.cookies


def test_the_sixth_failure_is_told_to_wait(client: TestClient) -> None:
    tried = [post(client, "/sign-in", "/sign-in", login="admin", password="wrong")[0] for _ in range(6)]  # noqa: S106 - as above

    assert tried == [401, 401, 401, 401, 401, 429]


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(client: TestClient, back: str) -> None:
    assert sign_in(client, back=back) == "/"


@pytest.mark.parametrize("path", ["/sign-out", "/password", "/users", "/users/1/disable", "/tokens", "/introductions"])
def test_a_form_without_the_sessions_token_is_refused(client: TestClient, path: str) -> None:
    own = re.findall(r'name="form_token" value="([^"]*)"', client.get("/sign-in").text)[0]
    sign_in(client)

    # The token this browser had before signing in is worth nothing after.
    statuses = [client.post(path, data={"form_token": token}).status_code for token in ("", "x" * 32, own)]

    assert statuses == [403, 403, 403]
    assert client.get("/password").status_code == 200


def test_a_form_another_site_made_the_browser_send_is_refused(client: TestClient) -> None:
    sign_in(client)
    token = re.findall(r'name="form_token" value="([^"]*)"', client.get("/password").text)[0]

    answer = client.post("/sign-out", data={"form_token": token}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


def test_signing_out_ends_the_session_not_only_the_cookie(client: TestClient) -> None:
    sign_in(client)
    token = client.cookies[SESSION_COOKIE]

    assert post(client, "/password", "/sign-out")[:2] == (303, "/sign-in")
    client.cookies.set(SESSION_COOKIE, token)
    assert client.get("/label").status_code == 303


def test_a_password_is_changed_with_the_present_one(client: TestClient) -> None:
    sign_in(client)
    wrong = post(client, "/password", "/password", current="wrong", new=NEW, again=NEW)
    differing = post(client, "/password", "/password", current=PASSWORD, new=NEW, again=PASSWORD)
    done = post(client, "/password", "/password", current=PASSWORD, new=NEW, again=NEW)

    assert (wrong[0], "现在的密码不对" in wrong[2]) == (422, True)
    assert (differing[0], "两次填写的新密码不一样" in differing[2]) == (422, True)
    assert done[:2] == (303, "/password?changed=1")
    assert "密码已修改" in client.get("/password?changed=1").text


def test_an_account_made_by_the_administrator_must_change_its_password(client: TestClient) -> None:
    sign_in(client)
    values = {"login": "donghai", "role": "university", "organisation": "东海理工大学", "password": PASSWORD}
    made = post(client, "/users", "/users", **values)
    again = post(client, "/users", "/users", **values)
    listed = client.get("/users").text
    post(client, "/password", "/sign-out")

    assert (made[:2], again[0], "已有账户" in again[2]) == ((303, "/users"), 409, True)
    assert "东海理工大学" in listed
    assert sign_in(client, "donghai") == "/password"


def test_the_only_administrator_stays(client: TestClient) -> None:
    sign_in(client)

    status, _, text = post(client, "/users", "/users/1/disable")

    assert (status, "最后一个可用的管理员" in text) == (409, True)


def test_a_token_is_shown_once_and_can_be_revoked(client: TestClient) -> None:
    sign_in(client)
    status, _, text = post(client, "/password", "/tokens", label="台账", days="30", actions="search")
    (token,) = re.findall(r"dj_[\w-]{43}", text)
    bearer = {"authorization": f"Bearer {token}"}
    before = client.get("/api/v1/search?q=x", headers=bearer).status_code
    shown_again = token in client.get("/password").text
    post(client, "/password", "/tokens/1/revoke")

    after = client.get("/api/v1/search?q=x", headers=bearer).status_code

    # 503: there is no index yet, so it was let in.
    assert (status, before, shown_again, after) == (200, 503, False, 401)


def test_the_single_desk_makes_the_first_administrator_on_the_page(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with TestClient(create_app(settings), base_url=ADDRESS, follow_redirects=False) as client:
        planner = post(client, "/users", "/users", login="hui", role="event_planner", password=PASSWORD)
        made = post(client, "/users", "/users", login="admin", role="administrator", password=PASSWORD)
        after = client.get("/users").headers["location"]

    assert (planner[0], made[0], after) == (409, 303, "/sign-in?back=%2Fusers")
    with Workspace.open(settings.home) as workspace:
        assert [each.login for each in list_accounts(workspace)] == ["admin"]


def test_an_account_is_corrected_and_signed_out(client: TestClient) -> None:
    sign_in(client)
    post(client, "/users", "/users", login="da", role="university", organisation="无此大学", password=PASSWORD)
    before = client.get("/users").text
    wrong = post(client, "/users", "/users/2/edit", name="大", role="city_bureau", region_code="320826")
    done = post(client, "/users", "/users/2/edit", name="大", role="city_bureau", region_code="320800")
    last = post(client, "/users", "/users/1/edit", name="张科", role="event_planner")

    assert "目前没有这个单位的记录" in before
    assert (wrong[0], "例如淮安市 320800" in wrong[2]) == (422, True)
    assert (done[0], last[0]) == (303, 409)
    assert "淮安市（320800）" in client.get("/users").text
