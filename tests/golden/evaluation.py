"""The figures of the shipped matcher beside a BM25-only baseline, held against a frozen run.

`python -m tests.golden.evaluation` (`make eval`) prints them for the samples, and for the judged set bdci2019 where the
real data is beside the checkout; it fails when nDCG@10 has fallen below the frozen run. `--freeze` renews that run.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np

from data.records.enums import Level
from data.records.pairs import Pair
from data.samples.paths import needs_path
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.corpus import Corpus
from matcher.evaluation import metrics
from matcher.evaluation.evaluate import DEPTH, evaluate
from matcher.language import Language
from matcher.match import Matcher
from matcher.retrieval import query_words
from matcher.scoring import are_titles_alone, default_ranker, ranker_for
from models.indexes import Bm25Index
from models.protocols import Float64Matrix, Int64Matrix
from service.docking.language import LanguageChoice, open_language
from service.settings import read_settings

Figures = dict[str, float]

REPOSITORY: Final = Path(__file__).resolve().parents[2]
FROZEN: Final = Path(__file__).with_name("evaluation.json")
TOLERANCE: Final = 0.002
"""How far nDCG@10 may fall: processors differ in the last digits of a vector, which can swap two close pairs."""

SHOWN: Final = ("ndcg_at_10", "mrr", "auc", "corpus_recall_at_50", "corpus_mrr")


def sets() -> dict[str, Path]:
    """Return the folders of judged sets that are here, by name."""
    shared = Path(os.environ.get("DUIJIE_SHARED", REPOSITORY.parent / "shared"))
    found = {"samples": needs_path().parent, "bdci2019": shared / "data" / "bdci2019"}
    return {name: folder for name, folder in found.items() if folder.is_dir()}


def open_matcher(folder: Path, language: Language) -> tuple[Matcher, list[Pair]]:
    """Return the matcher that `duijie match` would use over a judged set, and the set's pairs that have a level."""
    needs = read_needs([folder / "needs.csv"]).records
    achievements = read_achievements([folder / "achievements.csv"]).records
    ranker = ranker_for(default_ranker(), language.encoder.id, titles_alone=are_titles_alone(achievements))
    matcher = Matcher.build(needs, achievements, language=language, ranker=ranker)
    return matcher, [pair for pair in read_pairs([folder / "pairs.csv"]).records if pair.level is not None]


def shipped_figures(matcher: Matcher, pairs: Sequence[Pair]) -> Figures:
    """Return the figures of `duijie evaluate`."""
    values = asdict(evaluate(matcher, pairs))
    return {name: round(float(values[name]), 4) for name in SHOWN}


def bm25_figures(matcher: Matcher, pairs: Sequence[Pair]) -> Figures:
    """Return the same figures where BM25 over title and text words alone ranks, the title's words counted twice."""
    places = {profile.id: place for place, profile in enumerate(matcher.achievements.profiles)}
    words = [query_words(matcher.achievements, place) for place in range(len(matcher.achievements))]
    index = Bm25Index.build(words)
    rows_by_need: dict[str, list[int]] = {}
    for row, pair in enumerate(pairs):
        rows_by_need.setdefault(pair.need_id, []).append(row)
    levels = np.array([pair.level for pair in pairs], dtype=np.int64)
    scores = np.zeros(len(pairs))
    found: dict[str, Int64Matrix] = {}
    need_places = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}
    for need_id, rows in rows_by_need.items():
        query = query_words(matcher.needs, need_places[need_id])
        candidates = np.array([places[pairs[row].achievement_id] for row in rows], dtype=np.int64)
        scores[rows] = index.scores(query, candidates)
        found[need_id] = index.search([query], DEPTH).positions[0]
    judged = {need_id: np.array(rows, dtype=np.int64) for need_id, rows in rows_by_need.items()}
    relevant = (levels >= Level.FAIR).astype(np.int64)
    ordered = [rows for rows in judged.values() if metrics.has_order(levels[rows])]
    firsts = [metrics.reciprocal_rank(relevant[rows], scores[rows]) for rows in ordered if relevant[rows].any()]
    return {
        "ndcg_at_10": _mean([metrics.ndcg(levels[rows], scores[rows]) for rows in ordered]),
        "mrr": _mean(firsts),
        "auc": round(metrics.auc(relevant, scores), 4),
        **_corpus_figures(matcher.achievements, pairs, relevant, found),
    }


def _corpus_figures(
    achievements: Corpus, pairs: Sequence[Pair], relevant: Int64Matrix, found: dict[str, Int64Matrix]
) -> Figures:
    wanted: dict[str, set[str]] = {}
    for pair, is_relevant in zip(pairs, relevant.tolist(), strict=True):
        if is_relevant:
            wanted.setdefault(pair.need_id, set()).add(pair.achievement_id)
    recalls, firsts = [], []
    for need_id, ids in wanted.items():
        order = [place for place in found[need_id].tolist() if place >= 0]
        hits = np.array([achievements.profiles[place].id in ids for place in order], dtype=np.int64)
        recalls.append(float(hits.sum()) / len(ids))
        firsts.append(metrics.reciprocal_rank(hits, _falling(len(hits))))
    return {"corpus_recall_at_50": _mean(recalls), "corpus_mrr": _mean(firsts)}


def fallen(frozen: dict[str, Figures], measured: dict[str, Figures]) -> list[str]:
    """Return one sentence for each set whose nDCG@10 is below the frozen run by more than the tolerance."""
    return [
        f"{name}: nDCG@10 {figures['ndcg_at_10']:.4f} is below the frozen {frozen[name]['ndcg_at_10']:.4f}"
        for name, figures in measured.items()
        if name in frozen and figures["ndcg_at_10"] < frozen[name]["ndcg_at_10"] - TOLERANCE
    ]


def read_frozen() -> dict[str, Figures]:
    """Return the figures of the frozen run, by set."""
    frozen: dict[str, Figures] = json.loads(FROZEN.read_text(encoding="utf-8"))
    return frozen


def main(arguments: Sequence[str]) -> int:
    """Print the figures of every set that is here.

    Returns:
        0, or 1 where nDCG@10 has fallen.
    """
    settings = read_settings()
    language = open_language(
        LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)
    )
    measured: dict[str, Figures] = {}
    sys.stdout.write(_row("set", "ranked by", SHOWN))
    for name, folder in sets().items():
        matcher, pairs = open_matcher(folder, language)
        measured[name] = shipped_figures(matcher, pairs)
        for label, figures in (("duijie", measured[name]), ("BM25 only", bm25_figures(matcher, pairs))):
            sys.stdout.write(_row(name, label, [f"{figures[column]:.4f}" for column in SHOWN]))
    if "--freeze" in arguments:
        kept = {**(read_frozen() if FROZEN.is_file() else {}), **measured}
        FROZEN.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        return 0
    faults = fallen(read_frozen(), measured)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _row(name: str, label: str, cells: Sequence[str]) -> str:
    return f"{name:<10}{label:<12}" + "".join(f"{cell:>21}" for cell in cells) + "\n"


def _falling(n: int) -> Float64Matrix:
    return -np.arange(n, dtype=np.float64)


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4) if values else float("nan")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
