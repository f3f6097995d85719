"""The commands of docking events: taken from a file, planned, changed, given as a file again."""

import json
from pathlib import Path

import pytest

from service.cli.main import main

EVENT = {
    "event": {
        "id": "DJH-1", "name": "对接会", "held_on": "2026-11-26",
        "slots": [{"start": "09:00", "end": "09:20"}, {"start": "09:25", "end": "09:45"}], "tables": [{"id": "1"}],
    },
    "guests": [{"id": "C1", "kind": "enterprise", "name": "甲 13900001234"}, {"id": "T1", "kind": "team"}],
    "requests": [{"id": "C1-T1", "guests": ["C1", "T1"], "value": 0.5}],
}  # fmt: skip


def test_an_event_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    file, out = tmp_path / "活动.json", tmp_path / "导出.json"
    file.write_text(json.dumps(EVENT), encoding="utf-8")
    statuses = [
        main(["events", "list"]),
        main(["events", "import", str(file), "--region", "320800"]),
        main(["events", "plan", "1", "--time-limit", "5"]),
        main(["events", "plan", "1", "--replan", "--time-limit", "5"]),
        main(["events", "export", "1", "--out", str(out)]),
        main(["events", "list"]),
        main(["events", "export", "2", "--out", str(out)]),
        main(["events", "import", str(tmp_path / "没有.json"), "--region", "320800"]),
    ]

    told = capsys.readouterr().out
    given = json.loads(out.read_text(encoding="utf-8"))
    assert statuses == [0, 0, 0, 0, 0, 0, 2, 2]
    assert "排入 1 场会面，0 项意愿未排上" in told
    assert "改动 0 场" in told
    assert (given["event"]["id"], "13900001234" in out.read_text(encoding="utf-8")) == ("DJH-1", False)
