"""A small training over the bundled samples, with the encoder that needs no weights."""

from collections.abc import Iterator
from contextlib import contextmanager

from data.samples.paths import achievements_path, needs_path, pairs_path
from matcher.language import language_of
from matcher.match import Matcher
from matcher.scoring import table_ranker
from models.encoders.hashing import HashingEncoder
from models.protocols import Progress
from models.segmenters import open_segmenter
from service.docking.inputs import read_inputs
from service.docking.judgements import describe_sources, judged_sets
from service.docking.pairs import read_pair_table
from service.docking.training import TrainingPlan, TrainingRun, train_ranker


@contextmanager
def unwatched(_name: str) -> Iterator[Progress]:
    """Watch nothing."""
    yield lambda _done, _total: None


def make_training(*, n_folds: int = 3, seed: int = 0, tunes_vectors: bool = False, dim: int = 512) -> TrainingRun:
    """Train on the samples."""
    inputs = read_inputs([needs_path()], [achievements_path()])
    language = language_of(open_segmenter(), HashingEncoder(dim=dim))
    matcher = Matcher.build(inputs.needs, inputs.achievements, language=language, ranker=table_ranker())
    return train_ranker(
        matcher,
        inputs,
        judged_sets({pairs_path(): read_pair_table([pairs_path()], inputs)}),
        TrainingPlan(name="test", n_folds=n_folds, seed=seed, tunes_vectors=tunes_vectors),
        sources=describe_sources("成对清单", [pairs_path()]),
        watch=unwatched,
    )
