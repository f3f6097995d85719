"""Evidence from the elements of a technology."""

import numpy as np
import pytest

from matcher.features import elements
from matcher.features.block import Feature
from matcher.features.table import FEATURES
from matcher.language import shipped_weights
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need

SINGLE = (
    elements.MATERIALS,
    elements.METHODS,
    elements.EFFECTS,
    elements.PRODUCTS,
    elements.APPLICATIONS,
)
ALL = (elements.OBJECTS, elements.FUNCTIONS, elements.OBJECT_AND_FUNCTION, *SINGLE)


def found_share(*chosen: str, of: tuple[str, ...], counting: float = 1.0) -> float:
    """Squared idf of the words that were found against that of all, with the discount of short titles."""
    weights = shipped_weights()
    found = counting * (weights.word_idf(chosen) ** 2).sum()
    return float(found / ((weights.word_idf(of) ** 2).sum() + 15))


def test_materials_are_looked_for_in_the_whole_text_of_the_other_side() -> None:
    # 污水 and 氨氮 are asked for, 氨氮 and 废水 offered; the achievement's text names 污水 besides.
    block = make_block(
        make_need(title="污水中氨氮的去除", content=""),
        make_achievement("A1", title="氨氮废水净化", content="也能处理污水。"),
        make_achievement("A2", title="钛合金净化", content=""),
        make_achievement("A3", title="净化", content=""),
    )

    asked = found_share("污水", "氨氮", of=("污水", "氨氮"))
    offered = found_share("氨氮", of=("氨氮", "废水"))
    # The last names no material anywhere.
    assert elements.materials(block) == pytest.approx([(asked + offered) / 2, 0.0, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("offered", "counting"),
    [("氨氮去除", 1.0), ("氨氮净化", 0.6), ("氨氮防爆", 0.0)],
)
def test_effects_count_the_same_word_fully_and_one_of_its_group_in_part(offered: str, counting: float) -> None:
    block = make_block(make_need(title="污水去除", content=""), make_achievement(title=offered, content=""))

    own = offered.removeprefix("氨氮")
    asked = found_share("去除", of=("去除",), counting=counting)
    back = found_share(own, of=(own,), counting=counting)
    assert elements.effects(block) == pytest.approx([(asked + back) / 2])


def test_a_title_without_the_element_leaves_the_other_direction() -> None:
    # 轴承 stands in the need's text alone.
    block = make_block(make_need(title="磨削", content="轴承开裂。"), make_achievement(title="轴承磨削", content=""))

    assert elements.products(block) == pytest.approx([found_share("轴承", of=("轴承",))])


def test_objects_are_words_of_every_thing_kind_and_functions_of_both_others() -> None:
    # 轴承 is a product, 污水 a material; 磨削 a method, 净化 an effect.
    need = make_need(title="轴承污水磨削净化", content="")
    block = make_block(
        need,
        make_achievement("A1", title="轴承磨削", content=""),
        make_achievement("A2", title="污水去除", content=""),
    )

    things, acts = ("轴承", "污水"), ("磨削", "净化")
    objects = [found_share(one, of=things) + found_share(one, of=(one,)) for one in things]
    same = found_share("磨削", of=acts) + found_share("磨削", of=("磨削",))
    related = found_share("净化", of=acts, counting=0.6) + found_share("去除", of=("去除",), counting=0.6)
    assert elements.objects(block) == pytest.approx(np.divide(objects, 2))
    assert elements.functions(block) == pytest.approx([same / 2, related / 2])


def test_only_the_five_elements_refine_another_feature() -> None:
    assert [feature for feature in FEATURES if feature.refines] == list(SINGLE)


@pytest.mark.parametrize("feature", ALL, ids=lambda feature: feature.name)
def test_a_record_without_text_says_nothing(feature: Feature) -> None:
    block = make_block(make_need(title="污水中氨氮的高效去除装置"), make_achievement(title="", content=""))

    assert np.isnan(feature.values(block)).all()


def test_both_are_needed() -> None:
    block = make_block(
        make_need(title="轴承磨削", content=""),
        make_achievement("A1", title="轴承磨削", content=""),
        make_achievement("A2", title="轴承装配", content=""),
        make_achievement("A3", title="齿轮磨削", content=""),
        make_achievement("A4", title="", content=""),
    )

    # Root of the product.
    both = (found_share("轴承", of=("轴承",)) * found_share("磨削", of=("磨削",))) ** 0.5
    assert elements.object_and_function(block) == pytest.approx([both, 0.0, 0.0, np.nan], nan_ok=True)


def test_saying_more_of_what_is_asked_never_lowers_an_element() -> None:
    need = make_need(title="污水中氨氮和总磷的去除", content="")
    says = ("", "污水。", "污水，总磷。", "污水，总磷，去除。")
    block = make_block(
        need, *(make_achievement(f"A{i}", title="氨氮净化", content=text) for i, text in enumerate(says))
    )

    for feature in ALL:
        values = feature.values(block)
        assert (np.diff(values[~np.isnan(values)]) >= 0).all()


def test_reasons_name_what_is_shared_related_or_missing() -> None:
    block = make_block(
        make_need(title="污水中氨氮的去除", content=""),
        make_achievement("A1", title="氨氮净化", content=""),
        make_achievement("A2", title="氨氮防爆", content=""),
    )

    assert elements.MATERIALS.reason(block, 0, 0.7) == (
        "名称中的材料对方也谈到：氨氮；需求名称中的材料成果没有谈到：污水"
    )
    assert elements.EFFECTS.reason(block, 0, 0.4) == "成果谈到意思相近的功效：需求为去除"
    assert elements.EFFECTS.reason(block, 1, 0.0) == "需求名称中的功效成果没有谈到：去除"
    assert elements.OBJECTS.reason(block, 0, 0.7) == "名称中的对象对方也谈到：氨氮；需求名称中的对象成果没有谈到：污水"
    assert elements.FUNCTIONS.reason(block, 0, 0.4) == "成果谈到意思相近的功能：需求为去除"
    assert elements.OBJECT_AND_FUNCTION.reason(block, 1, 0.0) == "对象和功能没有同时对上"
    assert elements.OBJECT_AND_FUNCTION.reason(block, 0, 0.5) == "对象和功能都有对得上的"
