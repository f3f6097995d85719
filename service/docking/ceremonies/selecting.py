"""Which deals a ceremony shows: by the criteria of its notice, priority marks first, in a running order with seats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.records.ceremonies import Ceremony, CeremonyProject, CriterionWord
from data.records.deals import Deal, Mark, Rung, Stage
from data.records.rules import Check, CriteriaTerms, DueTerms, Outcome, QuotaTerms, Rule
from data.reference.regions import codes_within
from service.docking.deals.amounts import wan
from service.docking.deals.phrases import MARK_LABELS, RUNG_LABELS
from service.docking.rules.criteria import check_criteria
from service.docking.rules.facts import CriteriaFacts, Judged

SIGNABLE: Final = frozenset({Stage.TALK, Stage.INTENT_AGREEMENT, Stage.CONTRACT, Stage.REGISTRATION})
"""Stages at which there is something to sign on a stage, or it was signed just now."""
_SIGNED: Final = frozenset({Stage.PERFORMANCE, Stage.ACCEPTANCE, Stage.DEEPENING})
"""Stages to which a deal goes on after it was signed."""
_SIGNING: Final = "签约"
"""In the words of a rule that is about a ceremony: its criteria, its quota, its day."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of one deal: what a person said, and what the deal itself hints at; `hint` "" for nothing."""

    criterion: str
    word: CriterionWord | None
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedDeal:
    """A deal as it stands in the ranking.

    Attributes:
        rank: from 1.
        project: what was said of it.
        criteria: every criterion of the rules, in their order.
        stale: what was said of criteria that the rules do not hold any more; it counts nowhere.
        checks: what the rules say.
        n_met: criteria that are met with proof.
        is_chosen: whether it is on the list.
        is_against: on the list by a person's word although the criteria are not met.
    """

    rank: int
    deal: Deal
    project: CeremonyProject
    criteria: tuple[CriterionLine, ...]
    stale: tuple[CriterionWord, ...]
    checks: tuple[Check, ...]
    n_met: int
    is_chosen: bool
    is_against: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the table of a group: of which side, who, and its number from the left, from 1."""

    number: int
    side: str
    organisation: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One project in the running order: group and place in it, from 1, with its two seats."""

    group: int
    place: int
    ranked: RankedDeal
    seats: tuple[Seat, Seat]


def is_considered(ceremony: Ceremony, deal: Deal) -> bool:
    """Tell whether a deal may stand on a ceremony's list: it can be signed there, or somebody already named it.

    What was named and signed stays on the list when it goes on; what was declined, ended or put on hold does not.
    """
    is_near = deal.region_code in codes_within(ceremony.region_code)
    return is_near and (deal.stage in SIGNABLE or (deal.number in ceremony.projects and deal.stage in _SIGNED))


