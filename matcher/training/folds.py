"""Which fold a need belongs to."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import numpy as np

from data.records.ids import NeedId
from models.protocols import Int64Matrix

N_FOLDS: Final = 5
FEWEST_FOLDS: Final = 3
"""Two parts are kept out at a time, and something must be left to train on."""

MOST_FOLDS: Final = 10


def fold_of(need_id: NeedId, *, n_folds: int, seed: int = 0) -> int:
    """Return the fold of a need, 0 to n_folds - 1, by the SHA-256 of its id.

    The same on every computer and for any order of the file; all pairs of a need fall together. Another seed draws
    other folds.
    """
    text = need_id if seed == 0 else f"{seed}:{need_id}"
    return int(sha256(text.encode()).hexdigest(), 16) % n_folds


def folds_of(need_ids: Sequence[NeedId], *, n_folds: int, seed: int = 0) -> Int64Matrix:
    """Return the fold of each need of a sequence, shape (n,)."""
    known = {need_id: fold_of(need_id, n_folds=n_folds, seed=seed) for need_id in set(need_ids)}
    return np.array([known[need_id] for need_id in need_ids], dtype=np.int64)
