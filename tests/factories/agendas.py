"""A small agenda before and after a change, worked out by hand."""

from dataclasses import replace
from typing import Any

from data.records.events import (
    Agenda,
    AgendaChange,
    AgendaFigures,
    Block,
    EventProblem,
    Evidence,
    PlannedMeeting,
    Replanned,
    Unplaced,
)
from service.exports.agenda_view import PlannedEvent
from tests.factories.events import make_event, make_guest, make_problem, make_wish

FIGURES = AgendaFigures(
    value=2.5, value_bound=3.0, n_short=0, breaks=1, breaks_bound=0, most_breaks=1, idle_slots=2, table_changes=1,
    walking=2.0, off_wish=0,
)  # fmt: skip
EVIDENCE = Evidence("耐磨涂层", "等离子喷涂", "较强相关：两边都谈到涂层。", ("“≥60HRC”能否达到？",), "N1/A1")


def make_evening(**event: Any) -> EventProblem:
    """Return three companies and two teams in four slots at two tables; an opening stands in the first slot."""
    told = {"held_on": "2026-11-22", "venue": "会展中心", "blocks": (Block("开幕式", frozenset({0})),)} | event
    wishes = [
        make_wish("C1", "T1", evidence=EVIDENCE),
        make_wish("C2", "T1", value=0.8),
        make_wish("C2", "T2", value=0.7),
        make_wish("C3", "T2", value=0.5),
    ]
    late = {"C3": make_guest("C3", unavailable=frozenset({0, 1}))}
    guests = {each: make_guest(each) for each in ("C1", "C2", "T1", "T2")} | late
    return make_problem(wishes, event=make_event(4, 2, **told), guests=guests)


def first_plan(problem: EventProblem | None = None) -> PlannedEvent:
    """Return the first version: everything is held but the wish of C3."""
    meetings = (PlannedMeeting("C1-T1", 1, "T1"), PlannedMeeting("C2-T1", 2, "T1"), PlannedMeeting("C2-T2", 3, "T2"))
    unplaced = (Unplaced("C3-T2", "clash", "没有空。", "让出 09:00 的会面。"),)
    return PlannedEvent(problem or make_evening(), Agenda("E", meetings, unplaced, FIGURES))


def changed_plan(problem: EventProblem | None = None) -> PlannedEvent:
    """Return the second: C1-T1 is off, C2-T1 moves, C2-T2 changes its table, C3-T2 is new."""
    old = first_plan(problem)
    meetings = (PlannedMeeting("C2-T1", 1, "T1"), PlannedMeeting("C2-T2", 3, "T1"), PlannedMeeting("C3-T2", 2, "T2"))
    off = (PlannedMeeting("C1-T1", 1, "T1"),)
    agenda = replace(old.agenda, meetings=meetings, unplaced=(), version=1, cancelled=off)
    changes = (
        AgendaChange("C1-T1", (1, "T1"), None, ("C1", "T1")),
        AgendaChange("C2-T1", (2, "T1"), (1, "T1"), ("C2", "T1")),
        AgendaChange("C2-T2", (3, "T2"), (3, "T1"), ("C2", "T2")),
        AgendaChange("C3-T2", None, (2, "T2"), ("C3", "T2")),
    )
    told = Replanned(agenda, changes, ("C1", "C2", "C3", "T1", "T2"), is_minimal=True)
    return PlannedEvent(old.problem, agenda, told)
