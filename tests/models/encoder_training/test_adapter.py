"""Training a turn on planted relations."""

import numpy as np
import pytest

from data.errors import UsageError
from models.encoder_training import AdapterSettings, JudgedVectors, train_adapter
from models.encoder_training.judged import comparisons
from models.encoder_training.objective import PairwiseObjective
from models.encoders.adapter import VectorAdapter
from models.protocols import Float32Matrix
from models.texts import normalised

DIM = 8
START = VectorAdapter.neutral("test", DIM)


def judged(n_asking: int = 60, *, planted: bool = True, seed: int = 1) -> JudgedVectors:
    """Give each asker 8 pairs; planted: the level follows the agreement of the asker's first half with the second."""
    generator = np.random.default_rng(seed)

    def vectors(n: int) -> Float32Matrix:
        return normalised(generator.normal(size=(n, DIM)).astype(np.float32))

    asking, offering = vectors(n_asking), vectors(40)
    askers = np.repeat(np.arange(n_asking), 8)
    offers = generator.integers(40, size=len(askers))
    hidden = (np.roll(asking, DIM // 2, axis=1)[askers] * offering[offers]).sum(axis=1)
    rated = hidden if planted else generator.normal(size=len(askers))
    levels = 1 + np.searchsorted(np.quantile(rated, [0.4, 0.7, 0.9]), rated).astype(np.int64)
    return JudgedVectors(asking, offering, askers, offers, levels)


def test_planted_relation_is_found() -> None:
    figures = train_adapter(judged(), start=START).figures

    assert figures["agreement_before"] < 0.65
    assert figures["agreement_after"] > 0.85


def test_nothing_is_turned_where_there_is_nothing_to_learn() -> None:
    trained = train_adapter(judged(120, planted=False), start=START)

    assert trained.figures["iterations"] == 0
    assert not trained.adapter.turn.any()


def test_same_seed_gives_the_same_bytes() -> None:
    first, second = (train_adapter(judged(), start=START).adapter for _ in range(2))

    assert first.turn.tobytes() == second.turn.tobytes()
    assert first.id == second.id


def test_input_is_not_changed() -> None:
    given = judged()
    before = [given.queries.tobytes(), given.offers.tobytes(), given.levels.tobytes()]

    train_adapter(given, start=START)

    assert [given.queries.tobytes(), given.offers.tobytes(), given.levels.tobytes()] == before


def test_centres_are_kept_and_an_earlier_turn_is_not_used() -> None:
    centre = np.full(DIM, 0.25, np.float32)
    start = VectorAdapter("test", centre, centre * 2, centre * 3, np.ones((DIM, DIM), np.float32))

    found = train_adapter(judged(), start=start).adapter

    assert (found.encoder_id, found.title_centre.tolist()) == ("test", centre.tolist())
    assert found.asked_centre.tolist() == (centre * 2).tolist()
    assert found.offered_centre.tolist() == (centre * 3).tolist()
    assert found.turn.tolist() == train_adapter(judged(), start=START).adapter.turn.tolist()


def test_progress_rises_within_the_most_iterations() -> None:
    calls: list[tuple[int, int]] = []
    settings = AdapterSettings(most_iterations=3)

    train_adapter(judged(), start=START, settings=settings, progress=lambda done, most: calls.append((done, most)))

    # Five parts and the last descent, three iterations each.
    assert [done for done, _most in calls] == sorted({done for done, _most in calls})
    assert {most for _done, most in calls} == {18}


def test_too_few_askers_are_refused() -> None:
    with pytest.raises(UsageError, match=r"只有 9 条需求同时有较好和较差的成果，至少需要 10 条。"):
        train_adapter(judged(9), start=START)


def test_comparisons_weigh_gains_within_an_asker() -> None:
    # Asker 0 has levels 1, 3, 2: gains 1, 4, 2; leads 4-1, 4-2, 2-1 = 3, 2, 1 of 6 in all. Asker 1 has one level.
    found = comparisons(np.array([0, 0, 0, 1, 1]), np.array([1, 3, 2, 2, 2]), np.ones(5, dtype=bool))

    assert found.better.tolist() == [1, 1, 2]
    assert found.worse.tolist() == [0, 2, 0]
    assert found.weights == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    assert found.askers.tolist() == [0, 0, 0]


def test_comparisons_need_different_levels() -> None:
    with pytest.raises(UsageError):
        comparisons(np.array([0, 0]), np.array([2, 2]), np.ones(2, dtype=bool))


def test_gradient_is_that_of_the_loss() -> None:
    given = judged(5)
    every = comparisons(given.asking, given.levels, np.ones(len(given.asking), dtype=bool))
    queries = given.queries.astype(np.float64)
    passages = given.offers.astype(np.float64)[given.offering]
    objective = PairwiseObjective(queries, passages, given.asking, every, penalty=0.01, steepness=15.0)
    generator = np.random.default_rng(0)
    flat, way = generator.normal(size=DIM * DIM) * 0.1, generator.normal(size=DIM * DIM)

    slope = (objective(flat + 1e-6 * way)[0] - objective(flat - 1e-6 * way)[0]) / 2e-6

    assert objective(flat)[1] @ way == pytest.approx(slope, rel=1e-5)
