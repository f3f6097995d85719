"""Names of enterprises as the census compares them, and the county that a register line names."""

from typing import Final

from data.reference.regions import load_regions
from ingest.names import name_key
from ingest.parsing.regions import find_region

__all__ = ["UNKNOWN_COUNTY", "county_within", "full_name", "name_key", "short_name"]


def county_within(text: str, outer: str) -> str | None:
    """Return the code of the region a text names inside another one, as fine as it says.

    Args:
        text: "淮阴区", "淮安市淮阴区"; a name that several cities have is read as the one inside `outer`.
        outer: code of the region whose register it is.

    Returns:
        A code; "" where the text is blank or names no region; None where it names one outside.
    """
    if not text.strip():
        return ""
    plain = find_region(text)
    if plain is not None and outer in {plain.province, plain.city, plain.county}:
        return plain.code
    inside = find_region(f"{full_name(outer)}{text}")
    if inside is not None and inside.code != outer and outer in {inside.province, inside.city, inside.county}:
        return inside.code
    return "" if plain is None else None


def full_name(code: str) -> str:
    """Return a region with those it lies in: "江苏省淮安市淮阴区"; an unknown code stays as it is."""
    regions = load_regions()
    region = regions.get(code)
    if region is None:
        return code
    levels = dict.fromkeys(each for each in (region.province, region.city, region.county) if each)
    return "".join(regions[each].name for each in levels)


def short_name(code: str) -> str:
    """Return the name of a region alone; "未写明县区" for none."""
    region = load_regions().get(code)
    return UNKNOWN_COUNTY if region is None else region.name


UNKNOWN_COUNTY: Final = "未写明县区"
