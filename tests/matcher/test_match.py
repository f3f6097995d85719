"""The main job, on a few records and an encoder without weights."""

from dataclasses import replace

import numpy as np
import pytest

from data.errors import ArtefactError
from data.records.enums import ConditionStatus, Direction, Level
from data.records.ids import AchievementId, NeedId
from data.records.matches import Match, MatchList
from data.records.pairs import Pair
from matcher.encoder_scales import E5
from matcher.features.table import FEATURES
from matcher.match import Matcher
from matcher.retrieval import POOL
from matcher.scoring import table_ranker
from models.rankers.ordinal import OrdinalRanker, Term
from tests.factories.corpora import AS_OF, make_language, make_matcher
from tests.factories.records import ACHIEVEMENT_CONTENT, make_achievement, make_need

NEEDS = [
    make_need("N1"),
    make_need("N2", title="玉米脱粒机漏粒", content="脱粒机漏粒严重，要求漏粒率不高于1%。", valid_until="2020-01-01"),
]
ACHIEVEMENTS = [
    make_achievement("A1"),
    make_achievement("A2", title="自适应玉米脱粒机", content="一种玉米脱粒机，漏粒率为0.5%，已小批量生产。"),
    make_achievement("A3", title="中药饮片炮制", content="炮制过程中的温度曲线由专家经验得到。"),
]


def all_matches(lists: tuple[MatchList, ...]) -> list[Match]:
    return [match for found in lists for match in (*found.matches, *found.nearest)]


def test_every_need_gets_its_own_achievement_first() -> None:
    lists = make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=2, as_of=AS_OF)

    assert [found.query_id for found in lists] == ["N1", "N2"]
    assert [found.matches[0].achievement_id for found in lists] == ["A1", "A2"]
    assert all(len(found.matches) <= 2 for found in lists)


def test_ranks_count_from_one_and_scores_fall() -> None:
    (found, *_rest) = make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=3, as_of=AS_OF)
    shown = found.matches or found.nearest

    assert [match.rank for match in shown] == list(range(1, len(shown) + 1))
    assert [match.score for match in shown] == sorted((match.score for match in shown), reverse=True)


def test_pair_has_one_score_in_both_directions_and_in_scoring() -> None:
    matcher = make_matcher(NEEDS, ACHIEVEMENTS)
    forward = {
        (m.need_id, m.achievement_id): m for m in all_matches(matcher.match(Direction.NEEDS, top=3, as_of=AS_OF))
    }
    backward = {
        (m.need_id, m.achievement_id): m for m in all_matches(matcher.match(Direction.ACHIEVEMENTS, top=3, as_of=AS_OF))
    }
    pairs = [Pair(NeedId("N2"), AchievementId("A2")), Pair(NeedId("N1"), AchievementId("A1"))]
    given = matcher.score(pairs)

    both = forward.keys() & backward.keys()
    assert ("N1", "A1") in both
    assert [forward[pair].score for pair in both] == pytest.approx([backward[pair].score for pair in both])
    expected = [forward[pair.need_id, pair.achievement_id].score for pair in pairs]
    assert given.score.tolist() == pytest.approx(expected)


def test_direction_does_not_change_a_value_where_the_asking_side_is_turned() -> None:
    plain = make_language()
    dim = plain.encoder.dim
    turn = np.random.default_rng(0).normal(scale=0.05, size=(dim, dim)).astype(np.float32)
    language = replace(plain, adapter=replace(plain.adapter, turn=turn))
    matcher = Matcher.build(NEEDS, ACHIEVEMENTS, language=language, ranker=table_ranker())

    forward = [matcher.rank_candidates(Direction.NEEDS, need, np.arange(3)).values for need in range(2)]
    backward = [matcher.rank_candidates(Direction.ACHIEVEMENTS, offer, np.arange(2)).values for offer in range(3)]

    assert np.array_equal(np.stack(forward), np.stack(backward, axis=1), equal_nan=True)
    unturned = make_matcher(NEEDS, ACHIEVEMENTS).rank_candidates(Direction.NEEDS, 0, np.arange(3)).values
    changed = {
        FEATURES[column].name for column in np.flatnonzero(~np.isclose(forward[0], unturned, equal_nan=True).all(0))
    }
    assert changed == {"text_vector"}


def test_score_of_a_pair_does_not_depend_on_other_rows() -> None:
    pair = [Pair(NeedId("N1"), AchievementId("A1"))]

    alone = make_matcher(NEEDS[:1], ACHIEVEMENTS[:1]).score(pair)
    among = make_matcher(NEEDS, [*ACHIEVEMENTS[1:], ACHIEVEMENTS[0]]).score(pair)

    assert among.contributions.tolist() == alone.contributions.tolist()
    assert among.levels.tolist() == alone.levels.tolist()


def test_values_of_a_pair_do_not_depend_on_the_other_candidates() -> None:
    # Enough texts of different lengths for a float32 product to take other paths for one column than for many.
    offers = [make_achievement(f"A{i}", content=ACHIEVEMENT_CONTENT * (1 + i % 7)) for i in range(40)]
    matcher = make_matcher(NEEDS, offers)

    together = matcher.rank_candidates(Direction.NEEDS, 0, np.arange(40)).values
    apart = [matcher.rank_candidates(Direction.NEEDS, 0, np.array([i])).values[0] for i in range(40)]

    assert np.array_equal(together, np.stack(apart), equal_nan=True)


