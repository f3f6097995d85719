"""What the levels of two sets mean, on curves that both share."""

from dataclasses import replace

import numpy as np
import pytest

from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples
from matcher.training.folds import N_FOLDS
from matcher.training.levelling import FAIR_WEIGHT, SOURCE, Joint, Levelled
from models.protocols import Int64Matrix
from models.rankers.fitting import Column
from models.rankers.odds import fit_cuts
from tests.matcher.training.planted import COLUMNS, planted

RECIPE = Recipe("test", {**COLUMNS, SOURCE: Column(is_agreement=False)}, "hashing")


def examples(prefix: str, *, seed: int) -> Examples:
    """Return the planted judgements of 30 needs as those of one set."""
    judged = planted(30, seed=seed)
    pairs = tuple(
        Pair(NeedId(f"{prefix}{need}"), AchievementId(f"A{row}"), Level(level))
        for row, (need, level) in enumerate(zip(judged.needs.tolist(), judged.levels.tolist(), strict=True))
    )
    return Examples(pairs, judged, (prefix,) * len(pairs))


def with_levels(one: Examples, levels: Int64Matrix) -> Examples:
    return replace(one, judged=replace(one.judged, levels=levels))


def levelled(*sets: Examples) -> tuple[Joint, Trained, Levelled]:
    joint = Joint(*sets)
    trained = train(joint.judged, joint.folds, RECIPE)
    return joint, trained, joint.levelled(trained, 1)


TEXTS, TITLES = examples("j", seed=1), examples("b", seed=2)


@pytest.fixture(scope="module")
def found() -> tuple[Joint, Trained, Levelled]:
    return levelled(TEXTS, TITLES)


def test_needs_of_two_sets_stay_apart() -> None:
    joint = Joint(TEXTS, TITLES)

    assert joint.judged.needs.tolist() == [
        need for start in (0, 30) for need in range(start, start + 30) for _ in "x" * 10
    ]
    assert joint.judged.values[:, -1].tolist() == [0.0] * 300 + [1.0] * 300
    assert set(joint.folds.tolist()) == set(range(N_FOLDS))


def test_the_labels_of_a_fold_do_not_touch_what_is_said_of_it(found: tuple[Joint, Trained, Levelled]) -> None:
    joint, _, first = found
    own = joint.folds[300:] == 1
    turned = with_levels(TITLES, np.where(own, 5 - TITLES.judged.levels, TITLES.judged.levels))

    _, _, other = levelled(TEXTS, turned)

    assert np.array_equal(other.out_of_fold.levels[own], first.out_of_fold.levels[own])
    assert np.array_equal(other.out_of_fold.contributions[own], first.out_of_fold.contributions[own])
    assert not np.array_equal(other.out_of_fold.levels[~own], first.out_of_fold.levels[~own])
    assert other.ranker != first.ranker


def test_the_ranker_has_the_shared_curves_and_cuts_of_every_pair_alike(
    found: tuple[Joint, Trained, Levelled],
) -> None:
    joint, trained, one = found
    values, folds = TITLES.judged.values, joint.folds[300:]
    margins = np.zeros(300)
    for fold in range(N_FOLDS):
        shapes = trained.uncalibrated[fold,].shapes
        margins[folds == fold] = sum(
            shapes[name].contributions(values[folds == fold, column]) for column, name in enumerate(COLUMNS)
        )

    slope, cuts = fit_cuts(margins, TITLES.judged.levels, np.ones(300), fair_weight=FAIR_WEIGHT)

    assert one.ranker.cuts == cuts
    assert one.ranker.features == tuple(COLUMNS)
    last = trained.uncalibrated[()]
    for name, shape in one.ranker.shapes.items():
        assert shape.heights == pytest.approx(np.multiply(slope, last.shapes[name].heights), abs=1e-5)


def test_weights_do_not_move_the_cuts_of_a_set(found: tuple[Joint, Trained, Levelled]) -> None:
    joint, trained, one = found
    heavy = replace(TITLES, judged=replace(TITLES.judged, weights=np.arange(1.0, 301.0)))
    other = Joint(TEXTS, heavy)

    assert other.levelled(trained, 1).ranker == one.ranker
    assert np.array_equal(other.folds, joint.folds)
