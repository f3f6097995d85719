"""Builds the term weights that ship with the product: `python -m matcher.background DATA_FOLDER OUT_FILE`.

The background is needs and achievements of an online technology market and abstracts of Chinese papers (51jishu, csl):
only numbers are kept of them. The judged set (bdci2019) is left out, so that nothing is learned from what is measured
on.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.cleaning import fold
from matcher.profiles import content_words
from models.segmenters import open_segmenter
from models.term_weights import TermWeights

SOURCES = (
    ("51jishu/needs.csv", ("title", "content")),
    ("51jishu/achievements.csv", ("title", "content")),
    ("csl/papers.csv", ("title", "abstract")),
)


def build(folder: Path) -> TermWeights:
    """Count the background corpus found below the folder."""
    segmenter = open_segmenter()
    texts = list(_texts(folder))
    return TermWeights.count(texts, [content_words(text, segmenter) for text in texts])


def _texts(folder: Path) -> Iterator[str]:
    for name, columns in SOURCES:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield fold("\n".join(row[column] for column in columns)).text


if __name__ == "__main__":
    build(Path(sys.argv[1])).save(Path(sys.argv[2]))
