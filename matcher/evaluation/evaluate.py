"""Measures a matcher against judged pairs: the order within them, and what it finds in the whole corpus."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import BadInputError
from data.records.enums import Direction, Level
from data.records.pairs import Pair
from matcher.evaluation import metrics
from matcher.evaluation.intervals import Predictions, measure
from matcher.match import Matcher
from matcher.retrieval import Retriever
from models.protocols import Float64Matrix, Int64Matrix, Progress, Ranking

DEPTH = 50
"""Ranks within which a relevant achievement counts as found in the whole corpus."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one matcher on one set of judgements; NaN where nothing could be measured.

    Attributes:
        n_pairs: judged pairs.
        n_needs: needs that count for nDCG and MRR (at least 5 pairs, one above level 1).
        ndcg_at_10: mean over those needs, judged pairs ranked within each need; gain 2^(level-1) - 1.
        ndcg_error: standard error of that mean over needs.
        mrr: mean reciprocal rank of the first pair of level 3 or 4, over those of these needs that have one.
        auc: level 3-4 against 1-2 by score, over all pairs.
        mae: mean |level - (1 + 3 score)|.
        corpus_recall_at_50: mean share of a need's level 3-4 achievements among the first 50 of the whole corpus.
        corpus_mrr: mean reciprocal rank of the first of them there, 0 beyond 50.
        precision_at_5: mean share of level 3-4 among the first 5 judged pairs, over needs with at least 5 of them.
        answered_auc: needs with a pair of level 3-4 against needs without, by the highest score of their judged pairs.
        level_mae: mean |level - level told|.
        ece: expected calibration error of P(level >= 3) over ten bins of equal width.
    """

    n_pairs: int
    n_needs: int
    ndcg_at_10: float
    ndcg_error: float
    mrr: float
    auc: float
    mae: float
    corpus_recall_at_50: float
    corpus_mrr: float
    precision_at_5: float
    answered_auc: float
    level_mae: float
    ece: float


def judged_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that have a level.

    Raises:
        BadInputError: none has.
    """
    judged = [pair for pair in pairs if pair.level is not None]
    if not judged:
        raise BadInputError("配对文件中没有任何评级（level）。", remedy="请补上 level 列，取值 1 至 4。")
    return judged


def evaluate(
    matcher: Matcher, pairs: Sequence[Pair], *, ranking: Ranking | None = None, progress: Progress | None = None
) -> Evaluation:
    """Measure a matcher.

    Args:
        matcher: holds every need and achievement the pairs name.
        pairs: those without a level are left out; the errors are those of `judged_pairs`.
        ranking: what the matcher says of the judged pairs, made before; None makes it here.
        progress: called with needs searched and needs in all.

    Returns:
        The figures.
    """
    judged = judged_pairs(pairs)
    levels = np.array([pair.level for pair in judged], dtype=np.int64)
    told = matcher.score(judged) if ranking is None else ranking
    groups = _groups(judged)
    ordered = [rows for rows in groups.values() if metrics.has_order(levels[rows])]
    gains = np.array([metrics.ndcg(levels[rows], told.score[rows]) for rows in ordered])
    figures = measure(Predictions.of(told, levels=levels, need_ids=[pair.need_id for pair in judged]))
    recall, corpus_mrr = _whole_corpus(matcher, judged, groups, progress)
    return Evaluation(
        n_pairs=len(judged),
        n_needs=len(ordered),
        ndcg_error=float(gains.std(ddof=1) / np.sqrt(len(gains))) if len(gains) > 1 else float("nan"),
        corpus_recall_at_50=recall,
        corpus_mrr=corpus_mrr,
        **figures,
    )


def _groups(pairs: Sequence[Pair]) -> dict[str, Int64Matrix]:
    rows: dict[str, list[int]] = {}
    for row, pair in enumerate(pairs):
        rows.setdefault(pair.need_id, []).append(row)
    return {need_id: np.array(places, dtype=np.int64) for need_id, places in rows.items()}


def _whole_corpus(
    matcher: Matcher, pairs: Sequence[Pair], groups: dict[str, Int64Matrix], progress: Progress | None
) -> tuple[float, float]:
    places = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}
    retriever = Retriever.build(matcher.achievements, matcher.language)
    recalls, firsts = [], []
    for done, (need_id, rows) in enumerate(groups.items(), start=1):
        wanted = {pairs[row].achievement_id for row in rows.tolist() if (pairs[row].level or 0) >= Level.FAIR}
        if wanted:
            found = _first_of_corpus(matcher, retriever, places[need_id])
            hits = np.array([achievement_id in wanted for achievement_id in found], dtype=np.int64)
            recalls.append(float(hits.sum()) / len(wanted))
            firsts.append(metrics.reciprocal_rank(hits, -np.arange(len(hits), dtype=np.float64)))
        if progress is not None:
            progress(done, len(groups))
    return _mean(np.array(recalls)), _mean(np.array(firsts))


def _first_of_corpus(matcher: Matcher, retriever: Retriever, place: int) -> list[str]:
    candidates = retriever.candidates(matcher.needs, [place])[0]
    if not len(candidates):
        return []
    margin = matcher.rank_candidates(Direction.NEEDS, place, candidates).ranking.margin
    order = np.lexsort((candidates, -margin))[:DEPTH]
    return [matcher.achievements.profiles[int(candidates[row])].id for row in order]


def _mean(values: Float64Matrix) -> float:
    return float(values.mean()) if len(values) else float("nan")
