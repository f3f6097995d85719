"""Makes what ships: `python -m matcher.training.shipping DATA_FOLDER CACHE_DIR OUT_FOLDER`.

DATA_FOLDER holds bdci2019 (needs.csv, achievements.csv, pairs.csv: achievements by title alone, judged by
technology-transfer staff) and 51jishu (needs.csv, achievements.csv: full texts), whose judgements are those of
tests/golden/development.
Out come the adapter upon e5's vectors, ranker.json, ranker_manifest.json, ranker_seen.safetensors, and figures.json with
what is true of needs that had no part in it.

The turn of the adapter is learned as `matcher.training.turning` says; only then are the rankers trained. Titles alone
and full texts have a ranker each. Hashes of the judged pairs are kept, so that nobody takes figures on these for more
than they are.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.corpus import Corpus
from matcher.evaluation.intervals import Estimate, Predictions, draw_needs, estimate
from matcher.features.table import FEATURES
from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.scoring import RANKER_KIND, SHIPPED_FILE, SHIPPED_MANIFEST, TABLE, table_ranker
from matcher.training.crossvalidation import Recipe, Trained, train
from matcher.training.examples import Examples, JudgedSet
from matcher.training.folds import N_FOLDS, folds_of
from matcher.training.report import importances_of, manifest_figures
from matcher.training.seen import SHIPPED_SEEN_FILE, SeenPairs
from matcher.training.turning import Folding, Source, learn_turning
from models.artefacts import Manifest
from models.encoders.adapter import KIND, VectorAdapter
from models.encoders.opening import open_encoder
from models.protocols import Float32Matrix
from models.rankers.fitting import Column
from models.rankers.split import SplitRanker
from models.segmenters import open_segmenter

NAME: Final = "duijie"
BY: Final = "offer_detail"
SEED: Final = 20261122
DEVELOPMENT: Final = Path("tests/golden/development/pairs.csv")
ADAPTER_FOLDER: Final = "e5_adapter"
SOURCE: Final = "python -m matcher.training.shipping"


PARTS: Final = {"without": "bdci2019", "having": "51jishu"}
"""Parts of the ranker and what each was trained on."""

TRAINED_ON: Final = "bdci2019（科技服务人员判定，成果只有名称）和 51jishu（自动判读，全文）；只保留数字，不含任何文字"


def make(data: Path, cache_dir: Path, out: Path) -> None:
    """Train adapter and ranker and write them with their figures."""
    encoder = open_encoder("e5", cache_dir=cache_dir)
    neutral = VectorAdapter.neutral(encoder.id, encoder.dim)
    language = Language(open_segmenter(), encoder, shipped_weights(), neutral)
    language = replace(language, adapter=_centres(_matcher(data / "51jishu", language)))
    sources = _read_sources(data, language)
    turning = learn_turning(sources, Folding())
    examples = {source.sets[0].name: one for source, one in zip(sources, turning.examples, strict=True)}
    trained = {name: _train(one, language) for name, one in examples.items()}
    ranker = SplitRanker(NAME, BY, *(trained[name].ranker for name in PARTS.values()))
    estimates = {name: _estimates(examples[name], trained[name]) for name in examples}
    described: dict[str, float | str] = {
        "date": datetime.now(UTC).date().isoformat(),
        **_described(examples, trained, estimates),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / SHIPPED_FILE).write_text(ranker.to_json(), encoding="utf-8")
    write_seen(sources, out / SHIPPED_SEEN_FILE)
    about = Manifest(
        kind=KIND, id="", source=SOURCE, licence="MIT", trained_on=TRAINED_ON, figures=dict(turning.figures)
    )
    turning.adapter.save(out / ADAPTER_FOLDER, manifest=about)
    manifest = replace(about, kind=RANKER_KIND, id=ranker.id, encoder_id=encoder.id, figures=described)
    _write_json(asdict(manifest), out / SHIPPED_MANIFEST)
    _write_json(
        {name: {figure: asdict(one) for figure, one in found.items()} for name, found in estimates.items()},
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


def _read_sources(data: Path, language: Language) -> tuple[Source, ...]:
    files = (("bdci2019", data / "bdci2019" / "pairs.csv"), ("51jishu", DEVELOPMENT))
    return tuple(
        Source(
            _matcher(data / name, language),
            (JudgedSet(name, tuple(pair for pair in read_pairs([pairs]).records if pair.level is not None)),),
        )
        for name, pairs in files
    )


def _train(examples: Examples, language: Language) -> Trained:
    columns = {feature.name: Column(feature.is_agreement, TABLE[feature.name].weight) for feature in FEATURES}
    folds = folds_of(examples.need_ids, n_folds=N_FOLDS)
    return train(examples.judged, folds, Recipe(NAME, columns, language.encoder.id))


def _estimates(examples: Examples, trained: Trained) -> Mapping[str, Estimate]:
    """Return what the rankers of the folds reach on their own fold, with 95% intervals over needs."""
    predictions = Predictions.of(trained.out_of_fold, levels=examples.judged.levels, need_ids=examples.need_ids)
    return estimate(predictions, draw_needs(predictions.n_needs, seed=SEED))


def _described(
    examples: Mapping[str, Examples], trained: Mapping[str, Trained], estimates: Mapping[str, Mapping[str, Estimate]]
) -> dict[str, float]:
    """Return what the manifest says of the parts of the ranker."""
    figures: dict[str, float] = {}
    for part, name in PARTS.items():
        one = examples[name]
        figures |= {f"{part}.n_pairs": len(one.pairs), f"{part}.n_needs": len(set(one.need_ids))}
        figures |= manifest_figures(estimates[name], importances_of(one, trained[name]), prefix=f"{part}.")
    return figures


def _write_json(content: object, path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(*(Path(argument) for argument in sys.argv[1:4]))
