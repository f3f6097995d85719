import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.enums import Presence
from data.records.needs import Need
from data.reference.questions import load_need_cues
from data.reference.vagueness import load_vague_words
from ingest.parsing.indicators import find_indicators
from matcher.doctor.checklist import Check, checklist
from matcher.doctor.phrases import ASPECTS, CHECK_LABELS
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.records import make_need

SEGMENTER = open_segmenter()


def check(need: Need, name: str) -> Check:
    found = {each.name: each for each in checklist(need, profile_need(need, open_segmenter()))}
    assert tuple(found) == tuple(CHECK_LABELS)
    return found[name]


def test_every_quote_is_what_stands_in_its_field() -> None:
    need = make_need(budget="50万元", cooperation="委托开发", valid_until="2027-12-31", industry="金属制品业")
    quotes = [each.quote for each in checklist(need, profile_need(need, open_segmenter())) if each.quote]
    assert len(quotes) == 10
    assert [getattr(need, quote.field)[quote.start : quote.end] for quote in quotes] == [quote.text for quote in quotes]


@pytest.mark.parametrize(
    ("content", "name", "presence", "said"),
    [
        ("希望降低废品率，目前人工挑选。", "function", Presence.PRESENT, "希望降低废品率，目前人工挑选"),
        ("压铸件有气孔。目前靠人工挑选。", "state", Presence.PRESENT, "目前靠人工挑选"),
        ("孔隙率现为5%。", "figures", Presence.CANNOT_TELL, "孔隙率现为5%"),
        ("压铸件有气孔。", "figures", Presence.ABSENT, None),
        ("在150℃下连续工作。", "conditions", Presence.PRESENT, "在150℃下连续工作"),
        ("研发投入约80万元。", "budget", Presence.PRESENT, "研发投入约80万元"),
        ("经费面议。", "budget", Presence.CANNOT_TELL, "经费面议"),
        ("希望6个月内完成。", "time", Presence.PRESENT, "希望6个月内完成"),
        ("希望联合开发。", "cooperation", Presence.PRESENT, "希望联合开发。"),
        ("截止目前没有办法。", "time", Presence.ABSENT, None),
        ("截止目前没有办法，希望年底前完成。", "time", Presence.PRESENT, "截止目前没有办法，希望年底前完成"),
        ("由行业联合会提出。", "cooperation", Presence.ABSENT, None),
        ("成本的压力很大，介质为海水。", "conditions", Presence.PRESENT, "成本的压力很大，介质为海水"),
        ("开发资金紧张。", "budget", Presence.ABSENT, None),
    ],
)
def test_what_the_text_says_is_found_and_quoted(content: str, name: str, presence: Presence, said: str | None) -> None:
    found = check(make_need(content=content), name)
    assert (found.presence, found.quote and found.quote.text) == (presence, said)


def test_a_title_of_general_words_names_no_object() -> None:
    assert check(make_need(title="生产线自动化改造"), "object").presence is Presence.CANNOT_TELL


def test_a_contact_is_never_quoted() -> None:
    need = make_need(content="压铸件有气孔。联系人王先生13900001234。", contact="")
    assert check(need, "contact") == Check("contact", Presence.PRESENT, None, "写在正文里（不在此显示）")
    assert check(make_need(content="有气孔。", contact=""), "contact").presence is Presence.ABSENT


@pytest.mark.parametrize("base", ["无", "暂无。", "见需求内容", "/"])
def test_a_column_that_says_nothing_states_nothing(base: str) -> None:
    need = make_need(content="希望开发新涂层。", existing_base=base)
    assert check(need, "state") == Check("state", Presence.ABSENT)


CUES = load_need_cues()
SHOWN_BY = {
    "function": [CUES["function"], load_vague_words().wishes],
    "state": [CUES["state"], load_vague_words().problems],
    "time": [CUES["time"]],
    "budget": [CUES["budget"], CUES["budget_open"]],
    "cooperation": [CUES["cooperation"]],
    "conditions": [CUES[aspect] for aspect in ASPECTS],
}
WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
PIECES = st.sampled_from([
    *(
        "目前",
        "现有设备",
        "希望",
        "要求",
        "年底前",
        "截止目前",
        "联合开发",
        "联合会",
        "预算",
        "100万元",
        "海水",
        "高温",
    ),
    *(
        "80万元".translate(WIDE),
        "150℃".translate(WIDE),
        "压力",
        "竞争压力",
        "年产",
        "大规模",
        "硬度≥60HRC",
        "气孔",
        "模具",
    ),
    *(
        "，",
        "、",
        "。",
        "；",
        "\n",
        " ",
        "\u3000",
        "的涂层脱落",
        "合作方式：",
        "预期目标：",
        "电话13000000000",
        "①",
        "㎡",
    ),
    "这里是一段没有任何标点而又很长的文字用来把一句话撑到需要截断的长度以检验引文",
])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=6).map("".join))
def test_every_clause_quoted_stands_in_its_field_and_holds_what_was_found(content: str, title: str) -> None:
    need = make_need(title=title, content=content, cooperation="", budget="", contact="")
    for each in checklist(need, profile_need(need, SEGMENTER)):
        if each.quote is None:
            continue
        quote = each.quote
        assert getattr(need, quote.field)[quote.start : quote.end] == quote.text
        if each.name == "figures":
            assert find_indicators(quote.text)
        elif each.name in SHOWN_BY and quote.field in {"title", "content"}:
            named = each.name == "cooperation" and each.presence is Presence.PRESENT
            assert named or any(pattern.search(quote.text) for pattern in SHOWN_BY[each.name])
