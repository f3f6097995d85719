"""Duplicates among texts."""

import pytest

from ingest.duplicates import DuplicateGroup, find_duplicates

LONG = "本项目研制一种用于焊缝跟踪的激光视觉传感器，识别精度高，抗弧光干扰能力强，适用于中厚板焊接。"


def test_equal_texts_are_an_exact_group_whatever_their_form() -> None:
    texts = ["激光视觉傳感器", "别的技术", "激光 视觉传感器。", ""]

    assert find_duplicates(texts) == [DuplicateGroup((0, 2), is_exact=True, similarity=1.0)]


def test_an_edited_text_is_a_near_duplicate() -> None:
    [group] = find_duplicates([LONG, "完全不同的一种饲料配方及其制备方法", LONG.replace("中厚板", "薄板")])

    assert (group.positions, group.is_exact) == ((0, 2), False)
    assert 0.8 <= group.similarity < 1


def test_same_form_and_another_object_stay_apart() -> None:
    assert find_duplicates(["高性能铝合金压铸件制备技术", "高性能镁合金压铸件制备技术"]) == []


def test_empty_texts_are_no_duplicates() -> None:
    assert find_duplicates(["", " ", "。"]) == []


def test_similarity_is_the_jaccard_of_trigrams() -> None:
    # abcdef: abc bcd cde def; abcdex: abc bcd cde dex; 3 of 5 are shared.
    assert find_duplicates(["abcdef", "abcdex"], threshold=0.6) == [
        DuplicateGroup((0, 1), is_exact=False, similarity=0.6)
    ]


@pytest.mark.parametrize("threshold", [0.0, 1.1])
def test_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        find_duplicates([], threshold=threshold)
