"""The judged pairs one by one, worst first: where a person sees what a ranking gets wrong."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.records.achievements import Achievement
from data.records.needs import Need
from data.records.pairs import Pair
from matcher.evaluation import metrics
from models.protocols import Ranking


def judged_cases(
    pairs: Sequence[Pair], ranking: Ranking, *, needs: Sequence[Need], achievements: Sequence[Achievement]
) -> pd.DataFrame:
    """Set each judged pair beside what the ranking says of it, the needs whose order does most harm first.

    Args:
        pairs: judged ones.
        ranking: what the matcher says of them, in their order.
        needs: hold every need the pairs name.
        achievements: hold every achievement the pairs name.

    Returns:
        One row a pair, index 0 to n - 1, with the columns

        - need_id, need_title, achievement_id, achievement_title: text;
        - level: as judged, 1-4;
        - score: 0-1;
        - predicted_level: 1-4, see `Ranking.level`;
        - rank: of the pair by score among the judged pairs of its need, from 1, ties in the order given;
        - gap: (1 + 3 score) - level, in levels; above 0 where the score is too high;
        - need_ndcg: nDCG@10 of the need's judged pairs; NaN where it counts for none (`metrics.has_order`).

        Needs come by rising need_ndcg, NaN last, ties in the order of the pairs; the pairs of a need by rank.
    """
    need_titles = {need.id: need.title for need in needs}
    achievement_titles = {achievement.id: achievement.title for achievement in achievements}
    frame = pd.DataFrame({
        "need_id": pd.Series([str(pair.need_id) for pair in pairs], dtype="str"),
        "need_title": pd.Series([need_titles[pair.need_id] for pair in pairs], dtype="str"),
        "achievement_id": pd.Series([str(pair.achievement_id) for pair in pairs], dtype="str"),
        "achievement_title": pd.Series([achievement_titles[pair.achievement_id] for pair in pairs], dtype="str"),
        "level": np.array([int(pair.level or 0) for pair in pairs], dtype=np.int64),
        "score": ranking.score,
        "predicted_level": ranking.level,
    })
    by_need = frame.groupby("need_id", sort=False)
    frame["rank"] = by_need["score"].rank(method="first", ascending=False).astype("int64")
    frame["gap"] = 1.0 + 3.0 * frame["score"] - frame["level"]
    gains = {need_id: _ndcg(rows) for need_id, rows in by_need}
    frame["need_ndcg"] = frame["need_id"].map(gains).astype("float64")
    # The need's number keeps the pairs of one need together where two needs have the same nDCG.
    ordered = frame.assign(need=by_need.ngroup()).sort_values(["need_ndcg", "need", "rank"], na_position="last")
    return ordered.drop(columns="need").reset_index(drop=True)


def _ndcg(rows: pd.DataFrame) -> float:
    levels, scores = rows["level"].to_numpy(dtype=np.int64), rows["score"].to_numpy(dtype=np.float64)
    return metrics.ndcg(levels, scores) if metrics.has_order(levels) else float("nan")
