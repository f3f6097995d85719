"""Word and character evidence."""

import numpy as np
import pytest

from matcher.features import words
from matcher.language import shipped_weights
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need


def squares(*chosen: str) -> float:
    """Sum of squared idf."""
    return float((shipped_weights().word_idf(chosen) ** 2).sum())


def test_title_coverage_is_the_share_of_squared_idf_found_on_the_other_side() -> None:
    # The need's title has 防爆 and 锂电池; the achievement's has 锂电池 and 隔膜, and its text has 防爆 too.
    block = make_block(
        make_need(title="防爆锂电池", content="用于矿井。"), make_achievement(title="锂电池隔膜", content="能够防爆。")
    )

    asked = squares("防爆", "锂电池") / (squares("防爆", "锂电池") + 15)
    offered = squares("锂电池") / (squares("锂电池", "隔膜") + 15)
    assert words.title_coverage(block) == pytest.approx([(asked + offered) / 2])


def test_same_title_is_covered_but_for_the_discount_of_short_titles() -> None:
    block = make_block(make_need(title="防爆锂电池", content=""), make_achievement(title="防爆锂电池", content=""))

    mass = squares("防爆", "锂电池")
    assert words.title_coverage(block) == pytest.approx([mass / (mass + 15)])
    assert words.title_characters(block) == pytest.approx([1.0])


def test_strange_title_has_nothing_in_common() -> None:
    block = make_block(make_need(title="防爆锂电池", content=""), make_achievement(title="玉米脱粒机", content=""))

    for feature in (words.title_coverage, words.title_characters, words.title_in_text, words.offer_in_need):
        assert feature(block).tolist() == [0.0]


@pytest.mark.parametrize(("need", "achievement"), [("", "防爆锂电池"), ("防爆锂电池", ""), ("", "")])
def test_missing_title_says_nothing(need: str, achievement: str) -> None:
    block = make_block(make_need(title=need), make_achievement(title=achievement))

    assert np.isnan(words.title_coverage(block)).all()
    assert np.isnan(words.title_characters(block)).all()
    assert np.isnan(words.title_in_text(block)).all() == (need == "")
    assert np.isnan(words.offer_in_need(block)).all() == (achievement == "")


def test_title_in_text_is_a_cosine_of_one_title_with_the_other_text() -> None:
    # Both titles are one character; the whole texts are that character, a line break, and what the content says.
    block = make_block(make_need(title="钛", content=""), make_achievement(title="铝", content="钛"))
    characters = shipped_weights().character_matrix(["钛", "铝\n钛", "铝"])

    # The need has 钛 alone on both sides; the achievement's text is 铝, 钛, the line break and the pairs about it.
    assert words.title_in_text(block) == pytest.approx([(characters[0] @ characters[1].T).toarray().item()])
    assert 0.0 < words.title_in_text(block)[0] < 1.0
    assert words.offer_in_need(block).tolist() == [0.0]


def test_title_found_in_the_text_of_the_achievement_counts_though_its_title_is_strange() -> None:
    block = make_block(
        make_need(title="污泥干化", content=""),
        make_achievement("A1", title="低温热泵装置", content="污泥干化。"),
        make_achievement("A2", title="低温热泵装置", content="茶叶烘干。"),
    )

    found, missing = words.title_in_text(block)

    assert words.title_characters(block).tolist() == [0.0, 0.0]
    assert found > 0.4 > missing


def test_offer_found_in_the_text_of_the_need_counts_though_its_title_is_strange() -> None:
    block = make_block(
        make_need(title="低温热泵装置", content="污泥干化。"),
        make_achievement("A1", title="污泥干化", content=""),
        make_achievement("A2", title="茶叶烘干", content=""),
    )

    found, missing = words.offer_in_need(block)

    assert words.title_characters(block).tolist() == [0.0, 0.0]
    assert found > 0.4 > missing


def test_need_of_three_generic_words_is_discounted() -> None:
    short = make_block(
        make_need(title="车间自动化", content=""), make_achievement(title="车间自动化专机", content="用于车间自动化。")
    )

    mass = squares("车间", "自动化")
    assert words.text_words(short) == pytest.approx([mass / (mass + 300)])


def test_title_sharing_more_of_the_object_ranks_higher() -> None:
    block = make_block(
        make_need(title="防爆锂电池外壳"),
        make_achievement("A1", title="防爆锂电池壳体材料"),
        make_achievement("A2", title="太阳能电池片切割"),
    )

    near, far = words.title_characters(block)

    assert near > far


def test_a_record_without_text_shares_no_words_and_lacks_none() -> None:
    block = make_block(make_need(title="防爆锂电池"), make_achievement(title="", content=""))

    assert np.isnan(words.text_words(block)).all()


def test_reasons_name_the_words_found() -> None:
    block = make_block(
        make_need(title="防爆锂电池", content=""),
        make_achievement("A1", title="锂电池隔膜", content="能够防爆。"),
        make_achievement("A2", title="玉米脱粒机", content=""),
    )

    coverage = words.TITLE_COVERAGE
    assert coverage.reason(block, 0, 0.5) == "名称中的词对方也有：防爆、锂电池"
    assert coverage.reason(block, 1, 0.0) == "名称中的词对方都没有"


def test_words_too_slight_to_be_named_are_not_named() -> None:
    block = make_block(make_need(title="热", content=""), make_achievement(title="热", content=""))

    assert words.TITLE_COVERAGE.reason(block, 0, 0.5) == "共有的只是零散的字词"
