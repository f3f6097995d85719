"""Judged pairs (bdci2019) ranked within each need: ours beside chance, words, characters and vectors alone.

nDCG@10 = sum over the first 10 of (2^(level-1) - 1) / log2(1 + rank), divided by the same sum in the best order; the
mean over needs that have at least 5 pairs and one above level 1. Ties keep the order of the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from data.records.pairs import Pair
from ingest.batch import read_pairs
from matcher.evaluation import metrics
from matcher.evaluation.split import is_development
from matcher.language import Language
from matcher.match import Matcher
from models.indexes import Bm25Index
from models.protocols import Float64Matrix, Int64Matrix
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine, untrained_matcher

N_SHUFFLES: Final = 20
SEED: Final = 20261122
TARGET: Final = ">= 0.67"


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean nDCG@10 and its standard error, over all needs that count and over the half never looked at."""

    everything: tuple[float, float]
    unseen: tuple[float, float]
    n_needs: int
    n_unseen: int


def measure(folder: Path, language: Language) -> dict[str, Figures]:
    """Return the figures of every method, ours last.

    The shipped ranker and the turn of its vectors have seen these labels, so what is measured is the untrained table
    over vectors that are only centred; of the shipped one `matcher.training.shipping` measures what it says of needs
    that its folds have not seen.
    """
    matcher = untrained_matcher(folder, language)
    pairs = [pair for pair in read_pairs([folder / "pairs.csv"]).records if pair.level is not None]
    methods: dict[str, Callable[[], Float64Matrix]] = {
        "BM25 over titles": lambda: _bm25(matcher, pairs),
        "character 1-3-gram TF-IDF of titles": lambda: _characters(matcher, pairs),
        "cosine of title vectors": lambda: _cosines(matcher, pairs),
        "duijie, untrained": lambda: matcher.score(pairs).margin,
    }
    generator = np.random.default_rng(SEED)
    shuffles = [_figures(pairs, generator.random(len(pairs))) for _ in range(N_SHUFFLES)]
    chance = Figures(
        everything=(float(np.mean([one.everything[0] for one in shuffles])), shuffles[0].everything[1]),
        unseen=(float(np.mean([one.unseen[0] for one in shuffles])), shuffles[0].unseen[1]),
        n_needs=shuffles[0].n_needs,
        n_unseen=shuffles[0].n_unseen,
    )
    return {"random order": chance} | {name: _figures(pairs, method()) for name, method in methods.items()}


def main() -> None:
    """Measure, print."""
    chosen = parser(__doc__).parse_args()
    say_machine()
    found = measure(real_data() / "bdci2019", open_language(chosen.encoder))
    first = next(iter(found.values()))
    say(f"nDCG@10, {first.n_needs} needs; in brackets the {first.n_unseen} of them never looked at while building")
    for name, figures in found.items():
        (mean, error), (unseen, unseen_error) = figures.everything, figures.unseen
        value = f"{mean:.4f} ± {error:.4f} ({unseen:.4f} ± {unseen_error:.4f})"
        say_figure(name, value, TARGET if name == "duijie, untrained" else "")


def _figures(pairs: Sequence[Pair], scores: Float64Matrix) -> Figures:
    levels = np.array([pair.level for pair in pairs], dtype=np.int64)
    rows_of: dict[str, list[int]] = {}
    for row, pair in enumerate(pairs):
        rows_of.setdefault(pair.need_id, []).append(row)
    gains, unseen = [], []
    for rows in (np.array(rows, dtype=np.int64) for rows in rows_of.values()):
        if metrics.has_order(levels[rows]):
            gains.append(metrics.ndcg(levels[rows], scores[rows]))
            unseen.append(not is_development(pairs[rows[0]].need_id))
    values, kept = np.array(gains), np.array(unseen, dtype=bool)
    return Figures(_mean(values), _mean(values[kept]), len(values), int(kept.sum()))


def _mean(values: Float64Matrix) -> tuple[float, float]:
    if len(values) < 2:
        return float(values.mean()) if len(values) else float("nan"), float("nan")
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def _places(matcher: Matcher, pairs: Sequence[Pair]) -> tuple[Int64Matrix, Int64Matrix]:
    needs = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}
    achievements = {profile.id: place for place, profile in enumerate(matcher.achievements.profiles)}
    return (
        np.array([needs[pair.need_id] for pair in pairs], dtype=np.int64),
        np.array([achievements[pair.achievement_id] for pair in pairs], dtype=np.int64),
    )


def _bm25(matcher: Matcher, pairs: Sequence[Pair]) -> Float64Matrix:
    needs, achievements = _places(matcher, pairs)
    index = Bm25Index.build([profile.title_words for profile in matcher.achievements.profiles])
    scores = np.zeros(len(pairs))
    for need in np.unique(needs).tolist():
        rows = np.flatnonzero(needs == need)
        scores[rows] = index.scores(matcher.needs.profiles[need].title_words, achievements[rows])
    return scores


def _characters(matcher: Matcher, pairs: Sequence[Pair]) -> Float64Matrix:
    needs, achievements = _places(matcher, pairs)
    asked = [profile.title for profile in matcher.needs.profiles]
    offered = [profile.title for profile in matcher.achievements.profiles]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit(asked + offered)
    left, right = vectorizer.transform(asked)[needs], vectorizer.transform(offered)[achievements]
    cosines: Float64Matrix = np.asarray(left.multiply(right).sum(axis=1), dtype=np.float64).ravel()
    return cosines


def _cosines(matcher: Matcher, pairs: Sequence[Pair]) -> Float64Matrix:
    needs, achievements = _places(matcher, pairs)
    left = matcher.needs.title_vectors_at(needs)
    right = matcher.achievements.title_vectors_at(achievements)
    cosines: Float64Matrix = np.einsum("ij,ij->i", left, right).astype(np.float64)
    return cosines


if __name__ == "__main__":
    main()
