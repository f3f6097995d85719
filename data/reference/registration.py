"""What the registration of a technical contract asks for: fields, code lists and limits, each with its standing.

Nothing here is a rule of ours: every line names its source, and says whether somebody has compared it with the text
that holds today (`confirmed`), knows it from a draft (`draft`), or from memory alone (`unconfirmed`).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from data.reference.industries import load_industries
from data.reference.regions import load_regions


class Standing(StrEnum):
    """How sure a line is."""

    CONFIRMED = "confirmed"
    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"


class FieldKind(StrEnum):
    """What a field takes; `DERIVED` is told by the contract itself, and `YES` is a question about its text."""

    DERIVED = "derived"
    TEXT = "text"
    TABLE = "table"
    AMOUNT = "amount"
    DATE = "date"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class RegistrationField:
    """A field of the registration form.

    Attributes:
        code: as stored.
        name: on the form.
        kind: what it takes.
        needed: of which kinds of contracts: "1" all, "0" none, "transfer" (licences too) or "development".
        table: the code list it is taken from; "" for none.
        standing: how sure it is that the form asks for it.
        source: where that is known from.
    """

    code: str
    name: str
    kind: FieldKind
    needed: str
    table: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a code list."""

    code: str
    name: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the rules, such as the days within which the office decides."""

    code: str
    value: int
    unit: str
    name: str
    standing: Standing
    source: str


REGIONS: Final = "GB/T 2260 行政区划代码"
INDUSTRIES: Final = "GB/T 4754 国民经济行业分类"
COUNTRIES: Final = "GB/T 2659 国家和地区代码（常见的部分）；登记表用数字码还是字母码未核实"


@lru_cache(maxsize=1)
def load_registration_fields() -> tuple[RegistrationField, ...]:
    """Read registration_fields.csv, in the order of the form."""
    return tuple(
        RegistrationField(
            code=row["code"],
            name=row["name"],
            kind=FieldKind(row["kind"]),
            needed=row["needed"],
            table=row["table"],
            standing=Standing(row["status"]),
            source=row["source"],
        )
        for row in _rows("registration_fields.csv")
    )


@lru_cache(maxsize=1)
def load_limits() -> Mapping[str, Limit]:
    """Read registration_rules.csv: code -> limit."""
    return {
        row["code"]: Limit(
            code=row["code"],
            value=int(row["value"]),
            unit=row["unit"],
            name=row["name"],
            standing=Standing(row["status"]),
            source=row["source"],
        )
        for row in _rows("registration_rules.csv")
    }


@lru_cache(maxsize=1)
def load_codes() -> Mapping[str, Mapping[str, Code]]:
    """Read the code lists: table -> code -> code with its name; countries are known by number and by letters."""
    tables: dict[str, dict[str, Code]] = {}
    for row in _rows("registration_codes.csv"):
        code = Code(row["code"], row["name"], Standing(row["status"]), row["source"])
        tables.setdefault(row["table"], {})[code.code] = code
    tables["region"] = {
        each.code: Code(each.code, each.name, Standing.CONFIRMED, REGIONS) for each in load_regions().values()
    }
    tables["industry"] = {
        each.code: Code(each.code, each.name, Standing.CONFIRMED, INDUSTRIES) for each in load_industries().values()
    }
    tables["country"] = {
        row[column]: Code(row[column], row["name"], Standing.UNCONFIRMED, COUNTRIES)
        for column in ("numeric", "alpha")
        for row in _rows("countries.csv")
    }
    return tables


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("data.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
