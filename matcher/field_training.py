"""Trains the field classifiers that ship with the product: `python -m matcher.field_training DATA_FOLDER OUT_FOLDER`.

Learned from records and columns that anybody may read: needs and achievements of an online technology market (51jishu)
with their industries, papers (csl) with their disciplines, titles of patents with their classes. The judged set
(bdci2019) is left out, so that nothing is learned from what is measured on. Only numbers are kept.
"""

import csv
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.reference.industry_groups import industry_groups_of
from data.reference.patent_classes import load_patent_classes
from ingest.cleaning import fold
from ingest.parsing.industries import find_industries
from matcher.fields import FieldKind, file_name
from matcher.language import shipped_weights
from models.classifiers.linear import TextClassifier
from models.classifiers.training import Examples, Figures, train_classifier

N_BUCKETS: Final = 2**14
"""Tried on 2026-11-22 with 27 divisions as labels: twice the buckets, 300 steps and whole contents together reach an
accuracy of 0.630 against 0.629, and a log loss of 1.38 against 1.43, in fifteen times the time."""

MADE_ON: Final = "2026-11-22"
FEWEST: Final = 8
"""Examples a label needs: with fewer, some folds have none."""

_LONGEST: Final = 400
"""Characters of a content that are read: what follows is about the company, its prizes and prices."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What one classifier learns from.

    Attributes:
        trained_on: for the card.
        read: yields title, beginning of the content ("" where there is none), label, from the data folder.
    """

    trained_on: str
    read: Callable[[Path], Iterator[tuple[str, str, str]]]


def train(folder: Path, kind: FieldKind) -> tuple[TextClassifier, dict[str, Figures]]:
    """Train the classifier of one kind on the records below the folder; see `train_classifier`."""
    source = SOURCES[kind]
    rows = [(fold(title).text, fold(content[:_LONGEST]).text, label) for title, content, label in source.read(folder)]
    counts = Counter(label for _, _, label in rows)
    rows = [row for row in rows if counts[row[2]] >= FEWEST]
    titles, texts = [title for title, _, _ in rows], [f"{title}\n{content}" for title, content, _ in rows]
    variants = {"title": shipped_weights().character_matrix(titles)}
    if any(content for _, content, _ in rows):
        variants["text"] = shipped_weights().character_matrix(texts)
    examples = Examples(variants, labels=[label for _, _, label in rows], keys=texts)
    card = {"trained_on": source.trained_on, "made_on": MADE_ON}
    return train_classifier(f"{kind}-1", examples, n_buckets=N_BUCKETS, card=card)


def _records(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the records of the market whose industry names exactly one group."""
    for name in ("51jishu/needs.csv", "51jishu/achievements.csv"):
        for row in _rows(folder / name):
            named = [industry_groups_of(industry) for industry in find_industries(row["gb_industry"])]
            groups = frozenset[str]().union(*named)
            if len(groups) == 1:
                (group,) = groups
                yield row["title"], row["content"], group


def _papers(folder: Path) -> Iterator[tuple[str, str, str]]:
    for row in _rows(folder / "csl/papers.csv"):
        yield row["title"], row["abstract"], row["discipline"]


def _patents(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the titles with their first class; classes without a name in our table are left out."""
    for row in _rows(folder / "patents/cn_patent_titles_ipc.csv"):
        first = row["ipc_subclasses"][:3]
        if first in load_patent_classes():
            yield row["title"], "", first


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


SOURCES: Final[Mapping[FieldKind, Source]] = {
    FieldKind.INDUSTRY: Source("51jishu: needs and achievements whose industry names one group", _records),
    FieldKind.DISCIPLINE: Source("csl: papers with their discipline", _papers),
    FieldKind.PATENT_CLASS: Source("titles of Chinese patents with their first IPC class", _patents),
}


def main(folder: Path, out: Path) -> None:
    """Train and write every classifier."""
    for kind in FieldKind:
        classifier, measured = train(folder, kind)
        classifier.save(out / file_name(kind))
        for variant, figures in measured.items():
            _log.info("%s, %s: %s", kind, variant, figures)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
