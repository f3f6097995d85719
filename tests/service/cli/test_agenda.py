"""`duijie agenda` plans, changes plans, and solves benchmark files."""

import json
from pathlib import Path

from tests.service.cli.conftest import Run

DZN = """nBusiness = 2; nMeetings = 1; nTables = 1; nTotalSlots = 2; nMorningSlots = 1;
requested = [|1, 2, 2|];
"""
EVENT = {
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
