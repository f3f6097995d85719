"""Contacts: what is found, what is left alone, and masks of the same length. All details are invented."""

# ruff: noqa: RUF001 - look-alike characters are what is tested

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contacts import ContactKind, find_contacts, mask_contacts, mask_field, mask_value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("手机13900001234。", ContactKind.PHONE, "13900001234"),
        ("王工 139 0000 1234", ContactKind.PHONE, "139 0000 1234"),
        ("139-0000-1234", ContactKind.PHONE, "139-0000-1234"),
        ("+86 139-0000-1234", ContactKind.PHONE, "+86 139-0000-1234"),
        ("１３９００００１２３４", ContactKind.PHONE, "１３９００００１２３４"),
        ("1 3 9 0 0 0 0 1 2 3 4", ContactKind.PHONE, "1 3 9 0 0 0 0 1 2 3 4"),
        ("电话：0599-55550000", ContactKind.PHONE, "0599-55550000"),
        ("(0599)55550000转801", ContactKind.PHONE, "(0599)55550000转801"),
        ("０５９９－５５５５００００", ContactKind.PHONE, "０５９９－５５５５００００"),
        ("联系电话:55550000", ContactKind.PHONE, "55550000"),
        ("王工0000-0000013", ContactKind.PHONE, "0000-0000013"),
        ("王工13900001234.0", ContactKind.PHONE, "13900001234"),
        ("热线400-000-1234", ContactKind.PHONE, "400-000-1234"),
        ("邮箱a.b@example.com", ContactKind.EMAIL, "a.b@example.com"),
        ("邮箱：ab＠example.com.cn；", ContactKind.EMAIL, "ab＠example.com.cn"),
        ("ab(at)example.cn", ContactKind.EMAIL, "ab(at)example.cn"),
        ("QQ：1234567", ContactKind.QQ, "1234567"),
        ("ＱＱ号：１２３４５６７", ContactKind.QQ, "１２３４５６７"),
        ("QQ群 12345678", ContactKind.QQ, "12345678"),
        ("扣扣1234567", ContactKind.QQ, "1234567"),
        ("微信号：abc_123", ContactKind.WECHAT, "abc_123"),
        ("加微信 wx_demo1", ContactKind.WECHAT, "wx_demo1"),
        ("身份证11010519491231002X", ContactKind.ID_CARD, "11010519491231002X"),
    ],
)
def test_contact_is_found(text: str, kind: ContactKind, value: str) -> None:
    assert [(c.kind, text[c.start : c.end]) for c in find_contacts(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "专利号ZL201810123456.7",
        "授权专利ZL13912345678",
        "GB/T 4754-2017",
        "2020-01-13至2021-01-13",
        "20200113",
        "产量13900000000吨",
        "投资13900000000元",
        "密度0.517-0.839",
        "尺寸1350-1450-1550",
        "编号2018 1234 5678",
        "CN201810123456A",
        "微信小程序开发",
        "身份证号110105194912310021",
        "电话会议系统的3种模式",
        "分辨率1920×1080@60Hz",
        "型号XK3190-A12",
        "温度100-200-300℃",
    ],
)
def test_numbers_that_reach_nobody_are_left_alone(text: str) -> None:
    assert find_contacts(text) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请致电139-0000-1234，QQ：1234567", "请致电139-****-****，QQ：1******"),
        ("ab@example.com", "a*@***********"),
        ("没有联系方式", "没有联系方式"),
    ],
)
def test_mask_contacts_keeps_everything_else(text: str, masked: str) -> None:
    assert mask_contacts(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("张三", "张*"),
        ("联系人:欧阳修 13900001234", "联系人:欧** 139********"),
        ("李四（经理）", "李*（经理）"),
        ("赵老师", "赵老师"),
        ("张三、李四", "张*、李*"),
        ("Tom Lee", "T** L**"),
    ],
)
def test_mask_value_masks_names_too(text: str, masked: str) -> None:
    assert mask_value(text) == masked


@given(st.text() | st.text(alphabet=st.sampled_from("139 0-8@.a张电话：QQ微信号_Xx+()转１３９＠")))
def test_masks_are_as_long_as_the_text_and_spans_apart(text: str) -> None:
    contacts = find_contacts(text)

    assert len(mask_contacts(text)) == len(text)
    assert len(mask_value(text)) == len(text)
    assert all(a.end <= b.start for a, b in pairwise(contacts))


def test_a_long_directory_is_masked_in_linear_time() -> None:
    start = time.process_time()
    masked = mask_value("13900001234，" * 10_000)

    assert masked == "139********，" * 10_000
    assert time.process_time() - start < 3.0


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("加微信wjg_8899", "加微信w*******"),
        ("电话139.1234.5678", "电话139.****.****"),
        ("联系人王建国13912345678，急", "联系人王**139********，急"),
        ("联系人：张示例，电话0000-0000013", "联系人：张**，电话000*-*******"),
        ("负责人李样本，硬度≥60HRC", "负责人李样本，硬度≥60HRC"),
        ("粘度3.139.1234", "粘度3.139.1234"),
    ],
)
def test_mask_names_before_numbers_and_more_wordings(text: str, masked: str) -> None:
    assert mask_contacts(text) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("contact", "王*139********"),
        ("联系人", "王*139********"),
        ("content", "王工139********"),
        ("", "王工139********"),
    ],
)
def test_names_of_people_are_masked_where_the_field_says_that_they_are(name: str, masked: str) -> None:
    assert mask_field(name, "王工13900001234") == masked
