"""Names: the pattern, and what no two registered ones may share, by the letter and by meaning."""

from collections.abc import Callable, Iterable
from typing import Final

from data.records.rules import Check, NameTerms, Rule
from service.docking.notices.validity import FREE_PART
from service.docking.notices.wording import NAME_LABELS
from service.docking.rules.facts import NameFacts, NearName, RegisteredName
from service.docking.rules.finding import Finding, checked, failed, listed, passed, terms_of, unknown

_BY_MEANING: Final = frozenset({"name", "direction"})
"""What can mean the same in other words; fields come from a list."""

Nearest = Callable[[str], Iterable[NearName]]
"""Returns the registered names nearest in meaning to a text, nearest first."""


def name_facts(
    new: RegisteredName, registered: Iterable[RegisteredName] | None, *, nearest: Nearest | None = None
) -> NameFacts:
    """Return the facts of a new name, having looked for names that mean the same.

    Args:
        new: the name with its field and direction; registered under its own id already, it does not stand in its way.
        registered: what is registered; None where the register is not at hand.
        nearest: looks by meaning; None where that cannot be done.
    """
    others = None if registered is None else tuple(each for each in registered if each.id != new.id)
    text = " ".join(part for part in (new.name, new.field, new.direction) if part)
    near = None if nearest is None else tuple(each for each in nearest(text) if each.id != new.id)
    return NameFacts(name=new.name, field=new.field, direction=new.direction, registered=others, near=near)


def check_name(rule: Rule, facts: NameFacts) -> tuple[Check, ...]:
    """Check a name against its pattern and against what is registered.

    The same words fail. One that is near by meaning cannot be told: a person has to look. Where nobody looked by
    meaning, only the letter is compared, and the reason says so.

    Args:
        rule: a rule of names.
        facts: the name, and what is registered.

    Returns:
        One check.
    """
    terms = terms_of(rule, NameTerms)
    findings = [_pattern(terms, facts.name), *(_unique(group, facts) for group in terms.unique_by)]
    if terms.unique_by and _BY_MEANING & {each for group in terms.unique_by for each in group}:
        findings.extend(_near(facts))
    return (checked(rule, facts.name, findings),)


def _pattern(terms: NameTerms, name: str) -> Finding:
    plain = _plain(name)
    if not plain:
        return unknown("没有写名称", f"请按“{terms.pattern}”写出名称")
    before, has_free_part, after = _plain(terms.pattern).partition(FREE_PART)
    fits = plain.startswith(before) and plain.endswith(after) and len(plain) > len(before) + len(after)
    if fits if has_free_part else plain == before:
        return passed(f"名称符合“{terms.pattern}”")
    return failed(f"名称不符合“{terms.pattern}”", f"请改成“{terms.pattern}”，中间写明行业")


def _unique(group: tuple[str, ...], facts: NameFacts) -> Finding:
    label = "、".join(NAME_LABELS.get(each, each) for each in group)
    own = tuple(_plain(getattr(facts, each)) for each in group)
    if facts.registered is None:
        return unknown(f"没有已登记的名单，不能比对{label}", "请提供已登记的名单")
    if not all(own):
        return unknown(f"没有写全{label}，不能与已登记的比对", f"请写明{label}")
    same, perhaps = [], []
    for each in facts.registered:
        theirs = tuple(_plain(getattr(each, name)) for name in group)
        if theirs == own:
            same.append(each)
        elif all(one in {"", other} for one, other in zip(theirs, own, strict=True)):
            perhaps.append(each)
    if same:
        names = listed(each.name for each in same)
        return failed(f"{label}与已登记的{names}相同", f"请改换{label}", (each.id for each in same))
    if perhaps:
        names = listed(each.name for each in perhaps)
        return unknown(f"已登记的{names}没有写全{label}", f"请补全其{label}后再比对", (each.id for each in perhaps))
    return passed(f"{label}与已登记的 {len(facts.registered)} 个都不同")


def _near(facts: NameFacts) -> list[Finding]:
    if facts.near is None:
        return [passed("只比对了文字，没有比对意思")]
    close = [each for each in facts.near if each.is_close]
    if not close:
        return [passed("没有意思相近的")]
    names = listed(f"{each.name}（相近 {each.similarity:.2f}）" for each in close)
    remedy = "请人工核对是否同一领域、同一业务方向"
    return [unknown(f"意思相近的有{names}", remedy, (each.id for each in close))]


def _plain(text: str) -> str:
    """Return a text without blanks: they are no part of a name."""
    return "".join(text.split())
