"""Two candidates of one need: their differences are told in words, and only where there are any."""

from data.records.enums import ConditionStatus, Level
from data.records.matches import Condition, Contribution, Match
from service.exports.card import EvidenceCard, build_card
from service.exports.contrast import ContrastRow, contrast
from service.exports.masking import MASKED, RecordTexts
from tests.factories.matches import make_match
from tests.factories.records import make_achievement, make_need


def card_of(match: Match) -> EvidenceCard:
    return build_card(match, need=make_need(), achievement=make_achievement(), texts=RecordTexts(MASKED), anchor="1-1")


def test_differences_are_told_largest_first_and_the_base_is_left_out() -> None:
    left = card_of(make_match())
    right = card_of(
        make_match(
            score=0.61,
            level=Level.FAIR,
            margin=0.30,
            contributions=(
                Contribution("bias", None, -0.2, "所有候选相同"),
                Contribution("title_coverage", 0.2, 0.10, "名称中的词对方也有：模具"),
                Contribution("indicators", 0.5, 0.35, "2项指标中1项满足"),
                Contribution("region", None, 0.05, "两地在同一市"),
            ),
            conditions=(Condition("valid_until", ConditionStatus.FAIL, "需求已到期"),),
            indicators=(),
        )
    )

    found = contrast(left, right)

    assert found.sentences[0] == "甲 84 分（强相关），乙 61 分（较强相关），甲高 23 分。"
    # 0.305 - 0.104 = 0.20 beside 0.35 + 0.05 = 0.40: indicators and conditions are one kind of evidence.
    assert found.contributions == (
        ContrastRow("名称和用词", "+0.51", "+0.10", "left"),
        ContrastRow("指标和条件", "+0.20", "+0.40", "right"),
    )
    assert "需求有效期：甲“√满足”，乙“×不满足”。" in found.sentences
    assert ContrastRow("指标：硬度", "√满足", "没有核对", "") in found.conditions


def test_equal_candidates_are_said_to_be_equal() -> None:
    card = card_of(make_match())

    assert contrast(card, card).sentences == (
        "甲 84 分（强相关），乙 84 分（强相关），分数相同。",
        "各项依据和条件没有明显差别，请对照原文判断。",
    )
