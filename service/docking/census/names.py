"""Names of enterprises as the census compares them, and the county that a register line names."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from data.reference.regions import load_regions
from ingest.cleaning import fold
from ingest.parsing.regions import find_region

_NO_PART: Final = re.compile(r"[\s()（）\[\]【】\"“”'‘’·.,，。、\-—_]+")


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return a name as it is compared: simplified, half-width, lower case, without blanks, brackets and marks.

    "AB（淮安）科技 有限公司" and "ab(淮安)科技有限公司" are one; a short form ("AB科技") is another enterprise: whoever
    reports under a name that the register does not know is listed apart, never guessed at.
    """
    return _NO_PART.sub("", unicodedata.normalize("NFKC", fold(name).text)).lower()


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
