"""What every Segmenter promises, held against jieba and rjieba."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsageError
from data.reference.words import load_domain_words
from models.protocols import Segmenter, Word
from models.segmenters import open_segmenter

NAMES = ("rjieba", "jieba")

both = pytest.mark.parametrize("name", NAMES)


@cache
def segmenter_of(name: str) -> Segmenter:
    return open_segmenter(name)


def cut(name: str, text: str) -> list[str]:
    return [word.text for word in segmenter_of(name).cut(text)]


@both
def test_cut_empty_text_gives_nothing(name: str) -> None:
    assert segmenter_of(name).cut("") == []


@both
def test_cut_gives_places_in_the_text(name: str) -> None:
    assert segmenter_of(name).cut("锂离子电池，好") == [Word("锂离子电池", 0, 5), Word("，", 5, 6), Word("好", 6, 7)]


@both
@given(
    text=st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("锂离子电池复合材料3.2-4Al/ \r\n\t%～℃")), max_size=60
    )
)
def test_cut_covers_any_text_without_gap_or_overlap(name: str, text: str) -> None:
    words = segmenter_of(name).cut(text)

    assert "".join(word.text for word in words) == text
    assert [word.start for word in words] == [0, *(word.end for word in words)][: len(words)]
    assert all(word.text == text[word.start : word.end] != "" for word in words)


@both
def test_cut_survives_lone_surrogates(name: str) -> None:
    assert "".join(cut(name, "电池\ud800材料")) == "电池\ud800材料"


@both
def test_cut_keeps_every_domain_word_whole(name: str) -> None:
    assert [word for word in load_domain_words() if cut(name, word) != [word]] == []


@both
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("压力3.2-4.6MPa", ["压力", "3.2-4.6MPa"]),
        ("126kV开关", ["126kV", "开关"]),
        ("Al2O3陶瓷", ["Al2O3", "陶瓷"]),
        ("按GB/T 1234-2008", ["按", "GB/T", " ", "1234-2008"]),
        ("转速1500r/min", ["转速", "1500r/min"]),
        ("1.80 g/cm3", ["1.80", " ", "g/cm3"]),
        ("LED/OLED", ["LED", "/", "OLED"]),
        ("ZIF-8材料", ["ZIF-8", "材料"]),
        ("3D打印", ["3D打印"]),
        ("12%～15%", ["12%～15%"]),
    ],
)
def test_cut_keeps_technical_runs_whole(name: str, text: str, words: list[str]) -> None:
    assert cut(name, text) == words


@both
def test_extra_words_stay_whole_and_change_the_id(name: str) -> None:
    extended = open_segmenter(name, extra_words=["掺铒光纤放大腔", "β-环糊精"])

    assert [word.text for word in extended.cut("用掺铒光纤放大腔和β-环糊精")] == [
        "用",
        "掺铒光纤放大腔",
        "和",
        "β-环糊精",
    ]
    assert extended.id != segmenter_of(name).id


@both
def test_words_for_index_hold_compounds_and_their_parts(name: str) -> None:
    words = open_segmenter(name, extra_words=["碳纤维复合材料"]).words_for_index("碳纤维复合材料，好！")

    assert words == ["碳纤维复合材料", "碳纤维", "复合材料", "好"]


@both
def test_words_of_the_dictionary_inside_an_extra_word_still_find_it(name: str) -> None:
    words = open_segmenter(name, extra_words=["高强金属基复合材料坯"]).words_for_index("高强金属基复合材料坯")

    assert words[0] == "高强金属基复合材料坯"
    assert {"金属基复合材料", "复合材料"} <= set(words)


@both
def test_same_dictionary_has_same_id(name: str) -> None:
    assert open_segmenter(name).id == segmenter_of(name).id


def test_unknown_segmenter_is_refused() -> None:
    with pytest.raises(UsageError, match="没有名为“word”的分词器"):
        open_segmenter("word")
