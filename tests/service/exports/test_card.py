from data.records.enums import ConditionStatus
from data.records.matches import Condition, Match
from data.records.sources import Source
from service.exports.card import EvidenceCard, IndicatorRow, PassageRow, build_card, score_points
from service.exports.masking import MASKED, RecordTexts
from tests.factories.matches import make_match, quote_of
from tests.factories.records import ACHIEVEMENT_CONTENT, make_achievement, make_need


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


def test_card_states_what_the_achievement_denies_before_all_that_is_missing() -> None:
    denied = quote_of(ACHIEVEMENT_CONTENT, "可改善模具脱模")
    assert card_of(make_match(conditions=(), indicators=(), denials=(denied,))).missing == (
        "成果写明：“可改善模具脱模”。",
    )


def test_record_facts_carry_extra_columns_and_the_source() -> None:
    need = make_need(enterprise="", extra={"发布日期": "2026-01-05"}, source=Source("需求.xlsx", "表1", 7))
    card = build_card(make_match(), need=need, achievement=make_achievement(), texts=RecordTexts(MASKED), anchor="1-1")
    assert (card.need.owner, card.need.facts) == (
        "未填写",
        (("编号", "N1"), ("地区", "江苏省淮安市盱眙县"), ("发布日期", "2026-01-05"), ("来源", "需求.xlsx 表1 第7行")),
    )
