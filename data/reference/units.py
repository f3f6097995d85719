"""Units of measurement: every spelling, what it measures, and how it converts.

`units.csv` lists single units; quotients ("mg/L", "t/h", "克/立方厘米", "件每小时") are put together from them.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; `base = value * factor + offset` in the base unit of its dimension (SI where there is one).

    Attributes:
        name: the canonical spelling; "" is the unit of bare numbers.
        dimension: what it measures ("length", "mass/volume", "count:次"); bare numbers have "number".
    """

    name: str
    dimension: str
    factor: float
    offset: float = 0.0


NUMBER: Final = Unit("", "number", 1.0)

# Denominators that are not units of their own: 5 t/d, 100 m3/日, 3 件/人, 2 kg/月.
_DENOMINATORS: Final = {
    "日": Unit("d", "time", 86400.0),
    "月": Unit("个月", "time", 2629800.0),
    "分": Unit("min", "time", 60.0),
    "时": Unit("h", "time", 3600.0),
    "班": Unit("班", "count:班", 1.0),
    "炉": Unit("炉", "count:炉", 1.0),
    "批": Unit("批", "count:批", 1.0),
    "a": Unit("年", "time", 31557600.0),
}


@lru_cache(maxsize=1)
def load_units() -> dict[str, Unit]:
    """Read the table: spelling -> unit."""
    table = resources.files("data.reference").joinpath("units.csv")
    units: dict[str, Unit] = {}
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            unit = Unit(row["unit"], row["dimension"], float(row["factor"]), float(row["offset"]))
            for spelling in row["spellings"].split("|"):
                units[spelling] = unit
    return units


@lru_cache(maxsize=4096)
def find_unit(spelling: str) -> Unit | None:
    """Look up a spelling, quotients included; None where it is no unit.

    Names of quotients join the canonical names ("克/立方厘米" -> "g/cm3"), their dimensions likewise ("mass/volume").
    """
    if not spelling:
        return NUMBER
    units = load_units()
    if spelling in units:
        return units[spelling]
    parts = re.split(r"\s*(?:/|每)\s*", spelling.strip())
    if len(parts) == 2:
        top = units.get(parts[0])
        bottom = units.get(parts[1]) or _DENOMINATORS.get(parts[1])
        if top and bottom and not top.offset and not bottom.offset:
            return Unit(f"{top.name}/{bottom.name}", f"{top.dimension}/{bottom.dimension}", top.factor / bottom.factor)
    return None


def dimension(unit: str) -> str:
    """What a unit measures, "" where the unit is unknown; two units convert exactly when this agrees."""
    found = find_unit(unit)
    return found.dimension if found else ""


@lru_cache(maxsize=1)
def unit_pattern() -> str:
    """Write a regular expression for a unit or a quotient of two, the longest spelling first."""
    spellings = sorted(load_units(), key=lambda text: (-len(text), text))
    bottoms = sorted({*spellings, *_DENOMINATORS}, key=lambda text: (-len(text), text))
    single = "|".join(_escape(spelling) for spelling in spellings)
    bottom = "|".join(_escape(spelling) for spelling in bottoms)
    return rf"(?:{single})(?:\s?(?:/|每)\s?(?:{bottom})(?![A-Za-z]))?"


def _escape(spelling: str) -> str:
    """Escape a spelling; one that ends in a Latin letter must not run on into a word ("m" in "mol")."""
    escaped = re.escape(spelling)
    return rf"{escaped}(?![A-Za-z])" if spelling[-1].isascii() and spelling[-1].isalpha() else escaped
