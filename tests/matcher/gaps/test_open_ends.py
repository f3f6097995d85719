from data.records.enums import Level, Triage
from matcher.gaps.open_ends import near_misses, unanswered, unneeded
from matcher.gaps.survey import Survey, survey
from tests.factories.corpora import AS_OF, make_matcher
from tests.factories.records import make_achievement, make_need

TEXT = "铝合金真空压铸件内部气孔缺陷控制工艺，降低孔隙率，采用高真空压铸模具与抽芯结构。"
FITTING = make_achievement("A1", title="铝合金真空压铸件气孔缺陷控制工艺", content=TEXT, price="500万元")
OTHER = make_achievement("A2", title="水稻抗倒伏品种选育", content="亩产提高，适合江淮地区种植。")


def surveyed(**changes: str) -> Survey:
    need = make_need("N1", title="铝合金真空压铸件气孔缺陷控制", content=TEXT + "希望解决。", **changes)
    vague = make_need("N2", title="自动化改造", content="自动化改造")
    return survey(make_matcher([need, vague], [FITTING, OTHER]))


def test_a_pair_that_one_condition_blocks_is_a_near_miss() -> None:
    (found,) = near_misses(surveyed(budget="100万元"), top=10, as_of=AS_OF)
    assert (found.match.need_id, found.match.achievement_id, found.blocked_by.name) == ("N1", "A1", "budget")
    assert (found.match.level >= Level.FAIR, found.unmet) == (True, ())


def test_a_pair_that_two_conditions_block_is_none() -> None:
    blocked_twice = surveyed(budget="100万元", valid_until="2020-01-01")
    assert list(near_misses(blocked_twice, top=10, as_of=AS_OF)) == []


def test_a_vague_need_without_an_answer_is_told_apart() -> None:
    (found,) = unanswered(surveyed(), as_of=AS_OF)
    assert (found.need_id, found.vagueness.verdict) == ("N2", Triage.TOO_VAGUE)


def test_why_the_nearest_is_not_enough_names_the_words_it_lacks() -> None:
    need = make_need("N1", title="碳纤维抽油杆", content="希望解决碳纤维抽油杆接头断裂的问题。")
    (found,) = unanswered(survey(make_matcher([need], [OTHER])), as_of=AS_OF)
    assert found.shortcomings == ("成果没有谈到“碳纤维、抽油杆”",)


def test_achievements_that_nobody_needs_name_the_nearest_need() -> None:
    (found,) = unneeded(surveyed())
    assert (found.achievement_id, found.level < Level.FAIR) == ("A2", True)


def test_without_achievements_every_need_is_open_and_has_no_nearest() -> None:
    (found,) = unanswered(survey(make_matcher([make_need()], [])), as_of=AS_OF)
    assert (found.nearest, found.shortcomings) == (None, ())
