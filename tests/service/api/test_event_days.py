"""Invitations, the day and its figures for programs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.records.accounts import Role
from tests.service.event_days import CITY, ENTERPRISE, JIA, KEY, PAIR, TEAM_KEY, draw, release, served_event
from tests.service.people import Served

BASE = "/api/v1/events/1"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served_event(tmp_path) as opened:
        yield opened


def ask(service: Served, role: Role, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    request = {} if body is None else {"json": body}
    status, text = service.ask(role, method, f"{BASE}/{path}", **request)
    return status, json.loads(text)


def test_a_list_is_ordered_sent_and_answered(service: Served) -> None:
    ordered, job = ask(service, CITY, "POST", "invitations/draft", {"theme": "压铸"})
    draw(service)
    _, listed = ask(service, CITY, "GET", "invitations")
    invited = ask(service, CITY, "POST", "invitations/invite", {"keys": [KEY]})
    _, own = ask(service, ENTERPRISE, "GET", "invitations")
    moved = ask(service, ENTERPRISE, "POST", "invitations/1/move", {"after": "accepted"})
    added = ask(service, CITY, "POST", "invitations", {"kind": "alliance", "name": "联盟", "needs": ["N1"]})

    assert (ordered, job["kind"], invited) == (202, "invite", (200, {"invited": 1}))
    assert (listed["invitees"][0]["name"], listed["invitees"][0]["state"]) == (JIA, "proposed")
    assert (len(own["invitees"]), own["needs"], own["value"]) == (1, [], None)
    assert (moved[0], moved[1]["state"], added[0], added[1]["invitees"][-1]["name"]) == (200, "accepted", 201, "联盟")


def test_the_day_is_written_down_and_counted(service: Served) -> None:
    release(service)
    came = ask(service, CITY, "POST", "day/presence", {"guest": KEY, "state": "arrived"})
    held = ask(service, CITY, "POST", "day/meetings", {"request": PAIR, "held": True})
    said = ask(service, ENTERPRISE, "POST", "day/sides", {"request": PAIR, "guest": KEY, "outcome": "intent"})
    foreign = ask(service, ENTERPRISE, "POST", "day/sides", {"request": PAIR, "guest": TEAM_KEY, "rating": 1})
    _, day = ask(service, ENTERPRISE, "GET", "day")
    _, whole = ask(service, CITY, "GET", "day")
    _, counted = ask(service, CITY, "GET", "statistics")

    assert (came[0], held[0], said[0], foreign[0]) == (200, 200, 200, 404)
    assert (came[1]["state"], held[1]["state"], said[1]["result"]) == ("arrived", "held", None)
    assert ([each["guest"] for each in day["guests"]], whole["meetings"][0]["result"]) == ([KEY], "one_side")
    assert {each["figure"]: each["n"] for each in counted["figures"] if each["n"]} == {
        "planned": 1, "held": 1, "expected": 2, "arrived": 1, "open": 1, "one_side": 1,
    }  # fmt: skip


def test_who_may_not_plan_reads_no_figures(service: Served) -> None:
    assert ask(service, ENTERPRISE, "GET", "statistics")[0] == 403
