"""Needs are chosen by id, words to hide are read, and nothing unknown is passed over."""

import pytest

from data.errors import UnknownIdError, UsageError
from service.docking.doctoring import choose_needs, read_masks
from tests.factories.records import make_need

NEEDS = (make_need("N1"), make_need("N2"), make_need("N3"))


def test_needs_are_chosen_in_the_order_of_the_file() -> None:
    assert choose_needs(NEEDS, ["N3", "N1"]) == (NEEDS[0], NEEDS[2])
    assert choose_needs(NEEDS, []) == NEEDS


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="需求文件中没有编号为“N9”的需求。"):
        choose_needs(NEEDS, ["N1", "N9"])


def test_masks_are_words_with_or_without_a_stand_in() -> None:
    assert read_masks(["碳纤维", "7075 = 铝合金"]) == {"碳纤维": "", "7075": "铝合金"}


def test_a_mask_without_a_word_is_refused() -> None:
    with pytest.raises(UsageError, match="选项 --mask 的值“=铝合金”没有写要隐去的词。"):
        read_masks(["=铝合金"])
