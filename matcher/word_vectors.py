"""Builds the word vectors that ship: `python -m matcher.word_vectors DATA_FOLDER CACHE OUT_FILE`.

Words of needs, achievements and their titles (51jishu, bdci2019), abstracts of papers (csl) and titles of patents, and
the domain dictionary, each encoded by multilingual-e5-small: only hashes and numbers are kept. Of the judged set only
words are seen, none of its levels; vectors made without it give title cosines there an nDCG@10 lower by 0.004.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.reference.words import load_domain_words
from ingest.cleaning import fold
from models.encoders.opening import open_encoder
from models.segmenters import open_segmenter
from models.word_distillation import Distillation, distil_words, lettered_words
from models.word_vectors import WordVectors

SOURCES: Final = (
    ("51jishu/needs.csv", ("title", "content")),
    ("51jishu/achievements.csv", ("title", "content")),
    ("bdci2019/needs.csv", ("title", "content")),
    ("bdci2019/achievements.csv", ("title", "content")),
    ("csl/papers.csv", ("title", "abstract")),
    ("patents/cn_patent_titles_ipc.csv", ("title",)),
)


def build(folder: Path, cache_dir: Path) -> WordVectors:
    """Distil the background corpora found below the folder; vectors of e5 are kept in the cache."""
    segmenter = open_segmenter()
    documents = [lettered_words(text, segmenter) for text in _texts(folder)]
    source = ", ".join(name for name, _ in SOURCES) + ", domain_words.txt; by python -m matcher.word_vectors"
    return distil_words(
        open_encoder("e5", cache_dir=cache_dir),
        documents,
        extra_words=load_domain_words(),
        settings=Distillation(source=source),
    )


def _texts(folder: Path) -> Iterator[str]:
    for name, columns in SOURCES:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield fold("\n".join(row[column] for column in columns)).text


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2])).save(Path(sys.argv[3]))
