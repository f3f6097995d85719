"""Passages: their kinds, their lengths, their places in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.enums import PassageKind
from data.records.matches import Quote
from matcher.passages import MAX_PASSAGE, Passage, cut_passages, title_passage

PROBLEM, INDICATOR = PassageKind.PROBLEM, PassageKind.INDICATOR
BASE, COOPERATION = PassageKind.EXISTING_BASE, PassageKind.COOPERATION


def cut(value: str, names: tuple[str, ...] = ()) -> list[Passage]:
    return cut_passages("need", field="content", value=value, default=PROBLEM, names=names)


def test_headings_decide_the_kind() -> None:
    passages = cut("需求内容：涂层容易脱落。\n预期目标：\n硬度≥60HRC。\n现有工作基础：已有喷涂线两条。")

    assert [(passage.kind, passage.text) for passage in passages] == [
        (PROBLEM, "涂层容易脱落。"),
        (INDICATOR, "硬度≥60HRC。"),
        (BASE, "已有喷涂线两条。"),
    ]


def test_heading_may_be_numbered_bracketed_or_quoted_but_not_inside_a_sentence() -> None:
    passages = cut('"（一）【预期目标】：硬度≥60HRC。\n要达到以下目标：寿命长。\n“现有基础：厂房三栋。')

    assert [(passage.kind, passage.text) for passage in passages] == [
        (INDICATOR, "硬度≥60HRC。\n要达到以下目标:寿命长。"),
        (BASE, "厂房三栋。"),
    ]


def test_long_text_without_any_mark_is_cut_evenly_and_loses_nothing() -> None:
    value = "涂层" * 3000

    passages = cut(value)

    assert [len(passage.text) for passage in passages] == [MAX_PASSAGE] * 50
    assert "".join(passage.quote.text for passage in passages) == value


def test_cue_decides_where_there_is_no_heading() -> None:
    passages = cut("涂层容易脱落。本企业成立于二〇〇一年。希望与高校共同攻关。")

    assert [passage.kind for passage in passages] == [PROBLEM, BASE, COOPERATION]


def test_neighbours_of_one_kind_stand_together_up_to_the_limit() -> None:
    sentence = "涂层在高温下反复使用以后容易从基体上脱落。"  # 21 characters: five fit into 120

    passages = cut(sentence * 7)

    assert [len(passage.text) for passage in passages] == [105, 42]


def test_long_sentence_is_cut_at_a_comma_or_hard() -> None:
    passages = cut("涂" * 100 + "，" + "层" * 130)

    assert [len(passage.text) for passage in passages] == [101, 120, 10]


def test_spans_point_into_the_original_even_when_folding_changes_lengths() -> None:
    value = "需求内容：軸承溫度高於８０℃，\u200b壽命不足。"

    (passage,) = cut(value)

    assert passage.text == "轴承温度高于80℃，寿命不足。"
    assert passage.quote.text == value[passage.quote.start : passage.quote.end] == "軸承溫度高於８０℃，\u200b壽命不足。"


def test_contacts_never_enter_a_passage() -> None:
    passages = cut("涂层容易脱落，联系电话：13000000001，请尽快联系。")

    assert all("13000000001" not in passage.quote.text for passage in passages)
    assert [passage.quote.text[:6] for passage in passages] == ["涂层容易脱落", "，请尽快联系"]


def test_names_and_labels_of_contacts_never_enter_a_passage() -> None:
    passages = cut("涂层由张示例提出。\n联系人：李样本，电话：13000000001。\n耐磨。", names=("张示例",))

    assert [passage.text for passage in passages] == ["涂层由", "提出。", "。\n耐磨。"]


@pytest.mark.parametrize("value", ["", " \n\t", "。。。", "123 456"])
def test_stretch_without_letters_is_no_passage(value: str) -> None:
    assert cut(value) == []


@given(st.text(alphabet="涂层，。；\n：需求内容预期目标 軸\uff18\uff101a\u3000\u200b", max_size=400))
def test_every_span_is_true_and_short(value: str) -> None:
    for passage in cut(value):
        assert value[passage.quote.start : passage.quote.end] == passage.quote.text
        assert 0 < len(passage.text) <= MAX_PASSAGE


def test_a_title_is_matched_without_contacts_and_quoted_as_it_stood() -> None:
    written = "压铸气孔控制（联系人张示例 13800001234）"
    heading = title_passage(written)

    assert (heading.text, heading.quote) == ("压铸气孔控制", Quote("title", written, 0, len(written)))
    assert title_passage("李样本的涂层", ("李样本",)).text == "的涂层"
