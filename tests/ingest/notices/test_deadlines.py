"""Days that are deadlines, and days, numbers and telephones that are none."""

from datetime import date

import pytest

from ingest.cleaning import fold
from ingest.notices.deadlines import deadlines_in

ISSUED = date(2024, 5, 8)


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("请于2024年6月28日17时前报送", date(2024, 6, 28), "17:00"),
        ("6月28日（星期五）下午5时30分前提交", date(2024, 6, 28), "17:30"),
        ("申报截止时间：2024-06-28 18:00", date(2024, 6, 28), "18:00"),
        ("截止时间为6月28日24:00", date(2024, 6, 28), ""),
        ("6月底前完成", date(2024, 6, 30), ""),
        ("6月前完成", date(2024, 5, 31), ""),
        ("年底前组织验收", date(2024, 12, 31), ""),
        ("第三季度末前完成", date(2024, 9, 30), ""),
        ("于本月25日前反馈", date(2024, 5, 25), ""),
        ("1月15日前报送", date(2025, 1, 15), ""),
        ("六月二十八日前报送", date(2024, 6, 28), ""),
        ("即日起至6月28日", date(2024, 6, 28), ""),
        ("网上填报：6月1日9:00至6月28日17:00。", date(2024, 6, 28), "17:00"),
    ],
)
def test_a_deadline_is_read_to_day_and_hour(text: str, on: date, at: str) -> None:
    found = list(deadlines_in(fold(text).text, issued_on=ISSUED, year=ISSUED.year))

    assert [(each.on, each.at) for each in found] == [(on, at)]


def test_days_that_are_named_together_are_all_due() -> None:
    found = list(deadlines_in("分别于6月20日和12月20日前提交", issued_on=ISSUED, year=2024))

    assert [each.on for each in found] == [date(2024, 6, 20), date(2024, 12, 20)]


def test_a_day_of_each_month_is_no_single_day() -> None:
    found = list(deadlines_in("每月20日前报送进展", issued_on=ISSUED, year=2024))

    assert [(each.on, each.monthly_day) for each in found] == [(None, 20)]


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0000-6285000，邮箱：a0628@example.com",
        "根据甲科发\u30142023\u301512号和2023年6月28日会议精神",
        "定于2024年6月28日至30日举办",
        "2023年12月31日前注册成立的企业",
        "2022年底前已建成的联盟",
        "自2024年6月28日起施行",
        "2024年2月30日前报送",
        "每季度末月25日前报送",
        "前期工作于6月28日开展",
        "到2025年建成60家",
        "截至4月底，全市登记合同132份",
    ],
)
def test_other_days_are_no_deadlines(text: str) -> None:
    assert list(deadlines_in(fold(text).text, issued_on=ISSUED, year=2024)) == []
