"""Two lists of the same thing: what answers to what, and what has no answer."""

from data.records.rules import Check, FieldMapTerms, Rule
from service.docking.rules.facts import FieldFacts
from service.docking.rules.finding import Finding, checked, failed, passed, terms_of, unknown


def unanswered(terms: FieldMapTerms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the entries of the first list that have no answer in the second, and those of the second in the first."""
    answered = {theirs for ours, theirs in terms.pairs if ours}
    first = dict.fromkeys(ours for ours, _ in terms.pairs if ours and not answers(terms, ours))
    second = dict.fromkeys(theirs for _, theirs in terms.pairs if theirs and theirs not in answered)
    return tuple(first), tuple(second)


def answers(terms: FieldMapTerms, field: str) -> tuple[str, ...]:
    """Return what answers to an entry of the first list in the second."""
    return tuple(theirs for ours, theirs in terms.pairs if ours == field and theirs)


def check_field_map(rule: Rule, facts: FieldFacts) -> tuple[Check, ...]:
    """Check that a field of the first list has an answer in the second.

    Args:
        rule: a rule of two lists.
        facts: the field that was chosen, in the words of the first list; one of the second list passes too.

    Returns:
        One check.
    """
    terms = terms_of(rule, FieldMapTerms)
    return (checked(rule, facts.subject, [_finding(terms, facts.field.strip())]),)


def _finding(terms: FieldMapTerms, field: str) -> Finding:
    if not field:
        return unknown(f"没有选{terms.item}", f"请选{terms.item}")
    found = answers(terms, field)
    if found:
        return passed(f"“{field}”在另一份清单中是“{'”或“'.join(found)}”")
    ours, theirs = {one for one, _ in terms.pairs}, {other for _, other in terms.pairs}
    if field in ours:
        return failed(f"“{field}”在另一份清单中没有对应的项", "请选“其他”并写明，或向发文单位询问")
    if field in theirs and any(one for one, other in terms.pairs if other == field):
        return passed(f"“{field}”两份清单都有")
    if field in theirs:
        return failed(f"“{field}”只在另一份清单中有", "请向发文单位询问能否申报")
    return failed(f"两份清单都没有“{field}”", f"请从清单中选{terms.item}")
