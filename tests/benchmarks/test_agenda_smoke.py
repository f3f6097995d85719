"""The benchmarks of agendas run at small size."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from data.samples.paths import achievements_path, needs_path
from tests.benchmarks import agenda_b2b, agenda_day, agenda_events
from tests.factories.events import EventSize

DZN = """nBusiness = 2; nMeetings = 1; nTables = 1; nTotalSlots = 2; nMorningSlots = 1;
requested = [|1, 2, 3|];
"""
SMALL = EventSize(n_enterprises=6, n_teams=20, n_slots=4, n_tables=4, n_wishes=24)


def test_b2b_compares_with_the_published_value(tmp_path: Path) -> None:
    (tmp_path / "case.dzn").write_text(DZN, encoding="utf-8")
    known = {"values": {"case": {"optimum": 1, "infeasible": False}}}
    (tmp_path / "published_optima.json").write_text(json.dumps(known), encoding="utf-8")

    found = list(agenda_b2b.measure(tmp_path, time_limit=10))

    # One meeting needs no break: the published value given here is wrong on purpose.
    assert [(each.name, each.breaks, each.agrees, each.is_proven) for each in found] == [("case", 0, False, True)]


def test_events_are_planned_and_changed_in_five_ways() -> None:
    assert agenda_events.measure_plan(SMALL, time_limit=2).agenda.figures.gap == 0
    assert len(agenda_events.measure_changes(SMALL, n_changes=5)) == 5


def test_a_day_runs_from_matches_to_the_agenda_after_three_no_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIJIE_CACHE_DIR", str(tmp_path / "cache"))
    size = replace(agenda_day.FORUM, n_slots=6, n_tables=12)
    frame = agenda_day.write_frame(tmp_path / "event.json", size)

    day = agenda_day.run_day(
        needs_path(), achievements_path(), frame, tmp_path, options=["--encoder", "hashing", "--top", "3"]
    )
    agenda_day.report(day)

    gone = {meeting["request"] for meeting in day.changed["cancelled"]}
    hit = {each["request"] for each in day.agenda["meetings"] if set(each["guests"]) & set(day.no_shows)}
    assert len(day.no_shows) == 3
    assert hit == gone
    assert (day.agenda["version"], day.changed["version"]) == (0, 1)
    assert all((tmp_path / f"v1.{ending}").stat().st_size for ending in agenda_day.ENDINGS)
    assert "changes, participants to tell" in capsys.readouterr().out


def test_needs_with_most_fits_are_invited_and_neighbours_share_a_party(tmp_path: Path) -> None:
    heads = {"needs": "id,title,content,gb_industry", "achievements": "id,title,content,industry"}
    for name, head in heads.items():
        rows = [f"{name[0]}{number},题目,内容,{industry}" for number, industry in enumerate("丙甲乙")]
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    found = [("n0", 3), ("n0", 4), ("n1", 2), ("n2", 3)]
    lines = [json.dumps({"need_id": need, "achievement_id": "a0", "level": level}) for need, level in found]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")

    size = replace(agenda_day.FORUM, n_enterprises=2, needs_each=1, n_teams=3)
    needs, offers = agenda_day.invent_parties(tmp_path, tmp_path / "out", size)

    # n1 fits nothing; 丙 sorts before 乙 by code point, and 甲 after both.
    assert needs.read_text(encoding="utf-8").splitlines()[1:] == [
        "n0,题目,内容,丙,青禾精工1号有限公司",
        "n2,题目,内容,乙,云岭新材2号有限公司",
    ]
    assert [row.rsplit(",", 1)[1] for row in offers.read_text(encoding="utf-8").splitlines()[1:]] == [
        "机电1团队",
        "材料2团队",
        "信息3团队",
    ]
