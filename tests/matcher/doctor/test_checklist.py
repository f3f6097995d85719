import pytest

from data.records.enums import Presence
from data.records.needs import Need
from matcher.doctor.checklist import Check, checklist
from matcher.doctor.phrases import CHECK_LABELS
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.records import make_need


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
