"""Criteria: how many are met, each with its proof."""

from data.records.rules import Check, CriteriaTerms, Outcome, Rule
from service.docking.rules.facts import CriteriaFacts
from service.docking.rules.finding import Finding, at_least, checked, terms_of


def check_criteria(rule: Rule, facts: CriteriaFacts) -> tuple[Check, ...]:
    """Check that enough criteria are met.

    A criterion counts when somebody said that it is met and there is proof; without proof, or where nothing was said,
    it is unknown. Of one that was judged twice the last word counts.

    Args:
        rule: a rule of criteria.
        facts: what was said, criterion by criterion, in the words of the rule.

    Returns:
        One check.
    """
    terms = terms_of(rule, CriteriaTerms)
    said = {each.criterion: each for each in facts.judged}
    met: list[str] = []
    unproven: list[str] = []
    refused: list[str] = []
    open_: list[str] = []
    for criterion in terms.criteria:
        judged = said.get(criterion)
        if judged is None or judged.is_met is None:
            open_.append(criterion)
        elif not judged.is_met:
            refused.append(criterion)
        else:
            (met if judged.evidence else unproven).append(criterion)
    outcome = at_least(len(met), len(unproven) + len(open_), terms.needed)
    parts = (("符合", met), ("说符合而没有证明", unproven), ("不符合", refused), ("还没有判断", open_))
    told = "，".join(f"{label}：{'、'.join(found)}" for label, found in parts if found)
    remedy = "" if outcome is Outcome.PASSED else _remedy(terms, len(met), unproven, open_)
    used = tuple(each for criterion in met for each in said[criterion].evidence)
    reason = f"{terms.item}须符合 {terms.needed} 条，已有证明的 {len(met)} 条（{told}）"
    return (checked(rule, facts.subject, [Finding(outcome, reason, used, remedy)]),)


def _remedy(terms: CriteriaTerms, n_met: int, unproven: list[str], open_: list[str]) -> str:
    if unproven or open_:
        return f"请为“{'”“'.join([*unproven, *open_])}”提供证明，至少还须 {terms.needed - n_met} 条"
    return f"还须符合 {terms.needed - n_met} 条"
