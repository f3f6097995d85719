"""A deal as it stood at the end of an earlier day: what papers of that day may tell of it, and no more."""

from dataclasses import replace
from datetime import date

from data.records.deals import Agreement, Deal, DealStep, Instalment, Milestone, Stage


def is_resumed(step: DealStep) -> bool:
    """Tell whether a step only takes a deal up again after a rest: nothing was held, signed or accepted by it."""
    return step.before is Stage.ON_HOLD


def deal_on(deal: Deal, day: date) -> Deal | None:
    """Return a deal without what happened after a day; None where nothing had happened by then.

    Entries that were struck out stay struck out: they never were true. A deal of which only papers are older, because
    it was taken up later, has no step, and stands where it was taken up.
    """
    steps = tuple(each for each in deal.steps if each.on <= day)
    cut = replace(
        deal,
        steps=steps,
        stage=steps[-1].after if steps else deal.steps[0].after,
        held_at=steps[-1].before if steps and steps[-1].after is Stage.ON_HOLD else None,
        agreements=tuple(_paper(each, day) for each in deal.agreements if each.signed_on <= day),
        milestones=tuple(_milestone(each, day) for each in deal.milestones),
        instalments=tuple(_instalment(each, day) for each in deal.instalments),
        rungs=tuple(each for each in deal.rungs if each.on <= day),
    )
    papers = any(each.counts for each in (*cut.agreements, *cut.rungs))
    is_begun = steps or papers or any(each.counts and each.received_on for each in cut.instalments)
    return cut if is_begun else None


def _paper(paper: Agreement, day: date) -> Agreement:
    if paper.registered_on is None or paper.registered_on <= day:
        return paper
    return replace(paper, registered_on=None, registration_number="", technology=None)


def _milestone(milestone: Milestone, day: date) -> Milestone:
    is_later = milestone.done_on is not None and milestone.done_on > day
    return replace(milestone, done_on=None) if is_later else milestone


def _instalment(paid: Instalment, day: date) -> Instalment:
    is_later = paid.received_on is not None and paid.received_on > day
    return replace(paid, received_on=None, received=None) if is_later else paid
