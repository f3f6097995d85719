"""Repairs of document numbers and dates, and what is left alone."""

import pytest

from ingest.notices.reading import read_notice_text

OPEN, CLOSE = "\u3014", "\u3015"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (f"（甲政{OPEN}201748号）", [(f"甲政{OPEN}201748号", f"甲政{OPEN}2017{CLOSE}48号")]),
        (f"根据甲发{OPEN}20167号文件", [(f"甲发{OPEN}20167号", f"甲发{OPEN}2016{CLOSE}7号")]),
        (f"甲政办发{OPEN}201664\n各市：", [(f"甲政办发{OPEN}201664", f"甲政办发{OPEN}2016{CLOSE}64号")]),
        (f"甲政办发2016{CLOSE}64号", [(f"甲政办发2016{CLOSE}64号", f"甲政办发{OPEN}2016{CLOSE}64号")]),
        (f"国发{OPEN}2016{CLOSE}16号", []),
        ("某局\n20171130", [("20171130", "2017年11月30日")]),
        ("某局\n2016525", [("2016525", "2016年5月25日")]),
        ("某局\n2016111", [("2016111", "")]),
        ("发布时间：2016-11-01\n某局\n2016111", [("2016111", "2016年11月1日")]),
        ("邮编：2016525 转 20171130", []),
    ],
)
def test_what_lost_characters_is_repaired_with_the_raw_kept(text: str, repaired: list[tuple[str, str]]) -> None:
    found = read_notice_text(text).notice.repairs

    assert [(each.raw, each.repaired) for each in found] == repaired
    assert [text[each.quote.start : each.quote.end] for each in found] == [raw for raw, _ in repaired]
