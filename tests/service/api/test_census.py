"""The census through the API: what pages do, for programs."""

import json
from typing import Any

from data.records.accounts import Role
from tests.service.people import Served

CITY = Role.CITY_BUREAU
BODY = {
    "name": "2026年普查",
    "region_code": "320800",
    "terms": {"min_revenue_yuan": 20_000_000, "or_tech_enterprise": True, "due_on": "2026-12-20"},
    "counties": ["320826", "320830"],
}
REGISTER = "企业名称,所属县区,上年销售收入(万元)\n甲机械有限公司,涟水县,2350\n丁化工有限公司,盱眙县,3000\n".encode()


def asked(service: Served, method: str, path: str, **request: object) -> tuple[int, dict[str, Any]]:
    status, text = service.ask(CITY, method, f"/api/v1/census{path}", **request)
    return status, json.loads(text)


def opened(service: Served) -> None:
    assert asked(service, "POST", "", json=BODY)[0] == 201
    taken = asked(service, "POST", "/1/register", files={"file": ("名册.csv", REGISTER, "text/csv")})
    assert taken == (200, {"added": 2, "changed": 0, "unchanged": 0, "rejected": 0, "faults": [], "unread_columns": []})


def test_the_board_and_its_lists_are_told(service: Served) -> None:
    opened(service)

    _, board = asked(service, "GET", "/1")
    _, listed = asked(service, "GET", "/1/enterprises?state=missing")

    total = board["total"]
    assert {name: total[name] for name in ("due", "reported", "missing", "share", "not_examined")} == {
        "due": 2,
        "reported": 1,
        "missing": 1,
        "share": 0.5,
        "not_examined": 1,
    }
    [missing] = listed["enterprises"]
    assert (missing["name"], missing["check"]["outcome"]) == ("丁化工有限公司", "failed")


def test_what_follows_is_kept_and_traced(service: Served) -> None:
    opened(service)
    problem = {"region_code": "320826", "title": "气孔", "statement": "难检", "need_ids": ["N1"]}
    project = {"region_code": "320800", "year": 2026, "name": "项目", "money_yuan": 500_000, "problems": [1]}

    made = [
        asked(service, "POST", "/problems", json=problem)[0],
        asked(service, "POST", "/plan", json=project)[0],
        asked(service, "POST", "/dispatches", json={"need_id": "N1", "university": "东海理工大学"})[0],
        asked(service, "POST", "/visits", json={"region_code": "320800", "held_on": "2026-11-01", "host": "乙大学"})[0],
        asked(service, "POST", "/mechanisms", json={"region_code": "320826", "item": "duty", "progress": "missing"})[0],
        asked(service, "POST", "/1/triage", json={})[0],
    ]

    assert made == [201, 201, 201, 201, 200, 200]
    assert asked(service, "GET", "/plan?year=2026")[1]["share"] == 1.0
    assert asked(service, "GET", "/lineage?need_id=N1")[1]["projects"] == [1]
    answer = {"after": "declined", "note": "来函", "version": 1}
    assert asked(service, "POST", "/dispatches/1/answer", json=answer)[1]["state"] == "declined"
    assert asked(service, "POST", "/dispatches/1/answer", json=answer)[0] == 412
    states = asked(service, "GET", "/mechanisms?region=320826")[1]["counties"]
    assert states == [{"county": "320826", "name": "涟水县", "states": {"duty": "missing"}, "has_lasting": None}]


def test_a_need_outside_is_not_there(service: Served) -> None:
    body = {"need_id": "N2", "university": "乙大学"}

    assert asked(service, "POST", "/dispatches", json=body)[0] == 404
