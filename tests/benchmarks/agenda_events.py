"""Invented events at the sizes that matter: value and its bound, breaks, seconds; and small changes of an agenda."""

import os
import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.records.events import Agenda, EventProblem, Replanned
from service.docking.agenda.planner import plan
from service.docking.agenda.replanning import replan
from tests.benchmarks.bench import parser, say, say_figure, say_machine
from tests.factories.events import EventSize, invent, make_guest, make_wish

SIZES: Final = {
    "150 x 100 x 16, 60 tables": (
        EventSize(n_enterprises=150, n_teams=100, n_slots=16, n_tables=60, n_wishes=4000), 60.0, "0.1%",
    ),
    "the same, a fifth late": (
        EventSize(n_enterprises=150, n_teams=100, n_slots=16, n_tables=60, n_wishes=4000, late=0.2), 60.0, "0.1%",
    ),
    "1,000 x 120 x 16, 100 tables": (
        EventSize(n_enterprises=1000, n_teams=120, n_slots=16, n_tables=100, n_wishes=20_000), 300.0, "0.5%",
    ),
    "the same, a tenth late": (
        EventSize(n_enterprises=1000, n_teams=120, n_slots=16, n_tables=100, n_wishes=20_000, late=0.1), 300.0, "0.5%",
    ),
}  # fmt: skip
FORUM: Final = EventSize(n_enterprises=40, n_teams=20, n_slots=12, n_tables=18, n_wishes=320)
N_CHANGES: Final = 10
REPLAN_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Planned:
    """An agenda and what it took."""

    agenda: Agenda
    wall: float
    cpu: float


def measure_plan(size: EventSize, *, time_limit: float, seed: int = 1) -> Planned:
    """Plan one invented event."""
    problem = invent(size, seed=seed)
    start, cpu = time.perf_counter(), time.process_time()
    agenda = plan(problem, time_limit=time_limit)
    return Planned(agenda, time.perf_counter() - start, time.process_time() - cpu)


def disrupt(problem: EventProblem, agenda: Agenda, *, seed: int) -> EventProblem:
    """Return the event after one of five mishaps: no-shows, late comers, a lost table, a walk-in, a lost hour."""
    dice = np.random.default_rng(seed)
    n_slots = len(problem.event.slots)
    busy = sorted({guest for meeting in agenda.meetings for guest in meeting.request_id.split("-")})
    hit = set(dice.choice(busy, size=3, replace=False).tolist())
    kind = seed % 5
    if kind == 2:
        tables = (replace(problem.event.tables[0], closed=frozenset(range(n_slots))), *problem.event.tables[1:])
        return replace(problem, event=replace(problem.event, tables=tables))
    if kind == 3:
        walk_in = [make_wish("C999", f"T{team}", value=0.9) for team in dice.choice(20, size=3, replace=False).tolist()]
        return replace(problem, guests=(*problem.guests, make_guest("C999")), requests=(*problem.requests, *walk_in))
    away = {0: range(n_slots), 1: range(n_slots // 3), 4: range(n_slots // 3, n_slots // 2)}[kind]
    guests = [replace(each, unavailable=frozenset(away)) if each.id in hit else each for each in problem.guests]
    return replace(problem, guests=tuple(guests))


def measure_changes(size: EventSize, *, n_changes: int) -> list[tuple[Replanned, float]]:
    """Re-plan one event after several mishaps, each on its own; with the wall seconds each took."""
    problem = invent(size, seed=2)
    agenda = plan(problem, time_limit=30.0)
    found = []
    for seed in range(n_changes):
        start = time.perf_counter()
        done = replan(disrupt(problem, agenda, seed=seed), agenda, time_limit=REPLAN_SECONDS)
        found.append((done, time.perf_counter() - start))
    return found


def main() -> None:
    """Print the figures."""
    parser(__doc__).parse_args()
    say_machine()
    for name, (size, limit, target) in SIZES.items():
        done = measure_plan(size, time_limit=limit)
        figures = done.agenda.figures
        say_figure(
            f"{name}: gap of {len(done.agenda.meetings)} meetings", f"{figures.gap:.4%}", f"{target} in {limit:.0f} s"
        )
        say(
            f"    breaks {figures.breaks} (most {figures.most_breaks}), table changes {figures.table_changes},"
            f" wall {done.wall:.1f} s, cpu {done.cpu:.1f} s, load {os.getloadavg()[0]:.1f}"
        )
    changes = measure_changes(FORUM, n_changes=N_CHANGES)
    for number, (changed, seconds) in enumerate(changes):
        say(
            f"    change {number}: {len(changed.changes)} meetings, {len(changed.guests_to_tell)} to tell,"
            f" minimal {changed.is_minimal}, wall {seconds:.1f} s"
        )
    say_figure(
        "re-plans proven minimal", f"{sum(bool(done.is_minimal) for done, _ in changes)} of {len(changes)}", "8 of 10"
    )
    say_figure("longest re-plan, seconds", f"{max(seconds for _, seconds in changes):.1f}", "5")


if __name__ == "__main__":
    main()
