"""People through the API: who one is, accounts, tokens, introductions up to the contact, and the trail."""

import json
from typing import Any

from data.records.accounts import Role
from tests.service.people import Served

V1 = "/api/v1"


def asked(service: Served, role: Role, method: str, path: str, /, **body: object) -> tuple[int, Any]:
    request = {"json": body} if method == "POST" else {}
    status, text = service.ask(role, method, f"{V1}{path}", **request)
    return status, json.loads(text)


def test_me_tells_role_place_and_permissions(service: Served) -> None:
    told = asked(service, Role.COUNTY_BUREAU, "GET", "/me")[1]

    assert (told["login"], told["region_code"]) == ("county_bureau", "320826")
    permissions = told["permissions"]
    assert isinstance(permissions, dict)
    assert (permissions["needs.view"], "users.manage" in permissions) == ("region", False)


def test_a_token_does_what_it_was_made_for_and_ends(service: Served) -> None:
    status, made = asked(service, Role.COUNTY_BUREAU, "POST", "/tokens", label="同步", actions=["needs.view"], days=1)
    headers = {"authorization": f"Bearer {made['token']}"}

    def statuses() -> list[int]:
        return [
            service.client.get(f"{V1}{path}", headers=headers).status_code for path in ("/needs", "/parties", "/me")
        ]

    before = statuses()
    revoked = asked(service, Role.COUNTY_BUREAU, "POST", f"/tokens/{made['number']}/revoke")[0]
    listed = asked(service, Role.COUNTY_BUREAU, "GET", "/tokens")[1]["tokens"]

    assert (status, before, revoked, statuses()) == (201, [200, 403, 403], 200, [401, 401, 401])
    assert "token" not in listed[0]


def test_a_token_is_for_no_more_than_its_owner_may(service: Served) -> None:
    wrong = [["audit.view"], ["contacts.reveal"], []]

    statuses = [asked(service, Role.ENTERPRISE, "POST", "/tokens", label="x", actions=each)[0] for each in wrong]
    assert statuses == [403, 403, 422]


def test_accounts_are_made_reset_and_disabled_by_administrators(service: Served) -> None:
    new = {"login": "suzhou", "role": "city_bureau", "region_code": "320500", "password": "一句很长的暂用密码"}
    status, made = asked(service, Role.ADMINISTRATOR, "POST", "/accounts", **new)
    number = made["number"]
    short = {"password": "短"}
    again = asked(service, Role.ADMINISTRATOR, "POST", "/accounts", **new)[0]
    reset = asked(service, Role.ADMINISTRATOR, "POST", f"/accounts/{number}/reset", **short)[0]
    disabled = asked(service, Role.ADMINISTRATOR, "POST", f"/accounts/{number}/disable")[1]["disabled_at"]
    enabled = asked(service, Role.ADMINISTRATOR, "POST", f"/accounts/{number}/enable")[1]["disabled_at"]

    assert (status, made["must_change"], again, reset, enabled) == (201, True, 409, 422, None)
    assert disabled is not None
    assert "password" not in json.dumps(asked(service, Role.ADMINISTRATOR, "GET", "/accounts")[1])


def test_a_contact_is_shown_after_both_consents_and_the_look_is_listed(service: Served) -> None:
    pair = {"need_id": "N1", "achievement_id": "A1", "purpose": "商谈合作"}
    asked(service, Role.ENTERPRISE, "POST", "/introductions", **pair)
    bureau, both = Role.COUNTY_BUREAU, "/introductions/1"

    early = asked(service, bureau, "POST", f"{both}/reveal", side="achievement")[0]
    forwarded = asked(service, bureau, "POST", f"{both}/forward", side="achievement")[0]
    said = {"side": "achievement", "after": "consented"}
    consented = asked(service, Role.UNIVERSITY, "POST", f"{both}/consent", **said)[1]
    shown = asked(service, Role.ENTERPRISE, "POST", f"{both}/reveal", side="achievement")
    looks = asked(service, Role.UNIVERSITY, "GET", "/reveals")[1]["reveals"]
    disputed = asked(service, Role.UNIVERSITY, "POST", "/reveals/1/dispute", text="并不知情")[0]

    assert (early, forwarded, consented["both_consent"]) == (409, 200, True)
    assert (shown[0], shown[1]["contacts"]) == (200, ["赵老师13900004321"])
    assert [(each["by"], each["side"]) for each in looks] == [("enterprise", "achievement")]
    assert disputed == 201
    assert asked(service, Role.EVENT_PLANNER, "POST", f"{both}/reveal", side="need")[0] == 403


def test_an_answer_is_one_of_three(service: Served) -> None:
    sent = {"side": "need", "after": "forwarded"}

    assert asked(service, Role.COUNTY_BUREAU, "POST", "/introductions/1/consent", **sent)[0] == 422


def test_the_trail_is_narrowed_and_paged(service: Served) -> None:
    for number in ("X1", "X2"):
        asked(service, Role.CITY_BUREAU, "POST", "/needs", id=number, title="气孔", region="淮安市")

    first = asked(service, Role.ADMINISTRATOR, "GET", "/audit?kind=needs&limit=1")[1]
    second = asked(service, Role.ADMINISTRATOR, "GET", f"/audit?kind=needs&limit=1&before={first['next']}")[1]
    later = asked(service, Role.ADMINISTRATOR, "GET", "/audit?since=2999-01-01T00:00:00Z")[1]

    lines = [(each["record_id"], each["by"], each["action"]) for page in (first, second) for each in page["lines"]]
    assert lines == [("X2", "city_bureau", "added"), ("X1", "city_bureau", "added")]
    assert (second["next"], later["lines"]) == (None, [])
