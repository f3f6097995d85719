"""The ranking may not get worse than the frozen run."""

import pytest

from service.docking.language import LanguageChoice, open_language
from service.settings import read_settings
from tests.golden.evaluation import bm25_figures, fallen, open_matcher, read_frozen, sets, shipped_figures


def test_only_a_fall_beyond_the_tolerance_counts() -> None:
    frozen = {"samples": {"ndcg_at_10": 0.9}, "other": {"ndcg_at_10": 0.5}}

    assert fallen(frozen, {"samples": {"ndcg_at_10": 0.899}, "new": {"ndcg_at_10": 0.1}}) == []
    assert fallen(frozen, {"samples": {"ndcg_at_10": 0.89}}) == ["samples: nDCG@10 0.8900 is below the frozen 0.9000"]


@pytest.mark.model
@pytest.mark.slow
def test_samples_are_ranked_as_well_as_in_the_frozen_run_and_better_than_by_words_alone() -> None:
    cache_dir = read_settings().cache_dir
    language = open_language(LanguageChoice(encoder="e5", segmenter="rjieba", cache_dir=cache_dir))
    matcher, pairs = open_matcher(sets()["samples"], language)

    figures = shipped_figures(matcher, pairs)

    assert fallen(read_frozen(), {"samples": figures}) == []
    assert figures["ndcg_at_10"] > bm25_figures(matcher, pairs)["ndcg_at_10"]
