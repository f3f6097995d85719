"""How far two readers of the same pairs agree."""

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from data.records.enums import Level
from data.records.pairs import Pair
from models.protocols import Int64Matrix
from tests.benchmarks.bench import say


def agreement(first: Sequence[Pair], second: Sequence[Pair]) -> tuple[Int64Matrix, float, float]:
    """Compare two readers on the pairs that both judged.

    Returns:
        Counts by first and second level, shape (4, 4); Cohen's kappa with linear weights; kappa of level >= 3.
    """
    levels = {(pair.need_id, pair.achievement_id): pair.level for pair in second}
    both = [
        (pair.level, levels[pair.need_id, pair.achievement_id])
        for pair in first
        if (pair.need_id, pair.achievement_id) in levels
    ]
    ours, theirs = np.array(both, dtype=np.int64).T
    counts: Int64Matrix = confusion_matrix(ours, theirs, labels=list(Level))
    weighted = float(cohen_kappa_score(ours, theirs, weights="linear"))
    return counts, weighted, float(cohen_kappa_score(ours >= Level.FAIR, theirs >= Level.FAIR))


def say_agreement(first: Sequence[Pair], second: Sequence[Pair]) -> None:
    """Print how two readers agree."""
    counts, weighted, fair = agreement(first, second)
    say(f"two readers, {int(counts.sum())} pairs: weighted kappa {weighted:.3f}, kappa of level >= 3 {fair:.3f}")
    for level, row in zip(Level, counts.tolist(), strict=True):
        say(f"  first {level:d}, second 1-4: {row}")
