"""Every benchmark runs on a handful of records, with an encoder that needs no weights."""

from pathlib import Path

import numpy as np

from data.records.needs import Need
from matcher.language import Language
from matcher.retrieval import POOL
from tests.benchmarks import feedback, floors, judged, latency, papers, pool, real_input
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


def test_floors_gives_cosines_of_all_three_kinds(tmp_path: Path) -> None:
    found = floors.measure(write_folder(tmp_path), make_language())
    assert {name: cosines.shape for name, cosines in found.items()} == dict.fromkeys(
        ("passages", "titles", "whole texts"), (floors.N_PAIRS,)
    )


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


def test_feedback_ranks_what_is_left_before_and_after(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    with (folder / "achievements.csv").open("a", encoding="utf-8") as file:
        file.write("A6,复合涂层制备,低摩擦复合涂层的制备。\n")
    with (folder / "pairs.csv").open("a", encoding="utf-8") as file:
        file.write("N1,A6,4\n")
    (rest,) = feedback.simulate(folder, make_language(), revealed=[1])[1]
    found = feedback.change([rest])
    assert (found.n_needs, len(rest.levels), rest.values.max() > 0) == (1, 5, True)
    assert found.before <= found.after <= 1.0
