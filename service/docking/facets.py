"""The closed values of records that lists are filtered by, read from their texts."""

from typing import Any, Final

from data.records.achievements import Achievement
from data.records.enums import Readiness
from data.records.facets import Facets
from data.records.needs import Need
from data.records.parties import Party
from data.records.versions import Versioned
from data.reference.regions import Region
from data.storage.workspace import Workspace
from ingest.parsing.industries import find_industry
from ingest.parsing.regions import find_region
from ingest.parsing.terms import read_cooperation, read_readiness
from service.docking.record_kinds import KINDS

READINESS_LABELS: Final = {
    Readiness.IDEA: "设想",
    Readiness.LAB_SCALE: "小试",
    Readiness.SAMPLE: "样品",
    Readiness.PILOT: "中试",
    Readiness.INDUSTRIAL: "产业化",
}
"""In the order of the stages; the words are those of the glossary."""

EDITION: Final = 2
"""Of the rules below and the tables they read with; raised when either changes, so that stored facets are read anew."""


def facets_of(record: Need | Achievement | Party, *, region_code: str = "") -> Facets:
    """Read the facets of a record from the same fields as matching does.

    Args:
        record: any.
        region_code: stands in where neither the record nor the name of its organisation tells a region.

    Returns:
        Facets of this edition.
    """
    region = _region_of(record)
    industry = find_industry(record.field if isinstance(record, Achievement) else record.industry)
    return Facets(
        region_code=region_code if region is None else region.code,
        industry_code="" if industry is None else industry.code,
        readiness=read_readiness(record.maturity) if isinstance(record, Achievement) else None,
        modes=frozenset() if isinstance(record, Party) else read_cooperation(record.cooperation),
        edition=EDITION,
    )


def facets_after(stored: Versioned[Any], changed: Need | Achievement | Party) -> Facets:
    """Read the facets of a changed record; a region that came with its import and not from its texts stays.

    Args:
        stored: the record before.
        changed: the record after.

    Returns:
        Facets of this edition.
    """
    is_given = _region_of(stored.record) is None
    return facets_of(changed, region_code=stored.facets.region_code if is_given else "")


def _region_of(record: Need | Achievement | Party) -> Region | None:
    """Return the region a record names; where it names none, the one its organisation is called by."""
    return find_region(record.region) or find_region(organisation_of(record))


def organisation_of(record: Need | Achievement | Party) -> str:
    """Return whose record it is, as written."""
    if isinstance(record, Party):
        return record.name
    return record.enterprise if isinstance(record, Need) else record.university


def refresh_facets(workspace: Workspace) -> int:
    """Read the facets of all records that other rules gave, or nobody has read yet; no record counts as changed.

    Returns:
        How many were read; 0 costs three short queries.
    """
    with workspace.reading() as stores:
        outdated: dict[str, list[Versioned[Any]]] = {
            kind: getattr(stores, kind).with_facets_of_other_editions(EDITION) for kind in KINDS
        }
    if not any(outdated.values()):
        return 0
    found = {kind: {each.record.id: facets_after(each, each.record) for each in outdated[kind]} for kind in KINDS}
    with workspace.writing() as stores:
        for kind in KINDS:
            getattr(stores, kind).set_facets(found[kind])
    return sum(map(len, found.values()))
