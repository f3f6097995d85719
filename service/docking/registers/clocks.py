"""What is due, overdue and done, as of any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from data.records.registers import Clock, Register, RegisterEntry


class Due(StrEnum):
    """How an entry stands to a clock."""

    DONE = "done"
    RUNNING = "running"
    NEAR = "near"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class DueEntry:
    """How an entry stands to one clock.

    Attributes:
        due_on: the last day; None where the dates it follows from are missing.
        days_left: from the day it is asked for, negative when overdue; None where done or not known.
    """

    entry: RegisterEntry
    clock: Clock
    state: Due
    due_on: date | None
    days_left: int | None


def ageing(register: Register, entries: Iterable[RegisterEntry], *, as_of: date) -> tuple[DueEntry, ...]:
    """Return how every entry stands to every clock: overdue first, the longest overdue before, then what is next.

    Args:
        register: names the clocks.
        entries: of it.
        as_of: the day it is asked for; what was done later is not done yet.
    """
    found = [stand(clock, entry, as_of=as_of) for entry in entries for clock in register.clocks]
    order = {Due.OVERDUE: 0, Due.NEAR: 1, Due.RUNNING: 2, Due.CANNOT_TELL: 3, Due.DONE: 4}
    return tuple(sorted(found, key=lambda each: (order[each.state], each.due_on or date.max, each.entry.number)))


def stand(clock: Clock, entry: RegisterEntry, *, as_of: date) -> DueEntry:
    """Return how one entry stands to one clock."""
    due_on = _due_on(clock, entry.values)
    done = _day(entry.values, clock.done)
    if done is not None and done <= as_of:
        return DueEntry(entry, clock, Due.DONE, due_on, None)
    if due_on is None:
        return DueEntry(entry, clock, Due.CANNOT_TELL, None, None)
    left = (due_on - as_of).days
    state = Due.OVERDUE if left < 0 else Due.NEAR if left <= clock.warn_days else Due.RUNNING
    return DueEntry(entry, clock, state, due_on, left)


def _due_on(clock: Clock, values: Mapping[str, str]) -> date | None:
    if clock.due:
        return _day(values, clock.due)
    start = _day(values, clock.start)
    return None if start is None else start + timedelta(days=clock.days or 0)


def _day(values: Mapping[str, str], key: str) -> date | None:
    text = values.get(key, "")
    return date.fromisoformat(text) if text else None
