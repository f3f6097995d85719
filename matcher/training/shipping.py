"""Makes what ships: `python -m matcher.training.shipping DATA_FOLDER CACHE_DIR OUT_FOLDER`.

DATA_FOLDER holds bdci2019 (needs.csv, achievements.csv, pairs.csv: achievements by title alone, judged by
technology-transfer staff) and 51jishu (needs.csv, achievements.csv: full texts), whose judgements are those of
tests/golden/development.
Out come the adapter upon e5's vectors, ranker.json, ranker_titles.json, ranker_manifest.json, ranker_seen.safetensors,
and figures.json with what is true of needs that had no part in it.

The turn of the adapter is learned as `matcher.training.turning` says; only then is the ranker trained. Both sets share
its curves. What the levels mean is learned from each set by itself: ranker.json has the cut points of full texts,
ranker_titles.json those of titles. Hashes of the judged pairs are kept, so that nobody takes figures on these for more
than they are.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import numpy as np

from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.corpus import Corpus
from matcher.evaluation.intervals import Estimate, Predictions, draw_needs, estimate
from matcher.features.table import FEATURES
from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.scoring import RANKER_KIND, SHIPPED_FILE, SHIPPED_MANIFEST, TABLE, TITLES_FILE, table_ranker
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples, JudgedSet
from matcher.training.folds import N_FOLDS, folds_of
from matcher.training.report import importances_of, manifest_figures
from matcher.training.seen import SHIPPED_SEEN_FILE, SeenPairs
from matcher.training.turning import Folding, Source, learn_turning
from models.artefacts import Manifest
from models.encoders.adapter import KIND, VectorAdapter
from models.encoders.opening import open_encoder
from models.protocols import Encoder, Float32Matrix, Ranking
from models.rankers.additive import AdditiveRanker
from models.rankers.fitting import Column, Judgements, recalibrated
from models.rankers.odds import N_LEVELS, fit_cuts, level_probabilities
from models.segmenters import open_segmenter

NAME: Final = "duijie"
SEED: Final = 20261122
SOURCE: Final = "source"
DEVELOPMENT: Final = Path("tests/golden/development/pairs.csv")
ADAPTER_FOLDER: Final = "e5_adapter"
MADE_BY: Final = "python -m matcher.training.shipping"


PARTS: Final = {"texts": ("51jishu", SHIPPED_FILE), "titles": ("bdci2019", TITLES_FILE)}
"""The two rankers: what begins their figures in the manifest, the set of their levels, and their file."""

TRAINED_ON: Final = "bdci2019（科技服务人员判定，成果只有名称）和 51jishu（自动判读，全文）；只保留数字，不含任何文字"


def make(
    data: Path, out: Path, *, encoder: Encoder, development: Path = DEVELOPMENT, made_on: date | None = None
) -> None:
    """Train adapter and ranker and write them with their figures.

    Args:
        data: holds the folders bdci2019 and 51jishu.
        out: made when missing; gets ranker.json, ranker_titles.json, figures.json and the folder e5_adapter.
        encoder: whose vectors the adapter is for.
        development: the judgements of 51jishu.
        made_on: the day the manifest names; None for today (UTC).
    """
    neutral = VectorAdapter.neutral(encoder.id, encoder.dim)
    language = Language(open_segmenter(), encoder, shipped_weights(), neutral)
    language = replace(language, adapter=_centres(_matcher(data / "51jishu", language)))
    sources = _read_sources(data, development, language)
    turning = learn_turning(sources, Folding())
    examples = {source.sets[0].name: one for source, one in zip(sources, turning.examples, strict=True)}
    joint = Joint(*(examples[name] for name, _ in PARTS.values()))
    trained = train(joint.judged, joint.folds, Recipe(NAME, _columns(), encoder.id))
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Mapping[str, Estimate]] = {}
    described: dict[str, float | str] = {"date": (made_on or datetime.now(UTC).date()).isoformat()}
    for number, (part, (name, file)) in enumerate(PARTS.items()):
        levelled = joint.levelled(trained, number)
        (out / file).write_text(levelled.ranker.to_json(), encoding="utf-8")
        figures[name] = _estimates(examples[name], levelled.out_of_fold)
        described |= _described(f"{part}.", examples[name], levelled.ranker, figures[name])
    write_seen(sources, out / SHIPPED_SEEN_FILE)
    about = Manifest(kind=KIND, id="", source=MADE_BY, licence="MIT", trained_on=TRAINED_ON)
    turning.adapter.save(out / ADAPTER_FOLDER, manifest=replace(about, figures=dict(turning.figures)))
    manifest = replace(about, kind=RANKER_KIND, id=NAME, encoder_id=encoder.id, figures=described)
    _write_json(asdict(manifest), out / SHIPPED_MANIFEST)
    _write_json(
        {name: {figure: asdict(one) for figure, one in found.items()} for name, found in figures.items()},
        out / "figures.json",
    )


def write_seen(sources: Sequence[Source], path: Path) -> None:
    """Write hashes of all judged pairs of the sources."""
    path.write_bytes(SeenPairs.of([pair for source in sources for pair in source.pairs]).to_bytes())


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


def _read_sources(data: Path, development: Path, language: Language) -> tuple[Source, ...]:
    files = (("bdci2019", data / "bdci2019" / "pairs.csv"), ("51jishu", development))
    return tuple(
        Source(
            _matcher(data / name, language),
            (JudgedSet(name, tuple(pair for pair in read_pairs([pairs]).records if pair.level is not None)),),
        )
        for name, pairs in files
    )


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
        unseen = Ranking(
            np.zeros((len(folds), N_LEVELS)), np.zeros(len(folds)), np.zeros((len(folds), len(FEATURES) + 1))
        )
        for fold in range(N_FOLDS):
            own, others = folds == fold, folds != fold
            slope, cuts = fit_cuts(margins[others], judged.levels[others], judged.weights[others])
            unseen.levels[own] = level_probabilities(slope * margins[own], cuts)
            unseen.margin[own] = slope * margins[own]
            unseen.contributions[own, :-1] = slope * shares[own]
        slope, cuts = fit_cuts(margins, judged.levels, judged.weights)
        shapes = {name: shape for name, shape in trained.ranker.shapes.items() if name != SOURCE}
        ranker = AdditiveRanker(NAME, shapes, cuts, trained.ranker.encoder_id)
        return Levelled(recalibrated(ranker, slope=slope, cuts=cuts), unseen)


def _columns() -> dict[str, Column]:
    columns = {feature.name: Column(feature.is_agreement, TABLE[feature.name].weight) for feature in FEATURES}
    return columns | {SOURCE: Column(is_agreement=False, slope=0.0)}


def _estimates(examples: Examples, unseen: Ranking) -> Mapping[str, Estimate]:
    """Return what the rankers of the folds reach on their own fold, with 95% intervals over needs."""
    predictions = Predictions.of(unseen, levels=examples.judged.levels, need_ids=examples.need_ids)
    return estimate(predictions, draw_needs(predictions.n_needs, seed=SEED))


def _described(
    prefix: str, examples: Examples, ranker: AdditiveRanker, estimates: Mapping[str, Estimate]
) -> dict[str, float]:
    """Return what the manifest says of one of the two rankers."""
    counts = {f"{prefix}n_pairs": len(examples.pairs), f"{prefix}n_needs": len(set(examples.need_ids))}
    return counts | manifest_figures(estimates, importances_of(examples.judged, ranker), prefix=prefix)


def _write_json(content: object, path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    data_folder, cache_folder, out_folder = (Path(argument) for argument in sys.argv[1:])
    make(data_folder, out_folder, encoder=open_encoder("e5", cache_dir=cache_folder))
