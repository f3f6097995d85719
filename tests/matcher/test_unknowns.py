"""Why a value of a record is not known."""

import pytest

from matcher.profiles import profile_achievement, profile_need
from matcher.unknowns import stated, why_either_unknown, why_unknown
from models.segmenters import open_segmenter
from tests.factories.records import make_achievement, make_need


@pytest.mark.parametrize(
    ("region", "reason"),
    [
        ("江苏省淮安市", ""),
        ("", "需求没有写明地区"),
        (" ", "需求没有写明地区"),
        ("青禾市", "需求的地区未能识别：青禾市"),
        ("某" * 21, f"需求的地区未能识别：{'某' * 20}…"),
    ],
)
def test_what_is_blank_differs_from_what_cannot_be_read(region: str, reason: str) -> None:
    assert why_unknown(profile_need(make_need(region=region), open_segmenter()), "region") == reason


def test_both_sides_are_told() -> None:
    need = profile_need(make_need(budget=""), open_segmenter())
    offer = profile_achievement(make_achievement(price="面议"), open_segmenter())

    reason = why_either_unknown((need, "budget"), (offer, "price"))

    assert reason == "需求没有写明预算；成果的价格写为“面议”，看不出数额"


def test_contacts_are_masked() -> None:
    offer = profile_achievement(make_achievement(price="请电询13000000001"), open_segmenter())

    assert stated(offer, "price") == "请电询130********"
