"""Feedback in matching: what was rejected stays away, what resembles moves, contributions still add up."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.enums import Direction, Level
from data.records.feedback import Feedback, Reason, Scope, Verdict, reasons_of
from data.records.ids import NeedId
from data.records.matches import Match, MatchList
from matcher.feedback import WEIGHT, FeedbackBook, QueryFeedback, listable, rerank, totals
from tests.factories.corpora import AS_OF, make_matcher
from tests.factories.records import make_achievement, make_need
from tests.factories.verdicts import make_verdict

TITLES = ("模具低摩擦复合涂层", "模具低摩擦复合涂层的制备", "模具表面渗氮硬化", "注塑模具温度控制", "水稻抗倒伏育种")
NEED = make_need("N2", title="注塑模具冷却", content="模具温度不均，需要模具温度控制方法。")
OFFERS = [make_achievement(f"A{i}", title=title, content=f"{title}方法。") for i, title in enumerate(TITLES, start=1)]
MATCHER = make_matcher(
    [make_need("N1", title="模具低摩擦涂层", content="需要模具低摩擦复合涂层，改善模具脱模。"), NEED], OFFERS
)
REJECTIONS = reasons_of(Verdict.REJECT)
VERDICTS = st.lists(
    st.tuples(st.sampled_from(["N1", "N2"]), st.integers(1, 5), st.sampled_from([None, *REJECTIONS])),
    max_size=6,
    unique_by=lambda drawn: drawn[:2],
)


def rejected(achievement_id: str, reason: Reason, need_id: str = "N1", minute: int = 0) -> Feedback:
    return make_verdict(need_id, achievement_id, verdict=Verdict.REJECT, reason=reason, minute=minute)


def lists(*verdicts: Feedback, direction: Direction = Direction.NEEDS, **changes: bool) -> tuple[MatchList, ...]:
    book = FeedbackBook(tuple(verdicts), **changes)
    return replace(MATCHER, feedback=book).match(direction, top=10, as_of=AS_OF)


def ids(found: MatchList) -> list[str]:
    return [match.achievement_id for match in (*found.matches, *found.nearest)]


def by_id(found: MatchList) -> dict[str, Match]:
    return {match.achievement_id: match for match in (*found.matches, *found.nearest)}


def test_without_feedback_nothing_changes() -> None:
    assert lists() == MATCHER.match(Direction.NEEDS, top=10, as_of=AS_OF)


def test_a_rejected_pair_is_left_out_with_the_reason_and_only_for_its_need() -> None:
    first, second = lists(rejected("A1", Reason.WRONG_PRICE))

    assert "A1" not in ids(first)
    assert first.note.endswith("按反馈不再列出 1 项：价格不合 1 项。")
    assert second == lists()[1]


def test_a_need_whose_candidates_are_all_rejected_is_not_said_to_have_none() -> None:
    everything = [rejected(f"A{i}", Reason.WRONG_PRICE) for i in range(1, 6)]

    assert lists(*everything)[0] == MatchList(
        NeedId("N1"),
        (),
        (),
        "没有合适的匹配可列：用词或意思相近的记录都已按反馈略去。按反馈不再列出 5 项：价格不合 5 项。",
    )


def test_what_feedback_lifts_above_its_level_takes_no_place_on_the_list() -> None:
    weak = make_achievement("A6", title="恒温温度控制", content="温度控制。")
    book = FeedbackBook((make_verdict("N2", "A1"),))
    (found,) = replace(make_matcher([NEED], [*OFFERS, weak]), feedback=book).match(Direction.NEEDS, top=3, as_of=AS_OF)

    # A2 has the level of nothing; being much like A1 it gets a higher margin than A6, which is weak.
    assert [match.achievement_id for match in found.matches] == ["A1", "A4", "A6"]


def test_rejected_pairs_can_be_asked_for_and_are_named() -> None:
    (first, _) = lists(rejected("A1", Reason.WRONG_PRICE), include_rejected=True)

    assert "A1" in ids(first)
    assert first.note.endswith("名单中包含此前婉拒的 1 项：价格不合 1 项。")


def test_a_solved_need_gets_no_candidates_and_is_offered_to_nobody() -> None:
    first, second = lists(rejected("A1", Reason.NEED_SOLVED))
    offered = lists(rejected("A1", Reason.NEED_SOLVED), direction=Direction.ACHIEVEMENTS)

    assert (first.matches, first.nearest) == ((), ())
    assert first.note == "没有合适的匹配可列：该需求已标为“需求已解决”，不再查找候选；撤回该条反馈后恢复。"
    assert second == lists()[1]
    assert {match.need_id for each in offered for match in (*each.matches, *each.nearest)} == {"N2"}


def test_a_later_acceptance_opens_a_need_again() -> None:
    closed = rejected("A1", Reason.HAS_SUPPLIER)
    accepted = make_verdict("N1", "A2", minute=1)

    assert FeedbackBook((closed,)).closed(Scope.NEED) == {"N1": Reason.HAS_SUPPLIER}
    assert FeedbackBook((closed, accepted)).closed(Scope.NEED) == {}
    assert FeedbackBook((accepted, replace(closed, given_at=make_verdict(minute=2).given_at))).closed(Scope.NEED) == {
        "N1": Reason.HAS_SUPPLIER
    }


def test_an_achievement_that_was_taken_is_left_out_for_every_need() -> None:
    found = lists(rejected("A1", Reason.ACHIEVEMENT_TAKEN))

    assert ["A1" in ids(each) for each in found] == [False, False]


def test_what_resembles_an_accepted_result_rises_and_names_it() -> None:
    before, after = by_id(lists()[0])["A2"], by_id(lists(make_verdict("N1", "A1"))[0])["A2"]

    feedback = next(part for part in after.contributions if part.feature == "feedback")
    assert after.margin == pytest.approx(before.margin + feedback.contribution)
    assert 0 < feedback.contribution <= WEIGHT
    assert feedback.contribution == pytest.approx(WEIGHT * (feedback.value or 0))
    assert feedback.reason.startswith("与已推荐的“模具低摩擦复合涂层”相近（")


def test_what_resembles_a_technically_rejected_result_falls_and_says_why() -> None:
    before = by_id(lists()[0])["A2"]
    after = by_id(lists(rejected("A1", Reason.WRONG_OBJECT))[0])["A2"]

    feedback = next(part for part in after.contributions if part.feature == "feedback")
    assert after.margin < before.margin
    assert feedback.reason.startswith("与因“对象不符”婉拒的“模具低摩擦复合涂层”相近（")


@pytest.mark.parametrize("reason", [Reason.WRONG_REGION, Reason.ALREADY_COOPERATING, Reason.UNCLEAR_USE])
def test_what_says_nothing_against_the_technology_moves_nothing(reason: Reason) -> None:
    before, after = by_id(lists()[0]), by_id(lists(rejected("A1", reason))[0])

    assert {number: match.margin for number, match in after.items()} == {
        number: match.margin for number, match in before.items() if number != "A1"
    }


def test_a_recommended_result_rises_by_its_own_gain_whatever_it_resembles() -> None:
    before = by_id(lists()[0])["A1"]
    (first, _) = lists(make_verdict("N1", "A1"), rejected("A2", Reason.WRONG_TECHNOLOGY))

    after = first.matches[0]
    feedback = next(part for part in after.contributions if part.feature == "feedback")
    assert after.achievement_id == "A1"
    assert after.margin == pytest.approx(before.margin + WEIGHT)
    assert feedback.reason == "本项已有人推荐"
    assert first.note.startswith(
        "已按判定调整名次：推荐 1 条（排在最前），因技术原因婉拒 1 条；等级和得分仍是模型的判断，不随判定改变。"
    )


def test_levels_and_scores_stay_the_rankers_whatever_is_said() -> None:
    before = by_id(lists()[0])
    after = by_id(lists(make_verdict("N1", "A2"), rejected("A3", Reason.WRONG_OBJECT), include_rejected=True)[0])

    assert after.keys() == before.keys()
    assert [(after[one].levels, after[one].level, after[one].score) for one in before] == [
        (each.levels, each.level, each.score) for each in before.values()
    ]
    assert after["A1"].margin != before["A1"].margin


def test_a_recommended_result_comes_first_and_is_marked_whatever_its_level() -> None:
    (first, _) = lists(make_verdict("N1", "A5"))

    assert lists()[0].matches[0].achievement_id == "A1"
    assert (first.matches[0].achievement_id, first.matches[0].rank, first.matches[0].verdict) == (
        "A5",
        1,
        Verdict.ACCEPT,
    )
    assert first.matches[0].level is Level.NONE
    assert [match.verdict for match in first.matches[1:]] == [None] * (len(first.matches) - 1)


def test_a_recommendation_is_a_fitting_match_where_the_ranker_finds_none() -> None:
    unfit = [rejected(number, Reason.WRONG_OBJECT, "N2") for number in ("A1", "A4")]
    alone, said = lists(*unfit)[1], lists(make_verdict("N2", "A5"), *unfit)[1]

    assert (alone.has_fit, said.has_fit) == (False, True)


def test_a_recommended_result_that_was_not_found_is_added_and_a_barred_one_is_not() -> None:
    book = FeedbackBook((
        make_verdict("N1", "A5"),
        make_verdict("N1", "A4"),
        rejected("A4", Reason.ACHIEVEMENT_TAKEN, "N2", 1),
    ))
    (said,) = book.of_queries(Direction.NEEDS, ["N1"], targets=["A1", "A4", "A5"])

    assert listable(np.array([0, 3]), said, MATCHER.achievements).tolist() == [0, 4]


def test_a_pair_somebody_is_unsure_of_is_marked_and_not_moved() -> None:
    unsure = make_verdict("N1", "A1", verdict=Verdict.UNSURE, reason=Reason.THIN_MATERIAL)
    before, after = by_id(lists()[0])["A1"], by_id(lists(unsure)[0])["A1"]

    assert (after.verdict, after.verdict_reason) == (Verdict.UNSURE, Reason.THIN_MATERIAL)
    assert replace(after, verdict=None, verdict_reason=None) == before


def test_a_closed_need_that_is_listed_in_spite_of_it_says_so() -> None:
    (first, second) = lists(rejected("A1", Reason.HAS_SUPPLIER), include_rejected=True)

    assert first.matches
    assert "该需求已标为“已有供方”，按要求仍列出候选。" in first.note
    assert second == lists()[1]


def test_a_rejected_result_that_is_shown_again_says_why_it_was_rejected() -> None:
    (first, _) = lists(rejected("A1", Reason.WRONG_OBJECT), include_rejected=True)

    feedback = next(part for part in by_id(first)["A1"].contributions if part.feature == "feedback")
    assert (feedback.value, feedback.contribution, feedback.reason) == (-1.0, -WEIGHT, "本项已因“对象不符”婉拒")


@settings(max_examples=30, deadline=None)
@given(VERDICTS)
def test_whatever_is_said_rejected_pairs_never_return_and_contributions_add_up(
    drawn: list[tuple[str, int, Reason | None]],
) -> None:
    verdicts = [
        make_verdict(need, f"A{i}") if reason is None else rejected(f"A{i}", reason, need) for need, i, reason in drawn
    ]
    barred = {(need, f"A{i}") for need, i, reason in drawn if reason is not None}

    for direction in Direction:
        for found in lists(*verdicts, direction=direction):
            for match in (*found.matches, *found.nearest):
                shares = [part.contribution for part in match.contributions]
                assert (match.need_id, match.achievement_id) not in barred
                assert sum(shares) == pytest.approx(match.margin)
                assert sum(match.levels) == pytest.approx(1.0)
                assert all(abs(p.contribution) <= WEIGHT for p in match.contributions if p.feature == "feedback")


def test_nothing_that_moves_gives_back_the_very_same_block() -> None:
    candidates = np.array([0, 1])
    ranked = MATCHER.rank_candidates(Direction.NEEDS, 0, candidates)
    weak = QueryFeedback(levels={"A1": (Level.WEAK, Reason.TOO_EARLY), "A99": (Level.STRONG, None)})

    assert rerank(ranked, MATCHER.achievements, candidates, weak) is ranked


def test_totals_count_pairs_and_closed_records_apart() -> None:
    said = FeedbackBook((rejected("A1", Reason.WRONG_PRICE), rejected("A1", Reason.NEED_SOLVED, "N2"))).of_queries(
        Direction.NEEDS, ["N1", "N2"], targets=["A1", "A2"]
    )

    assert totals(said) == "按反馈，各名单共略去 1 对：价格不合 1 项；有 1 项不再列候选：需求已解决 1 项。"
    assert totals(FeedbackBook().of_queries(Direction.NEEDS, ["N1"], targets=["A1"])) == ""
