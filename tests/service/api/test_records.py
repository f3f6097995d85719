"""Records through the API: pages, filters, versions, changes, deleting, history, bulk; contacts never in full."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from data.records.accounts import Role
from data.records.scopes import EVERYTHING
from data.storage.workspace import Workspace
from service.docking.editing import Editor
from service.docking.records import make_record
from tests.service.conftest import ADDRESS, served, settings_of
from tests.service.people import ACTORS, Served

NEEDS = "/api/v1/needs"
PHONE = "13900001234"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    """The single desk of an empty workspace."""
    with TestClient(served(settings_of(tmp_path)), base_url=ADDRESS) as client:
        yield client


def added(client: TestClient, **values: object) -> dict[str, object]:
    answer = client.post(NEEDS, json={"title": "压铸件气孔", **values})
    assert answer.status_code == 201, answer.text
    body: dict[str, object] = answer.json()
    return body


def test_a_need_is_added_read_and_masked(desk: TestClient) -> None:
    sent = {"id": "需1", "title": "气孔", "content": f"请联系{PHONE}", "region": "涟水县", "contact": f"王小明 {PHONE}"}
    made = desk.post(NEEDS, json=sent)
    read = desk.get(made.headers["location"])

    assert (made.status_code, made.headers["etag"], made.headers["location"]) == (201, '"1"', f"{NEEDS}/%E9%9C%801")
    assert read.json() == made.json()
    assert PHONE not in read.text
    assert "小明" not in read.text
    assert read.json()["facets"]["region_code"] == "320826"


def test_a_version_one_has_is_not_sent_again(desk: TestClient) -> None:
    number = added(desk)["id"]
    again = desk.get(f"{NEEDS}/{number}", headers={"if-none-match": 'W/"7", W/"1"'})
    other = desk.get(f"{NEEDS}/{number}", headers={"if-none-match": '"2"'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", '"1"')
    assert again.headers["cache-control"] == "private, no-cache"
    assert other.status_code == 200


@pytest.mark.parametrize(("tag", "status"), [(None, 428), ("1", 412), ('"0"', 412), ('W/"1"', 412), ('"1"', 200)])
def test_a_change_says_which_version_it_saw(desk: TestClient, tag: str | None, status: int) -> None:
    number = added(desk)["id"]
    headers = {} if tag is None else {"if-match": tag}

    assert desk.patch(f"{NEEDS}/{number}", json={"region": "苏州市"}, headers=headers).status_code == status


def test_a_stale_change_is_told_what_changed_masked(desk: TestClient) -> None:
    number = added(desk, contact="赵老师")["id"]
    changed = desk.patch(f"{NEEDS}/{number}", json={"contact": f"赵老师{PHONE}"}, headers={"if-match": '"1"'})
    stale = desk.patch(f"{NEEDS}/{number}", json={"title": "改名"}, headers={"if-match": '"1"'})

    problem = stale.json()
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (stale.status_code, problem["code"], problem["version"]) == (412, "stale_record", 2)
    assert [(each["field"], each["by"]) for each in problem["changes"]] == [("contact", "命令行")]
    assert PHONE not in stale.text
    assert problem["changes"][0]["theirs"] == "赵老师139********"


def test_a_masked_value_sent_back_changes_nothing(desk: TestClient, tmp_path: Path) -> None:
    number = added(desk, contact=f"王小明 {PHONE}", extra={"手机": PHONE, "规模": "中型"})["id"]
    shown = desk.get(f"{NEEDS}/{number}").json()
    sent = {"contact": shown["contact"], "extra": shown["extra"] | {"规模": "大型"}}

    assert desk.patch(f"{NEEDS}/{number}", json=sent, headers={"if-match": '"1"'}).status_code == 200
    with Workspace.open(tmp_path / "home") as workspace, workspace.reading() as stores:
        (need,) = stores.needs.all()
    assert (need.contact, dict(need.extra)) == (f"王小明 {PHONE}", {"手机": PHONE, "规模": "大型"})


def test_a_text_is_changed_around_a_contact_that_is_masked(desk: TestClient, tmp_path: Path) -> None:
    number = added(desk, content=f"气孔多，请联系{PHONE}")["id"]
    shown = desk.get(f"{NEEDS}/{number}").json()["content"]
    statuses = [
        desk.patch(f"{NEEDS}/{number}", json={"content": text}, headers={"if-match": '"1"'}).status_code
        for text in (shown.replace("139", "13"), shown.replace("气孔多", "气孔很多"))
    ]

    assert statuses == [422, 200]
    with Workspace.open(tmp_path / "home") as workspace, workspace.reading() as stores:
        assert [need.content for need in stores.needs.all()] == [f"气孔很多，请联系{PHONE}"]


def test_a_deleted_need_is_gone_until_it_is_restored(desk: TestClient) -> None:
    address = f"{NEEDS}/{added(desk)['id']}"

    statuses = [
        desk.delete(address).status_code,
        desk.delete(address, headers={"if-match": '"1"'}).status_code,
        desk.get(address).status_code,
        desk.post(f"{address}/restore", headers={"if-match": '"2"'}).status_code,
        desk.get(address).status_code,
    ]
    actions = [line["action"] for line in desk.get(f"{address}/history").json()["lines"]]

    assert statuses == [428, 204, 404, 200, 200]
    assert actions == ["restored", "deleted", "added"]


def test_an_id_is_used_once(desk: TestClient) -> None:
    added(desk, id="N1")
    again = desk.post(NEEDS, json={"id": "N1", "title": "别的"})

    assert (again.status_code, again.json()["code"]) == (409, "refused")


@pytest.mark.parametrize("values", [{"id": "a/b", "title": "x"}, {"title": " "}, {"title": "x", "other": "y"}, {}])
def test_values_that_do_not_fit_are_refused(desk: TestClient, values: dict[str, str]) -> None:
    assert desk.post(NEEDS, json=values).status_code == 422


def test_pages_follow_each_other_and_count_when_asked(desk: TestClient) -> None:
    for name in ("甲", "乙", "丙"):
        added(desk, id=name)

    first = desk.get(NEEDS, params={"limit": 2, "total": True}).json()
    second = desk.get(NEEDS, params={"limit": 2, "cursor": first["next"]}).json()
    newest = desk.get(NEEDS, params={"limit": 2, "order": "newest"}).json()

    assert ([each["id"] for each in first["records"]], first["total"]) == (["甲", "乙"], 3)
    assert ([each["id"] for each in second["records"]], second["next"], second["total"]) == (["丙"], None, None)
    assert [each["id"] for each in newest["records"]] == ["丙", "乙"]


@pytest.mark.parametrize("query", [{"cursor": "AAAA"}, {"cursor": "%"}, {"limit": "101"}, {"region": "32"}])
def test_a_list_refuses_what_it_never_gave(desk: TestClient, query: dict[str, str]) -> None:
    assert desk.get(NEEDS, params=query).status_code == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "320800"}, ["a"]),
        ({"industry": "C27"}, ["b"]),
        ({"industry": "C"}, ["b"]),
        ({"cooperation": "licence"}, ["b"]),
        ({"organisation": "甲公司"}, ["a"]),
        ({"arrived_from": "2999-01-01"}, []),
        ({"arrived_to": "2999-01-01", "region": "320826"}, ["a"]),
    ],
)
def test_a_list_is_narrowed(desk: TestClient, query: dict[str, str], found: list[str]) -> None:
    added(desk, id="a", region="江苏省淮安市涟水县", enterprise="甲公司")
    added(desk, id="b", region="浙江省杭州市", industry="医药制造业", cooperation="技术许可")

    assert [each["id"] for each in desk.get(NEEDS, params=query).json()["records"]] == found


def test_achievements_are_narrowed_by_readiness_and_parties_added(desk: TestClient) -> None:
    for number, maturity in (("A1", "中试"), ("A2", "")):
        sent = {"id": number, "title": "真空压铸", "maturity": maturity}
        assert desk.post("/api/v1/achievements", json=sent).status_code == 201
    party = desk.post("/api/v1/parties", json={"name": "东海理工大学", "kind": "university"})

    found = desk.get("/api/v1/achievements", params={"readiness": 4}).json()["records"]
    assert [each["id"] for each in found] == ["A1"]
    assert (party.status_code, party.json()["kind"]) == (201, "university")


def test_of_many_each_has_its_own_outcome(desk: TestClient) -> None:
    sent = [
        {"id": "N1", "title": "甲"},
        {"id": "N1", "title": "乙"},
        {"title": "丙\u0000"},
        {"id": "N4", "title": "丁"},
    ]
    answer = desk.post(f"{NEEDS}/bulk", json={"records": sent}).json()

    assert (answer["n_added"], answer["n_refused"]) == (2, 2)
    assert [(each["index"], each["status"], each["id"]) for each in answer["outcomes"]] == [
        (0, 201, "N1"),
        (1, 409, None),
        (2, 422, None),
        (3, 201, "N4"),
    ]


def test_an_enterprise_adds_its_own_needs_alone(service: Served) -> None:
    own = service.ask(Role.ENTERPRISE, "POST", NEEDS, json={"id": "E1", "title": "气孔"})
    foreign = service.ask(Role.ENTERPRISE, "POST", NEEDS, json={"id": "E2", "title": "气孔", "enterprise": "乙公司"})

    assert (own[0], json.loads(own[1])["enterprise"]) == (201, "甲机械有限公司")
    assert foreign[0] == 409
    assert service.ask(Role.ADMINISTRATOR, "GET", f"{NEEDS}/E2")[0] == 404


def test_a_need_of_a_bureau_without_a_region_is_in_its_scope(service: Served) -> None:
    assert service.ask(Role.COUNTY_BUREAU, "POST", NEEDS, json={"id": "B1", "title": "气孔"})[0] == 201

    status, text = service.ask(Role.COUNTY_BUREAU, "GET", f"{NEEDS}/B1")
    assert (status, json.loads(text)["facets"]["region_code"], json.loads(text)["region"]) == (200, "320826", "")


def queries_of(client: TestClient, path: str) -> int:
    """Return how many statements answering takes."""
    engine = client.app.state.desk.workspace._engine  # type: ignore[attr-defined] # FastAPI
    seen: list[str] = []

    def count(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", count)
    assert client.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


@pytest.mark.parametrize("kind", ["needs", "achievements", "parties"])
def test_a_list_takes_as_many_queries_for_one_record_as_for_fifty(desk: TestClient, kind: str) -> None:
    workspace = desk.app.state.desk.workspace  # type: ignore[attr-defined] # FastAPI
    editor = Editor(workspace=workspace, kind=kind, actor=ACTORS[Role.ADMINISTRATOR], scope=EVERYTHING)  # type: ignore[arg-type] # one of the three
    path = f"/api/v1/{kind}?limit=100&total=true"
    numbers: list[int] = []
    for n_more in (1, 49):
        for each in range(n_more):
            named = {"name": "甲", "kind": "enterprise"} if kind == "parties" else {"title": "甲", "content": ""}
            editor.add(make_record(editor.actor, kind, {"id": f"R{n_more}-{each}", **named}))  # type: ignore[arg-type] # as above
        numbers.append(queries_of(desk, path))

    assert numbers[0] == numbers[1] > 0
