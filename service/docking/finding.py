"""What resembles a sentence, narrowed to some kinds of records."""

from data.records.accounts import Actor
from data.records.enums import Direction
from data.records.facets import EVERY_RECORD, Facets, RecordFilter
from data.reference.regions import codes_within
from service.docking.answering import Desk, Findings
from service.docking.facets import facets_of
from service.docking.searching import Found
from service.docking.visibility import ASKED_FOR, organisation_of, visible_findings

NARROWED = f"在最接近的 {ASKED_FOR} 条中筛选。"


def narrowed_findings(
    desk: Desk, actor: Actor, text: str, direction: Direction, *, wanted: RecordFilter, top: int
) -> Findings:
    """Find records that resemble a sentence and fit a filter, of what an actor may see.

    Args:
        desk: knows the indexes.
        actor: who asks.
        text: see `Desk.search`.
        direction: which side is looked for.
        wanted: days of arrival are not looked at: an index does not know them.
        top: at least 1.

    Returns:
        The records, ranks counting the listed ones; narrowed are the nearest `ASKED_FOR`, and the note says so.
    """
    if wanted == EVERY_RECORD:
        return visible_findings(desk, actor, text, direction, top=top)
    findings = visible_findings(desk, actor, text, direction, top=ASKED_FOR)
    kept = [
        each.record
        for each in findings.found
        if (not wanted.organisation or organisation_of(each.record) == wanted.organisation)
        and fits(facets_of(each.record), wanted)
    ]
    found = tuple(Found(rank, record) for rank, record in enumerate(kept[:top], start=1))
    return Findings(found, f"{findings.note}{NARROWED}")


def fits(facets: Facets, wanted: RecordFilter) -> bool:
    """Tell whether facets fit a filter, by the rules of `data.storage.selections.matching`."""
    industry = wanted.industry_code
    is_section = len(industry) == 1
    return all((
        not wanted.region_code or facets.region_code in codes_within(wanted.region_code),
        not industry or facets.industry_code == industry or (is_section and facets.industry_code[:1] == industry),
        wanted.readiness is None or (facets.readiness is not None and facets.readiness >= wanted.readiness),
        wanted.mode is None or wanted.mode in facets.modes,
    ))
