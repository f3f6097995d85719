"""Match lists by role: who judges, who asks for an introduction; and two candidates side by side."""

import json

import pytest

from data.records.accounts import Role
from tests.service.people import Served


def parts(text: str) -> tuple[bool, bool, bool]:
    """Tell whether a list has forms to judge, to be introduced, and to say who judges."""
    return ('action="/feedback"' in text, 'action="/introductions"' in text, 'action="/judge"' in text)


@pytest.mark.parametrize(
    ("role", "path", "shown"),
    [
        (Role.COUNTY_BUREAU, "/needs/N1/matches", (True, True, False)),
        (Role.ENTERPRISE, "/needs/N1/matches", (True, True, False)),
        (Role.UNIVERSITY, "/achievements/A1/matches", (True, True, False)),
        (Role.EVENT_PLANNER, "/needs/N1/matches", (False, False, False)),
    ],
)
def test_only_whoever_may_judge_or_ask_sees_the_forms(
    peopled: Served, role: Role, path: str, shown: tuple[bool, bool, bool]
) -> None:
    status, text = peopled.ask(role, "GET", path)

    assert (status, parts(text)) == (200, shown)


def test_two_candidates_stand_side_by_side(peopled: Served) -> None:
    status, text = peopled.ask(Role.COUNTY_BUREAU, "GET", "/needs/N1/compare?pick=A2&pick=A1")

    assert status == 200
    assert text.index("甲：压铸件气孔缺陷检测") < text.index("乙：铝合金真空压铸气孔控制工艺")
    assert "差别在哪里" in text


def test_two_needs_of_an_achievement_stand_side_by_side(peopled: Served) -> None:
    listed = peopled.ask(Role.UNIVERSITY, "GET", "/achievements/A1/matches")[1]
    status, text = peopled.ask(Role.UNIVERSITY, "GET", "/achievements/A1/compare?a=N2&b=N1")

    assert ('action="/achievements/A1/compare"' in listed, 'name="pick" value="N1"' in listed) == (True, True)
    assert (status, "<h1>比较两项候选技术需求</h1>" in text) == (200, True)
    assert text.index("甲：压铸件气孔检测") < text.index("乙：压铸件气孔缺陷控制")


def test_needs_outside_are_not_compared(peopled: Served) -> None:
    # The bureau sees the achievement, but of the two needs only N1.
    assert peopled.ask(Role.COUNTY_BUREAU, "GET", "/achievements/A1/compare?a=N1&b=N2")[0] == 404


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("", 422, "选了 0 项候选。"),
        ("a=A1&b=A1", 422, "选了 1 项候选。"),
        ("a=A1&b=A9", 404, "不在前 50 项候选中"),
    ],
)
def test_anything_but_two_candidates_of_the_list_is_refused(
    peopled: Served, query: str, status: int, told: str
) -> None:
    answer = peopled.ask(Role.COUNTY_BUREAU, "GET", f"/needs/N1/compare?{query}")

    assert (answer[0], told in answer[1]) == (status, True)


def test_candidates_of_a_need_outside_are_not_compared(peopled: Served) -> None:
    assert peopled.ask(Role.COUNTY_BUREAU, "GET", "/needs/N2/compare?a=A1&b=A2")[0] == 404


def test_a_verdict_on_somebody_elses_need_is_not_told_by_its_number(peopled: Served) -> None:
    body = {"need_id": "N2", "achievement_id": "A1", "verdict": "accept"}
    given = peopled.ask(Role.ADMINISTRATOR, "POST", "/api/v1/feedback", json=body)
    number = json.loads(given[1])["feedback"][-1]["number"]

    told = {
        role: "已记下判定" in peopled.ask(role, "GET", f"/achievements/A1/matches?judged={number}")[1]
        for role in (Role.ADMINISTRATOR, Role.UNIVERSITY, Role.ENTERPRISE, Role.COUNTY_BUREAU)
    }

    peopled.ask(Role.ADMINISTRATOR, "POST", f"/api/v1/feedback/{number}/withdraw", json={})
    assert told == {
        Role.ADMINISTRATOR: True,
        Role.UNIVERSITY: True,
        Role.ENTERPRISE: False,
        Role.COUNTY_BUREAU: False,
    }