def rules_for_signing(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules of a notice that are about its ceremony: by what they say they are about, and its quota.

    A quota may call the projects otherwise; it is the ceremony's where it stands in the clause of its criteria.
    """
    every = tuple(rules)
    about = [each for each in every if _SIGNING in _subject(each)]
    clauses = {each.clause for each in about if isinstance(each.terms, CriteriaTerms) and each.clause}
    quotas = [each for each in every if isinstance(each.terms, QuotaTerms) and each.clause in clauses]
    return tuple(sorted({each.number: each for each in (*about, *quotas)}.values(), key=lambda each: each.number))


def wanted_of(ceremony: Ceremony, rules: Iterable[Rule]) -> int | None:
    """Return how many projects are wanted: as planned, or else as the quota of the notice says; None untold."""
    if ceremony.wanted is not None:
        return ceremony.wanted
    quotas = [each.terms for each in rules if isinstance(each.terms, QuotaTerms)]
    return next((each.maximum or each.minimum for each in quotas if each.maximum or each.minimum), None)


def ranked_deals(ceremony: Ceremony, deals: Iterable[Deal], rules: Sequence[Rule]) -> tuple[RankedDeal, ...]:
    """Rank deals for a ceremony and choose as many as are wanted.

    Deals with a priority mark come first, then those that meet more criteria with proof, then those with the larger
    contracts; what is only intended never counts as contracted. Chosen are those that a person put on the list, then,
    unless the list is settled, in the order of the ranking those that pass every rule of criteria.

    Args:
        ceremony: with what was said of each deal.
        deals: those that may be considered.
        rules: those about the ceremony.

    Returns:
        Every deal, ties in the order of their numbers.
    """
    criteria = [each for each in rules if isinstance(each.terms, CriteriaTerms)]
    judged = [_judged(each, ceremony.projects.get(each.number), criteria) for each in deals]
    order = sorted(judged, key=lambda each: (not each[0].marks, -each[3], -each[0].sums.contract.fen, each[0].number))
    wanted = wanted_of(ceremony, rules)
    left = None if wanted is None else wanted - sum(each[1].is_chosen is True for each in order)
    ranked = []
    for rank, (deal, project, checks, n_met) in enumerate(order, start=1):
        passes = bool(checks) and all(each.outcome is Outcome.PASSED for each in checks)
        is_open = project.is_chosen is None
        if ceremony.is_settled:
            fits = is_open and project.settled is not None
        else:
            fits = is_open and passes and (left is None or left > 0)
        if fits and left is not None:
            left -= 1
        is_chosen = project.is_chosen is True or fits
        ranked.append(
            RankedDeal(
                rank=rank,
                deal=deal,
                project=project,
                criteria=_lines(deal, project, criteria),
                stale=_stale(project, criteria),
                checks=checks,
                n_met=n_met,
                is_chosen=is_chosen,
                is_against=is_chosen and bool(checks) and not passes,
            )
        )
    return tuple(ranked)


def running_order(ranked: Iterable[RankedDeal], *, per_group: int) -> tuple[Turn, ...]:
    """Return the chosen deals in the order in which they are signed, in groups at one table.

    Those with a place of their own come at it, or at the next one that is free; the others fill what is left in the
    order of the ranking. At the table each project has two seats side by side, the enterprise on the left.
    """
    return tuple(
        Turn(index // per_group + 1, index % per_group + 1, each, _seats(each, index % per_group))
        for index, each in enumerate(_in_order([each for each in ranked if each.is_chosen]))
    )


def doubled_places(ranked: Iterable[RankedDeal]) -> dict[int, tuple[RankedDeal, ...]]:
    """Return the places that several chosen deals were given: place -> deals, in the order of the ranking."""
    given: dict[int, list[RankedDeal]] = defaultdict(list)
    for each in ranked:
        if each.is_chosen and each.project.place is not None:
            given[each.project.place].append(each)
    return {place: tuple(deals) for place, deals in sorted(given.items()) if len(deals) > 1}


def retold(ranked: RankedDeal, project: CeremonyProject) -> RankedDeal:
    """Return a deal of the ranking with other words said of it, its rank and checks as they were."""
    said = {each.criterion: each for each in project.words}
    lines = tuple(CriterionLine(each.criterion, said.get(each.criterion), each.hint) for each in ranked.criteria)
    return replace(ranked, project=project, criteria=lines)


def _in_order(chosen: Sequence[RankedDeal]) -> list[RankedDeal]:
    slots: list[RankedDeal | None] = [None] * len(chosen)
    wishes = sorted((each for each in chosen if _wish(each)[0]), key=_wish)
    late: list[RankedDeal] = []
    for each in wishes:
        free = [index for index in range(_wish(each)[0] - 1, len(slots)) if slots[index] is None]
        if free:
            slots[free[0]] = each
        else:
            late.append(each)
    rest = iter([each for each in chosen if not _wish(each)[0]] + late)
    return [each or next(rest) for each in slots]


def _wish(ranked: RankedDeal) -> tuple[int, int]:
    return ranked.project.place or ranked.project.settled or 0, ranked.rank


def criteria_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the criteria of a ceremony, each once, in the order of the rules."""
    return tuple(
        dict.fromkeys(text for each in rules if isinstance(each.terms, CriteriaTerms) for text in each.terms.criteria)
    )


def _judged(
    deal: Deal, project: CeremonyProject | None, criteria: Sequence[Rule]
) -> tuple[Deal, CeremonyProject, tuple[Check, ...], int]:
    own = project or CeremonyProject(deal=deal.number)
    judged = tuple(
        Judged(
            criterion=each.criterion,
            is_met=None if each.outcome is Outcome.CANNOT_TELL else each.outcome is Outcome.PASSED,
            evidence=(each.proof,) if each.proof else (),
        )
        for each in own.words
    )
    facts = CriteriaFacts(subject=deal.title, judged=judged)
    checks = tuple(check for rule in criteria for check in check_criteria(rule, facts))
    asked = criteria_of(criteria)
    n_met = sum(each.outcome is Outcome.PASSED and bool(each.proof) for each in own.words if each.criterion in asked)
    return deal, own, checks, n_met


def _lines(deal: Deal, project: CeremonyProject, criteria: Iterable[Rule]) -> tuple[CriterionLine, ...]:
    said: Mapping[str, CriterionWord] = {each.criterion: each for each in project.words}
    return tuple(CriterionLine(each, said.get(each), hint_of(deal, each)) for each in criteria_of(criteria))


def _stale(project: CeremonyProject, criteria: Iterable[Rule]) -> tuple[CriterionWord, ...]:
    asked = criteria_of(criteria)
    return tuple(each for each in project.words if each.criterion not in asked)


def hint_of(deal: Deal, criterion: str) -> str:
    """Return what a deal's own book says that may prove a criterion; "" for nothing. A person has to judge it."""
    hints = []
    if "院士" in criterion and Mark.ACADEMICIAN in deal.marks:
        hints.append(f"优先标记：{MARK_LABELS[Mark.ACADEMICIAN]}")
    if "重大" in criterion and Mark.MAJOR_PROJECT in deal.marks:
        hints.append(f"优先标记：{MARK_LABELS[Mark.MAJOR_PROJECT]}")
    if any(word in criterion for word in ("研发机构", "平台")):
        hints += [
            f"{RUNG_LABELS[each.rung]}（{each.on}）"
            for each in deal.rungs
            if each.counts and each.rung is Rung.JOINT_UNIT
        ]
    if any(word in criterion for word in ("上规模", "实质", "深层次")):
        hints += [f"合同“{each.title}”{wan(each.contract.fen)} 万元" for each in deal.contracts if each.contract]
    return "；".join(hints)


def _seats(ranked: RankedDeal, place: int) -> tuple[Seat, Seat]:
    project, deal = ranked.project, ranked.deal
    left, right = project.enterprise, project.university
    return (
        Seat(2 * place + 1, "企业", deal.enterprise, left.name, left.post),
        Seat(2 * place + 2, "高校院所", deal.university, right.name, right.post),
    )


def _subject(rule: Rule) -> str:
    terms = rule.terms
    if isinstance(terms, CriteriaTerms | QuotaTerms | DueTerms):
        return terms.item
    return ""
