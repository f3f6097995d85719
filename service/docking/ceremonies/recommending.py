"""The line of a chosen project in the form of recommended projects (附表6), wherever that form is made."""

from data.records.ceremonies import Signatory
from data.records.deals import Deal
from data.records.rules import Outcome
from service.docking.ceremonies.selecting import RankedDeal
from service.docking.deals.amounts import wan


def deal_line(deal: Deal, place: int) -> dict[str, str]:
    """Return what a deal's own book says in the form; only contracts have an amount.

    Args:
        deal: the project.
        place: its number in the form, from 1.
    """
    contract = deal.sums.contract
    return {
        "rank": str(place),
        "project": deal.title,
        "enterprise": deal.enterprise,
        "partner": deal.university,
        "paper": "；".join(each.title for each in deal.agreements if each.counts),
        "contract": wan(contract.fen) if contract else "",
    }


def recommended_line(ranked: RankedDeal, place: int) -> dict[str, str]:
    """Return the line of a chosen project: its deal's, the criteria it meets with their proof, and who signs."""
    met = [each.word for each in ranked.criteria if each.word and each.word.outcome is Outcome.PASSED]
    both = (_named(ranked.project.enterprise), _named(ranked.project.university))
    return deal_line(ranked.deal, place) | {
        "criterion": "；".join(each.criterion for each in met),
        "proof": "；".join(each.proof for each in met if each.proof),
        "signatories": "／".join(each for each in both if each),
    }


def _named(signatory: Signatory) -> str:
    return f"{signatory.name}{f'（{signatory.post}）' if signatory.post else ''}" if signatory.name else ""
