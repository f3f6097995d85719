"""Near duplicates among texts."""

import pytest

from ingest.duplicates import NearDuplicate, find_near_duplicates

LONG = "本项目研制一种用于焊缝跟踪的激光视觉传感器，识别精度高，抗弧光干扰能力强，适用于中厚板焊接。"


def test_texts_that_differ_in_form_only_are_equal() -> None:
    texts = ["激光视觉傳感器", "别的技术", "激光 视觉传感器。", ""]

    assert find_near_duplicates(texts) == [NearDuplicate(2, 0, 1.0)]


def test_an_edited_text_is_a_near_duplicate() -> None:
    [found] = find_near_duplicates([LONG, "完全不同的一种饲料配方及其制备方法", LONG.replace("中厚板", "薄板")])

    assert (found.position, found.earlier) == (2, 0)
    assert 0.8 <= found.similarity < 1


def test_same_form_and_another_object_stay_apart() -> None:
    assert find_near_duplicates(["高性能铝合金压铸件制备技术", "高性能镁合金压铸件制备技术"]) == []


def test_empty_texts_are_no_duplicates() -> None:
    assert find_near_duplicates(["", " ", "。"]) == []


def test_similarity_is_the_jaccard_of_trigrams() -> None:
    # abcdef: abc bcd cde def; abcdex: abc bcd cde dex; 3 of 5 are shared.
    assert find_near_duplicates(["abcdef", "abcdex"], threshold=0.6) == [NearDuplicate(1, 0, 0.6)]


@pytest.mark.parametrize("threshold", [0.0, 1.1])
def test_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        find_near_duplicates([], threshold=threshold)


def test_of_several_earlier_texts_the_most_similar_is_named() -> None:
    # Against abcdefgh (6 trigrams): abcdefgx shares 5 of 7, xycdefgx 4 of 8.
    found = find_near_duplicates(["xycdefgx", "abcdefgh", "abcdefgx"], since=2, threshold=0.5)

    assert found == [NearDuplicate(2, 1, 5 / 7)]


def test_texts_before_since_are_only_compared_with() -> None:
    texts = ["激光视觉传感器", "激光视觉传感器", "别的技术", "激光视觉传感器。"]

    assert find_near_duplicates(texts, since=2) == [NearDuplicate(3, 0, 1.0)]
