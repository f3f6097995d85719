"""All rules of a notice: the readers of the twelve kinds, in the order in which they leave places to each other."""

from collections.abc import Sequence
from typing import Final

from data.records.rules import Conflict, DueTerms, Proposal, RuleKind
from ingest.notices.censuses import find_censuses
from ingest.notices.compositions import find_compositions
from ingest.notices.conflicts import find_conflicts
from ingest.notices.criteria import find_criteria
from ingest.notices.deadlines import find_deadlines
from ingest.notices.dossiers import find_dossiers
from ingest.notices.drafts import Draft
from ingest.notices.fields import find_field_lists
from ingest.notices.ladders import find_ladders
from ingest.notices.limits import find_limits
from ingest.notices.names import find_names
from ingest.notices.quotas import find_quotas
from ingest.notices.schedules import find_schedules
from ingest.notices.spans import Spans
from ingest.notices.targets import Tree, find_trees, propose_targets

_ORDER: Final = {kind: place for place, kind in enumerate(RuleKind)}


def propose(draft: Draft) -> tuple[tuple[Proposal, ...], tuple[Conflict, ...]]:
    """Propose the rules of a notice and find what does not agree in it.

    A number that a census, a composition, a target or a condition rests on is no quota.

    Returns:
        Rules and conflicts, both in the order of the text.
    """
    trees, lists = find_trees(draft), find_field_lists(draft)
    censuses, compositions, criteria = find_censuses(draft), find_compositions(draft), find_criteria(draft)
    rows = find_schedules(draft)
    taken = Spans(tuple(place for each in (*censuses, *criteria) for place in each.places))
    taken = taken.plus(place for each in compositions for place in each.places)
    taken = taken.plus(place for tree in trees for place in tree.places)
    proposals = [
        *rows,
        *(each for each in find_deadlines(draft) if not (_is_goal(draft, each, trees) or _overlaps(each, rows))),
        *(each.proposal for each in (*censuses, *criteria)),
        *(each.proposal for each in compositions),
        *(each.proposal for each in lists),
        *find_limits(draft),
        *propose_targets(draft, trees),
        *find_names(draft),
        *find_dossiers(draft),
        *find_ladders(draft),
        *find_quotas(draft, taken),
    ]
    proposals.sort(key=lambda each: (each.quote.start, _ORDER[each.kind], each.quote.end))
    conflicts = find_conflicts(draft, proposals=proposals, trees=trees, lists=lists, compositions=compositions)
    return tuple(proposals), conflicts


def _overlaps(proposal: Proposal, others: Sequence[Proposal]) -> bool:
    """Tell whether a deadline stands in a row of a table that was read."""
    quote = proposal.quote
    return any(each.quote.start < quote.end and quote.start < each.quote.end for each in others)


def _is_goal(draft: Draft, proposal: Proposal, trees: Sequence[Tree]) -> bool:
    """Tell whether a deadline is the year of a target: 2025年底前建成60家 is one rule, not two."""
    on = proposal.terms.on if isinstance(proposal.terms, DueTerms) else None
    if on is None or (on.month, on.day) != (12, 31):
        return False
    goals = [draft.quote(tree.sentence) for tree in trees if tree.by_year == on.year]
    return any(goal.start <= proposal.quote.start < goal.end for goal in goals)
