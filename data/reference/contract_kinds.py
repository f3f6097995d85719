"""Kinds of technical contracts, each with the days between which the law knew it."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

CIVIL_CODE = date(2021, 1, 1)
"""First day of 民法典 (article 1260), which took the place of 合同法."""


@dataclass(frozen=True, slots=True)
class ContractKind:
    """A kind of technical contract.

    Attributes:
        code: as stored.
        name: as the law calls it.
        parent: code of the kind it is a part of; "" for a kind of its own.
        valid_from: first day on which a contract of this kind can have been signed.
        valid_until: last such day; None where the kind still stands.
        source: the law.
    """

    code: str
    name: str
    parent: str
    valid_from: date
    valid_until: date | None
    source: str

    def stands_on(self, day: date) -> bool:
        """Tell whether the law knew the kind on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def law_on(self, day: date) -> str:
        """Return the law that knew the kind on a day: of those in `source` the Civil Code from its first day on."""
        laws = self.source.split("；")
        is_new = day >= CIVIL_CODE
        return next((each for each in laws if ("民法典" in each) == is_new), self.source)


@lru_cache(maxsize=1)
def load_contract_kinds() -> dict[str, ContractKind]:
    """Read contract_kinds.csv: code -> kind."""
    table = resources.files("data.reference").joinpath("contract_kinds.csv")
    with table.open(encoding="utf-8") as lines:
        return {row["code"]: _kind(row) for row in csv.DictReader(lines)}


def contract_kinds_on(day: date) -> tuple[ContractKind, ...]:
    """Return the kinds a contract signed on a day can be of, in the order of the table; none before the first law."""
    return tuple(kind for kind in load_contract_kinds().values() if kind.stands_on(day))


def _kind(row: dict[str, str]) -> ContractKind:
    return ContractKind(
        code=row["code"],
        name=row["name"],
        parent=row["parent"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        source=row["source"],
    )
