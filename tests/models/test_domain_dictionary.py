"""The domain dictionary as shipped, and the rules it was made by."""

import pytest

from data.reference.words import load_domain_words
from models.domain_dictionary import DomainSources, collect_domain_words, is_clean


def test_dictionary_is_large_sorted_and_clean() -> None:
    words = load_domain_words()

    assert len(words) >= 3000
    assert list(words) == sorted(set(words))
    assert [word for word in words if not is_clean(word)] == []


@pytest.mark.parametrize("word", ["锂离子电池", "石墨烯", "3D打印", "X射线", "复合材料", "机器学习", "间充质干细胞"])
def test_dictionary_knows_common_technology(word: str) -> None:
    assert word in load_domain_words()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("锂离子电池", True),
        ("LED驱动", True),
        ("K理论", True),
        ("一种电池", False),
        ("电池及材料", False),
        ("电池的", False),
        ("电", False),
        ("2024", False),
        ("新能源汽车动力电池包结构", False),
    ],
)
def test_clean_words(word: str, *, expected: bool) -> None:
    assert is_clean(word) is expected


def test_names_are_split_and_bared() -> None:
    sources = DomainSources(
        disciplines=["同调与K理论"],
        industries=["其他稀土金属冶炼", "家用电器零售"],
        keywords=[["蚁群算法", "单次关键词"], ["蚁群算法"]],
        texts=["", ""],
        titles=[],
    )

    assert collect_domain_words(sources) == ["K理论", "稀土金属", "蚁群算法"]
