"""Folding: what changes, and the way back to the original."""

# ruff: noqa: RUF001 - look-alike characters are what is tested

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import fold

TRICKY = st.text(
    alphabet=st.sampled_from(
        "技術難題後覆蓋乾隆麵 \t\n\r\u3000\u200b\xa0ＡＢ１２％㎡①⑴⒈Ⅲ℃°Cº½²<>/bpr&;#ltgnsamp上一篇相关文章:：.,，ab1x-~"
    )
)
ANY = st.text() | TRICKY


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        ("技術難題", "技术难题"),
        ("乾隆年間的乾燥技術", "乾隆年间的干燥技术"),
        ("ＡＢＣ：１２３（％）", "ABC:123(%)"),
        ("１２０，２００，３００", "120，200，300"),
        ("①5mm", "①5mm"),
        ("⒈5mm", "⒈5mm"),
        ("10⁶次", "10⁶次"),
        ("100㎡", "100m2"),
        ("80°C", "80℃"),
        ("零\u200b宽\u00ad字", "零宽字"),
        ("a\u00a0\u3000b", "a b"),
        ("密度&nbsp;&gt;&amp;gt;1", "密度 >>1"),
        ("甲&amp;乙&notit;丙&amp;amp;", "甲&乙&notit;丙&"),
        ("cm<sup>3</sup>", "cm3"),
        ("<p class='x'>一</p>二<br/>三", "\n一\n二\n三"),
        ("若a<b且c>d", "若a<b且c>d"),
        ("一\r\n二", "一\n二"),
        ("正文\n上一篇：某某\n下一篇: 某某\n", "正文\n"),
        ("- 相關推薦\n正文", "正文"),
        ("相关文章推荐系统", "相关文章推荐系统"),
        ("⻓度", "长度"),
        ("", ""),
    ],
)
def test_fold_gives_one_spelling(original: str, folded: str) -> None:
    assert fold(original).text == folded


def test_to_original_points_at_the_pieces_that_were_folded() -> None:
    folded = fold("&lt;技術\u200b難題　　ＯＫ")

    assert folded.text == "<技术难题 OK"
    assert [folded.to_original(i, i + 1) for i in range(8)] == [
        (0, 4),
        (4, 5),
        (5, 6),
        (7, 8),
        (8, 9),
        (9, 11),
        (11, 12),
        (12, 13),
    ]
    assert folded.to_original(1, 5) == (4, 9)


def test_to_original_of_an_empty_span_is_empty() -> None:
    folded = fold("<br>甲")

    assert [folded.to_original(i, i) for i in range(3)] == [(0, 0), (4, 4), (5, 5)]


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 3)])
def test_to_original_refuses_spans_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        fold("甲乙").to_original(start, end)


@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text

    assert fold(once).text == once


@given(ANY)
def test_spans_are_in_range_and_never_go_back(text: str) -> None:
    folded = fold(text)
    spans = [folded.to_original(i, i + 1) for i in range(len(folded.text))]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))


@given(ANY)
def test_the_whole_comes_from_within_the_original(text: str) -> None:
    folded = fold(text)
    start, end = folded.to_original(0, len(folded.text))

    assert 0 <= start <= end <= len(text)


# Left out are characters whose folding hangs on what stands beside them (phrases, tags, lines): see the tests above.
@given(st.text(alphabet=st.sampled_from("技術難題後覆蓋麵甲乙ＡＢ１２％㎡Ⅲ①℃ab12，。：；\u200b\u3000")))
def test_each_character_comes_from_a_piece_that_folds_to_it(text: str) -> None:
    folded = fold(text)

    for i, character in enumerate(folded.text):
        start, end = folded.to_original(i, i + 1)
        assert character in fold(text[start:end]).text


@pytest.mark.shared
def test_a_mixed_notice_is_found_by_simplified_words(shared_dir: Path) -> None:
    folded = fold((shared_dir / "notices" / "huaian-2010.txt").read_text(encoding="utf-8"))
    start = folded.text.index("技术难题")
    low, high = folded.to_original(start, start + 4)

    assert folded.original[low:high] == "技術難題"
    assert "相关推荐" not in folded.text


@pytest.mark.parametrize("escaped", ["amp;", "#38;", "#x26;"])
def test_a_text_escaped_many_times_is_read_in_one_pass(escaped: str) -> None:
    start = time.process_time()

    assert fold("&" + escaped * 20_000 + "lt;5").text == "<5"
    assert time.process_time() - start < 3.0
