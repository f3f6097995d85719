"""The form of projects recommended for signing (附表6): what ceremonies chose, or else what is marked and signed."""

from collections.abc import Iterator

from data.records.ceremonies import Ceremony
from data.records.deals import ENDED, Deal
from data.records.scopes import EVERYTHING
from data.reference.regions import load_regions
from service.docking.beijing import beijing_day
from service.docking.ceremonies.opening import opened_for
from service.docking.ceremonies.recommending import deal_line, recommended_line
from service.docking.deals.amounts import wan
from service.docking.deals.phrases import marks_text
from service.docking.reports.form_rows import FormRowDraft
from service.docking.reports.occasion import Occasion
from service.docking.visibility import lies_within


def signings(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the projects of the region's ceremonies in the period; where it held none, marked deals with a paper."""
    held = ceremonies_for(occasion)
    yield from _chosen(occasion, held) if held else _marked(occasion)


def ceremonies_for(occasion: Occasion) -> list[Ceremony]:
    """Return the ceremonies of a region, inside or around it, that are in the period of a report, by day.

    One without a day counts by the day on which it was planned.
    """
    region = occasion.key.region_code

    def is_meant(each: Ceremony) -> bool:
        is_near = lies_within(each.region_code, region) or lies_within(region, each.region_code)
        day = each.on or beijing_day(each.added_at)
        return is_near and occasion.period.holds(day)

    every = [each for each in occasion.stores.ceremonies.all() if is_meant(each)]
    return sorted(every, key=lambda each: (each.on or beijing_day(each.added_at), each.number))


def _chosen(occasion: Occasion, ceremonies: list[Ceremony]) -> Iterator[FormRowDraft]:
    """Yield each chosen deal once, in the ranking of its first ceremony.

    A ceremony of a wider region ranks all of its deals, of which those of the report's region are told.
    """
    told: set[int] = set()
    for ceremony in ceremonies:
        opened = opened_for(occasion.stores, ceremony, EVERYTHING, day=occasion.material.as_of)
        for ranked in opened.ranked:
            deal = ranked.deal
            is_own = lies_within(deal.region_code, occasion.key.region_code)
            if ranked.is_chosen and is_own and deal.number not in told:
                told.add(deal.number)
                yield _draft(deal, recommended_line(ranked, len(told)))


def _marked(occasion: Occasion) -> Iterator[FormRowDraft]:
    """Yield the deals with a priority mark that have come to an agreement, contracts before intents.

    Which criterion of the notice a project meets is a person's word: the marks stand there, with their papers as proof.
    """
    ready = [each for each in occasion.material.deals if each.marks and _papers(each) and each.stage not in ENDED]
    ready.sort(key=lambda each: (not each.contracts, -each.sums.contract.fen, each.number))
    for place, deal in enumerate(ready, start=1):
        line = deal_line(deal, place)
        line |= {"criterion": marks_text(deal.marks), "proof": "、".join(_papers(deal))}
        line["contract"] = wan(deal.sums.contract.fen) if deal.contracts else ""
        yield _draft(deal, line)


def _draft(deal: Deal, line: dict[str, str]) -> FormRowDraft:
    region = load_regions().get(deal.region_code)
    city = "" if region is None else region.city or region.code
    return FormRowDraft(record=f"deals:{deal.number}", unit=city, entry=line)


def _papers(deal: Deal) -> list[str]:
    return [f"{each.title}（{each.signed_on}）" for each in deal.agreements if each.counts]
