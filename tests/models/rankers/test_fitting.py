"""Fitting: planted curves come back, and chance does not."""

import numpy as np
import pytest

from models.protocols import Float64Matrix
from models.rankers.fitting import FEWEST_KNOWN, Column, Judgements, Restraint, fit_additive, recalibrated

COLUMNS = {"bent": Column(), "free": Column(is_agreement=False), "noise": Column(), "rare": Column(slope=2.0)}


def planted(n_needs: int, *, seed: int = 3) -> Judgements:
    """Make judgements: "bent" helps from 0.5 on, "free" helps in the middle, "noise" hurts nothing."""
    generator = np.random.default_rng(seed)
    n = 20 * n_needs
    values = generator.uniform(size=(n, 4))
    values[generator.uniform(size=n) < 0.2, 1] = np.nan
    values[FEWEST_KNOWN - 1 :, 3] = np.nan
    margin = bent(values[:, 0]) + np.nan_to_num(middle(values[:, 1])) + generator.logistic(size=n)
    levels = (1 + np.searchsorted([1.0, 2.5, 4.0], margin)).astype(np.int64)
    return Judgements(values, levels, np.repeat(np.arange(n_needs), 20), np.ones(n))


def bent(values: Float64Matrix) -> Float64Matrix:
    return 8.0 * np.maximum(values - 0.5, 0.0)


def middle(values: Float64Matrix) -> Float64Matrix:
    return 2.0 - 8.0 * np.abs(values - 0.5)


def test_planted_curves_are_recovered() -> None:
    ranker = fit_additive(planted(400), COLUMNS, restraint=Restraint(8, 1.0, 0.0), name="x")

    grid = np.linspace(0.05, 0.95, 19)
    found = ranker.shapes["bent"].contributions(grid)
    assert found - found[0] == pytest.approx(bent(grid), abs=0.5)
    found = ranker.shapes["free"].contributions(grid)
    assert found - found.mean() == pytest.approx(middle(grid) - middle(grid).mean(), abs=0.6)
    assert np.ptp(ranker.shapes["noise"].heights) < 0.4


def test_training_pairs_have_no_contribution_on_average() -> None:
    judged = planted(60)

    found = fit_additive(judged, COLUMNS, restraint=Restraint(), name="x").rank(judged.values)

    assert found.contributions[:, :3].mean(axis=0) == pytest.approx([0.0, 0.0, 0.0], abs=1e-4)


def test_what_the_pairs_do_not_tell_keeps_its_prior() -> None:
    judged = planted(30)

    shape = fit_additive(judged, COLUMNS, restraint=Restraint(), name="x").shapes["rare"]

    mean = judged.values[: FEWEST_KNOWN - 1, 3].mean()
    assert shape.knots == (0.0, 1.0)
    assert shape.heights == pytest.approx((-2.0 * mean, 2.0 * (1.0 - mean)), abs=1e-5)


def test_a_strong_restraint_gives_the_prior() -> None:
    columns = {name: Column(slope=1.5) for name in COLUMNS}

    ranker = fit_additive(planted(30), columns, restraint=Restraint(4, 1e7, 1.0), name="x")

    for shape in ranker.shapes.values():
        rises = np.diff(shape.heights) / np.diff(shape.knots)
        assert rises == pytest.approx(1.5, abs=0.01)


def test_a_held_column_keeps_its_prior_beside_others_that_are_learned() -> None:
    columns = {**COLUMNS, "bent": Column(slope=1.5, hold=1e7)}

    shapes = fit_additive(planted(30), columns, restraint=Restraint(4, 1.0, 1.0), name="x").shapes

    assert np.diff(shapes["bent"].heights) / np.diff(shapes["bent"].knots) == pytest.approx(1.5, abs=0.01)
    assert np.ptp(shapes["free"].heights) > 1.0


def test_the_order_loss_puts_better_pairs_first() -> None:
    # The level of a need shifts all its pairs, so that only the order within needs shows what the feature is worth.
    generator = np.random.default_rng(5)
    needs = np.repeat(np.arange(80), 10)
    values = generator.uniform(size=(800, 1))
    shift = generator.normal(scale=3.0, size=80)[needs]
    levels = (1 + np.searchsorted([0.0, 1.5, 3.0], 4.0 * values[:, 0] + shift - 2.0)).astype(np.int64)
    judged = Judgements(values, levels, needs, np.ones(800))

    plain = fit_additive(judged, {"a": Column()}, restraint=Restraint(1, 1.0, 0.0), name="x")
    ordered = fit_additive(judged, {"a": Column()}, restraint=Restraint(1, 1.0, 10.0), name="x")

    assert np.ptp(ordered.shapes["a"].heights) > 1.5 * np.ptp(plain.shapes["a"].heights)


def test_equal_rows_give_equal_models_and_shuffled_rows_nearly_so() -> None:
    judged = planted(40)
    order = np.random.default_rng(1).permutation(len(judged))
    shuffled = Judgements(judged.values[order], judged.levels[order], judged.needs[order], judged.weights[order])

    first, again, other = (
        fit_additive(one, COLUMNS, restraint=Restraint(), name="x") for one in (judged, judged, shuffled)
    )

    assert first.to_json() == again.to_json()
    # Sums of floating-point numbers depend on their order, and the search ends a little elsewhere.
    assert other.rank(judged.values).margin == pytest.approx(first.rank(judged.values).margin, abs=0.02)


def test_recalibration_stretches_and_keeps_the_order() -> None:
    judged = planted(30)
    ranker = fit_additive(judged, COLUMNS, restraint=Restraint(), name="x")

    other = recalibrated(ranker, slope=0.5, cuts=(0.0, 1.0, 2.0))

    assert other.rank(judged.values).margin == pytest.approx(0.5 * ranker.rank(judged.values).margin, abs=1e-4)
    assert other.cuts == (0.0, 1.0, 2.0)
