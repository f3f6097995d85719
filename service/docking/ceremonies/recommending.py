"""The line of a chosen project in the form of recommended projects (附表6), wherever that form is made."""

from data.records.ceremonies import Signatory
from data.records.rules import Outcome
from service.docking.ceremonies.selecting import RankedDeal
from service.docking.deals.amounts import wan


def recommended_line(ranked: RankedDeal, place: int) -> dict[str, str]:
    """Return the line of a project: criteria that are met with their proof; only contracts have an amount.

    Args:
        ranked: the project, chosen.
        place: its number in the form, from 1.
    """
    met = [each.word for each in ranked.criteria if each.word and each.word.outcome is Outcome.PASSED]
    deal, project = ranked.deal, ranked.project
    contract = deal.sums.contract
    both = (_named(project.enterprise), _named(project.university))
    return {
        "rank": str(place),
        "project": deal.title,
        "enterprise": deal.enterprise,
        "partner": deal.university,
        "paper": "；".join(each.title for each in deal.agreements if each.counts),
        "criterion": "；".join(each.criterion for each in met),
        "proof": "；".join(each.proof for each in met if each.proof),
        "contract": wan(contract.fen) if contract else "",
        "signatories": "／".join(each for each in both if each),
    }


def _named(signatory: Signatory) -> str:
    return f"{signatory.name}{f'（{signatory.post}）' if signatory.post else ''}" if signatory.name else ""
