"""Deepening of cooperation: from which form to which."""

from data.records.rules import Check, LadderTerms, Rule
from service.docking.rules.facts import Cooperation, LadderFacts
from service.docking.rules.finding import Finding, checked, failed, passed, terms_of, unknown


def check_ladder(rule: Rule, facts: LadderFacts) -> tuple[Check, ...]:
    """Check that each cooperation has gone up its ladder.

    Several steps at once are a step up. One that stands where no step leads on from is at the top. A form that the
    ladder does not name cannot be told.

    Args:
        rule: a rule of steps.
        facts: cooperations as they were and are, in the words of the rule.

    Returns:
        One check a cooperation, in the order given.
    """
    terms = terms_of(rule, LadderTerms)
    return tuple(checked(rule, each.name, [_finding(terms, each)]) for each in facts.cooperations)


def above(terms: LadderTerms, form: str) -> tuple[str, ...]:
    """Return the forms that lie above one, nearest first; () where it is at the top or on no ladder."""
    found: dict[str, None] = {}
    reached = [form]
    while reached:
        below = reached.pop(0)
        higher = [after for before, after in terms.steps if before == below and after not in found and after != form]
        found.update(dict.fromkeys(higher))
        reached.extend(higher)
    return tuple(found)


def _finding(terms: LadderTerms, each: Cooperation) -> Finding:
    used = (each.id,)
    if not each.before or not each.after:
        return unknown("原来或现在的合作方式没有登记", "请登记合作方式", used)
    told = f"由{each.before}到{each.after}"
    higher = above(terms, each.before)
    if each.after in higher:
        return passed(f"{told}，已深化", used)
    forms = {form for step in terms.steps for form in step}
    strange = [form for form in (each.before, each.after) if form not in forms]
    if strange:
        return unknown(f"{told}，通知没有写“{'”“'.join(dict.fromkeys(strange))}”", "请核对合作方式的写法", used)
    if not higher and each.after == each.before:
        return passed(f"{told}，已在最高一级", used)
    aim = "、".join(higher) or each.before
    return failed(f"{told}，没有深化", f"须深化为{aim}", used)
