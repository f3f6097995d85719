"""Words and numbered scales for how ready a result is."""

import csv
from functools import lru_cache
from importlib import resources

from data.records.enums import Readiness


@lru_cache(maxsize=1)
def load_readiness_words() -> dict[str, Readiness]:
    """Read the table of words: words -> stage."""
    table = resources.files("data.reference").joinpath("readiness.csv")
    with table.open(encoding="utf-8", newline="") as lines:
        return {row["words"]: Readiness[row["readiness"].upper()] for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def load_readiness_levels() -> dict[tuple[str, int], Readiness]:
    """Read the numbered scales: (scale, level) -> stage; scales are trl_9 and cn_13."""
    table = resources.files("data.reference").joinpath("readiness_levels.csv")
    with table.open(encoding="utf-8", newline="") as lines:
        return {(row["scale"], int(row["level"])): Readiness[row["readiness"].upper()] for row in csv.DictReader(lines)}
