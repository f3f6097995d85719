"""A ceremony opened: the rules of its notice, and the deals of its region ranked by them."""

from dataclasses import dataclass
from datetime import date

from data.records.ceremonies import Ceremony
from data.records.deals import Deal
from data.records.rules import Rule
from data.records.scopes import Scope
from data.storage.deals import DealFilter
from data.storage.workspace import Stores
from service.docking.alliances.checking import Rulebook, rulebook_of
from service.docking.ceremonies.selecting import RankedDeal, is_considered, ranked_deals, rules_for_signing
from service.docking.deals.past import deal_on


@dataclass(frozen=True, slots=True)
class OpenedCeremony:
    """A ceremony with its ranking.

    Attributes:
        rules: of its notice, those about signing.
        ranked: the deals an actor may see that may be signed.
        fallen: of those that a person said something of, the ones that were declined, ended or put on hold since: on
            no list.
    """

    ceremony: Ceremony
    rulebook: Rulebook
    rules: tuple[Rule, ...]
    ranked: tuple[RankedDeal, ...]
    fallen: tuple[Deal, ...]


def opened_for(stores: Stores, ceremony: Ceremony, scope: Scope, *, day: date) -> OpenedCeremony:
    """Open a ceremony with the deals of a scope as they stood on a day, by the rules that were in force on it."""
    found = stores.deals.find(scope, DealFilter(region_code=ceremony.region_code))
    deals = [then for deal in found if (then := deal_on(deal, day)) is not None]
    rulebook = rulebook_of(stores, ceremony.notice, day, region_code=ceremony.region_code)
    rules = rules_for_signing(rulebook.rules)
    ranked = ranked_deals(ceremony, (each for each in deals if is_considered(ceremony, each)), rules)
    fallen = tuple(each for each in deals if each.number in ceremony.projects and not is_considered(ceremony, each))
    return OpenedCeremony(ceremony, rulebook, rules, ranked, fallen)
