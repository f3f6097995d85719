from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from data.records.enums import ConditionStatus
from data.records.matches import Condition, Contribution, Match
from data.records.sources import Source
from service.exports.card import EvidenceCard, IndicatorRow, PassageRow, build_card, score_points, share_out
from service.exports.masking import MASKED, RecordTexts
from tests.factories.matches import make_match
from tests.factories.records import make_achievement, make_need


def card_of(match: Match) -> EvidenceCard:
    return build_card(match, need=make_need(), achievement=make_achievement(), texts=RecordTexts(MASKED), anchor="1-1")


def test_card_states_level_in_words_and_score_in_points() -> None:
    card = card_of(make_match(score=0.8437))
    assert (card.level, card.score, card.rank_line) == ("强相关", 84, "第1名")


def test_score_points_round_halves_upwards() -> None:
    assert [score_points(score) for score in (0.0, 0.005, 0.125, 0.845, 1.0)] == [0, 1, 13, 85, 100]


def test_card_quotes_passages_side_by_side() -> None:
    assert card_of(make_match()).passages == (
        PassageRow("①", "内容", "注塑件脱模困难，废品率高", "内容", "可改善模具脱模", "0.91"),
        PassageRow("②", "内容", "硬度≥60HRC", "内容", "涂层硬度达到62HRC", "0.87"),
    )


def test_card_marks_the_passages_in_the_full_text() -> None:
    (content,) = card_of(make_match()).need.texts
    marked = [(each.opens, each.text) for each in content.segments if each.marked]
    assert (content.label, marked) == ("内容", [("①", "注塑件脱模困难，废品率高"), ("②", "硬度≥60HRC")])


def test_card_sets_indicators_beside_each_other() -> None:
    assert card_of(make_match()).indicators == (
        IndicatorRow("硬度", "硬度≥60HRC", "涂层硬度达到62HRC", "√满足", "62HRC不低于60HRC"),
        IndicatorRow("寿命", "寿命不低于10万次", "未说明", "？无法判断", "成果材料没有写明寿命"),
    )


def test_card_lists_failures_before_what_cannot_be_told() -> None:
    conditions = (
        Condition("budget", ConditionStatus.CANNOT_TELL, "需求没有写明预算。"),
        Condition("valid_until", ConditionStatus.FAIL, "需求已于2026年1月1日到期"),
    )
    assert card_of(make_match(conditions=conditions, indicators=())).missing == (
        "需求有效期不满足：需求已于2026年1月1日到期。",
        "预算与价格无法判断：需求没有写明预算。",
    )


def test_contributions_stand_by_size_with_the_base_last() -> None:
    rows = card_of(make_match()).contributions
    assert [(row.label, row.value, row.signed, row.blocks) for row in rows] == [
        ("标题用词", "0.42", "+0.51", "■" * 10),
        ("技术指标", "0.50", "+0.30", "■" * 6),
        ("所在地区", "无法判断", "-0.10", "□" * 2),
        ("基准分", "—", "-0.20", "□" * 4),
    ]


def test_contributions_on_the_card_add_up_to_the_margin_shown() -> None:
    # Rounded one by one: 0.33 + 0.33 + 0.33 = 0.99, but the margin is 1.00.
    parts = tuple(Contribution(name, 1.0, 1 / 3, "理由") for name in ("title_words", "industry", "region"))
    card = card_of(make_match(contributions=parts, margin=1.0))
    assert ([row.points for row in card.contributions], card.margin) == (
        [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")],
        Decimal("1.00"),
    )


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=14))
def test_share_out_always_adds_up_and_moves_no_part_by_more_than_a_cent(parts: list[float]) -> None:
    total = sum(parts)
    shares = share_out(parts, total=total)
    assert sum(shares, Decimal(0)) == Decimal(repr(total)).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    assert all(abs(Decimal(repr(part)) - share) <= Decimal("0.01") for part, share in zip(parts, shares, strict=True))


def test_record_facts_carry_extra_columns_and_the_source() -> None:
    need = make_need(enterprise="", extra={"发布日期": "2026-01-05"}, source=Source("需求.xlsx", "表1", 7))
    card = build_card(make_match(), need=need, achievement=make_achievement(), texts=RecordTexts(MASKED), anchor="1-1")
    assert (card.need.owner, card.need.facts) == (
        "未填写",
        (("编号", "N1"), ("地区", "江苏省淮安市盱眙县"), ("发布日期", "2026-01-05"), ("来源", "需求.xlsx 表1 第7行")),
    )
