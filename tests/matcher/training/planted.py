"""Judgements whose making is known."""

import numpy as np

from models.rankers.fitting import Column, Judgements

COLUMNS = {"good": Column(), "noise": Column()}


def planted(n_needs: int = 60, *, seed: int = 1) -> Judgements:
    """Make ten pairs a need: the level follows the first value, the second is noise."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(size=(10 * n_needs, 2))
    margin = 8.0 * values[:, 0] - 5.0 + generator.logistic(size=len(values))
    levels = 1 + np.searchsorted([-1.0, 0.5, 2.0], margin)
    return Judgements(values, levels.astype(np.int64), np.repeat(np.arange(n_needs), 10), np.ones(len(values)))
