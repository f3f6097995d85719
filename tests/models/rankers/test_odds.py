"""Cut points: their likelihood and their fit."""

import numpy as np
import pytest

from models.rankers.odds import fit_cuts


def test_fitted_cuts_recover_the_model_that_made_the_levels() -> None:
    generator = np.random.default_rng(7)
    margins = generator.normal(2.0, 3.0, size=20_000)
    noise = generator.logistic(size=len(margins))
    levels = 1 + np.searchsorted([0.0, 2.0, 4.0], 0.5 * margins + noise)

    slope, cuts = fit_cuts(margins, levels.astype(np.int64), np.ones(len(margins)))

    assert slope == pytest.approx(0.5, abs=0.03)
    assert cuts == pytest.approx([0.0, 2.0, 4.0], abs=0.1)
