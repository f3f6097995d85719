"""Pairs that must stay in order: an achievement that solves the need above one that only looks like it."""

import csv
from pathlib import Path

import pytest

from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from data.samples.paths import achievements_path, needs_path
from ingest.batch import read_achievements, read_needs
from matcher.language import language_of
from matcher.match import Matcher
from matcher.scoring import default_ranker
from models.encoders.opening import open_encoder
from models.segmenters import open_segmenter

CASES = Path(__file__).with_name("pairs.csv")


@pytest.mark.model
@pytest.mark.slow
def test_solution_stands_above_its_lookalike(model_cache: Path) -> None:
    cases = list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines()))
    wanted = {case[column] for case in cases for column in ("need_id", "better", "worse")}
    matcher = Matcher.build(
        [need for need in read_needs(needs_path()).records if need.id in wanted],
        [achievement for achievement in read_achievements(achievements_path()).records if achievement.id in wanted],
        language=language_of(open_segmenter(), open_encoder("e5", cache_dir=model_cache)),
        ranker=default_ranker(),
    )
    better = [Pair(NeedId(case["need_id"]), AchievementId(case["better"])) for case in cases]
    worse = [Pair(NeedId(case["need_id"]), AchievementId(case["worse"])) for case in cases]

    gaps = matcher.score(better).score - matcher.score(worse).score

    assert [case["need_id"] for case, gap in zip(cases, gaps.tolist(), strict=True) if gap <= 0] == []
