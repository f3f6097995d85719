"""The two ladders of deepening (HA-10): of duration, and of breadth."""

from dataclasses import dataclass
from typing import Final

from data.errors import UsageError
from data.records.deals import Deal, Rung, RungEntry
from service.docking.deals.phrases import RUNG_LABELS

LADDERS: Final = {
    "合作期限": (Rung.TEMPORARY, Rung.LONG_TERM),
    "合作内容": (Rung.SINGLE_PROJECT, Rung.TECHNOLOGY, Rung.TALENT, Rung.JOINT_UNIT, Rung.ALLIANCE),
}
"""Name -> rungs. On the first the higher rung replaces the lower; on the second what was there stays."""


@dataclass(frozen=True, slots=True)
class Climb:
    """Where a deal stood on a ladder before, and what it has reached since; in words, () for nothing known."""

    ladder: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def climbs_of(deal: Deal) -> tuple[Climb, ...]:
    """Return the before and after of both ladders."""
    return tuple(
        Climb(ladder, _labels(deal, rungs, was=True), _labels(deal, rungs, was=False))
        for ladder, rungs in LADDERS.items()
    )


def open_rungs(deal: Deal) -> tuple[Rung, ...]:
    """Return the rungs a deal has not reached yet and may still reach."""
    reached = {each.rung for each in deal.rungs if each.counts}
    return tuple(
        rung
        for rungs in LADDERS.values()
        for place, rung in enumerate(rungs)
        # The first rung of a ladder is where one begins; who stands higher does not come back to it.
        if rung not in reached and not (place == 0 and reached & set(rungs))
    )


def require_higher(deal: Deal, entry: RungEntry) -> None:
    """Refuse a rung that was reached before, or from which a deal has already climbed.

    Raises:
        UsageError: as said.
    """
    if not entry.number and entry.rung not in open_rungs(deal):
        raise UsageError(
            f"“{RUNG_LABELS[entry.rung]}”此前已经达到或已经超过。",
            remedy="请选择还没有达到的一级；登记有误的请先划去。",
        )


def _labels(deal: Deal, rungs: tuple[Rung, ...], *, was: bool) -> tuple[str, ...]:
    reached = {each.rung for each in deal.rungs if each.counts and each.was is was}
    return tuple(RUNG_LABELS[rung] for rung in rungs if rung in reached)
