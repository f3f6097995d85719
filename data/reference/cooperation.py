"""Words for ways of working together."""

import csv
from functools import lru_cache
from importlib import resources

from data.records.enums import CooperationMode


@lru_cache(maxsize=1)
def load_cooperation_words() -> dict[str, CooperationMode]:
    """Read the table: words -> mode."""
    table = resources.files("data.reference").joinpath("cooperation_modes.csv")
    with table.open(encoding="utf-8", newline="") as lines:
        return {row["words"]: CooperationMode(row["mode"]) for row in csv.DictReader(lines)}
