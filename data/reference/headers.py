"""How offices name the columns of our tables: header_synonyms.csv and its loader."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class HeaderSynonym:
    """One wording of a column.

    Attributes:
        table: "needs", "achievements", "parties", "register" or "pairs".
        field: attribute of the record, or "serial" for a running number, which is no id.
        synonym: the wording, simplified, in lower case.
        tier: 1 names the field itself, 2 is a wider wording, 3 fits only where nothing better is there. A lower tier
            wins; two columns of one tier have equal right to the field.
    """

    table: str
    field: str
    synonym: str
    tier: int


@cache
def load_header_synonyms() -> tuple[HeaderSynonym, ...]:
    """Return the table, written by hand in the wordings usual in calls, census forms and trading platforms."""
    text = files("data.reference").joinpath("header_synonyms.csv").read_text(encoding="utf-8")
    return tuple(
        HeaderSynonym(row["table"], row["field"], row["synonym"], int(row["tier"]))
        for row in csv.DictReader(text.splitlines())
    )
