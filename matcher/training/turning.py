"""Learns a turn of the vectors from judged pairs, and features of these pairs that do not know their own judgement.

The curve of a feature must be learned from values as they will be for needs never seen. So the turn is learned once
for every fold, each time without the needs of that fold, and every pair's features come from the turn that has not
seen its need; the turn that is kept is learned from all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.records.pairs import Pair
from matcher.match import Matcher
from matcher.training.examples import Examples, JudgedSet, collect_examples, feature_values_of
from matcher.training.folds import N_FOLDS, folds_of
from models.encoder_training import JudgedVectors, TrainedAdapter, train_adapter
from models.encoders.adapter import VectorAdapter
from models.protocols import Int64Matrix, Progress


@dataclass(frozen=True, slots=True)
class Source:
    """Judged sets and the records they name; what the matcher's adapter turns already is turned further."""

    matcher: Matcher
    sets: tuple[JudgedSet, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of all sets, set by set."""
        return tuple(pair for judged_set in self.sets for pair in judged_set.pairs)

    def places(self) -> tuple[Int64Matrix, Int64Matrix]:
        """Return positions of needs and achievements of the pairs, shape (n,) each."""
        needs = {profile.id: place for place, profile in enumerate(self.matcher.needs.profiles)}
        offers = {profile.id: place for place, profile in enumerate(self.matcher.achievements.profiles)}
        return (
            np.array([needs[pair.need_id] for pair in self.pairs], dtype=np.int64),
            np.array([offers[pair.achievement_id] for pair in self.pairs], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class Folding:
    """Which folds the needs fall into, see `matcher.training.folds`."""

    n_folds: int = N_FOLDS
    seed: int = 0

    def of(self, pairs: Sequence[Pair]) -> Int64Matrix:
        """Return the fold of each pair, shape (n,)."""
        return folds_of([pair.need_id for pair in pairs], n_folds=self.n_folds, seed=self.seed)


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """A turn that was learned.

    Attributes:
        adapter: what the sources' adapter and the turn do together, rounded as it will be saved.
        figures: what was gained on needs held out, see `TrainedAdapter`.
        examples: one a source, each pair's features with the turn that has not seen its need.
    """

    adapter: VectorAdapter
    figures: Mapping[str, float]
    examples: tuple[Examples, ...]

    @property
    def is_worth_it(self) -> bool:
        """Whether anything was gained on needs held out; otherwise the vectors are best left as they are."""
        return self.figures["iterations"] > 0


def learn_turning(sources: Sequence[Source], folding: Folding, *, progress: Progress | None = None) -> Turning:
    """Learn a turn from all sources together; the errors are those of `train_adapter`.

    Args:
        sources: their matchers have one language.
        folding: parts the needs.
        progress: called with steps done and the most there can be.

    Returns:
        The turn; the same for the same sources in the same order.
    """
    start = sources[0].matcher.language.adapter

    def learned(number: int, without: int) -> TrainedAdapter:
        def report(done: int, most: int) -> None:
            if progress is not None:
                progress(number * most + done, (folding.n_folds + 1) * most)

        return train_adapter(_vectors(sources, folding, without=without), start=start.unturned(), progress=report)

    steps = [learned(fold, fold).adapter for fold in range(folding.n_folds)]
    everything = learned(folding.n_folds, -1)
    return Turning(
        adapter=_both(start, everything.adapter),
        figures=everything.figures,
        examples=tuple(_unseen_examples(source, steps, folding) for source in sources),
    )


def _vectors(sources: Sequence[Source], folding: Folding, *, without: int) -> JudgedVectors:
    """Put the sources together, leaving out the needs of one fold; -1 leaves out nothing."""
    queries, offers, asking, offering, levels = [], [], [], [], []
    n_queries = n_offers = 0
    for source in sources:
        needs, achievements = source.places()
        kept = folding.of(source.pairs) != without
        queries.append(source.matcher.needs.text_vectors)
        offers.append(source.matcher.achievements.text_vectors)
        asking.append(needs[kept] + n_queries)
        offering.append(achievements[kept] + n_offers)
        levels.append(np.array([pair.level for pair in source.pairs], dtype=np.int64)[kept])
        n_queries, n_offers = n_queries + len(queries[-1]), n_offers + len(offers[-1])
    return JudgedVectors(*map(np.concatenate, (queries, offers, asking, offering, levels)))


def _unseen_examples(source: Source, steps: Sequence[VectorAdapter], folding: Folding) -> Examples:
    examples = collect_examples(source.matcher, source.sets)
    folds = folding.of(examples.pairs)
    values = np.empty_like(examples.judged.values)
    for fold in np.unique(folds).tolist():
        rows = np.flatnonzero(folds == fold)
        pairs = [examples.pairs[row] for row in rows.tolist()]
        values[rows] = feature_values_of(_turned(source.matcher, steps[fold]), pairs)
    return replace(examples, judged=replace(examples.judged, values=values))


def _turned(matcher: Matcher, step: VectorAdapter) -> Matcher:
    needs = replace(matcher.needs, text_vectors=step.turned(matcher.needs.text_vectors))
    language = replace(matcher.language, adapter=_both(matcher.language.adapter, step))
    return replace(matcher, needs=needs, language=language)


def _both(first: VectorAdapter, step: VectorAdapter) -> VectorAdapter:
    """Return the adapter that turns by one and then by the other: q (I + V) (I + W) = q (I + V + W + V W).

    That rows are scaled to length 1 in between changes lengths alone, and the last scaling takes that back.
    """
    return replace(first, turn=first.turn + step.turn + first.turn @ step.turn).rounded()
