"""`duijie agenda` plans, changes plans, and solves benchmark files."""

import json
from pathlib import Path
from typing import Any

from tests.service.cli.conftest import Run

DZN = """nBusiness = 2; nMeetings = 1; nTables = 1; nTotalSlots = 2; nMorningSlots = 1;
requested = [|1, 2, 2|];
"""
EVENT: dict[str, Any] = {
    "event": {
        "id": "K1",
        "name": "对接会",
        "slots": [{"start": "09:00", "end": "09:20"}, {"start": "09:20", "end": "09:40"}],
        "tables": [{"id": "1"}],
    },
    "guests": [{"id": "C1", "kind": "enterprise"}, {"id": "C2", "kind": "enterprise"}, {"id": "T1", "kind": "team"}],
    "requests": [{"id": "r1", "guests": ["C1", "T1"]}, {"id": "r2", "guests": ["C2", "T1"], "value": 0.5}],
}


def test_a_benchmark_file_ends_in_one_line_of_json_and_a_schedule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.dzn").write_text(DZN, encoding="utf-8")

    done = run("agenda", "--from-b2b", "case.dzn", "--fairness", "2", "--out", "out.json")

    line = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0
    assert {key: line[key] for key in ("status", "breaks", "bound")} == {"status": "optimal", "breaks": 0, "bound": 0}
    assert list(line) == ["status", "breaks", "bound", "seconds"]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["schedule"] == [2]


def test_an_event_is_planned_and_changed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(EVENT), encoding="utf-8")
    assert run("agenda", "event.json", "--out", "agenda.json", "--time-limit", "5").returncode == 0
    (tmp_path / "event.json").write_text(json.dumps(EVENT).replace('"id": "C2",', '"id": "C2", "absent": true,'))

    done = run("agenda", "event.json", "--replan", "agenda.json", "--out", "new.json", "--time-limit", "5")

    changed = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert done.stdout.startswith("改排（已证明改动最少）：0 场改时段或桌位，取消 1 场，新增 0 场，须通知 2 家")
    assert [meeting["request"] for meeting in changed["meetings"]] == ["r1"]
    assert changed["tell"] == ["C2", "T1"]


def test_one_of_the_two_inputs_is_wanted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(EVENT), encoding="utf-8")

    neither, both = run("agenda"), run("agenda", "event.json", "--from-b2b", "event.json")

    assert [done.returncode for done in (neither, both)] == [2, 2]
    assert neither.stderr.startswith("错误：请给出一个问题文件，或用 --from-b2b 给出一个基准题")


def test_every_format_is_written_and_a_change_is_told_in_them(run: Run, tmp_path: Path) -> None:
    event = EVENT | {"event": EVENT["event"] | {"held_on": "2026-11-22"}}
    (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
    endings = ("json", "xlsx", "docx", "html", "ics", "zip")
    outs = [part for ending in endings for part in ("--out", f"a.{ending}")]
    assert run("agenda", "event.json", *outs, "--time-limit", "5").returncode == 0
    (tmp_path / "event.json").write_text(json.dumps(event).replace('"id": "C2",', '"id": "C2", "absent": true,'))

    done = run("agenda", "event.json", "--replan", "a.json", "--out", "b.ics", "--out", "b.json", "--time-limit", "5")

    calendar = (tmp_path / "b.ics").read_text(encoding="utf-8")
    assert done.returncode == 0
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["version"] == 1
    assert [calendar.count(line) for line in ("SEQUENCE:1", "STATUS:CONFIRMED", "STATUS:CANCELLED")] == [2, 1, 1]


def test_printed_files_of_an_event_without_a_day_are_refused_before_the_work(run: Run, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(EVENT), encoding="utf-8")

    done = run("agenda", "event.json", "--out", "a.xlsx")

    assert done.returncode == 2
    assert "event.held_on 是“”，不是日期" in done.stderr


def test_wishes_of_matches_are_written_once_and_planned(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(
        "编号,需求名称,需求内容,企业名称\nN1,涂层,需要耐磨涂层。,甲公司\n", encoding="utf-8"
    )
    (tmp_path / "a.csv").write_text("编号,成果名称,成果简介,完成单位\nA1,喷涂,耐磨涂层。,某大学\n", encoding="utf-8")
    match = {"need_id": "N1", "achievement_id": "A1", "score": 0.9, "level": 4, "summary": "强相关。"}
    (tmp_path / "m.jsonl").write_text(json.dumps(match), encoding="utf-8")
    (tmp_path / "event.json").write_text(json.dumps({"event": EVENT["event"]}), encoding="utf-8")
    sources = ("--needs", "n.csv", "--achievements", "a.csv", "--event", "event.json")

    undated = run("agenda", "p.json", "--from-matches", "m.jsonl", *sources, "--out", "a.xlsx")
    n_written = len(list(tmp_path.glob("p.json")))
    done = run("agenda", "p.json", "--from-matches", "m.jsonl", *sources, "--out", "a.json")
    again = run("agenda", "p.json", "--from-matches", "m.jsonl", *sources, "--out", "a.json")

    assert ("文件“event.json”的 event.held_on 是“”" in undated.stderr, n_written) == (True, 0)
    assert "读到 1 对匹配：1 对列为意愿（较强相关以上）；0 对相关程度不够，不列入" in done.stderr
    assert "已写出 p.json：2 家参加者，1 项会面意愿" in done.stderr
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["meetings"][0]["names"] == ["甲公司", "某大学"]
    assert (again.returncode, "已存在" in again.stderr) == (2, True)


def test_half_of_what_wishes_need_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text("", encoding="utf-8")

    alone = run("agenda", "p.json", "--from-matches", "m.jsonl")
    without = run("agenda", "p.json", "--event", "event.json")

    assert [done.returncode for done in (alone, without)] == [2, 2]
    assert alone.stderr.startswith("错误：--from-matches 须同时写明")
    assert without.stderr.startswith("错误：--needs、--achievements、--event 只与 --from-matches 同用")
