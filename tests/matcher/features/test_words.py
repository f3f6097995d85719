"""Word and character evidence."""

import numpy as np
import pytest

from matcher.features import words
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need


def test_same_title_has_all_words_and_characters_in_common() -> None:
    block = make_block(make_need(title="防爆锂电池"), make_achievement(title="防爆锂电池"))

    assert words.title_words(block) == pytest.approx([1.0])
    assert words.title_characters(block) == pytest.approx([1.0])


def test_strange_title_has_nothing_in_common() -> None:
    block = make_block(make_need(title="防爆锂电池"), make_achievement(title="玉米脱粒机"))

    assert words.title_words(block).tolist() == [0.0]
    assert words.title_characters(block).tolist() == [0.0]


def test_missing_title_says_nothing() -> None:
    block = make_block(make_need(title=""), make_achievement(title="防爆锂电池"))

    assert np.isnan(words.title_characters(block)).all()


def test_need_of_three_generic_words_is_discounted() -> None:
    short = make_block(
        make_need(title="车间自动化", content=""), make_achievement(title="车间自动化专机", content="用于车间自动化。")
    )

    assert 0.0 < words.text_words(short)[0] < 0.5


def test_title_sharing_more_of_the_object_ranks_higher() -> None:
    block = make_block(
        make_need(title="防爆锂电池外壳"),
        make_achievement("A1", title="防爆锂电池壳体材料"),
        make_achievement("A2", title="太阳能电池片切割"),
    )

    near, far = words.title_characters(block)

    assert near > far


def test_the_rarest_word_comes_first() -> None:
    shared = words.rarest({"设备", "锂电池", "轴承"}, limit=1)

    assert len(shared) == 1
    assert shared[0] in {"锂电池", "轴承"}
