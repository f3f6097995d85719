"""Classes of the International Patent Classification: names of the fields that titles of patents belong to."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def load_patent_classes() -> Mapping[str, str]:
    """Read patent_classes.csv: code ("C02") -> short name."""
    text = resources.files("data.reference").joinpath("patent_classes.csv").read_text(encoding="utf-8")
    return {row["class"]: row["name"] for row in csv.DictReader(text.splitlines())}
