"""Makes what ships: `python -m matcher.training.shipping DATA_FOLDER CACHE_DIR OUT_FOLDER`.

DATA_FOLDER holds bdci2019 (needs.csv, achievements.csv, pairs.csv: achievements by title alone, judged by
technology-transfer staff) and 51jishu (needs.csv, achievements.csv: full texts), whose judgements are those of
tests/golden/development.
Out come the adapter upon e5's vectors, ranker.json, and figures.json with what is true of needs that had no part in it.

The curve of a feature must be learned from values as they will be for needs never seen. So the turn of the adapter is
learned five times, each without one fold of the needs, and every pair's features come from the turn that has not seen
its need; only then is the ranker trained. Both sets share its curves. What the levels mean is learned from each set by
itself: ranker.json has the cut points of full texts, ranker_titles.json those of titles.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from data.records.pairs import Pair
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.corpus import Corpus
from matcher.evaluation.intervals import Predictions, draw_needs, estimate
from matcher.features.table import FEATURES
from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.scoring import SHIPPED_FILE, TABLE, TITLES_FILE, table_ranker
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples, JudgedSet, collect_examples
from matcher.training.folds import N_FOLDS, folds_of
from models.artefacts import Manifest
from models.encoder_training import JudgedVectors, train_adapter
from models.encoders.adapter import KIND, VectorAdapter
from models.encoders.opening import open_encoder
from models.protocols import Encoder, Float32Matrix, Int64Matrix, Ranking
from models.rankers.additive import AdditiveRanker
from models.rankers.fitting import Column, Judgements, recalibrated
from models.rankers.odds import N_LEVELS, fit_cuts, level_probabilities
from models.segmenters import open_segmenter

NAME: Final = "duijie"
SEED: Final = 20261122
SOURCE: Final = "source"
DEVELOPMENT: Final = Path("tests/golden/development/pairs.csv")
ADAPTER_FOLDER: Final = "e5_adapter"


@dataclass(frozen=True, slots=True)
class Source:
    """Judged pairs and the records they name, read with an adapter that only centres."""

    name: str
    matcher: Matcher
    pairs: tuple[Pair, ...]

    def places(self) -> tuple[Int64Matrix, Int64Matrix]:
        """Return positions of needs and achievements of the pairs, shape (n,) each."""
        needs = {profile.id: place for place, profile in enumerate(self.matcher.needs.profiles)}
        offers = {profile.id: place for place, profile in enumerate(self.matcher.achievements.profiles)}
        return (
            np.array([needs[pair.need_id] for pair in self.pairs], dtype=np.int64),
            np.array([offers[pair.achievement_id] for pair in self.pairs], dtype=np.int64),
        )


def make(data: Path, out: Path, *, encoder: Encoder, development: Path = DEVELOPMENT) -> None:
    """Train adapter and ranker and write them with their figures.

    Args:
        data: holds the folders bdci2019 and 51jishu.
        out: made when missing; gets ranker.json, ranker_titles.json, figures.json and the folder e5_adapter.
        encoder: whose vectors the adapter is for.
        development: the judgements of 51jishu.
    """
    neutral = VectorAdapter.neutral(encoder.id, encoder.dim)
    language = Language(open_segmenter(), encoder, shipped_weights(), neutral)
    language = replace(language, adapter=_centres(_matcher(data / "51jishu", language)))
    sources = (
        _read_source("bdci2019", data, data / "bdci2019" / "pairs.csv", language),
        _read_source("51jishu", data, development, language),
    )
    turns = [
        train_adapter(_judged_vectors(sources, without=fold), start=language.adapter).adapter for fold in range(N_FOLDS)
    ]
    examples = {source.name: _unseen_examples(source, turns) for source in sources}
    joint = Joint(examples["51jishu"], examples["bdci2019"])
    trained = train(joint.judged, joint.folds, Recipe(NAME, _columns(), encoder.id))
    turned = train_adapter(_judged_vectors(sources, without=-1), start=language.adapter)
    out.mkdir(parents=True, exist_ok=True)
    figures = {}
    for source, file in ((0, SHIPPED_FILE), (1, TITLES_FILE)):
        levelled = joint.levelled(trained, source)
        (out / file).write_text(levelled.ranker.to_json(), encoding="utf-8")
        figures[sources[1 - source].name] = _figures(joint.examples[source], levelled.out_of_fold)
    manifest = Manifest(
        kind=KIND,
        id="",
        source="python -m matcher.training.shipping",
        licence="MIT",
        trained_on="bdci2019 and 51jishu (development judgements): numbers alone are kept",
        figures=dict(turned.figures),
    )
    turned.adapter.save(out / ADAPTER_FOLDER, manifest=manifest)
    (out / "figures.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _centres(matcher: Matcher) -> VectorAdapter:
    """Return the means of titles and passages, from vectors that nothing was taken from."""
    asked, offered = _rows(matcher.needs), _rows(matcher.achievements)
    # Each side's titles count alike, however many there are.
    titles = np.stack([asked[0].mean(axis=0), offered[0].mean(axis=0)])
    return VectorAdapter.centring(
        titles=titles, asked=asked[1], offered=offered[1], encoder_id=matcher.language.encoder.id
    ).rounded()


def _rows(corpus: Corpus) -> tuple[Float32Matrix, Float32Matrix]:
    """Return the vectors of titles and of passages that say something."""
    are_titles = np.zeros(len(corpus.passage_vectors), dtype=np.bool_)
    are_titles[corpus.offsets[:-1]] = True
    spoken = corpus.passage_vectors.any(axis=1)
    return corpus.passage_vectors[are_titles & spoken], corpus.passage_vectors[~are_titles & spoken]


def _matcher(folder: Path, language: Language) -> Matcher:
    return Matcher.build(
        read_needs([folder / "needs.csv"]).records,
        read_achievements([folder / "achievements.csv"]).records,
        language=language,
        ranker=table_ranker(),
    )


def _read_source(name: str, data: Path, pairs: Path, language: Language) -> Source:
    judged = tuple(pair for pair in read_pairs([pairs]).records if pair.level is not None)
    return Source(name, _matcher(data / name, language), judged)


def _judged_vectors(sources: Sequence[Source], *, without: int) -> JudgedVectors:
    """Put the sources together, leaving out the needs of one fold; -1 leaves out nothing."""
    queries, offers, asking, offering, levels = [], [], [], [], []
    n_queries = n_offers = 0
    for source in sources:
        needs, achievements = source.places()
        kept = folds_of([pair.need_id for pair in source.pairs], n_folds=N_FOLDS) != without
        queries.append(source.matcher.needs.text_vectors)
        offers.append(source.matcher.achievements.text_vectors)
        asking.append(needs[kept] + n_queries)
        offering.append(achievements[kept] + n_offers)
        levels.append(np.array([pair.level for pair in source.pairs], dtype=np.int64)[kept])
        n_queries, n_offers = n_queries + len(queries[-1]), n_offers + len(offers[-1])
    return JudgedVectors(*map(np.concatenate, (queries, offers, asking, offering, levels)))


def _unseen_examples(source: Source, turns: Sequence[VectorAdapter]) -> Examples:
    """Return a source's examples, the features of each pair with the turn that has not seen its need."""
    judged_set = JudgedSet(source.name, source.pairs)
    parts = [collect_examples(_turned(source.matcher, adapter), [judged_set]) for adapter in turns]
    folds = folds_of(parts[0].need_ids, n_folds=N_FOLDS)
    values = np.stack([part.judged.values for part in parts])[folds, np.arange(len(folds))]
    return replace(parts[0], judged=replace(parts[0].judged, values=values))


