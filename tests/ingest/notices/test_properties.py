"""Whatever the text: no exception, and every quote is what stands at its offsets."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.records.notices import Notice, Quote
from data.records.rules import CriteriaTerms, DueTerms, QuotaTerms, TargetTreeTerms
from ingest.notices.reading import NoticeReading, read_notice_text

WORDS = (
    *(
        "各县(区)科技局",
        "每个设区市",
        "牵头单位",
        "企业",
        "高等院校",
        "联盟",
        "附件1",
        "附表三",
        "《推荐表》",
        "省科技厅",
    ),
    *(
        "推荐",
        "报送",
        "填报",
        "不少于",
        "至少",
        "不超过",
        "以上",
        "左右",
        "每年",
        "每月",
        "到2025年",
        "2023年12月31日",
        "9月10日",
    ),
    *(
        "前",
        "17时",
        "一式三份",
        "5—8项",
        "10家",
        "2000万元",
        "销售收入",
        "每家",
        "技术需求",
        "应具备以下条件",
        "①",
        "（一）",
        "1.",
    ),
    *(
        "一、",
        "第三条",
        "责任单位：",
        "由",
        "牵头",
        "配合",
        "材料包括",
        "名称",
        "×××",
        "自",
        "之日起30日内",
        "限时转化制度",
    ),
    *(
        "將",
        "於",
        "縣",
        "\u30142016\u30155号",
        "\u301420165号",
        "2016525",
        "二○一○年六月十一日",
        "下一篇",
        "相关文章",
        "□新材料 ",
        "领域：",
    ),
    *(
        "。",
        "，",
        "；",
        "、",
        "\n",
        "\r\n",
        " ",
        "　",
        "\t",
        "<p>",
        "&nbsp;",
        "“",
        "”",
        "（",
        "）",
        ":",
        "0",
        "一",
        "百",
        "亿",
        "九",
    ),
)
NEEDED = {"item", "criteria", "papers", "steps", "targets", "pairs", "pattern", "starts_with"}
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40).map("".join),
)


def quotes_of(reading: NoticeReading) -> Iterator[Quote]:
    notice: Notice = reading.notice
    yield from notice.dropped
    for items in (notice.repairs, notice.clauses, notice.attachments, notice.assignments, reading.proposals):
        yield from (each.quote for each in items)
    for conflict in reading.conflicts:
        yield from conflict.quotes


@given(TEXTS, st.booleans())
@settings(max_examples=400, deadline=None)
@example(text="到2025年建成9家，其中每年前", is_printed=True)
@example(text="附件:1.甲", is_printed=False)
def test_any_text_is_read_and_every_quote_is_what_stands_there(text: str, is_printed: bool) -> None:
    reading = read_notice_text(text, is_printed=is_printed)

    assert reading.notice.text == text
    for quote in quotes_of(reading):
        assert 0 <= quote.start <= quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text


def faults_of(terms: Any) -> list[str]:
    """Say what would keep a person from confirming a rule as it stands."""
    faults = [each.name for each in fields(terms) if each.name in NEEDED and not getattr(terms, each.name)]
    for low, high in (("minimum", "maximum"), ("min_needs", "max_needs"), ("first_month", "last_month")):
        least, most = getattr(terms, low, None), getattr(terms, high, None)
        faults += [low] if least and most and most < least else []
    for name in ("criteria", "papers"):
        words = getattr(terms, name, ())
        faults += [name] if len(set(words)) < len(words) or not all(word.strip() for word in words) else []
    if isinstance(terms, DueTerms) and (
        (terms.on is None) == (terms.monthly_day is None) or (terms.at and not terms.on)
    ):
        faults.append("on")
    if isinstance(terms, QuotaTerms) and terms.minimum is None and terms.maximum is None:
        faults.append("minimum")
    if isinstance(terms, CriteriaTerms) and not 1 <= terms.needed <= len(terms.criteria):
        faults.append("needed")
    if isinstance(terms, TargetTreeTerms):
        items = [each.item for each in terms.targets]
        faults += ["items"] if len(set(items)) < len(items) or not all(items) else []
        faults += [each.item for each in terms.targets if each.part_of and each.part_of not in set(items) - {each.item}]
    return faults


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_proposal_can_be_confirmed_as_it_stands(text: str) -> None:
    proposals = read_notice_text(text).proposals

    assert [(each.terms, faults_of(each.terms)) for each in proposals if faults_of(each.terms)] == []


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_notice_text(text) == read_notice_text(text)
