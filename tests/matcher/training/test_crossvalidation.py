"""Nested cross-validation: nothing of a fold reaches the ranker that is measured on it."""

import numpy as np
import pytest

from data.errors import BadInputError
from matcher.evaluation.intervals import Predictions, measure
from matcher.training.crossvalidation import RESTRAINTS, Recipe, Trained, train
from models.rankers.fitting import Judgements
from tests.matcher.training.planted import COLUMNS, planted

RECIPE = Recipe("test", COLUMNS, "hashing")


def folds_by_number(judged: Judgements, n_folds: int = 3) -> np.ndarray:
    return judged.needs % n_folds


@pytest.fixture(scope="module")
def trained() -> Trained:
    judged = planted()
    return train(judged, folds_by_number(judged), RECIPE)


def test_the_planted_order_and_levels_are_found_on_unseen_needs(trained: Trained) -> None:
    judged = planted()

    figures = measure(
        Predictions.of(trained.out_of_fold, levels=judged.levels, need_ids=[str(need) for need in judged.needs])
    )

    assert figures["ndcg_at_10"] > 0.85
    assert figures["auc"] > 0.85
    assert figures["ece"] < 0.06


def test_the_labels_of_a_fold_do_not_touch_its_rankings(trained: Trained) -> None:
    judged = planted()
    folds = folds_by_number(judged)
    own = folds == 1
    turned = Judgements(judged.values, np.where(own, 5 - judged.levels, judged.levels), judged.needs, judged.weights)

    other = train(turned, folds, RECIPE)

    assert np.array_equal(other.out_of_fold.margin[own], trained.out_of_fold.margin[own])
    assert np.array_equal(other.out_of_fold.levels[own], trained.out_of_fold.levels[own])
    assert other.restraints[1] == trained.restraints[1]
    assert not np.array_equal(other.out_of_fold.margin[~own], trained.out_of_fold.margin[~own])


def test_training_again_gives_the_same_bytes(trained: Trained) -> None:
    judged = planted()

    again = train(judged, folds_by_number(judged), RECIPE)

    assert again.ranker.to_json() == trained.ranker.to_json()
    assert np.array_equal(again.out_of_fold.levels, trained.out_of_fold.levels)


def test_contributions_of_unseen_pairs_add_up(trained: Trained) -> None:
    assert np.array_equal(trained.out_of_fold.contributions.sum(axis=1), trained.out_of_fold.margin)


def test_progress_counts_every_fit() -> None:
    told: list[tuple[int, int]] = []
    judged = planted(30)

    train(judged, folds_by_number(judged), RECIPE, progress=lambda done, total: told.append((done, total)))

    # Three pairs of folds, each with every restraint, then three folds and the whole.
    n_fits = 3 * len(RESTRAINTS) + 3 + 1
    assert told == [(number, n_fits) for number in range(1, n_fits + 1)]


def test_one_level_everywhere_is_refused() -> None:
    judged = planted(9)
    flat = Judgements(judged.values, np.ones_like(judged.levels), judged.needs, judged.weights)

    with pytest.raises(BadInputError, match="同一等级"):
        train(flat, folds_by_number(flat), RECIPE)
