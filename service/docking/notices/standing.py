"""Which rules apply on a day: the newest confirmed version of each whose time holds it."""

from collections.abc import Iterable
from datetime import date, datetime

from data.records.rulebook import RuleHistory
from data.records.rules import Rule, RuleKind
from data.storage.workspace import Workspace


def rules_on(
    workspace: Workspace, day: date, *, kind: RuleKind | None = None, known_at: datetime | None = None
) -> tuple[Rule, ...]:
    """Return the rules that applied on a day.

    Args:
        workspace: holds the rules.
        day: any; also one to come.
        kind: only of this kind; None for all.
        known_at: as they were known then, so that a check of that time can be repeated; None for now.

    Returns:
        One version of each rule that has one, in the order of their numbers.
    """
    with workspace.reading() as stores:
        return standing(stores.rules.all(), day, kind=kind, known_at=known_at)


def standing(
    histories: Iterable[RuleHistory], day: date, *, kind: RuleKind | None = None, known_at: datetime | None = None
) -> tuple[Rule, ...]:
    """Return the versions that apply on a day, see `rules_on`."""
    wanted = (each for each in histories if kind in {None, each.kind})
    known = wanted if known_at is None else (each.known_at(known_at) for each in wanted)
    found = (None if each is None else each.on(day) for each in known)
    return tuple(each for each in found if each is not None)
