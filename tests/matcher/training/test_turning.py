"""A turn learned from judgements, and features that do not know their own judgement."""

from dataclasses import replace

import numpy as np
import pytest

from data.samples.paths import achievements_path, needs_path, pairs_path
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.features.table import FEATURES
from matcher.language import language_of
from matcher.match import Matcher
from matcher.scoring import table_ranker
from matcher.training.examples import JudgedSet, collect_examples
from matcher.training.turning import Folding, Source, Turning, _both, learn_turning
from models.encoders.adapter import VectorAdapter
from models.encoders.hashing import HashingEncoder
from models.segmenters import open_segmenter
from models.texts import normalised

FOLDING = Folding(n_folds=3)


@pytest.fixture(scope="module")
def source() -> Source:
    """The samples, with vectors narrow enough for a quick lesson."""
    matcher = Matcher.build(
        read_needs([needs_path()]).records,
        read_achievements([achievements_path()]).records,
        language=language_of(open_segmenter(), HashingEncoder(dim=32)),
        ranker=table_ranker(),
    )
    return Source(matcher, (JudgedSet("samples", tuple(read_pairs([pairs_path()]).records)),))


@pytest.fixture(scope="module")
def turning(source: Source) -> Turning:
    return learn_turning([source], FOLDING)


def test_a_pair_has_features_by_a_turn_without_its_need(source: Source, turning: Turning) -> None:
    plain = collect_examples(source.matcher, source.sets)
    own = np.array([pair.need_id for pair in plain.pairs]) == plain.pairs[0].need_id
    spoiled = tuple(
        replace(pair, level=5 - pair.level) if pair.need_id == plain.pairs[0].need_id and pair.level else pair
        for pair in source.pairs
    )

    other = learn_turning([Source(source.matcher, (JudgedSet("samples", spoiled),))], FOLDING)

    (seen,), (changed,) = turning.examples, other.examples
    # The judgement of a need turned upside down moves the features of other folds, never its own.
    assert np.array_equal(seen.judged.values[own], changed.judged.values[own], equal_nan=True)
    assert not np.array_equal(seen.judged.values, changed.judged.values, equal_nan=True)
    assert seen.pairs == plain.pairs


def test_only_what_looks_at_whole_texts_is_moved(source: Source, turning: Turning) -> None:
    plain = collect_examples(source.matcher, source.sets).judged.values
    (examples,) = turning.examples
    moved = [
        name
        for column, name in enumerate(feature.name for feature in FEATURES)
        if not np.array_equal(examples.judged.values[:, column], plain[:, column], equal_nan=True)
    ]

    assert moved == ["text_vector"]


def test_one_turn_after_another_is_one_adapter() -> None:
    generator = np.random.default_rng(1)
    plain = VectorAdapter.neutral("hashing", 8)
    first, second = (replace(plain, turn=generator.normal(scale=0.3, size=(8, 8)).astype(np.float32)) for _ in range(2))
    vectors = normalised(generator.normal(size=(5, 8)).astype(np.float32))

    both = _both(first, second)

    assert both.turned(vectors) == pytest.approx(second.turned(first.turned(vectors)), abs=2e-3)  # float16
