"""Targets: whether the parts make up the whole, how far each is, and whether the pace holds."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from data.records.rules import Check, Rule, Target, TargetTreeTerms
from service.docking.rules.facts import Reached, TargetFacts
from service.docking.rules.finding import LEEWAY_PERCENT, Finding, checked, failed, passed, terms_of, unknown


@dataclass(frozen=True, slots=True)
class Remainder:
    """What of a total is assigned to no part; negative where the parts are more than the whole."""

    item: str
    amount: int
    assigned: int

    @property
    def unassigned(self) -> int:
        """What is left over."""
        return self.amount - self.assigned


def remainders(terms: TargetTreeTerms) -> tuple[Remainder, ...]:
    """Return every total that has parts with what its parts add up to, in the order of the totals.

    Parts whose total stands in another rule are left out.
    """
    sums: dict[str, int] = {}
    for each in terms.targets:
        if each.part_of:
            sums[each.part_of] = sums.get(each.part_of, 0) + each.amount
    totals = (each for each in terms.targets if each.item in sums and each.part_of != each.item)
    return tuple(Remainder(each.item, each.amount, sums[each.item]) for each in totals)


def check_target_tree(rule: Rule, facts: TargetFacts) -> tuple[Check, ...]:
    """Check the arithmetic of a tree of targets, then each target.

    A total whose parts add up to less or more fails: part of it is nobody's. A target that is not reached fails after
    its year, and cannot be told before; then the reason says how many there should be by now at an even pace.

    Args:
        rule: a rule of targets.
        facts: what was reached, by the names of the targets, on a day.

    Returns:
        One check a total with parts (its subject ends with "的分解"), then one a target, in the order of the rule.
    """
    terms = terms_of(rule, TargetTreeTerms)
    reached = {(each.item, each.part_of): each for each in facts.reached}
    names = Counter(each.item for each in terms.targets)
    about = {each.item: each for each in terms.targets if each.part_of != each.item}
    sums = [checked(rule, f"{each.item}的分解", [_arithmetic(each, about, terms)]) for each in remainders(terms)]
    steps = []
    for each in terms.targets:
        is_alone = names[each.item] == 1
        found = reached.get((each.item, each.part_of)) or (reached.get((each.item, "")) if is_alone else None)
        subject = f"{facts.subject}：{each.item}" + ("" if is_alone or not each.part_of else f"（{each.part_of}之一）")
        steps.append(checked(rule, subject, [_progress(terms, each, found, facts)]))
    return (*sums, *steps)


def expected_by(amount: int, *, since: date, by_year: int, day: date) -> int:
    """Return how many there should be by a day at an even pace, rounded up: from 0 on `since` to all on 31 December."""
    end = date(by_year, 12, 31)
    whole = max((end - since).days, 1)
    gone = min(max((day - since).days, 0), whole)
    return -(-amount * gone // whole)


def _arithmetic(each: Remainder, about: dict[str, Target], terms: TargetTreeTerms) -> Finding:
    told = f"{each.item} {each.amount:,}，各部分合计 {each.assigned:,}"
    if not each.unassigned:
        return passed(f"{told}，相符")
    what = f"没有分解的 {each.unassigned:,}" if each.unassigned > 0 else f"多出 {-each.unassigned:,}"
    parts = [part for part in terms.targets if part.part_of == each.item]
    is_about = about[each.item].is_approximate or any(part.is_approximate for part in parts)
    if is_about and abs(each.unassigned) * 100 <= LEEWAY_PERCENT * each.amount:
        return unknown(f"{told}，{what}，其中有约数", "请向发文单位核实分解的数字")
    return failed(f"{told}，{what}", "请向发文单位核实，或把余下的落实到单位")


def _progress(terms: TargetTreeTerms, target: Target, reached: Reached | None, facts: TargetFacts) -> Finding:
    year = terms.by_year if terms.by_year is not None else facts.as_of.year
    asked = f"{target.item}到 {year} 年应为 {target.amount:,}{' 左右' if target.is_approximate else ''}"
    if reached is None or reached.amount is None:
        return unknown(f"{asked}，没有统计数", "请统计后再检查", () if reached is None else reached.used)
    told = f"{asked}，现有 {reached.amount:,}"
    lack = target.amount - reached.amount
    if lack <= 0:
        return passed(told, reached.used)
    remedy = f"还须 {lack:,}"
    if facts.as_of > date(year, 12, 31):
        is_near = target.is_approximate and lack * 100 <= LEEWAY_PERCENT * target.amount
        say = unknown if is_near else failed
        return say(f"{told}，已过期", remedy, reached.used)
    return unknown(f"{told}，尚未到期{_pace(terms, target, reached.amount, facts)}", remedy, reached.used)


def _pace(terms: TargetTreeTerms, target: Target, amount: int, facts: TargetFacts) -> str:
    year = terms.by_year if terms.by_year is not None else facts.as_of.year
    since = date(year, 1, 1) if terms.by_year is None else facts.since
    if since is None:
        return ""
    expected = expected_by(target.amount, since=since, by_year=year, day=facts.as_of)
    return f"，按平均进度应有 {expected:,}，{'不落后' if amount >= expected else f'落后 {expected - amount:,}'}"
