import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference.questions import load_need_questions
from matcher.doctor.diagnosis import diagnose
from matcher.doctor.questions import MOST_QUESTIONS, object_of
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.records import make_need


def asked(title: str, content: str, **changes: str) -> list[str]:
    need = make_need(title=title, content=content, **changes)
    return [question.text for question in diagnose(need, open_segmenter()).questions]


def test_a_wish_without_a_figure_is_asked_for_both_figures() -> None:
    assert asked("络筒机换管", "希望提高换管成功率，目前管纱容易卡死。")[:2] == [
        "贵公司所说的“提高换管成功率”，现在是多少，要达到多少？",
        "“管纱容易卡死”在什么情况下发生，有多严重（如每百件几件、每月几次、损失多少）？",
    ]


def test_a_title_of_general_words_is_asked_what_it_means() -> None:
    assert asked("生产线自动化升级", "生产线自动化升级")[0] == (
        "“生产线自动化升级”说的是哪种产品、哪道工序？请写出产品名称、现用的设备和型号。"
    )


def test_an_indicator_is_asked_what_is_reached_now() -> None:
    content = "目前在150℃下真空压铸，要求孔隙率≤2%。"
    assert asked("压铸件孔隙控制", content, budget="50万元", cooperation="委托开发") == [
        "要求“孔隙率≤2%”，目前实际做到多少，差在哪里？"
    ]


def test_software_is_not_asked_for_temperatures() -> None:
    questions = asked("车间数据采集软件", "需要一套软件。")
    assert "“车间数据采集软件”用在什么场合：多少人用、处理多少数据，要接上哪些现有的系统或设备？" in questions


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("关于一种新型喷淋塔的研发", "喷淋塔"),
        ("解决酸洗槽渗漏问题", "酸洗槽渗漏"),
        ("3D打印阻燃塑料", "3D打印阻燃塑料"),
        ("某钢-连铸结晶器测温技术开发", "连铸结晶器测温"),
        ("", ""),
    ],
)
def test_the_object_is_the_title_without_words_any_title_has(title: str, named: str) -> None:
    assert object_of(profile_need(make_need(title=title, content=""), open_segmenter())) == named


@settings(deadline=None, max_examples=50)  # the first call loads the segmenter
@given(title=st.text(max_size=40), content=st.text(max_size=200))
def test_never_more_than_three_of_different_topics(title: str, content: str) -> None:
    questions = diagnose(make_need(title=title, content=content), open_segmenter()).questions
    topics = [question.topic for question in questions]
    assert len(topics) <= MOST_QUESTIONS
    assert topics == [topic for topic in load_need_questions() if topic in topics]
