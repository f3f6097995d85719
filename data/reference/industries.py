"""Industries: sections (门类) and divisions (大类) of GB/T 4754-2017."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Industry:
    """A section or a division.

    Attributes:
        code: "C" or "C27".
        name: "制造业" or "医药制造业".
        section: letter of the section.
        division: two digits; "" for a section.
    """

    code: str
    name: str
    section: str
    division: str = ""


@lru_cache(maxsize=1)
def load_industries() -> dict[str, Industry]:
    """Read the table: code -> industry."""
    table = resources.files("data.reference").joinpath("industries.csv")
    with table.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Industry(row["code"], row["name"], row["code"][0], row["code"][1:])
            for row in csv.DictReader(lines)
        }


@lru_cache(maxsize=1)
def load_former_names() -> tuple[tuple[str, Industry], ...]:
    """Read the division names of the 2011 edition that changed, and common variants: (name, the division of 2017)."""
    table = resources.files("data.reference").joinpath("industries_former.csv")
    with table.open(encoding="utf-8", newline="") as lines:
        return tuple((row["name"], load_industries()[row["code"]]) for row in csv.DictReader(lines))
