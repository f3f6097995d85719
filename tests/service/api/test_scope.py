"""As the bureau of one county nothing of another county can be read, whichever address is asked."""

import json
import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from data.records.accounts import Role
from data.records.scopes import EVERYTHING
from service.api.routers import ROUTERS
from service.docking.editing import Editor
from service.docking.records import make_record
from tests.service.conftest import index_workspace
from tests.service.people import ACTORS, Served, peopled_service

MARK = "邻县的词"
"""In every text of the other county's records."""
ADMINISTRATOR = ACTORS[Role.ADMINISTRATOR]
OTHER = {"region": "江苏省淮安市金湖县", "contact": MARK, "extra": {MARK: MARK}}
LINES = {
    "needs": {
        "id": "ZN",
        "title": f"压铸件气孔{MARK}",
        "content": f"压铸件内部气孔多{MARK}",
        "enterprise": f"{MARK}公司",
    },
    "parties": {"id": "ZP", "name": f"{MARK}公司", "kind": "enterprise"},
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service whose other county has a need, a party, a verdict, an introduction, a deal, a job and an import."""
    with peopled_service(tmp_path_factory.mktemp("scope")) as opened:
        workspace = opened.client.app.state.desk.workspace  # type: ignore[attr-defined] # FastAPI
        for kind, values in LINES.items():
            editor = Editor(workspace=workspace, kind=kind, actor=ADMINISTRATOR, scope=EVERYTHING)  # type: ignore[arg-type] # one of the three
            editor.add(make_record(ADMINISTRATOR, kind, values | OTHER))  # type: ignore[arg-type] # as above
        opened.ask(Role.ADMINISTRATOR, "POST", "/api/v1/introductions", json=PAIR | {"purpose": MARK})
        opened.ask(Role.ADMINISTRATOR, "POST", "/api/v1/deals", json=PAIR)
        opened.ask(Role.ADMINISTRATOR, "POST", "/api/v1/feedback", json=PAIR | {"verdict": "unsure", "comment": MARK})
        file = {"file": (f"{MARK}.csv", f"需求名称,需求内容\n{MARK},{MARK}\n".encode())}
        cookie = {"cookie": f"duijie_session={opened.cookie(Role.ADMINISTRATOR)}", "idempotency-key": "k"}
        sent = opened.client.post("/api/v1/imports", data={"kind": "needs"}, files=file, headers=cookie)
        assert sent.status_code == 202
        # As the index job would: the need is among those that can be found.
        index_workspace(opened.settings)
        yield opened


PAIR = {"need_id": "ZN", "achievement_id": "A1"}
BODIES: dict[str, dict[str, object]] = {
    "/api/v1/match": {"content": "压铸件内部气孔多", "top": 50},
    "/api/v1/doctor": {"content": "压铸件内部气孔多", "try": True},
}
QUERIES = ("", "?q=压铸件气孔&top=100", "?q=压铸件气孔&for=achievements&top=100", "?limit=100&total=true&region=320831")


def addresses() -> list[str]:
    """Return every address that reads, for every record and row it may be asked for."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    paths = [route.path for route in routes if "GET" in (route.methods or ())]
    filled = [
        re.sub(r"{number(:path)?}", number, path).replace("{name}", "needs.csv")
        for path in paths
        for number in (("ZN", "ZP", "N1", "A1", "1", "2", "3") if "{number" in path else ("",))
    ]
    return [f"{path}{query}" for path in filled for query in QUERIES]


def test_a_county_reads_nothing_of_another(service: Served) -> None:
    told = {path: service.ask(Role.COUNTY_BUREAU, "GET", path) for path in addresses()}
    said = {path: service.ask(Role.COUNTY_BUREAU, "POST", path, json=body) for path, body in BODIES.items()}

    answers = {**told, **said}
    assert [path for path, (_, text) in answers.items() if MARK in text or '"ZN"' in text or '"ZP"' in text] == []
    # The question is one: its own county's records are there, and the others are for whoever may see them.
    assert sum(status == 200 for status, _ in answers.values()) > 30
    assert MARK in service.ask(Role.ADMINISTRATOR, "GET", "/api/v1/needs")[1]
    assert '"N1"' in told["/api/v1/needs"][1]


@pytest.mark.parametrize("ending", ["", "/matches", "/history"])
def test_the_other_county_itself_reads_them(service: Served, ending: str) -> None:
    assert service.ask(Role.CITY_BUREAU, "GET", f"/api/v1/needs/ZN{ending}")[0] == 200


def test_counts_tell_nothing_of_the_other_county(service: Served) -> None:
    totals = {
        role: json.loads(service.ask(role, "GET", "/api/v1/needs?total=true")[1])["total"]
        for role in (Role.COUNTY_BUREAU, Role.CITY_BUREAU, Role.ADMINISTRATOR)
    }

    assert totals == {Role.COUNTY_BUREAU: 1, Role.CITY_BUREAU: 2, Role.ADMINISTRATOR: 3}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/needs/ZN", {"title": "改名"}),
        ("DELETE", "/needs/ZN", {}),
        ("POST", "/needs/ZN/restore", {}),
        ("POST", "/introductions/1/forward", {"side": "need"}),
        ("POST", "/introductions/1/reveal", {"side": "need"}),
        ("POST", "/jobs/1/cancel", {}),
        ("POST", "/feedback/1/withdraw", {}),
    ],
)
def test_nothing_of_the_other_county_can_be_written(
    service: Served, method: str, path: str, body: dict[str, str]
) -> None:
    headers = {"cookie": f"duijie_session={service.cookie(Role.COUNTY_BUREAU)}", "if-match": '"1"'}
    answer = service.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    assert answer.status_code == 404


def test_a_search_is_narrowed(service: Served) -> None:
    def found(query: str) -> list[str]:
        text = service.ask(Role.ADMINISTRATOR, "GET", f"/api/v1/search?q=压铸件气孔&for=achievements{query}")[1]
        return sorted(each["id"] for each in json.loads(text)["results"])

    assert found("") == ["N1", "N2", "ZN"]
    assert found("&region=320800") == ["N1", "ZN"]
    assert found("&organisation=乙压铸有限公司") == ["N2"]
