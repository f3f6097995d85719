"""Places of a notice that do not agree."""

import pytest

from ingest.notices.reading import read_notice_text

SIGNED = "\n某某市科技局\n2024年5月8日"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "到2025年，建设联盟100个，其中骨干联盟60个、城市联盟30个。",
            "“联盟”总数100，各部分60＋30＝90，还有10没有分解。",
        ),
        ("请于2024年4月30日前报送需求。", "截止日期2024年4月30日早于通知日期2024年5月8日。"),
        ("请于6月28日（星期六）前报送需求。", "2024年6月28日是星期五，文中写作星期六。"),
        (
            "各县于6月10日前报送附件1。各县于6月20日前报送附件1。",
            "附件1有两个截止日期：2024年6月10日和2024年6月20日。",
        ),
        (
            "‘2024石桥科洽会定于9月举行。\n见附件1（‘2023石桥科洽会安排表）。",
            "同一活动“石桥科洽会”的年份不一致：2024与2023。",
        ),
        (
            "联盟由企业牵头，联合其他5家企业、1家高校组成。\n发起单位（不少于5家）",
            "企业数有两种读法：正文另计牵头单位以外的企业，表中按发起单位总数计算。请确认是否含牵头单位。",
        ),
        (
            "征集领域：新材料、新能源、生物医药、现代农业。\n所属领域\n□新材料 □新能源 □生物医药 □航空航天 □其他",
            "正文所列领域与表中选项不一致。正文有而表中没有：现代农业。表中有而正文没有：航空航天。",
        ),
    ],
)
def test_a_conflict_is_named_with_its_places(text: str, why: str) -> None:
    text += SIGNED

    conflicts = read_notice_text(text).conflicts
    assert [each.why for each in conflicts] == [why]
    assert all(text[quote.start : quote.end] == quote.text for quote in conflicts[0].quotes)


def test_parts_that_add_up_are_no_conflict() -> None:
    text = "到2025年，建设联盟100个，其中骨干联盟60个、城市联盟40个。"

    assert read_notice_text(text).conflicts == ()
