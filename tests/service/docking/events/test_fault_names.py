"""Faults of an agenda are told in names."""

from service.docking.events.fault_names import with_names
from tests.factories.events import make_problem, make_wish

PROBLEM = make_problem([make_wish("C1", "T1"), make_wish("C2", "T1")])


def test_meetings_and_tables_are_named() -> None:
    told = [
        with_names(PROBLEM, fault)
        for fault in (
            "桌位“3”08:40 不可用，会面“C1-T1”却排在那里。",
            "“单位T1”08:00 同时有 2 场会面：C1-T1、C2-T1。",
            "会面“C2-T1”应在固定桌位“2”，却排在“3”。",
            "会面“X”不在意愿清单中。",
        )
    ]

    assert told == [
        "3号桌08:40 不可用，会面“单位C1与单位T1”却排在那里。",
        "“单位T1”08:00 同时有 2 场会面：“单位C1与单位T1”、“单位C2与单位T1”。",
        "会面“单位C2与单位T1”应在2号桌，却排在“3”。",
        "会面“X”不在意愿清单中。",
    ]