def _turned(matcher: Matcher, adapter: VectorAdapter) -> Matcher:
    needs = replace(matcher.needs, text_vectors=adapter.turned(matcher.needs.text_vectors))
    return replace(matcher, needs=needs)


@dataclass(frozen=True, slots=True)
class Levelled:
    """A ranker with the cut points of one set, and what it says of that set's needs unseen."""

    ranker: AdditiveRanker
    out_of_fold: Ranking


class Joint:
    """Two sets to be trained as one: a last column tells them apart and takes up what one set's levels mean more.

    Args:
        examples: of the two sets, each with its own numbers for its needs.
    """

    def __init__(self, *examples: Examples) -> None:
        self.examples = examples
        sizes = [len(one.judged) for one in examples]
        self.source = np.repeat(np.arange(len(examples)), sizes)
        starts = np.cumsum([0, *(int(one.judged.needs.max()) + 1 for one in examples)])
        self.judged = Judgements(
            values=np.column_stack([np.concatenate([one.judged.values for one in examples]), self.source]),
            levels=np.concatenate([one.judged.levels for one in examples]),
            needs=np.concatenate([one.judged.needs + start for one, start in zip(examples, starts, strict=False)]),
            weights=np.concatenate([one.judged.weights for one in examples]),
        )
        need_ids = [need_id for one in examples for need_id in one.need_ids]
        self.folds = folds_of(need_ids, n_folds=N_FOLDS)

    def levelled(self, trained: Trained, source: int) -> Levelled:
        """Give the curves the cut points of one set; for its own figures those of the other folds."""
        rows = self.source == source
        judged, folds = self.judged.only(rows), self.folds[rows]
        shares = trained.out_of_fold.contributions[rows][:, : len(FEATURES)]
        margins = shares.sum(axis=1)
        # Every pair alike, as calibration is measured: a need with many pairs says more of what a level means.
        even = np.ones(len(folds))
        unseen = Ranking(
            np.zeros((len(folds), N_LEVELS)), np.zeros(len(folds)), np.zeros((len(folds), len(FEATURES) + 1))
        )
        for fold in range(N_FOLDS):
            own, others = folds == fold, folds != fold
            slope, cuts = fit_cuts(margins[others], judged.levels[others], even[others])
            unseen.levels[own] = level_probabilities(slope * margins[own], cuts)
            unseen.margin[own] = slope * margins[own]
            unseen.contributions[own, :-1] = slope * shares[own]
        slope, cuts = fit_cuts(margins, judged.levels, even)
        shapes = {name: shape for name, shape in trained.ranker.shapes.items() if name != SOURCE}
        ranker = AdditiveRanker(NAME, shapes, cuts, trained.ranker.encoder_id)
        return Levelled(recalibrated(ranker, slope=slope, cuts=cuts), unseen)


def _columns() -> dict[str, Column]:
    columns = {feature.name: Column(feature.is_agreement, TABLE[feature.name].weight) for feature in FEATURES}
    return columns | {SOURCE: Column(is_agreement=False, slope=0.0)}


def _figures(examples: Examples, unseen: Ranking) -> dict[str, dict[str, float]]:
    """Return what the rankers of the folds reach on their own fold, with 95% intervals over needs."""
    predictions = Predictions.of(unseen, levels=examples.judged.levels, need_ids=examples.need_ids)
    found = estimate(predictions, draw_needs(predictions.n_needs, seed=SEED))
    return {name: {"value": one.value, "low": one.low, "high": one.high} for name, one in found.items()}


if __name__ == "__main__":
    data_folder, cache_folder, out_folder = (Path(argument) for argument in sys.argv[1:])
    make(data_folder, out_folder, encoder=open_encoder("e5", cache_dir=cache_folder))
