"""Wishes come from fitting matches: one participant a company and a team, one meeting a pair of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import FileReadError
from data.records.events import EventProblem, Evidence, GuestKind
from service.docking.agenda.event_file import read_event_frame, read_event_problem
from service.docking.agenda.from_matches import Wishes, wishes_from_matches
from tests.factories.records import make_achievement, make_need

PHONE = "13800001234"
FRAME: dict[str, Any] = {
    "event": {
        "id": "K1",
        "name": "对接会",
        "slots": [{"start": "09:00", "end": "09:20"}],
        "tables": [{"id": "1"}],
    },
    "max_meetings": 6,
}
NEEDS = [
    make_need("N1", title="耐磨涂层", enterprise="甲公司"),
    make_need("N2", title="防腐涂层", enterprise="甲公司"),
    make_need("N4", title="密封涂层", enterprise="乙公司", valid_until="2026-11-21"),
    make_need("N3", title=f"轴承 电话{PHONE}", enterprise=""),
]
OFFERS = [
    make_achievement("A1", title="等离子喷涂", university="某大学", team="涂层组"),
    make_achievement("A2", title="冷喷涂", university="某大学", team="涂层组"),
    make_achievement("A3", title="陶瓷轴承", university="另一大学", team=""),
]


def line(need: str, offer: str, *, score: float = 0.5, level: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "need_id": need,
        "achievement_id": offer,
        "score": score,
        "level": level,
        "summary": "两边都谈到涂层。",
    } | more


def made(folder: Path, *lines: dict[str, Any], frame: dict[str, Any] | None = None) -> tuple[Wishes, EventProblem]:
    text = "\n".join(json.dumps(each, ensure_ascii=False) for each in lines)
    (folder / "matches.jsonl").write_text(text, encoding="utf-8")
    (folder / "event.json").write_text(json.dumps(frame or FRAME), encoding="utf-8")
    told = read_event_frame(folder / "event.json")
    wishes = wishes_from_matches(folder / "matches.jsonl", told, needs=NEEDS, achievements=OFFERS)
    (folder / "problem.json").write_text(wishes.text, encoding="utf-8")
    return wishes, read_event_problem(folder / "problem.json")


def test_pairs_of_one_company_and_one_team_are_one_wish_with_the_best_first(tmp_path: Path) -> None:
    wishes, problem = made(tmp_path, line("N1", "A1", score=0.6), line("N2", "A2", score=0.8, level=4))

    (request,) = problem.requests
    assert (wishes.n_guests, wishes.n_requests, wishes.n_beside, wishes.n_weak) == (2, 1, 1, 0)
    assert request.value == 0.8
    assert request.evidence == Evidence(
        "防腐涂层", "冷喷涂", "两边都谈到涂层。还可谈：需求“耐磨涂层”与成果“等离子喷涂”。", (), "N2/A2"
    )
    assert [(guest.name, guest.kind, guest.max_meetings) for guest in problem.guests] == [
        ("甲公司", GuestKind.ENTERPRISE, 6),
        ("某大学 涂层组", GuestKind.TEAM, 6),
    ]


def test_weak_matches_are_no_wishes_but_are_counted(tmp_path: Path) -> None:
    wishes, problem = made(tmp_path, line("N1", "A1", level=2), line("N3", "A3"))

    assert (wishes.n_weak, len(problem.requests)) == (1, 1)


def test_who_has_no_name_is_called_by_its_title_without_contacts(tmp_path: Path) -> None:
    wishes, problem = made(tmp_path, line("N3", "A3"))

    names = [guest.name for guest in problem.guests]
    assert names[0].startswith("需求“轴承")
    assert names[1] == "另一大学"
    assert PHONE not in wishes.text


def test_what_the_match_could_not_tell_is_asked(tmp_path: Path) -> None:
    told: dict[str, Any] = {"status": "cannot_tell", "reason": "成果没有写明同一参数"}
    indicators = [
        {"name": "硬度", "required": {"text": "硬度≥60HRC"}} | told,
        {"name": "孔隙率", "required": {"text": "孔隙率≤5%"}, "status": "pass", "reason": ""},
    ]
    conditions = [
        {"name": "budget", "status": "cannot_tell", "reason": "需求没有写明预算"},
        {"name": "indicators", "status": "cannot_tell", "reason": "2 项指标中有 1 项无法判断"},
        {"name": "valid_until", "status": "cannot_tell", "reason": "需求没有写明有效期"},
    ]

    _, problem = made(tmp_path, line("N1", "A1", indicators=indicators, conditions=conditions))

    assert problem.requests[0].evidence.ask == (
        "这项需求现在是否仍然有效？（需求没有写明有效期）",
        "“硬度≥60HRC”能否达到？（成果没有写明同一参数）",
        "费用怎样考虑？（需求没有写明预算）",
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [("", "350℃"), ("", "≥70dB"), ("控", "控±0.03"), ("28d", "28d≥25MPa"), ("湿热老化", "湿热老化1000h"),
     ("水温", "水温≤12℃"), ("接种后", "接种后72h以内"), ("结合强度", "结合强度≥40MPa")],
)  # fmt: skip
def test_bare_numbers_tests_and_what_a_quote_tells_are_not_asked(tmp_path: Path, name: str, text: str) -> None:
    compared = {"name": name, "required": {"text": text}, "status": "cannot_tell", "reason": "没有写明"}
    passages = [{"achievement": {"text": "涂层结合强度达到45兆帕。"}}]

    _, problem = made(tmp_path, line("N1", "A1", indicators=[compared], passages=passages))

    assert problem.requests[0].evidence.ask == ()


def test_failed_conditions_are_left_out_and_every_match_is_counted(tmp_path: Path) -> None:
    failed = [{"name": "valid_until", "status": "fail", "reason": "需求已过有效期"}]
    frame = FRAME | {"event": FRAME["event"] | {"held_on": "2026-11-22"}}

    wishes, problem = made(
        tmp_path,
        line("N1", "A1"),
        line("N2", "A2", score=0.4),
        line("N1", "A3", conditions=failed),
        line("N2", "A3", level=2),
        line("N4", "A3"),
        frame=frame,
    )

    assert [request.evidence.match for request in problem.requests] == ["N1/A1"]
    assert wishes.failed == {"需求已过有效期": 1, "活动当天需求已过有效期": 1}
    assert (wishes.n_requests, wishes.n_beside, wishes.n_weak, wishes.n_matches) == (1, 1, 1, 5)


def test_ids_stay_when_wishes_are_made_again(tmp_path: Path) -> None:
    _, first = made(tmp_path, line("N1", "A1"), line("N3", "A3", score=0.4))
    _, again = made(tmp_path, line("N3", "A3", score=0.9), line("N2", "A1"))

    assert {each.id for each in first.requests} == {each.id for each in again.requests}


def test_a_line_is_not_cut_at_a_separator_within_it(tmp_path: Path) -> None:
    _, problem = made(tmp_path, line("N1", "A1", summary="前\u2028后"))

    assert problem.requests[0].evidence.why == "前\u2028后"


def test_a_pair_listed_from_both_sides_counts_once(tmp_path: Path) -> None:
    assert made(tmp_path, line("N1", "A1"), line("N1", "A1"))[1].requests[0].evidence.why == "两边都谈到涂层。"


def test_an_unknown_record_and_a_faulty_line_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileReadError, match="中的需求“N9”不在给出的需求文件中"):
        made(tmp_path, line("N9", "A1"))
    with pytest.raises(FileReadError, match="第 2 行不是匹配结果"):
        made(tmp_path, line("N1", "A1"), line("N1", "A2", score=7))
    with pytest.raises(FileReadError, match="max_meetings：不能小于 1"):
        made(tmp_path, line("N1", "A1"), frame=FRAME | {"max_meetings": 0})


def test_a_faulty_event_is_blamed_before_anything_is_made(tmp_path: Path) -> None:
    slots = [{"start": "09:00", "end": "09:20"}, {"start": "09:10", "end": "09:30"}]
    event = {"event": FRAME["event"] | {"slots": slots, "held_on": "11月22日"}, "min_meetings": 3, "max_meetings": 2}

    with pytest.raises(FileReadError) as caught:
        made(tmp_path, line("N1", "A1"), frame=event)

    assert caught.value.message == (
        f"文件“{tmp_path / 'event.json'}”的内容有误：event.slots[1]：时段应依次排列、互不重叠，且开始早于结束；"
        "max_meetings：小于 min_meetings；event.held_on：应写成 2026-11-22 这样的日期。"
    )
