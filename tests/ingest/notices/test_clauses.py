"""Numbered clauses and what is below them."""

from ingest.notices.reading import read_notice_text


def test_clauses_keep_their_printed_numbers_and_hold_what_is_below_them() -> None:
    text = (
        "关于某事的通知\n一、总则\n（一）目标。到年底。\n1．甲\n2. 乙\n（1）丙\n"
        "二、附则\n2024年不是条款\n1.5万元也不是\n附件1\n1、丁"
    )

    clauses = read_notice_text(text).notice.clauses

    assert [(each.number, each.heading) for each in clauses] == [
        ("", ""),
        ("一", "总则"),
        ("一/（一）", "目标"),
        ("一/（一）/1", "甲"),
        ("一/（一）/2", "乙"),
        ("一/（一）/2/（1）", "丙"),
        ("二", "附则"),
        ("附件1", ""),
        ("附件1/1", "丁"),
    ]
    assert clauses[2].quote.text == "（一）目标。到年底。\n1．甲\n2. 乙\n（1）丙"


def test_articles_of_a_regulation_stand_below_chapters() -> None:
    text = "第一章 总则\n第一条 为规范。\n第二章 组建\n第二条 下列条件：\n（一）甲；\n（二）乙。"

    numbers = [each.number for each in read_notice_text(text).notice.clauses]

    assert numbers == [
        "第一章",
        "第一章/第一条",
        "第二章",
        "第二章/第二条",
        "第二章/第二条/（一）",
        "第二章/第二条/（二）",
    ]
