"""Every benchmark runs on a handful of records, with an encoder that needs no weights."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.records.enums import Direction, Level
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.records.pairs import Pair
from ingest.batch import read_pairs
from matcher.evaluation.intervals import Estimate, Predictions
from matcher.language import Language
from matcher.retrieval import POOL
from matcher.scoring import table_ranker
from matcher.training.baseline import untrained
from models.encoders.hashing import HashingEncoder
from tests.benchmarks import (
    feedback,
    judged,
    latency,
    papers,
    pool,
    preselection,
    quality,
    readers,
    real_input,
    repeats,
    scales,
    scoring,
    static,
)
from tests.benchmarks.bench import untrained_matcher
from tests.factories.corpora import make_language
from tests.factories.records import make_achievement, make_need

NEEDS = """id,title,content
N1,模具表面耐磨涂层,注塑件脱模困难。要求涂层硬度≥60HRC。
N2,污泥低温干化,含水率高的污泥难以处置。联系电话13800000000。
"""
ACHIEVEMENTS = """id,title,content
A1,低摩擦复合涂层,涂层硬度达到62HRC，可改善模具脱模。
A2,污泥干化设备,低温干化污泥，能耗低。
A3,水稻育种,选育抗病水稻。
A4,齿轮热处理,减小齿轮淬火变形。
A5,无人机巡检,识别输电线路缺陷。
"""
PAIRS = """need_id,achievement_id,level
N1,A1,4
N1,A2,1
N1,A3,1
N1,A4,2
N1,A5,1
"""


def write_folder(folder: Path) -> Path:
    for name, content in (("needs", NEEDS), ("achievements", ACHIEVEMENTS), ("pairs", PAIRS)):
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def test_real_input_runs_three_times_and_finds_every_quote(tmp_path: Path) -> None:
    spans = real_input.measure(write_folder(tmp_path), tmp_path, encoder="hashing")
    assert spans.checked > 0
    assert spans.wrong == 0


def test_judged_compares_five_methods_on_one_eligible_need(tmp_path: Path) -> None:
    found = judged.measure(write_folder(tmp_path), make_language())
    assert [figures.n_needs for figures in found.values()] == [1] * 5
    # The one pair of level 4 first, the one of level 2 second or not: BM25 sees both ways of writing 涂层.
    assert found["BM25 over titles"].everything[0] > 0.9


def test_papers_finds_the_own_abstract() -> None:
    two = [papers.Paper("1", "低摩擦涂层", "研究低摩擦涂层的制备。"), papers.Paper("2", "污泥干化", "污泥的低温干化。")]
    assert papers.measure(two, make_language()) == {
        "BM25 of title words over abstracts": 1.0,
        "cosine of title and abstract vectors": 1.0,
        "duijie": 1.0,
    }


def test_pool_larger_than_the_corpus_holds_everything(tmp_path: Path) -> None:
    assert pool.measure(write_folder(tmp_path), make_language(), pools=[60], n_needs=2) == {60: (1.0, 5.0)}


def test_latency_times_ours_and_the_libraries(tmp_path: Path) -> None:
    language: Language = make_language()
    needs: list[Need] = [make_need(f"N{n}", title=f"模具涂层{n}") for n in range(latency.N_WARM + 2)]
    figures = latency.measure(needs, [make_achievement()], language, size=POOL + 5, work=tmp_path)
    assert set(figures) == {"ours", "bm25s", "FAISS", "sum of the libraries"}


def test_variation_keeps_sentences_and_length() -> None:
    record = make_achievement(title="涂层5号", content="甲。乙2。")
    title, content = latency.vary(record, np.random.default_rng(0))
    assert len(title) == 4
    assert sorted(latency._NUMBER.sub("#", content)) == sorted("甲。乙#。")


def test_pool_takes_its_candidates_from_another_encoder(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    figures = pool.measure(folder, make_language(), pools=(5,), n_needs=2, first_stage=make_language())
    assert figures == {5: (1.0, 5.0)}


def test_a_first_stage_that_keeps_everything_loses_nothing(tmp_path: Path) -> None:
    held = preselection.measure(write_folder(tmp_path), make_language(), make_language(), kept=(5,), n_queries=2)
    assert {(direction, n): one.first_ten for (direction, n), one in held.items()} == {
        (Direction.NEEDS, 5): 1.0,
        (Direction.ACHIEVEMENTS, 5): 1.0,
    }


def test_scales_are_fitted_to_judged_pairs(tmp_path: Path) -> None:
    matcher = untrained_matcher(write_folder(tmp_path), make_language())
    pairs = [
        Pair(NeedId(need), AchievementId(offer), Level(level))
        for need in ("N1", "N2")
        for offer, level in (("A1", 4), ("A2", 3), ("A3", 1), ("A4", 2), ("A5", 1))
    ]

    found = scales.measure(matcher, pairs)

    assert found.slope > 0.0
    assert list(found.cuts) == sorted(found.cuts)
    assert 0.0 <= found.quoted[0] <= 0.5


def test_static_speed_counts_texts(tmp_path: Path) -> None:
    texts = ["低温干化污泥，能耗低。"] * 20
    found = static.speed(HashingEncoder(), texts, rounds=2)
    assert found.wall > 0
    assert found.processor > 0
    assert static.cut_texts(write_folder(tmp_path)) == []


def test_scoring_times_every_feature_and_the_explanations(tmp_path: Path) -> None:
    times = scoring.measure(write_folder(tmp_path), make_language(), table_ranker(), n_queries=1, n_candidates=4)
    assert list(times.features) == list(table_ranker().features)
    assert all(len(part) == 1 for part in (times.scoring, times.explaining, times.both, *times.features.values()))
    assert times.both[0].wall > 0


def test_scoring_takes_exactly_as_many_candidates_as_asked_for() -> None:
    assert scoring.exactly(np.array([4, 7]), 3, n_records=9).tolist() == [0, 4, 7]
    assert scoring.exactly(np.array([4, 7, 8]), 2, n_records=9).tolist() == [4, 7]


def test_quality_measures_every_method_and_lists_what_nobody_judged(tmp_path: Path) -> None:
    write_folder(tmp_path)
    pairs = PAIRS.replace("N1,A5,1\n", "") + "".join(f"N2,A{n},{level}\n" for n, level in enumerate((1, 2, 1, 1, 1), 1))
    (tmp_path / "pairs.csv").write_text(pairs, encoding="utf-8")
    (tmp_path / "second.csv").write_text("need_id,achievement_id,level\nN1,A1,4\nN1,A2,2\n", encoding="utf-8")
    golden = tmp_path / "golden"
    golden.mkdir()
    for name in ("pairs.csv", "second.csv"):
        (tmp_path / name).rename(golden / name)
    (golden / "needs.csv").write_text("need_id,lot\nN1,1\nN2,2\n", encoding="utf-8")
    judgements = quality.read_judgements(golden)
    matcher = quality.open_matcher(tmp_path, make_language())
    systems = quality.run(matcher, judgements.need_ids, {"duijie": untrained(matcher)})

    found = quality.report(judgements, systems, matcher, needs=np.ones(2, dtype=np.bool_))

    # N1 has four pairs, too few for an order, and an answer; N2 has five, the best of level 2.
    assert (found.n_needs, found.n_ordered, found.n_answered) == (2, 1, 1)
    assert list(found.figures) == ["random order", *systems, "perfect order"]
    assert found.figures["perfect order"]["ndcg_at_10"].value == 1.0
    # The best of N2 (A2, of level 2) shares 低温, 污泥 and 干化 with it, that of N1 little more than 涂层.
    assert found.figures["duijie"]["answered_auc"].value == 0.0
    assert list(found.ahead_of_fusion) == list(found.no_answer) == ["duijie"]
    assert quality.unjudged(judgements, systems["duijie"], matcher) == [("N1", "A5")]
    counts, _, _ = readers.agreement(judgements.pairs, judgements.second)
    assert counts.tolist() == [[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]
    quality.write_unjudged(tmp_path / "open.csv", {("N1", "A5")})
    assert (tmp_path / "open.csv").read_text(encoding="utf-8") == "need_id,achievement_id,level\nN1,A5,\n"


def test_quality_figures_are_those_of_the_judged_pairs(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    matcher = quality.open_matcher(folder, make_language())
    levels = {"N1": (4, 1, 1, 2, 1), "N2": (1, 2, 1, 1, 1)}
    pairs = [
        Pair(NeedId(need), AchievementId(f"A{n}"), Level(level))
        for need, row in levels.items()
        for n, level in enumerate(row, start=1)
    ]
    judgements = quality.Judgements(tuple(pairs), (), np.ones(2, dtype=np.bool_))
    # The level 4 of N1 comes second; the best of N1 is above the best of N2.
    scores = np.array([[0.8, 0.9, 0.1, 0.2, 0.3], [0.1, 0.7, 0.2, 0.3, 0.4]])
    systems = {quality.FUSION: quality.System(-scores), "x": quality.System(scores, np.ones((2, 5), dtype=np.int64))}

    found = quality.report(judgements, systems, matcher, needs=np.ones(2, dtype=np.bool_)).figures["x"]

    # N1 in order of score: 1, 4, 1, 2, 1, with gains 2^(level - 1) - 1 of 0, 7, 0, 1, 0. N2 is in perfect order.
    discounts = 1.0 / np.log2(np.arange(2, 7))
    first = np.dot([0, 7, 0, 1, 0], discounts) / np.dot([7, 1, 0, 0, 0], discounts)
    assert found["ndcg_at_10"].value == pytest.approx((first + 1.0) / 2)
    assert found["answered_ndcg"].value == pytest.approx(first)
    # One pair in five of N1 has level 3 or more, none of N2's.
    assert found["precision_at_5"].value == pytest.approx(0.1)
    assert found["answered_auc"].value == 1.0


def test_saying_no_good_match_is_right_where_nothing_was_judged_fair() -> None:
    # Need 0 has an answer and is told none; need 1 has none and is told none; need 2 has none and is told one.
    predictions = Predictions(
        levels=np.array([3, 1, 2]),
        needs=np.array([0, 1, 2]),
        scores=np.zeros(3),
        told=np.array([2, 1, 3]),
        fair=np.zeros(3),
    )
    found = quality.no_answer(predictions, np.ones((1, 3), dtype=np.int64))
    assert (found.right, found.heard) == (Estimate(0.5, 0.5, 0.5), Estimate(0.5, 0.5, 0.5))


def test_what_is_measured_on_labels_that_trained_is_untrained(tmp_path: Path) -> None:
    language = make_language()
    turn = np.ones((language.encoder.dim, language.encoder.dim), dtype=np.float32)
    turned = replace(language, adapter=replace(language.adapter, turn=turn))
    folder = write_folder(tmp_path)

    matcher = untrained_matcher(folder, turned)

    assert (matcher.ranker, matcher.language.id) == (table_ranker(), language.id)


def test_repeats_groups_pairs_of_one_need_and_title(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    twins = ACHIEVEMENTS + "B1,低摩擦复合涂层,\nB2,污泥干化设备,\n"
    (folder / "achievements.csv").write_text(twins, encoding="utf-8")
    (folder / "pairs.csv").write_text(PAIRS + "N1,B1,3\nN2,B2,4\n", encoding="utf-8")

    groups = repeats.read_groups(folder, make_language())

    assert [(group.need, group.levels) for group in groups] == [(0, (4, 3))]
    found = repeats.agreement(groups)
    assert (found.same, found.fair, found.distance) == (0.0, 1.0, 1.0)


def test_repeats_knows_more_with_its_own_label() -> None:
    groups = [repeats.Group(need, (1, level), 0.5) for need in range(2) for level in (1, 1, 2, 3, 4)]
    found = repeats.measure(groups)
    assert found["mean of all labels, its own too"]["mae"].value < found["one other label"]["mae"].value
    assert repeats.n_ordered(groups) == 2


def test_feedback_ranks_what_is_left_before_and_after(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    with (folder / "achievements.csv").open("a", encoding="utf-8") as file:
        file.write("A6,复合涂层制备,低摩擦复合涂层的制备。\n")
    with (folder / "pairs.csv").open("a", encoding="utf-8") as file:
        file.write("N1,A6,4\n")
    matcher, pairs = untrained_matcher(folder, make_language()), read_pairs([folder / "pairs.csv"]).records
    simulated = feedback.simulate(matcher, pairs, matcher.score(pairs).margin, revealed=[1])
    (rest,) = simulated[1]
    found = feedback.change([rest])
    assert (found.n_needs, len(rest.levels), rest.values.max() > 0) == (1, 5, True)
    assert found.before <= found.after <= 1.0
