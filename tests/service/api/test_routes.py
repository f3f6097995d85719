"""The API over the samples: the jsonl objects, problem details, and nobody's phone number."""

import json
import re

import pytest
from starlette.testclient import TestClient

from data.storage.workspace import Workspace
from matcher.scoring import table_ranker
from service.docking.answering import Desk
from service.exports import json_lines
from service.exports.masking import MASKED
from service.settings import Settings
from tests.service.conftest import AS_OF, choice_of

NEED = {
    "title": "数控车床主轴热误差补偿",
    "content": "连续加工3小时后主轴热伸长，要求补偿后热误差≤8μm。电话13900001234。",
    "top": 3,
}
PHONE = re.compile(r"1[3-9]\d{9}")


def test_health_counts_the_samples(client: TestClient) -> None:
    answer = client.get("/api/v1/health").json()

    assert answer.pop("version")
    assert answer == {"status": "ok", "needs": 65, "achievements": 355, "indexed": True}


def test_health_of_an_empty_workspace(empty_client: TestClient) -> None:
    answer = empty_client.get("/api/v1/health")

    assert (answer.status_code, answer.json()["indexed"]) == (200, False)


def test_matches_of_a_need_are_the_objects_of_a_jsonl_export(client: TestClient, samples: Settings) -> None:
    desk = Desk(Workspace.open(samples.home), choice_of(samples), table_ranker())
    report = desk.match(desk.need("XQ001"), top=3, as_of=AS_OF)
    desk.close()
    lines = json_lines.render(report, MASKED).decode().splitlines()

    answer = client.get("/api/v1/needs/XQ001/matches", params={"top": 3})

    assert answer.status_code == 200
    assert lines
    # Compared as text, so that the order of the keys counts too.
    assert [json.dumps(match, ensure_ascii=False) for match in answer.json()["matches"]] == lines
    assert answer.json()["need_title"] == "数控车床主轴热误差补偿技术"


def test_a_free_text_is_matched_without_storing_it(client: TestClient) -> None:
    answer = client.post("/api/v1/match", json=NEED).json()

    assert [match["achievement_id"] for match in answer["matches"]][:1] == ["CG001"]
    (notice,) = answer["notices"]
    assert (answer["as_of"], answer["need_title"]) == ("2026-11-22", NEED["title"])
    assert notice.startswith("编码器 hashing 没有随附的训练模型")
    assert client.get("/api/v1/health").json()["needs"] == 65


def test_spans_hold_in_the_text_that_was_sent(client: TestClient) -> None:
    answer = client.post("/api/v1/match", json=NEED).json()

    quotes = [row["required"] for match in answer["matches"] for row in match["indicators"]]
    assert quotes
    for quote in quotes:
        assert str(NEED[quote["field"]])[quote["start"] : quote["end"]] == quote["text"]


def test_contacts_are_masked_in_every_answer(client: TestClient) -> None:
    answers = [
        client.post("/api/v1/match", json=NEED | {"content": "请联系13900001234，主轴热误差补偿13900001234"}),
        client.get("/api/v1/search", params={"q": "主轴", "top": 100}),
        client.get("/api/v1/needs/XQ001/matches"),
    ]

    assert [PHONE.findall(answer.text) for answer in answers] == [[], [], []]


def test_search_lists_either_side(client: TestClient) -> None:
    wanted = client.get("/api/v1/search", params={"q": "数控车床主轴热误差补偿", "top": 1}).json()
    asked = client.get("/api/v1/search", params={"q": "数控车床主轴热误差补偿", "top": 1, "for": "achievements"}).json()

    assert [(one["kind"], one["id"]) for one in (*wanted["results"], *asked["results"])] == [
        ("achievement", "CG001"),
        ("need", "XQ001"),
    ]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/needs/none/matches", 404, "unknown_id"),
        ("/needs/a%2Fb/matches", 404, "unknown_id"),
        ("/needs/XQ001/matches?top=0", 422, "invalid_values"),
        ("/search", 422, "invalid_values"),
        ("/search?q=%20", 422, "bad_input"),
        ("/search?q=a&for=company", 422, "invalid_values"),
    ],
)
def test_bad_requests_are_problems(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(f"/api/v1{path}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b"{", [{"place": "1", "message": "不是合格的 JSON"}]),
        (b"[]", [{"place": "", "message": "应为 JSON 对象"}]),
        (b"{}", [{"place": "content", "message": "缺少这一项"}]),
        (b'{"content": ""}', [{"place": "content", "message": "不能少于 1 个字"}]),
        (b'{"content": "\\ud800"}', [{"place": "content", "message": "含有无法识别的字符"}]),
        (b'{"content": "x", "top": 51}', [{"place": "top", "message": "不能大于 50"}]),
        (
            b'{"content": 1, "more": 2}',
            [{"place": "content", "message": "应为文字"}, {"place": "more", "message": "没有这一项"}],
        ),
    ],
)
def test_every_wrong_value_of_a_match_is_named(client: TestClient, body: bytes, errors: list[dict[str, str]]) -> None:
    answer = client.post("/api/v1/match", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["errors"]) == (422, errors)


def test_a_workspace_without_index_is_not_ready(empty_client: TestClient) -> None:
    answer = empty_client.post("/api/v1/match", json=NEED)

    assert (answer.status_code, answer.json()["code"]) == (503, "workspace")
    assert answer.json()["remedy"] == "请先用 duijie import achievements 导入成果，再运行 duijie index。"


def test_openapi_names_every_route_with_an_example_and_its_problems(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()

    answers = {
        f"{method} {path}": set(operation["responses"])
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }
    everywhere = {"400", "401", "403", "404", "413", "415", "422", "503"}
    assert {name: found for name, found in answers.items() if not everywhere < found} == {}
    assert answers["patch /api/v1/needs/{number}"] == everywhere | {"200", "409", "412", "428"}
    match = described["paths"]["/api/v1/match"]["post"]["responses"]
    assert list(match["422"]["content"]) == ["application/problem+json"]
    bodies = {name: each for name, each in described["components"]["schemas"].items() if name.endswith("Request")}
    assert {name for name, each in bodies.items() if not each.get("examples")} == {"WithdrawRequest"}


def test_the_example_of_the_description_works(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    (example,) = described["components"]["schemas"]["MatchRequest"]["examples"]

    assert client.post("/api/v1/match", json=example).status_code == 200


def test_doctor_answers_verdict_questions_and_masks(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/doctor", json={"title": NEED["title"], "content": NEED["content"], "mask": ["主轴=部件"]}
    )

    body = answer.json()
    assert (answer.status_code, body["verdict"]) == (200, "ask_back")
    assert body["masking"]["masked"] == {"主轴": "部件"}
    # Only what a list shows is compared: two achievements are above 无相关.
    assert [place["achievement_id"] for place in body["masking"]["before"]] == ["CG001", "CG314"]
    assert {place["achievement_id"] for place in body["masking"]["before"]} <= body["titles"].keys()
    assert PHONE.findall(answer.text) == []


def test_doctor_needs_no_index_where_nothing_is_tried(empty_client: TestClient) -> None:
    answer = empty_client.post("/api/v1/doctor", json={"content": "车间自动化改造"})

    assert (answer.status_code, answer.json()["verdict"], answer.json()["masking"]) == (200, "too_vague", None)
