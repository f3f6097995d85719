"""How far the targets for alliances are, and what of them does not add up (LN-03, 07 to 10, 18)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from data.errors import NotPermittedError
from data.records.accounts import Actor
from data.records.alliances import Alliance, AllianceKind, AllianceStage
from data.records.registers import RegisterEntry
from data.records.rules import Check, Rule, TargetTreeTerms
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Workspace
from service.docking.alliances.shapes import kind_of
from service.docking.beijing import beijing_day
from service.docking.permissions import Action, scope_of
from service.docking.rules.facts import Reached, TargetFacts
from service.docking.rules.target_tree import Remainder, check_target_tree, remainders

FIGURES: Final = "target-figures"
"""The register of what was reached of targets that no alliance tells."""
_KIND_WORDS: Final = (
    ("经典联盟", AllianceKind.CLASSIC),
    ("骨干联盟", AllianceKind.BACKBONE),
    ("城市联盟", AllianceKind.CITY),
)
"""What stands in the name of a target that counts alliances of a kind; the notice may put words before it."""
_SECTORS: Final = ("工业", "农业", "服务业")
"""What stands in it where only one sector is meant; the alliance says its own in the text "sector"."""


@dataclass(frozen=True, slots=True)
class TargetTree:
    """One rule of targets with its checks, and the totals whose parts do not make them up.

    Attributes:
        counted_until: the last day of a registration that counts: today, or the end of the target's year.
    """

    rule: Rule
    checks: tuple[Check, ...]
    remainders: tuple[Remainder, ...]
    counted_until: date


def target_trees(
    alliances: Iterable[Alliance],
    rules: Iterable[Rule],
    *,
    region_code: str = "",
    regions: Mapping[str, str] = MappingProxyType({}),
    figures: Sequence[RegisterEntry] = (),
    as_of: date,
) -> tuple[TargetTree, ...]:
    """Return every tree of targets with the registered alliances as what was reached.

    Of what is counted elsewhere (tasks, technologies, centres) the last figure of the register counts; without one it
    cannot be told.

    Args:
        alliances: those that were ever registered, whole.
        rules: those in force; only trees of targets are looked at.
        region_code: where alliances count for a notice that names no region; "" everywhere.
        regions: the regions that notices name, by the ids of the notices.
        figures: of the register of figures; each tells its target by name and the whole region it is of.
        as_of: the day.
    """
    every = tuple(alliances)
    trees = []
    for rule in rules:
        if not isinstance(rule.terms, TargetTreeTerms):
            continue
        code = regions.get(rule.notice_id or "", "") or region_code
        until = as_of if rule.terms.by_year is None else min(as_of, date(rule.terms.by_year, 12, 31))
        counted = _standing(every, code, until)
        told = _told(figures, code, until)
        reached = tuple(
            replace(found, part_of=each.part_of)
            for each in rule.terms.targets
            if (found := _counting(each.item, counted) or told.get(each.item)) is not None
        )
        region = load_regions().get(code)
        subject = "全部地区" if region is None else region.name
        facts = TargetFacts(subject=subject, reached=reached, as_of=as_of, since=rule.applies_from)
        odd = tuple(each for each in remainders(rule.terms) if each.unassigned)
        trees.append(TargetTree(rule, check_target_tree(rule, facts), odd, until))
    return tuple(trees)


def _standing(alliances: Iterable[Alliance], region_code: str, until: date) -> list[Alliance]:
    """Return the alliances of a region that were registered by a day and not closed by then."""
    inside = frozenset(codes_within(region_code)) if region_code else None
    return [
        each
        for each in alliances
        if each.registration is not None
        and each.registration.on <= until
        and (inside is None or each.region_code in inside)
        and not any(step.after is AllianceStage.CLOSED and beijing_day(step.at) <= until for step in each.steps)
    ]


def figures_seen(workspace: Workspace, actor: Actor) -> list[RegisterEntry]:
    """Return the figures of targets that an actor may see; none for whoever has no register."""
    try:
        scope = scope_of(actor, Action.REGISTERS_VIEW)
    except NotPermittedError:
        return []
    with workspace.reading() as stores:
        return stores.registers.all(FIGURES, scope=scope)


def _told(figures: Iterable[RegisterEntry], region_code: str, until: date) -> dict[str, Reached]:
    """Return the last figure of each target of a region by a day, by the names of the targets."""
    own = [
        {**each.values, "number": str(each.number)}
        for each in figures
        if each.values.get("region", "") == region_code and each.values.get("counted_on", "") <= until.isoformat()
    ]
    return {
        each["item"]: Reached(item=each["item"], amount=int(each["amount"]), used=(f"{FIGURES}/{each['number']}",))
        for each in sorted(own, key=lambda each: each["counted_on"])
    }


def _counting(item: str, alliances: Iterable[Alliance]) -> Reached | None:
    """Return the alliances that a target counts; None where it counts something else."""
    kind = next((kind for word, kind in _KIND_WORDS if word in item), None)
    if kind is None:
        return None
    sector = next((word for word in _SECTORS if word in item), "")
    found = [each for each in alliances if kind_of(each).kind is kind and sector in each.texts.get("sector", "")]
    return Reached(item=item, amount=len(found), used=tuple(str(each.number) for each in found))
