"""Where a text says whom to call."""

import pytest

from matcher.contacts import contact_spans, names_in


def left_of(text: str, *names: str) -> str:
    """Return what stays of a text, with | for what is taken out."""
    for start, end in reversed(list(contact_spans(text, names))):
        text = f"{text[:start]}|{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("涂层。联系人:张三,电话:13000000001。", "涂层。|。"),
        ("联系人:赵六。涂层脱落", "|。涂层脱落"),
        ("联系人李工 13000000001 涂层", "| 涂层"),
        ("联系方式:张经理(13000000001),邮箱 a@b.com", "|"),
        ("联系电话:0517-80000001", "|"),
        # What a technology may be about is a label only before a contact.
        ("手机支架、电话会议系统、微信小程序", "手机支架、电话会议系统、微信小程序"),
        ("项目负责人张三教授长期从事涂层研究", "项目负责人张三教授长期从事涂层研究"),
        ("详见联系方式一栏", "详见联系方式一栏"),
        ("", ""),
    ],
)
def test_labels_names_and_numbers_are_found_together(text: str, left: str) -> None:
    assert left_of(text) == left


def test_a_name_of_the_record_is_found_wherever_it_stands() -> None:
    assert left_of("涂层由张示例提出", "张示例") == "涂层由|提出"


def test_a_name_that_was_hidden_before_is_found_like_the_name() -> None:
    assert left_of("涂层由张**提出，联系人：李*。长*宽不限", "张示例") == "涂层由|提出，|。长*宽不限"


@pytest.mark.parametrize(
    ("contact", "names"),
    [
        ("张示例 130-0000-0064", ("张示例",)),
        ("联系人刘样本经理;王例子", ("刘样本", "王例子")),
        ("技术部 王工", ()),
        # A word as often as a name.
        ("高原 130-0000-0064", ()),
        ("", ()),
    ],
)
def test_names_are_read_from_a_contact_field(contact: str, names: tuple[str, ...]) -> None:
    assert names_in(contact) == names
