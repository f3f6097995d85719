"""Makes what ships: `python -m matcher.training.shipping DATA_FOLDER CACHE_DIR OUT_FOLDER`.

DATA_FOLDER holds bdci2019 (needs.csv, achievements.csv, pairs.csv: achievements by title alone, judged by
technology-transfer staff) and 51jishu (needs.csv, achievements.csv: full texts), whose judgements are those of
tests/golden/development.
Out come the adapter upon e5's vectors, ranker.json, ranker_titles.json, ranker_manifest.json, ranker_seen.safetensors,
and figures.json with what is true of needs that had no part in it.

The turn of the adapter is learned as `matcher.training.turning` says; only then is the ranker trained. Both sets share
its curves. What the levels mean is learned from each set by itself: ranker.json has the cut points of full texts,
ranker_titles.json those of titles. Hashes of the judged pairs are kept, so that nobody takes figures on these for more
than they are; `write_seen` makes that file alone, of `read_judged`, without training anything.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import numpy as np

from data.records.pairs import Pair
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.corpus import Corpus
from matcher.evaluation.intervals import Estimate, Predictions, draw_needs, estimate
from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.scoring import RANKER_KIND, SHIPPED_FILE, SHIPPED_MANIFEST, TITLES_FILE, table_ranker
from matcher.training.columns import feature_columns
from matcher.training.crossvalidation import Recipe, train
from matcher.training.examples import Examples, JudgedSet
from matcher.training.levelling import SOURCE, Joint
from matcher.training.report import importances_of, manifest_figures
from matcher.training.seen import SHIPPED_SEEN_FILE, Seen
from matcher.training.turning import Folding, Source, learn_turning
from models.artefacts import Manifest
from models.encoders.adapter import KIND, VectorAdapter
from models.encoders.opening import open_encoder
from models.protocols import Encoder, Float32Matrix, Ranking
from models.rankers.additive import AdditiveRanker
from models.rankers.fitting import Column
from models.segmenters import open_segmenter

NAME: Final = "duijie"
SEED: Final = 20261122
DEVELOPMENT: Final = Path(__file__).resolve().parents[2] / "tests" / "golden" / "development" / "pairs.csv"
"""In the checkout that holds this file; what is installed has no tests, and nothing ships from there."""

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
    columns = feature_columns() | {SOURCE: Column(is_agreement=False)}
    trained = train(joint.judged, joint.folds, Recipe(NAME, columns, encoder.id))
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Mapping[str, Estimate]] = {}
    described: dict[str, float | str] = {"date": (made_on or datetime.now(UTC).date()).isoformat()}
    for number, (part, (name, file)) in enumerate(PARTS.items()):
        levelled = joint.levelled(trained, number)
        (out / file).write_text(levelled.ranker.to_json(), encoding="utf-8")
        figures[name] = _estimates(examples[name], levelled.out_of_fold)
        described |= _described(f"{part}.", examples[name], levelled.ranker, figures[name])
    write_seen([pair for source in sources for pair in source.pairs], out / SHIPPED_SEEN_FILE)
    about = Manifest(kind=KIND, id="", source=MADE_BY, licence="MIT", trained_on=TRAINED_ON)
    turning.adapter.save(out / ADAPTER_FOLDER, manifest=replace(about, figures=dict(turning.figures)))
    manifest = replace(about, kind=RANKER_KIND, id=NAME, encoder_id=encoder.id, figures=described)
    _write_json(asdict(manifest), out / SHIPPED_MANIFEST)
    _write_json(
        {name: {figure: asdict(one) for figure, one in found.items()} for name, found in figures.items()},
        out / "figures.json",
    )


def write_seen(pairs: Sequence[Pair], path: Path) -> None:
    """Write hashes of the judged pairs that were trained on, and of their needs."""
    path.write_bytes(Seen.of(pairs).to_bytes())


def read_judged(data: Path, development: Path = DEVELOPMENT) -> tuple[JudgedSet, JudgedSet]:
    """Return the judgements that what ships is trained on: those of bdci2019, then those of 51jishu.

    Args:
        data: as for `make`.
        development: the judgements of 51jishu.
    """
    titles, texts = (
        JudgedSet(name, tuple(pair for pair in read_pairs([pairs]).records if pair.level is not None))
        for name, pairs in (("bdci2019", data / "bdci2019" / "pairs.csv"), ("51jishu", development))
    )
    return titles, texts


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
    return tuple(Source(_matcher(data / one.name, language), (one,)) for one in read_judged(data, development))


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
