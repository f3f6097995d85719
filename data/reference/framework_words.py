"""Words in the title of a paper that show it to be a letter of intent, whatever else it is called."""

import csv
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def load_framework_words() -> dict[str, str]:
    """Read framework_words.csv: words -> why a paper so called is no contract."""
    table = resources.files("data.reference").joinpath("framework_words.csv")
    with table.open(encoding="utf-8") as lines:
        return {row["words"]: row["why"] for row in csv.DictReader(lines)}
