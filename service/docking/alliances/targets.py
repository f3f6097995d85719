"""How far the targets for alliances are, and what of them does not add up (LN-03, 07 to 10, 18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.alliances import Alliance, AllianceKind, AllianceStage
from data.records.rules import Check, Rule, TargetTreeTerms
from data.reference.regions import load_regions
from service.docking.alliances.shapes import kind_of
from service.docking.rules.facts import Reached, TargetFacts
from service.docking.rules.target_tree import Remainder, check_target_tree, remainders

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
    """One rule of targets with its checks, and the totals whose parts do not make them up."""

    rule: Rule
    checks: tuple[Check, ...]
    remainders: tuple[Remainder, ...]


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city with its city alliances; at least one is asked for of each (LN-10)."""

    code: str
    name: str
    alliances: tuple[Alliance, ...]


def target_trees(
    alliances: Iterable[Alliance], rules: Iterable[Rule], *, subject: str, as_of: date
) -> tuple[TargetTree, ...]:
    """Return every tree of targets with the registered alliances as what was reached.

    What is counted elsewhere (tasks, technologies, centres) has no number here, and cannot be told.

    Args:
        alliances: those of the region.
        rules: those in force; only trees of targets are looked at.
        subject: the region in words.
        as_of: the day.
    """
    counted = [each for each in alliances if each.stage is AllianceStage.REGISTERED]
    trees = []
    for rule in rules:
        if not isinstance(rule.terms, TargetTreeTerms):
            continue
        reached = tuple(
            Reached(
                item=each.item, amount=len(found), part_of=each.part_of, used=tuple(str(one.number) for one in found)
            )
            for each in rule.terms.targets
            if (found := _counting(each.item, counted)) is not None
        )
        since = rule.applies_from
        facts = TargetFacts(subject=subject, reached=reached, as_of=as_of, since=since)
        odd = tuple(each for each in remainders(rule.terms) if each.unassigned)
        trees.append(TargetTree(rule, check_target_tree(rule, facts), odd))
    return tuple(trees)


def city_lines(alliances: Iterable[Alliance], province: str) -> tuple[CityLine, ...]:
    """Return every city of a province with its registered city alliances, in the order of the codes."""
    cities = [each for each in load_regions().values() if each.province == province and each.code == each.city]
    kept = [
        each for each in alliances if each.stage is AllianceStage.REGISTERED and kind_of(each).kind is AllianceKind.CITY
    ]
    return tuple(
        CityLine(city.code, city.name, tuple(each for each in kept if _city_of(each) == city.code))
        for city in sorted(cities, key=lambda each: each.code)
    )


def _counting(item: str, alliances: Iterable[Alliance]) -> list[Alliance] | None:
    """Return the alliances that a target counts; None where it counts something else."""
    kind = next((kind for word, kind in _KIND_WORDS if word in item), None)
    if kind is None:
        return None
    sector = next((word for word in _SECTORS if word in item), "")
    return [each for each in alliances if kind_of(each).kind is kind and sector in each.texts.get("sector", "")]


def _city_of(alliance: Alliance) -> str:
    region = load_regions().get(alliance.region_code)
    return "" if region is None else region.city
