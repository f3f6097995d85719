"""From wishes to an agenda: value first, then fairness and breaks, then tables; checked before it is handed out."""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

from data.errors import FaultError
from data.records.events import Agenda, EventProblem, PlannedMeeting, Preference
from data.records.timetables import TimetableProblem
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.clock import Clock, Progress
from service.docking.agenda.event_model import EventModel, model_of
from service.docking.agenda.figures import Bounds, figures_of
from service.docking.agenda.kempe import UNPLACED, Timetable
from service.docking.agenda.musts import place_musts
from service.docking.agenda.offers import VALUE_SCALE
from service.docking.agenda.placing import insert, place
from service.docking.agenda.polishing import Taste, polish
from service.docking.agenda.reasons import why_not
from service.docking.agenda.seating import seat
from service.docking.agenda.selecting import Selection, select
from service.docking.agenda.solving import solve
from service.docking.agenda.value_search import hold_most

_PLACING_SHARE: Final = 0.3
_VALUE_SHARE: Final = 0.6
_POLISHING_SHARE: Final = 0.9
"""Shares of the time limit at which a step must end."""
_TRADES: Final = 2_000
_MOST_TRADES: Final = 400_000
"""Trades a polish tries, a meeting and in all: some fifteen seconds of one core at most."""
_EXACT_LITERALS: Final = 8_000
"""Up to this many pairs of meeting and slot an exact search for breaks is worth its time."""
_RESERVE: Final = 4
"""Where not every wish can be looked at again, so many times the chosen ones are."""
_LARGEST_RETRY: Final = 60_000
"""Pairs of meeting and slot a second look at the choice may have."""


def plan(problem: EventProblem, *, time_limit: float = 60.0, seed: int = 0, progress: Progress | None = None) -> Agenda:
    """Plan an event.

    Args:
        problem: guests, requests, slots and tables.
        time_limit: seconds; the best found by then comes back.
        seed: of every random choice; the same seed gives the same agenda where the limit did not cut a step short.
        progress: told which step begins.

    Returns:
        An agenda that has passed the independent check.

    Raises:
        RefusalError: the must requests clash; the message names a minimal set of them. One that cannot be held even
            alone, because nobody comes or no table is left, is left out with its reason.
        FaultError: the agenda did not pass the check, which is our mistake.
    """
    clock = Clock(time.monotonic(), time_limit, progress)
    model = model_of(problem)
    clock.tell("核对必须安排的会面")
    musts = place_musts(model, sorted(model.owed))
    clock.tell("选择会面")
    slots, value_bound = _hold(model, musts, clock, seed=seed)
    clock.tell("减少空档")
    slots, breaks_bound = _ease(model, slots, clock, seed=seed)
    clock.tell("安排桌位")
    meetings = _seated(model, slots)
    faults = check_agenda(problem, meetings)
    if faults:
        raise FaultError(f"排出的日程没有通过独立校验：{''.join(faults[:3])}", remedy="请把活动文件发给维护人员。")
    clock.tell("说明未排上的原因")
    figures = figures_of(model, meetings, Bounds(value_bound, breaks_bound))
    return Agenda(problem.event.id, meetings, why_not(model, meetings), figures, seed)


def _hold(model: EventModel, musts: dict[int, int], clock: Clock, *, seed: int) -> tuple[dict[int, int], int]:
    """Return request -> slot on the axis, and the scaled value that cannot be exceeded."""
    candidates = model.candidates()
    offers, capacity = model.offers(candidates), model.capacity()
    selection = select(offers, capacity, time_limit=clock.left(_PLACING_SHARE))
    held = [candidates[each] for each in selection.chosen]
    problem = model.timetable(held)
    scarcity = sorted(
        range(len(held)),
        key=lambda each: (
            held[each] not in musts,
            len(problem.meetings[each].slots),
            -offers[selection.chosen[each]].value,
        ),
    )
    shows = range(len(held), len(problem.meetings))
    clock.tell("安排时段")
    slots = place(problem, [*shows, *scarcity], deadline=clock.until(_PLACING_SHARE), seed=seed)
    placed = {number: slot for number, slot in zip(held, slots, strict=False) if slot != UNPLACED}
    if not musts.keys() <= placed.keys():
        placed = musts
    bound = selection.bound
    if len(placed) < len(held):
        clock.tell("调整取舍")
        placed, bound = _reconsider(model, placed, selection, clock, seed=seed)
    return _fill(model, placed, clock, seed=seed), bound


