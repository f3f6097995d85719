"""Whether the parties of an event are wanted elsewhere at the same time: overlapping hours, the same day or week."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from data.records.events import Event


class ClashKind(StrEnum):
    """How near two events of one party lie; only overlapping hours stand in the way, the others are warnings."""

    OVERLAP = "overlap"
    SAME_DAY = "same_day"
    SAME_WEEK = "same_week"


CLASH_LABELS: Final[Mapping[ClashKind, str]] = {
    ClashKind.OVERLAP: "时间重叠",
    ClashKind.SAME_DAY: "同一天，时间不重叠",
    ClashKind.SAME_WEEK: "同一周",
}


@dataclass(frozen=True, slots=True)
class Engagement:
    """An event a party takes part in: its number, name and day, and the hours from the first slot to the last."""

    event: int
    name: str
    held_on: date
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A party that is asked to two events near each other."""

    kind: ClashKind
    party: str
    other: Engagement


def engagement_of(number: int, plan: Event) -> Engagement | None:
    """Return when an event is held; None where its day is not fixed, so that nothing can be told of clashes."""
    if not plan.held_on or not plan.slots:
        return None
    return Engagement(number, plan.name, date.fromisoformat(plan.held_on), plan.slots[0].start, plan.slots[-1].end)


def clashes_of(
    own: Engagement, parties: Mapping[str, str], others: Iterable[tuple[Engagement, Iterable[str]]]
) -> tuple[Clash, ...]:
    """Find the parties of an event that other events near it ask too.

    Args:
        own: the event.
        parties: keys by which a party is known -> its name; a party may have several keys.
        others: other events, each with the keys of its parties.

    Returns:
        Each party and other event once, overlapping hours first, then by day, event and party.
    """
    found: dict[tuple[str, int], Clash] = {}
    for other, keys in others:
        kind = _kind(own, other)
        if kind is not None and other.event != own.event:
            for key in keys:
                if key in parties:
                    found.setdefault((parties[key], other.event), Clash(kind, parties[key], other))
    order = list(ClashKind)
    return tuple(
        sorted(
            found.values(), key=lambda each: (order.index(each.kind), each.other.held_on, each.other.event, each.party)
        )
    )


def _kind(own: Engagement, other: Engagement) -> ClashKind | None:
    if own.held_on == other.held_on:
        overlaps = own.start < other.end and other.start < own.end
        return ClashKind.OVERLAP if overlaps else ClashKind.SAME_DAY
    # Weeks begin on Monday (GB/T 7408.1, after ISO 8601).
    is_same_week = own.held_on.isocalendar()[:2] == other.held_on.isocalendar()[:2]
    return ClashKind.SAME_WEEK if is_same_week else None
