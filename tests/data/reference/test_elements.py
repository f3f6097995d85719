"""The tables of element words and affixes."""

from data.reference.cues import stop_words
from data.reference.elements import ElementKind, element_affixes, element_words, function_groups, generic_words


def test_a_word_is_either_of_a_kind_or_generic() -> None:
    assert element_words().keys() & generic_words() == set()


def test_stop_words_are_left_to_their_own_table() -> None:
    assert (element_words().keys() | generic_words()) & stop_words() == set()


def test_every_kind_has_words() -> None:
    assert set(element_words().values()) == set(ElementKind)


def test_endings_tell_materials_products_methods_and_effects() -> None:
    affixes = element_affixes()

    assert affixes.endings["合金"] is ElementKind.MATERIAL
    assert affixes.endings["泵"] is ElementKind.PRODUCT
    assert affixes.endings["工艺"] is ElementKind.METHOD
    assert affixes.beginnings["耐"] is ElementKind.EFFECT
    assert max(map(len, affixes.endings)) == affixes.longest


def test_only_functions_have_groups() -> None:
    kinds = {element_words().get(word) for word in function_groups()}

    assert kinds == {ElementKind.METHOD, ElementKind.EFFECT}


def test_equivalent_functions_share_a_group() -> None:
    groups = function_groups()

    assert groups["去除"] & groups["净化"]
    assert not groups["去除"] & groups["检测"]
