"""Trains the field classifier that ships with the product: `python -m matcher.field_training DATA_FOLDER OUT_FILE`.

Needs and achievements of an online technology market (51jishu) whose industry column names one group of industries;
the judged set (bdci2019) is left out, so that nothing is learned from what is measured on. Only numbers are kept.
"""

import csv
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.reference.industry_groups import industry_groups_of
from ingest.cleaning import fold
from ingest.parsing.industries import find_industries
from matcher.language import shipped_weights
from models.classifiers.linear import TextClassifier
from models.classifiers.training import Examples, Figures, train_classifier

NAME: Final = "industry-groups-1"
SOURCES: Final = ("51jishu/needs.csv", "51jishu/achievements.csv")
N_BUCKETS: Final = 2**14
"""Tried on 2026-11-22 with 27 divisions as labels: twice the buckets, 300 steps and whole contents together reach an
accuracy of 0.630 against 0.629, and a log loss of 1.38 against 1.43, in fifteen times the time."""

_LONGEST: Final = 400
"""Characters of a content that are read: what follows is about the company, its prizes and prices."""

_log = logging.getLogger(__name__)


def train(folder: Path) -> tuple[TextClassifier, dict[str, Figures]]:
    """Train on the market's records below the folder; see `train_classifier`."""
    rows = list(_labelled(folder))
    weights = shipped_weights()
    examples = Examples(
        variants={
            "title": weights.character_matrix([title for title, _, _ in rows]),
            "text": weights.character_matrix([f"{title}\n{content}" for title, content, _ in rows]),
        },
        labels=[label for _, _, label in rows],
        keys=[f"{title}\n{content}" for title, content, _ in rows],
    )
    card = {"trained_on": "51jishu: needs and achievements whose industry names one group", "made_on": "2026-11-22"}
    return train_classifier(NAME, examples, n_buckets=N_BUCKETS, card=card)


def _labelled(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield folded title, folded beginning of the content, and group of the records that name exactly one."""
    for name in SOURCES:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                named = [industry_groups_of(industry) for industry in find_industries(row["gb_industry"])]
                groups = frozenset[str]().union(*named)
                if len(groups) == 1:
                    (group,) = groups
                    yield fold(row["title"]).text, fold(row["content"][:_LONGEST]).text, group


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    classifier, measured = train(Path(sys.argv[1]))
    classifier.save(Path(sys.argv[2]))
    for variant, figures in measured.items():
        _log.info("%s: %s", variant, figures)
