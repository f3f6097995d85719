"""Makes what ships: `python -m matcher.training.shipping DATA_FOLDER CACHE_DIR OUT_FOLDER`.

DATA_FOLDER holds bdci2019 (needs.csv, achievements.csv, pairs.csv: achievements by title alone, judged by
technology-transfer staff) and 51jishu (needs.csv, achievements.csv: full texts), whose judgements are those of
tests/golden/development.
Out come the adapter upon e5's vectors, ranker.json, and figures.json with what is true of needs that had no part in it.

The curve of a feature must be learned from values as they will be for needs never seen. So the turn of the adapter is
learned five times, each without one fold of the needs, and every pair's features come from the turn that has not seen
its need; only then are the rankers trained. Titles alone and full texts have a ranker each.
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
from matcher.scoring import SHIPPED_FILE, TABLE, table_ranker
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples, JudgedSet, collect_examples
from matcher.training.folds import N_FOLDS, folds_of
from models.artefacts import Manifest
from models.encoder_training import JudgedVectors, train_adapter
from models.encoders.adapter import KIND, VectorAdapter
from models.encoders.opening import open_encoder
from models.protocols import Encoder, Float32Matrix, Int64Matrix
from models.rankers.fitting import Column
from models.rankers.split import SplitRanker
from models.segmenters import open_segmenter

NAME: Final = "duijie"
BY: Final = "offer_detail"
SEED: Final = 20261122
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
        out: made when missing; gets ranker.json, figures.json and the folder e5_adapter.
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
    trained = {name: _train(one, language) for name, one in examples.items()}
    turned = train_adapter(_judged_vectors(sources, without=-1), start=language.adapter)
    ranker = SplitRanker(NAME, BY, trained["bdci2019"].ranker, trained["51jishu"].ranker)
    out.mkdir(parents=True, exist_ok=True)
    (out / SHIPPED_FILE).write_text(ranker.to_json(), encoding="utf-8")
    manifest = Manifest(
        kind=KIND,
        id="",
        source="python -m matcher.training.shipping",
        licence="MIT",
        trained_on="bdci2019 and 51jishu (development judgements): numbers alone are kept",
        figures=dict(turned.figures),
    )
    turned.adapter.save(out / ADAPTER_FOLDER, manifest=manifest)
    figures = {name: _figures(examples[name], trained[name]) for name in examples}
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


def _train(examples: Examples, language: Language) -> Trained:
    columns = {feature.name: Column(feature.is_agreement, TABLE[feature.name].weight) for feature in FEATURES}
    folds = folds_of(examples.need_ids, n_folds=N_FOLDS)
    return train(examples.judged, folds, Recipe(NAME, columns, language.encoder.id))


def _figures(examples: Examples, trained: Trained) -> dict[str, dict[str, float]]:
    """Return what the rankers of the folds reach on their own fold, with 95% intervals over needs."""
    predictions = Predictions.of(trained.out_of_fold, levels=examples.judged.levels, need_ids=examples.need_ids)
    found = estimate(predictions, draw_needs(predictions.n_needs, seed=SEED))
    return {name: {"value": one.value, "low": one.low, "high": one.high} for name, one in found.items()}


if __name__ == "__main__":
    data_folder, cache_folder, out_folder = (Path(argument) for argument in sys.argv[1:])
    make(data_folder, out_folder, encoder=open_encoder("e5", cache_dir=cache_folder))