def test_equal_achievements_stand_in_the_order_of_the_file() -> None:
    matcher = make_matcher(NEEDS[:1], [make_achievement(f"A{i}") for i in range(9)])

    (found,) = matcher.match(Direction.NEEDS, top=20, as_of=AS_OF)

    assert [match.achievement_id for match in found.matches] == [f"A{i}" for i in range(9)]
    assert len({match.score for match in found.matches}) == 1


def test_contributions_add_up_to_the_margin() -> None:
    matches = all_matches(make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=3, as_of=AS_OF))

    assert matches
    for match in matches:
        assert sum(share.contribution for share in match.contributions) == pytest.approx(match.margin, abs=1e-9)
        assert sum(match.levels) == pytest.approx(1.0)
        assert sum(match.levels[match.level - 1 :]) >= 0.5


def test_every_span_is_true() -> None:
    needs = {need.id: need for need in NEEDS}
    achievements = {achievement.id: achievement for achievement in ACHIEVEMENTS}

    for match in all_matches(make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=3, as_of=AS_OF)):
        need, achievement = needs[match.need_id], achievements[match.achievement_id]
        quotes = [(need, pair.need) for pair in match.passages]
        quotes += [(achievement, pair.achievement) for pair in match.passages]  # type: ignore[misc] # two kinds of record
        quotes += [(need, comparison.required) for comparison in match.indicators]
        for record, quote in quotes:
            assert getattr(record, quote.field)[quote.start : quote.end] == quote.text
        assert all(pair.similarity >= E5.least_similar for pair in match.passages)


def test_indicators_and_conditions_are_told_apart_from_the_score() -> None:
    lists = make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=1, as_of=AS_OF)
    match = lists[1].matches[0]

    assert [(item.name, item.status) for item in match.indicators] == [("漏粒率", ConditionStatus.PASS)]
    assert {condition.name: condition.status for condition in match.conditions} == {
        "valid_until": ConditionStatus.FAIL,
        "cooperation": ConditionStatus.CANNOT_TELL,
        "budget": ConditionStatus.CANNOT_TELL,
        "indicators": ConditionStatus.PASS,
    }
    assert "需求已过有效期" in match.summary


def test_nothing_that_fits_is_said_in_words_with_the_nearest() -> None:
    (found,) = make_matcher(NEEDS[1:], [ACHIEVEMENTS[2]]).match(Direction.NEEDS, top=5, as_of=AS_OF)

    assert found.matches == ()
    assert [match.achievement_id for match in found.nearest] == ["A3"]
    assert found.nearest[0].level is Level.NONE
    assert found.note.startswith("没有合适的匹配：最接近的是“中药饮片炮制”")


def test_empty_sides_give_empty_lists_with_a_note() -> None:
    (found,) = make_matcher(NEEDS[:1], []).match(Direction.NEEDS, top=5, as_of=AS_OF)

    assert (found.matches, found.nearest) == ((), ())
    assert found.note == "没有合适的匹配：对方名单是空的。"
    assert make_matcher([], ACHIEVEMENTS).match(Direction.NEEDS, top=5, as_of=AS_OF) == ()


def test_record_without_any_text_is_borne() -> None:
    lists = make_matcher([make_need(title="", content="")], ACHIEVEMENTS).match(Direction.NEEDS, top=2, as_of=AS_OF)

    assert lists == (MatchList(NeedId("N1"), (), note="没有合适的匹配：对方名单中没有任何与之用词或意思相近的记录。"),)


@pytest.mark.parametrize("text", ["轴", "A", "1", "。", "\u200b", "\ud800", "𠮷"])
def test_records_of_one_character_are_borne(text: str) -> None:
    needs = [make_need(title=text, content=text)]
    lists = make_matcher(needs, [make_achievement(title=text, content=text), *ACHIEVEMENTS]).match(
        Direction.NEEDS, top=9, as_of=AS_OF
    )

    assert [found.query_id for found in lists] == ["N1"]
    assert all(0.0 <= match.score <= 1.0 for match in all_matches(lists))


def test_list_may_be_longer_than_the_pool_of_one_search() -> None:
    offers = [make_achievement(f"A{i:03}") for i in range(POOL + 15)]

    (found,) = make_matcher(NEEDS[:1], offers).match(Direction.NEEDS, top=POOL + 10, as_of=AS_OF)

    assert len(found.matches) == POOL + 10


def test_ranker_of_other_features_is_refused() -> None:
    ranker = OrdinalRanker(name="old", terms={"title_coverage": Term(1.0, 0.0)}, cuts=(0.0, 1.0, 2.0))

    with pytest.raises(ArtefactError, match="特征与本程序的不同"):
        Matcher.build(NEEDS, ACHIEVEMENTS, language=make_language(), ranker=ranker)


def test_two_runs_are_equal() -> None:
    first = make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=3, as_of=AS_OF)

    assert make_matcher(NEEDS, ACHIEVEMENTS).match(Direction.NEEDS, top=3, as_of=AS_OF) == first
