"""Cut points: their likelihood and their fit."""

import numpy as np
import pytest

from models.rankers.odds import check_cuts, fit_cuts, likelihood


def test_fitted_cuts_recover_the_model_that_made_the_levels() -> None:
    generator = np.random.default_rng(7)
    margins = generator.normal(2.0, 3.0, size=20_000)
    noise = generator.logistic(size=len(margins))
    levels = 1 + np.searchsorted([0.0, 2.0, 4.0], 0.5 * margins + noise)

    slope, cuts = fit_cuts(margins, levels.astype(np.int64), np.ones(len(margins)))

    assert slope == pytest.approx(0.5, abs=0.03)
    assert cuts == pytest.approx([0.0, 2.0, 4.0], abs=0.1)


def test_what_is_fair_can_be_given_more_say_about_the_slope() -> None:
    # Level 2 is reached with slope 2, levels 3 and 4 with slope 0.5: no one slope is true of all.
    generator = np.random.default_rng(4)
    margins, chance = generator.uniform(1.5, 6.0, size=20_000), generator.uniform(size=20_000)
    reached = [1 / (1 + np.exp(-margin)) for margin in (2 * margins - 4, 0.5 * margins - 2, 0.5 * margins - 4)]
    levels = 1 + (chance < np.array(reached)).sum(axis=0, dtype=np.int64)

    slopes, cuts = zip(
        *(fit_cuts(margins, levels, np.ones(len(margins)), fair_weight=weight) for weight in (0.0, 1.0, 1000.0)),
        strict=True,
    )

    assert slopes[0] > slopes[1] > slopes[2]
    assert slopes[2] == pytest.approx(0.5, abs=0.05)
    assert cuts[2][1] == pytest.approx(2.0, abs=0.15)


def test_the_slopes_of_the_likelihood_are_those_of_its_value() -> None:
    generator = np.random.default_rng(2)
    margin, weights = generator.normal(size=12), generator.uniform(1, 2, size=12)
    levels = np.tile(np.arange(1, 5), 3)
    cuts = np.array([-1.0, 0.2, 1.5])

    found = likelihood(margin, levels, weights, cuts)

    step = 1e-6
    for row in range(len(margin)):
        moved = margin + step * (np.arange(len(margin)) == row)
        assert found.by_margin[row] == pytest.approx(
            (likelihood(moved, levels, weights, cuts).loss - found.loss) / step, abs=1e-4
        )
    for cut in range(3):
        moved = cuts + step * (np.arange(3) == cut)
        assert found.by_cut[cut] == pytest.approx(
            (likelihood(margin, levels, weights, moved).loss - found.loss) / step, abs=1e-4
        )


@pytest.mark.parametrize("levels", [[1, 1, 4, 4], [1, 2, 1, 2], [3, 3, 3, 3]])
def test_levels_that_nobody_gave_do_no_harm(levels: list[int]) -> None:
    slope, cuts = fit_cuts(np.array([0.0, 1.0, 2.0, 3.0]), np.array(levels), np.ones(4))

    assert 0 < slope < 100
    check_cuts(cuts)
