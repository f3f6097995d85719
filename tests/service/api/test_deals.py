"""The API of deals: opened, moved with If-Match, listed, sampled."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from data.records.accounts import Role
from service.identity import SESSION_COOKIE
from tests.service.people import Served, peopled_service

DEALS = "/api/v1/deals"
COUNTY = Role.COUNTY_BUREAU
PAPER = {
    "ledger": "agreements",
    "form": "contract",
    "title": "技术开发合同",
    "kind": "development",
    "signed_on": "2026-11-20",
    "contract_fen": 30_000_000,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("deals"), is_indexed=False) as opened:
        yield opened


def ask(service: Served, method: str, path: str, *, role: Role = COUNTY, version: int = 0, **body: Any) -> Any:
    """Return status and parsed body of an answer."""
    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(role)}"}
    if version:
        headers["if-match"] = f'"{version}"'
    answer = service.client.request(method, f"{DEALS}{path}", headers=headers, json=body or None)
    return answer.status_code, json.loads(answer.text)


def opened(service: Served) -> dict[str, Any]:
    status, deal = ask(
        service,
        "POST",
        "",
        title="真空压铸",
        enterprise="甲机械有限公司",
        region_code="320826",
        university="东海理工大学",
        after="talk",
        note="与王工13900001234面谈",
    )
    assert status == 201
    found: dict[str, Any] = deal
    return found


def test_a_pair_of_the_list_begins_as_recommended(service: Served) -> None:
    status, deal = ask(service, "POST", "", need_id="N1", achievement_id="A1")

    assert (status, deal["stage"], deal["enterprise"], deal["region_code"]) == (
        201,
        "recommended",
        "甲机械有限公司",
        "320826",
    )
    assert ask(service, "POST", "", need_id="N1", achievement_id="A1")[0] == 409
    assert ask(service, "POST", "", need_id="N2", achievement_id="A1")[0] == 404


def test_a_move_needs_the_version_and_tells_whoever_comes_second(service: Served) -> None:
    number = opened(service)["number"]
    move: dict[str, Any] = {"after": "contract", "entries": [PAPER]}

    without = ask(service, "POST", f"/{number}/move", **move)[0]
    status, deal = ask(service, "POST", f"/{number}/move", version=1, **move)
    late, told = ask(service, "POST", f"/{number}/move", version=1, after="on_hold")

    assert (without, status, late) == (428, 200, 412)
    assert deal["sums"] == {"intent_fen": 0, "contract_fen": 30_000_000, "technology_fen": 0, "received_fen": 0}
    assert (told["version"], told["changes"][0]["theirs"]) == (2, "正式合同")


def test_a_deal_masks_contacts_and_says_what_the_next_stages_need(service: Served) -> None:
    deal = ask(service, "GET", f"/{opened(service)['number']}")[1]

    assert "13900001234" not in json.dumps(deal)
    assert [each["after"] for each in deal["moves"]] == ["intent_agreement", "contract", "on_hold", "declined"]
    university = ask(service, "GET", f"/{deal['number']}", role=Role.UNIVERSITY)[1]
    enterprise = ask(service, "GET", f"/{deal['number']}", role=Role.ENTERPRISE)[1]
    assert (len(university["moves"]), enterprise["moves"]) == (4, [])


def test_entries_are_written_completed_and_struck_out(service: Served) -> None:
    number = opened(service)["number"]
    ask(service, "POST", f"/{number}/move", version=1, after="contract", entries=[PAPER])
    due: dict[str, Any] = {"ledger": "milestones", "title": "样机", "due_on": "2026-11-01"}

    added = ask(service, "POST", f"/{number}/entries", version=2, **due)[1]["entries"][-1]
    overdue = ask(service, "GET", "/overdue")[1]["overdue"]
    done = ask(service, "POST", f"/{number}/entries", version=3, number=added["number"], done_on="2026-11-20", **due)
    strike: dict[str, Any] = {"ledger": "milestones", "number": added["number"], "note": "写错"}
    struck = ask(service, "POST", f"/{number}/strike", version=4, **strike)[1]

    assert {
        "deal": number,
        "kind": "milestone",
        "text": "里程碑：样机",
        "due_on": "2026-11-01",
        "days_late": 21,
    } in overdue
    assert (done[0], done[1]["entries"][-1]["fields"]["done_on"]) == (200, "2026-11-20")
    assert (struck["entries"][-1]["counts"], struck["version"]) == (False, 5)


def test_the_board_the_sample_and_the_precheck_answer(service: Served) -> None:
    deal = opened(service)
    _, moved = ask(service, "POST", f"/{deal['number']}/move", version=1, after="contract", entries=[PAPER])
    contract = moved["entries"][0]["number"]

    board = {each["stage"]: each for each in ask(service, "GET", "/board")[1]["stages"]}
    one, two = (ask(service, "GET", "/sample?n=2&seed=2026")[1] for _ in range(2))
    form: dict[str, Any] = {"values": {"seller_country": "156"}}
    filled = ask(service, "PATCH", f"/{deal['number']}/registration/{contract}", version=2, **form)[1]

    assert board["contract"]["sums"]["intent_fen"] == 0
    assert board["contract"]["sums"]["contract_fen"] >= 30_000_000
    assert (one, one["n_frame"] >= 1) == (two, True)
    assert next(each for each in filled["lines"] if each["code"] == "seller_country")["value"] == "156 中国"
