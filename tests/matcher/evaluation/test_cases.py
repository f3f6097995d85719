"""The table of judged pairs."""

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.evaluation.cases import judged_cases
from models.protocols import Ranking
from tests.factories.records import make_achievement, make_need

NEEDS = [make_need("N1", title="甲"), make_need("N2", title="乙"), make_need("N3", title="丙")]
ACHIEVEMENTS = [make_achievement(f"A{i}", title=f"成果{i}") for i in range(5)]


def ranking_of(levels: list[int]) -> Ranking:
    """Make a ranking that is sure of one level a pair, so that score = (level - 1) / 3."""
    n = len(levels)
    return Ranking(levels=np.eye(4)[np.array(levels) - 1], margin=np.zeros(n), contributions=np.zeros((n, 1)))


def test_the_worst_need_comes_first_and_needs_without_order_last() -> None:
    judged = {"N3": [4], "N1": [4, 1, 1, 1, 1], "N2": [4, 1, 1, 1, 1]}
    pairs = [
        Pair(NeedId(need), AchievementId(f"A{i}"), Level(level))
        for need, levels in judged.items()
        for i, level in enumerate(levels)
    ]
    # N3 has one pair only; N1 is in perfect order; N2 has its only good pair behind one that is scored higher.
    ranking = ranking_of([4, 4, 1, 1, 1, 1, 2, 1, 4, 1, 1])

    found = judged_cases(pairs, ranking, needs=NEEDS, achievements=ACHIEVEMENTS)

    third = 1 / 3
    # N2: the gain of 7 stands at rank 2 and is divided by log2(3); at rank 1 it would be divided by 1.
    worst = 1 / np.log2(3)
    expected = pd.DataFrame(
        [
            ("N2", "乙", "A2", "成果2", 1, 1.0, 4, 1, 3.0, worst),
            ("N2", "乙", "A0", "成果0", 4, third, 2, 2, -2.0, worst),
            ("N2", "乙", "A1", "成果1", 1, 0.0, 1, 3, 0.0, worst),
            ("N2", "乙", "A3", "成果3", 1, 0.0, 1, 4, 0.0, worst),
            ("N2", "乙", "A4", "成果4", 1, 0.0, 1, 5, 0.0, worst),
            ("N1", "甲", "A0", "成果0", 4, 1.0, 4, 1, 0.0, 1.0),
            ("N1", "甲", "A1", "成果1", 1, 0.0, 1, 2, 0.0, 1.0),
            ("N1", "甲", "A2", "成果2", 1, 0.0, 1, 3, 0.0, 1.0),
            ("N1", "甲", "A3", "成果3", 1, 0.0, 1, 4, 0.0, 1.0),
            ("N1", "甲", "A4", "成果4", 1, 0.0, 1, 5, 0.0, 1.0),
            ("N3", "丙", "A0", "成果0", 4, 1.0, 4, 1, 0.0, np.nan),
        ],
        columns=[
            "need_id",
            "need_title",
            "achievement_id",
            "achievement_title",
            "level",
            "score",
            "predicted_level",
            "rank",
            "gap",
            "need_ndcg",
        ],
    )
    assert_frame_equal(found, expected)
