import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from data.records.enums import ConditionStatus
from data.records.ids import NeedId
from data.records.matches import Condition, Contribution, MatchList, PassagePair, Quote
from data.records.sources import Source
from service.exports.masking import MASKED, RecordTexts, printable
from service.exports.writer import write_matches
from tests.factories.matches import make_match, make_report
from tests.factories.records import make_achievement, make_need

PHONE = "13800001234"
MAIL = "zhang.wei@example.com"


def text_of(path: Path) -> str:
    """Everything a file says, zipped parts included, tags taken out so that no run hides a number."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return re.sub("<[^>]*>", "", "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist()))


@pytest.mark.parametrize("company", ["", f"某公司（联系人：张伟 {PHONE}）"])
@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx", "html", "docx"])
def test_no_format_shows_a_contact(tmp_path: Path, ending: str, company: str) -> None:
    content = f"请致电{PHONE}或发邮件到{MAIL}，需要耐磨涂层。"
    # The second passage begins inside the number: masking the quote alone would let its end through.
    start = content.index(PHONE) + 4
    passages = (
        PassagePair(Quote("content", content, 0, len(content)), Quote("title", "模具", 0, 2), 0.5),
        PassagePair(Quote("content", content[start:], start, len(content)), Quote("title", "模具", 0, 2), 0.5),
    )
    extra = {"联系人电话": PHONE, "备注": f"电话{PHONE}", "填报人": "张伟", f"咨询电话{PHONE}": "有"}
    source = Source(f"需求（张经理{PHONE}）.xlsx", "", 2)
    need = make_need(content=content, contact=f"张伟 {PHONE}", extra=extra, source=source)
    achievement = make_achievement(
        contact=f"李教授，{PHONE}", title=f"模具涂层 联系电话{PHONE}", team=f"涂层组（{PHONE}）"
    )
    contributions = (Contribution("text_words", 0.5, 0.506, "两边全文都有：涂层、张伟"),)
    conditions = (Condition("valid_until", ConditionStatus.CANNOT_TELL, "需求的有效期未能识别：张伟定"),)
    match = make_match(
        passages=passages,
        indicators=(),
        summary=f"需求写明联系电话{PHONE}。",
        contributions=contributions,
        conditions=conditions,
    )
    report = make_report(
        lists=[MatchList(NeedId("N1"), (match,), note=f"联系电话{PHONE}")],
        needs=[need],
        achievements=[achievement],
        notes=(f"第7行的联系电话{PHONE}重复。",),
    )
    path = tmp_path / f"out.{ending}"
    write_matches(replace(report, company=company), path)
    shown = text_of(path)
    assert [secret for secret in (PHONE, PHONE[4:], MAIL, "张伟") if secret in shown] == []
    assert "需要耐磨涂层" in shown or ending == "csv"


def test_quotes_keep_their_length() -> None:
    need = make_need(content=f"电话{PHONE}，急需。")
    quote = Quote("content", need.content[2:13], 2, 13)
    assert RecordTexts(MASKED).quote(need, quote) == "138********"


def test_a_hidden_name_stays_hidden_where_it_stands_alone() -> None:
    need = make_need(content=f"需要涂层。联系人：张伟，邮箱{MAIL}。")
    assert RecordTexts(MASKED).said_of("靠这些词：涂层、张伟、zhang", need) == "靠这些词：涂层、张*、z****"


def test_a_quote_of_an_unknown_field_is_masked_by_itself() -> None:
    assert RecordTexts(MASKED).quote(make_need(), Quote("备注", PHONE, 0, 11)) == "138********"


def test_printable_replaces_one_for_one_what_xml_cannot_carry() -> None:
    assert printable("甲\x00\x1b乙\t\n\ud800丙") == "甲��乙\t\n�丙"
