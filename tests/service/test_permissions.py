"""The permission table through HTTP, cell by cell: every address, every role, records inside and outside the scope."""

import json
import re
from collections.abc import Iterable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from data.records.accounts import Role
from service.app import create_app
from service.docking.permissions import PERMISSIONS, Action, Reach
from service.identity import Permission, open_to_all
from tests.service.conftest import settings_of
from tests.service.people import Served, peopled_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("people")) as opened:
        yield opened


def routes_of(routes: Iterable[object]) -> Iterator[APIRoute]:
    """Yield every route of ours, those of included routers too."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from routes_of(included.routes)


def calls_of(dependant: Dependant) -> Iterator[object]:
    for each in dependant.dependencies:
        yield each.call
        yield from calls_of(each)


def actions_of(route: APIRoute) -> list[Action]:
    """Return the actions an address states."""
    return [call.action for call in calls_of(route.dependant) if isinstance(call, Permission)]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(settings_of(tmp_path_factory.mktemp("app")))


def test_no_address_is_without_an_action(app: FastAPI) -> None:
    stated = {
        route.path: len(set(actions_of(route))) + (open_to_all in calls_of(route.dependant))
        for route in routes_of(app.routes)
    }

    assert {path: n for path, n in stated.items() if n != 1} == {}


def test_what_is_open_to_all_is_named_here(app: FastAPI) -> None:
    opened = {route.path for route in routes_of(app.routes) if not actions_of(route)}

    # What machines ask has no person behind it; /metrics looks for itself from where it is asked.
    machines = {"/healthz", "/readyz", "/metrics"}
    assert opened == {"/api/v1/health", "/assets/{name}", "/sign-in"} | machines


def address_of(route: APIRoute) -> str:
    """Return an address whose record lies in every role's scope, and whose number is nobody's."""
    kind = next((kind for kind in ("needs", "achievements", "label") if f"/{kind}/" in route.path), "")
    record = {"needs": "N1", "achievements": "A1", "label": "N1"}.get(kind, "")
    return re.sub(r"{number}", "999", route.path.replace("{number:path}", record))


def test_every_cell_of_the_table_holds_through_http(service: Served) -> None:
    assert isinstance(service.client.app, FastAPI)
    wrong = []
    for route in routes_of(service.client.app.routes):
        for action in actions_of(route):
            method = min(route.methods or ())
            takes_json = method in {"POST", "PUT", "PATCH"} and route.path.startswith("/api/")
            body: dict[str, object] = {"json": {}} if takes_json else {}
            for role in Role:
                status, text = service.ask(role, method, address_of(route), **body)
                is_refused = status == 403 and "not_permitted" in text
                if is_refused is not (PERMISSIONS[action][role] is Reach.NONE) or status in {401, 500, 503}:
                    wrong.append((method, route.path, role.value, status))
    assert wrong == []


BUREAUS = (Role.PROVINCE_BUREAU, Role.CITY_BUREAU, Role.COUNTY_BUREAU)
# Role -> the records it may open, of N1, N2, A1 and A2: by hand from the contract.
OPENED = {
    **dict.fromkeys(BUREAUS, frozenset({"N1", "A1", "A2"})),
    Role.UNIVERSITY: {"N1", "N2", "A1"},
    Role.ENTERPRISE: {"N1", "A1", "A2"},
    Role.EVENT_PLANNER: {"N1", "N2", "A1", "A2"},
    Role.ADMINISTRATOR: {"N1", "N2", "A1", "A2"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("ending", ["", "/matches"])
def test_a_record_outside_the_scope_is_not_there(service: Served, role: Role, ending: str) -> None:
    pages = {number: "needs" if number[0] == "N" else "achievements" for number in ("N1", "N2", "A1", "A2")}

    statuses = {number: service.ask(role, "GET", f"/{kind}/{number}{ending}")[0] for number, kind in pages.items()}

    assert statuses == {number: 200 if number in OPENED[role] else 404 for number in pages}


@pytest.mark.parametrize("role", Role)
def test_lists_hold_only_what_lies_in_the_scope(service: Served, role: Role) -> None:
    found = {
        *re.findall(r"/(?:needs|achievements)/(\w+)", service.ask(role, "GET", "/search?q=压铸件气孔")[1]),
        *re.findall(r"/needs/(\w+)", service.ask(role, "GET", "/search?q=压铸件气孔&for=achievements")[1]),
    }

    assert found == OPENED[role]


@pytest.mark.parametrize("role", Role)
def test_candidates_are_only_those_in_the_scope(service: Served, role: Role) -> None:

    body = {"title": "压铸件气孔", "content": "压铸件内部气孔缺陷控制与检测", "top": 5}
    status, text = service.ask(role, "POST", "/api/v1/match", json=body)
    answer = json.loads(text)

    named = {each["achievement_id"] for each in answer["matches"] + answer["nearest"]}
    assert (status, named) == (200, {number for number in OPENED[role] if number[0] == "A"})


@pytest.mark.parametrize("role", [Role.CITY_BUREAU, Role.ENTERPRISE])
def test_a_verdict_on_a_pair_outside_is_not_taken(service: Served, role: Role) -> None:
    body = {"need_id": "N2", "achievement_id": "A1", "verdict": "unsure"}

    assert service.ask(role, "POST", "/api/v1/feedback", json=body)[0] == 404


@pytest.mark.parametrize(
    "path", ["/users/{}/disable", "/introductions/{}/reveal", "/tokens/{}/revoke", "/feedback/{}/withdraw"]
)
def test_a_number_no_row_can_have_is_a_wrong_value(service: Served, path: str) -> None:
    data = {"side": "need", "view": "needs"}

    assert service.ask(Role.ADMINISTRATOR, "POST", path.format(2**31), data=data)[0] == 422


def test_verdicts_are_kept_under_the_account_and_listed_in_the_scope(service: Served) -> None:
    body = {"need_id": "N2", "achievement_id": "A2", "verdict": "unsure", "judge": "别人"}

    status, text = service.ask(Role.ADMINISTRATOR, "POST", "/api/v1/feedback", json=body)
    listed = {role: '"N2"' in service.ask(role, "GET", "/api/v1/feedback")[1] for role in Role}

    assert (status, '"judge":"administrator"' in text) == (201, True)
    assert {role for role, is_listed in listed.items() if is_listed} == {Role.EVENT_PLANNER, Role.ADMINISTRATOR}


def test_reasons_name_no_title_outside_the_scope(service: Served) -> None:
    body = {"need_id": "N2", "achievement_id": "A1", "verdict": "accept"}
    assert service.ask(Role.ADMINISTRATOR, "POST", "/api/v1/feedback", json=body)[0] == 201

    shown = {
        role: "压铸件气孔检测" in service.ask(role, "GET", "/achievements/A1/matches")[1]
        for role in (Role.ADMINISTRATOR, Role.CITY_BUREAU, Role.ENTERPRISE)
    }

    assert shown == {Role.ADMINISTRATOR: True, Role.CITY_BUREAU: False, Role.ENTERPRISE: False}


@pytest.mark.parametrize("path", ["/doctor", "/api/v1/doctor"])
def test_words_are_tried_only_by_whoever_sees_every_achievement(service: Served, path: str) -> None:
    text = {"title": "气孔", "content": "压铸件内部气孔缺陷控制"}
    request = {"json": text | {"try": True}} if path.startswith("/api") else {"data": text | {"tried": "true"}}

    statuses = {role: service.ask(role, "POST", path, **request)[0] for role in Role}

    assert statuses == {role: 403 if role is Role.UNIVERSITY else 200 for role in Role}
