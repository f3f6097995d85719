"""Administrative regions of China down to counties (codes of GB/T 2260)."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final


class RegionLevel(StrEnum):
    """How fine a region is."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Region:
    """A region with the codes of what it lies in; codes have six digits.

    Attributes:
        code: its own code.
        name: its full name ("涟水县").
        level: province, city or county.
        province: code of its province.
        city: code of its prefecture; "" for a province. A municipality (北京 ...) is its own city, and so is a county
            that its province governs directly (仙桃市 ...).
        county: code of its county; "" above counties.
    """

    code: str
    name: str
    level: RegionLevel
    province: str
    city: str = ""
    county: str = ""


MUNICIPALITIES: Final = frozenset({"110000", "120000", "310000", "500000"})


@lru_cache(maxsize=1)
def load_regions() -> dict[str, Region]:
    """Read the table: code -> region."""
    table = resources.files("data.reference").joinpath("regions.csv")
    with table.open(encoding="utf-8") as lines:
        return {row["code"]: _region(row) for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def load_former_names() -> tuple[tuple[str, Region], ...]:
    """Read the names that notices of the years before still use: (former name, the region it now belongs to)."""
    table = resources.files("data.reference").joinpath("regions_former.csv")
    with table.open(encoding="utf-8") as lines:
        return tuple((row["name"], load_regions()[row["code"]]) for row in csv.DictReader(lines))


def same_region(a: Region, b: Region) -> RegionLevel | None:
    """Name the finest level that two regions share; None where they lie in different provinces."""
    if a.county and a.county == b.county:
        return RegionLevel.COUNTY
    if a.city and a.city == b.city:
        return RegionLevel.CITY
    return RegionLevel.PROVINCE if a.province == b.province else None


@lru_cache(maxsize=4096)
def codes_within(code: str) -> tuple[str, ...]:
    """Return the codes of a region and of everything that lies in it, ascending; of an unknown code that one alone."""
    region = load_regions().get(code)
    if region is None:
        return (code,)
    return tuple(
        sorted(
            each.code
            for each in load_regions().values()
            if code == each.code
            or (region.level is RegionLevel.PROVINCE and each.province == code)
            or (region.level is RegionLevel.CITY and each.city == code)
        )
    )


def _region(row: dict[str, str]) -> Region:
    """Make a region of a row of the table."""
    code, name, parent = row["code"], row["name"], row["parent"]
    province = f"{code[:2]}0000"
    if row["level"] == "1":
        return Region(code, name, RegionLevel.PROVINCE, province, province if code in MUNICIPALITIES else "")
    if row["level"] == "2":
        return Region(code, name, RegionLevel.CITY, province, code)
    city = code if parent == province and province not in MUNICIPALITIES else parent
    return Region(code, name, RegionLevel.COUNTY, province, city, code)
