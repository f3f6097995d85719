"""Evidence from objects and functions."""

import numpy as np
import pytest

from matcher.features import elements
from matcher.language import shipped_weights
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need


def found_share(*chosen: str, of: tuple[str, ...]) -> float:
    """Squared idf of the words that were found against that of all, with the discount of short titles."""
    weights = shipped_weights()
    return float((weights.word_idf(chosen) ** 2).sum() / ((weights.word_idf(of) ** 2).sum() + 15))


def test_objects_are_looked_for_in_the_whole_text_of_the_other_side() -> None:
    # 污水 and 氨氮 are asked for, 氨氮 and 废水 offered; the achievement's text names 污水 besides.
    block = make_block(
        make_need(title="污水中氨氮的去除", content=""),
        make_achievement("A1", title="氨氮废水净化", content="也能处理污水。"),
        make_achievement("A2", title="玉米脱粒机", content=""),
    )

    asked = found_share("污水", "氨氮", of=("污水", "氨氮"))
    offered = found_share("氨氮", of=("氨氮", "废水"))
    assert elements.objects(block) == pytest.approx([(asked + offered) / 2, 0.0])


def test_a_title_without_objects_leaves_the_other_direction() -> None:
    # 去除 names a function alone.
    block = make_block(
        make_need(title="去除", content="氨氮超标。"),
        make_achievement("A1", title="氨氮净化", content=""),
        make_achievement("A2", title="净化", content=""),
    )

    assert elements.objects(block) == pytest.approx([found_share("氨氮", of=("氨氮",)), np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("offered", "value"),
    [
        ("氨氮去除", 1.0),  # the same word both ways
        ("氨氮净化", 0.6),  # another word of the same group both ways
        ("氨氮检测", 0.0),
        ("氨氮", 0.0),  # the need's function is not found, and there is none to look for in the other direction
    ],
)
def test_functions_count_the_same_word_fully_and_one_of_its_group_in_part(offered: str, value: float) -> None:
    block = make_block(make_need(title="污水去除", content=""), make_achievement(title=offered, content=""))

    assert elements.functions(block) == pytest.approx([value])


def test_a_function_found_in_the_text_counts_fully_in_its_direction() -> None:
    # 去除 stands in the achievement's text; 检测 nowhere in the need.
    block = make_block(
        make_need(title="污水去除", content=""), make_achievement(title="氨氮检测", content="配合氨氮去除。")
    )

    assert elements.functions(block) == pytest.approx([(1.0 + 0.0) / 2])


def test_titles_without_functions_cannot_be_told() -> None:
    block = make_block(make_need(title="轴承", content=""), make_achievement(title="齿轮", content=""))

    assert np.isnan(elements.functions(block)).all()
    assert np.isnan(elements.object_and_function(block)).all()


def test_both_are_needed() -> None:
    block = make_block(
        make_need(title="轴承磨削", content=""),
        make_achievement("A1", title="轴承磨削", content=""),
        make_achievement("A2", title="轴承装配", content=""),
        make_achievement("A3", title="齿轮磨削", content=""),
    )

    same = found_share("轴承", of=("轴承",))
    assert elements.objects(block) == pytest.approx([same, same, 0.0])
    assert elements.functions(block) == pytest.approx([1.0, 0.0, 1.0])
    # Root of the product.
    assert elements.object_and_function(block) == pytest.approx([same**0.5, 0.0, 0.0])


def test_reasons_name_what_is_shared_or_missing() -> None:
    block = make_block(
        make_need(title="轴承磨削", content=""),
        make_achievement("A1", title="轴承装配", content=""),
        make_achievement("A2", title="齿轮", content=""),
    )

    assert elements.OBJECTS.reason(block, 0, 0.7) == "名称中的对象对方也谈到：轴承"
    assert elements.FUNCTIONS.reason(block, 0, 0.0) == "需求名称中的功能成果没有谈到：磨削"
    assert elements.OBJECTS.reason(block, 1, 0.0) == "需求名称中的对象成果没有谈到：轴承"
    assert elements.OBJECT_AND_FUNCTION.reason(block, 0, 0.0) == "对象和功能没有同时对上"
    assert elements.OBJECT_AND_FUNCTION.reason(block, 0, 0.5) == "对象和功能都有对得上的"
