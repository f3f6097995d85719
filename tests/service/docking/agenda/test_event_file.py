"""Files of events are read exactly; what does not fit is named by its path."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.errors import FileReadError
from data.records.events import (
    Bar,
    Block,
    Event,
    EventProblem,
    Evidence,
    Goals,
    Guest,
    GuestKind,
    PlannedMeeting,
    Request,
    Slot,
    Table,
    Wish,
)
from service.docking.agenda.agenda_file import agenda_text, read_agenda
from service.docking.agenda.event_file import read_event_frame, read_event_problem
from service.docking.agenda.planner import plan


def content() -> dict[str, Any]:
    """Return the content of a small file."""
    return {
        "event": {
            "id": "K1",
            "name": "对接会",
            "slots": [{"start": "9:00", "end": "9:20"}, {"start": "9:20", "end": "9:40"}],
            "tables": [{"id": "1"}, {"id": "2", "seats": 4, "closed": ["09:20"]}],
            "blocks": [{"title": "路演", "slots": ["09:00"], "guests": ["C1"]}],
        },
        "guests": [
            {"id": "C1", "kind": "enterprise", "name": "甲", "leaves": "9:40"},
            {"id": "T1", "kind": "team", "arrives": "09:10", "table": "1", "max_meetings": 2},
        ],
        "requests": [
            {
                "id": "r1",
                "guests": ["C1", "T1"],
                "value": 0.5,
                "wish": "must",
                "need": "耐磨涂层",
                "achievement": "等离子喷涂",
                "why": "两边都谈到涂层。",
                "ask": ["能否达到？"],
                "match": "N1/A1",
            },
            {"id": "r2", "guests": ["T1", "C1"], "wish": "no", "bar": "recusal"},
        ],
        "goals": {"fairness": 1},
        "now": "09:20",
    }


def write(folder: Path, value: object) -> Path:
    path = folder / "event.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_is_read_with_times_as_slots(tmp_path: Path) -> None:
    assert read_event_problem(write(tmp_path, content())) == EventProblem(
        Event(
            "K1",
            "对接会",
            (Slot("09:00", "09:20"), Slot("09:20", "09:40")),
            (Table("1"), Table("2", seats=4, closed=frozenset({1}))),
            blocks=(Block("路演", frozenset({0}), ("C1",)),),
        ),
        (
            Guest("C1", "甲", GuestKind.ENTERPRISE),
            Guest("T1", "T1", GuestKind.TEAM, unavailable=frozenset({0}), max_meetings=2, table="1"),
        ),
        (
            Request(
                "r1",
                ("C1", "T1"),
                0.5,
                Wish.MUST,
                evidence=Evidence("耐磨涂层", "等离子喷涂", "两边都谈到涂层。", ("能否达到？",), "N1/A1"),
            ),
            Request("r2", ("T1", "C1"), 1.0, Wish.NO, Bar.RECUSAL),
        ),
        Goals(fairness=1),
        now=1,
    )


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("event", "slots", 1, "end"), "9:10", "event.slots[1]：时段应依次排列、互不重叠，且开始早于结束"),
        (("event", "slots", 0, "end"), "noon", "event.slots[0].end：应写成 09:20 这样的时间"),
        (("event", "tables", 1, "id"), "1", "event.tables[1].id：编号“1”重复"),
        (("event", "tables", 1, "seats"), 1, "event.tables[1].seats：不能小于 2"),
        (("event", "tables", 1, "closed"), ["10:00"], "event.tables[1].closed[0]：没有 10:00 开始的时段"),
        (("event", "blocks", 0, "guests"), ["X"], "event.blocks[0].guests[0]：没有参加者“X”"),
        (("guests", 0, "kind"), "bank", "guests[0].kind：应为 'enterprise', 'team', 'expert' or 'broker' 之一"),
        (("guests", 0, "colour"), "red", "guests[0].colour：没有这一项"),
        (("guests", 1, "table"), "9", "guests[1].table：没有桌位“9”"),
        (("guests", 1, "min_meetings"), 3, "guests[1].max_meetings：小于 min_meetings"),
        (("requests", 0, "guests"), ["C1"], "requests[0].guests：至少要有 2 项"),
        (("requests", 0, "guests"), ["C1", "C1"], "requests[0].guests：同一参加者写了两次"),
        (("requests", 0, "value"), -1, "requests[0].value：不能小于 0"),
        (("requests", 0, "bar"), "declined", "requests[0].bar：只有 wish 为 no 时才能写"),
        (("requests", 0, "ask"), [""], "requests[0].ask[0]：不能为空"),
        (("requests", 1, "id"), "r1", "requests[1].id：编号“r1”重复"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_path(
    tmp_path: Path, path: tuple[str | int, ...], value: object, told: str
) -> None:
    whole = content()
    place: Any = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(FileReadError) as caught:
        read_event_problem(write(tmp_path, whole))

    assert caught.value.message == f"文件“{tmp_path / 'event.json'}”的内容有误：{told}。"


def test_what_is_no_json_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_text('{"event": 1,\n]', encoding="utf-8")

    with pytest.raises(FileReadError, match="第 2 行第 1 列起不是合格的 JSON"):
        read_event_problem(path)


def test_an_agenda_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    problem = read_event_problem(write(tmp_path, content()))
    off = (PlannedMeeting("r2", 1, "1"),)
    agenda = replace(plan(problem, time_limit=5), version=3, cancelled=off)
    path = tmp_path / "agenda.json"
    path.write_text(agenda_text(problem, agenda), encoding="utf-8")

    assert read_agenda(path, problem) == agenda


def test_an_agenda_of_another_event_is_refused(tmp_path: Path) -> None:
    problem = read_event_problem(write(tmp_path, content()))
    path = tmp_path / "agenda.json"
    path.write_text(agenda_text(problem, plan(problem, time_limit=5)).replace('"K1"', '"K2"'), encoding="utf-8")

    with pytest.raises(FileReadError, match="event：是活动“K2”的日程，不是这个活动的"):
        read_agenda(path, problem)


def test_the_event_in_the_documentation_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[4] / "docs" / "agenda.md").read_text(encoding="utf-8")
    (tmp_path / "event.json").write_text(page.split("```json\n")[1].split("```")[0], encoding="utf-8")

    frame = read_event_frame(tmp_path / "event.json")

    assert (len(frame.event.slots), len(frame.event.tables), frame.max_meetings) == (4, 3, 3)
