"""Which rules apply on a day: the newest confirmed version of each whose time holds it."""

from collections.abc import Iterable
from datetime import date, datetime

from data.records.accounts import BUREAUS
from data.records.rulebook import RuleHistory
from data.records.rules import Rule, RuleKind
from data.reference.regions import codes_within
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
    histories: Iterable[RuleHistory],
    day: date,
    *,
    kind: RuleKind | None = None,
    known_at: datetime | None = None,
    region_code: str = "",
) -> tuple[Rule, ...]:
    """Return the versions that apply on a day, see `rules_on`; to a region, those alone that bind it."""
    wanted = (each for each in histories if kind in {None, each.kind})
    known = wanted if known_at is None else (each.known_at(known_at) for each in wanted)
    found = ((each, each.on(day)) for each in known if each is not None)
    return tuple(rule for history, rule in found if rule is not None and binds(history, rule, region_code))


def binds(history: RuleHistory, rule: Rule, region_code: str) -> bool:
    """Tell whether a version binds a region: what a bureau confirmed binds its own region and what lies in it.

    What anybody else confirmed, such as the administrator, binds everywhere; so does all where no region is named.
    """
    said = [each.actor for each in history.decisions if each.version == rule.version]
    if not region_code or not said or said[-1].role not in BUREAUS or not said[-1].region_code:
        return True
    return region_code in codes_within(said[-1].region_code)
