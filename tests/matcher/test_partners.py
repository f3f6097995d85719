"""Partners of a company out of the lists of its needs."""

from data.records.enums import Level
from data.records.feedback import Verdict
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchList
from matcher.partners import group_partners, rank_achievements
from tests.factories.matches import make_match
from tests.factories.records import make_achievement

LISTS = (
    MatchList(NeedId("N1"), (make_match("N1", "A1", score=0.8), make_match("N1", "A2", score=0.5))),
    MatchList(NeedId("N2"), (make_match("N2", "A2", score=0.9), make_match("N2", "A3", score=0.7, level=Level.NONE))),
)
ACHIEVEMENTS = {
    AchievementId("A1"): make_achievement("A1", university="东海理工大学", team="甲"),
    AchievementId("A2"): make_achievement("A2", university="云岭学院", team=""),
    AchievementId("A3"): make_achievement("A3", university="云岭学院", team="乙"),
}


def test_achievement_stands_once_with_its_best_need() -> None:
    ranked = rank_achievements(LISTS)

    assert [(match.achievement_id, match.need_id, match.score) for match in ranked] == [
        ("A2", "N2", 0.9),
        ("A1", "N1", 0.8),
        ("A3", "N2", 0.7),
    ]


def test_partners_are_grouped_by_university_and_team_without_what_does_not_fit() -> None:
    partners = group_partners(LISTS, ACHIEVEMENTS)

    assert [
        (partner.university, partner.team, partner.score, len(partner.matches), partner.n_achievements)
        for partner in partners
    ] == [
        ("云岭学院", "", 0.9, 2, 1),  # A2 fits both needs
        ("东海理工大学", "甲", 0.8, 1, 1),
    ]


def test_what_a_person_recommends_makes_a_partner_and_comes_first() -> None:
    said = make_match("N1", "A3", score=0.2, level=Level.NONE, verdict=Verdict.ACCEPT)
    partners = group_partners([*LISTS, MatchList(NeedId("N1"), (said,))], ACHIEVEMENTS)

    assert [(partner.team, partner.is_recommended) for partner in partners] == [
        ("乙", True),
        ("", False),
        ("甲", False),
    ]


def test_the_best_match_of_a_partner_is_that_of_its_score_whatever_is_recommended() -> None:
    said = make_match("N1", "A2", score=0.3, level=Level.WEAK, verdict=Verdict.ACCEPT)
    (first, _) = group_partners(
        [LISTS[1], MatchList(NeedId("N3"), (said, make_match("N3", "A1", score=0.8)))], ACHIEVEMENTS
    )

    assert (first.matches[0], first.best.score, first.score) == (said, 0.9, 0.9)


def test_achievements_stand_in_the_order_of_partners_what_is_recommended_first() -> None:
    said = make_match("N1", "A2", score=0.3, level=Level.WEAK, verdict=Verdict.ACCEPT)
    ranked = rank_achievements([*LISTS, MatchList(NeedId("N3"), (said,))])

    assert [(match.achievement_id, match.score) for match in ranked] == [("A2", 0.3), ("A1", 0.8), ("A3", 0.7)]