def _reconsider(
    model: EventModel, placed: dict[int, int], selection: Selection, clock: Clock, *, seed: int
) -> tuple[dict[int, int], int]:
    """Look at the choice again together with times; all wishes where they are not too many, else the best ones."""
    everything = model.candidates()
    chosen = {everything[each] for each in selection.chosen}
    requests = model.problem.requests
    ranked = sorted(everything, key=lambda each: (each not in placed, each not in chosen, -requests[each].value, each))
    per_meeting = max(1, len(model.axis))
    wishes = sorted(ranked[: max(len(chosen) * _RESERVE, _LARGEST_RETRY // per_meeting)])
    hint = [placed.get(each, UNPLACED) for each in wishes]
    found = hold_most(
        model.timetable(wishes), model.offers(wishes), model.capacity(), hint=hint,
        time_limit=clock.left(_VALUE_SHARE), seed=seed,
    )  # fmt: skip
    if found is None:
        return placed, selection.bound
    bound = min(selection.bound, found.bound) if len(wishes) == len(everything) else selection.bound
    better = {each: slot for each, slot in zip(wishes, found.schedule, strict=False) if slot != UNPLACED}
    is_better = _worth(model, better) >= _worth(model, placed) or not placed
    return (better if is_better else placed), bound


def _worth(model: EventModel, held: dict[int, int]) -> tuple[int, int]:
    """Return value and met minima of a choice, in the order in which they count."""
    counts = Counter(model.positions[guest] for each in held for guest in model.problem.requests[each].guests)
    capacity = model.capacity()
    given = sum(min(counts[member], least) for member, least in enumerate(capacity.least))
    value = sum(round(model.problem.requests[each].value * VALUE_SCALE) for each in held)
    return (given, value) if capacity.minimum_first else (value, given)


def _fill(model: EventModel, placed: dict[int, int], clock: Clock, *, seed: int) -> dict[int, int]:
    """Add whatever still fits without leaving anything out."""
    capacity = model.capacity()
    room = list(capacity.most)
    for number in placed:
        for guest in model.problem.requests[number].guests:
            room[model.positions[guest]] -= 1
    extra: list[int] = []
    for number in sorted(model.candidates(), key=lambda each: (-model.problem.requests[each].value, each)):
        guests = [model.positions[guest] for guest in model.problem.requests[number].guests]
        if number not in placed and all(room[guest] > 0 for guest in guests):
            extra.append(number)
    if not extra or len(placed) >= capacity.in_all:
        return placed
    held = [*placed, *extra[: capacity.in_all]]
    problem = model.timetable(held)
    shows = problem.meetings[len(held) :]
    start = [*placed.values(), *([UNPLACED] * (len(held) - len(placed))), *(min(show.slots) for show in shows)]
    return _take_in(model, held, place(problem, [], deadline=0, seed=seed, start=start), room, clock)


def _take_in(
    model: EventModel, held: Sequence[int], start: Sequence[int], room: list[int], clock: Clock
) -> dict[int, int]:
    """Insert one wish after another while its members may take more."""
    table = Timetable(model.timetable(held), start)
    for position, number in enumerate(held):
        if time.monotonic() > clock.until(_VALUE_SHARE):
            break
        guests = [model.positions[guest] for guest in model.problem.requests[number].guests]
        is_open = table.slot_of[position] == UNPLACED and all(room[guest] > 0 for guest in guests)
        if is_open and insert(table, position):
            for guest in guests:
                room[guest] -= 1
    return {number: slot for number, slot in zip(held, table.slot_of, strict=False) if slot != UNPLACED}


def _ease(model: EventModel, slots: dict[int, int], clock: Clock, *, seed: int) -> tuple[dict[int, int], int]:
    """Return kinder slots for the same meetings, and the breaks that cannot be avoided."""
    held = list(slots)
    fairness = model.problem.goals.fairness
    problem = model.timetable(held, fairness=fairness)
    shows = [min(show.slots) for show in problem.meetings[len(held) :]]
    pulls = [{Preference.EARLY: -1, Preference.LATE: 1, None: 0}[guest.preference] for guest in model.problem.guests]
    taste = Taste(fairness, [*pulls, *([0] * len(problem.resources))])
    schedule = [*slots.values(), *shows]
    bound = 0
    trades = min(_MOST_TRADES, _TRADES * len(held))
    eased = polish(problem, schedule, taste, trades=trades, deadline=clock.until(_POLISHING_SHARE), seed=seed)
    if sum(len(meeting.slots) for meeting in problem.meetings) <= _EXACT_LITERALS:
        clock.tell("证明空档最少")
        answer = solve(
            problem,
            time_limit=clock.left(1.0),
            seed=seed,
            known=tuple(eased),
            progress=lambda _value, _bound: clock.tell("证明空档最少"),
        )
        bound = answer.bound or 0
        if answer.schedule is not None and answer.value is not None and answer.value < _breaks(problem, eased):
            eased = list(answer.schedule)
    return dict(zip(held, eased, strict=False)), bound


def _breaks(problem: TimetableProblem, schedule: Sequence[int]) -> int:
    """Return the breaks of a timetable; those by which two participants differ more than fairness admits count many."""
    table = Timetable(problem, schedule)
    counts = [table.breaks(member) for member in range(problem.n_participants) if member not in problem.resources]
    most = problem.n_slots if problem.fairness is None else min(counts, default=0) + problem.fairness
    return sum(counts) + problem.n_slots * sum(max(0, count - most) for count in counts)


def _seated(model: EventModel, slots: dict[int, int]) -> tuple[PlannedMeeting, ...]:
    """Return the meetings with their tables, in the order of requests."""
    slot_of = {number: model.axis[slot] for number, slot in slots.items()}
    tables = seat(model, slot_of)
    return tuple(
        PlannedMeeting(model.problem.requests[number].id, slot_of[number], tables[number]) for number in sorted(slot_of)
    )
