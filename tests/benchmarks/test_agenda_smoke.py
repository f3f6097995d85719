"""The benchmarks of agendas run at small size."""

import json
from pathlib import Path

from tests.benchmarks import agenda_b2b, agenda_events
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
