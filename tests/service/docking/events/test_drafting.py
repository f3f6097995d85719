"""Lists from matches: every line names its needs, every need has an answer or a reason."""

from datetime import date
from typing import Any

from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.invitations import InviteeClass, InviteTerms, NeedState
from data.records.matches import MatchList
from service.docking.events.drafting import Material, draft_of
from service.docking.events.invitee_classes import Registered, beside_the_tables, classes_missing
from service.docking.events.parties import party_key
from tests.factories.matches import make_match
from tests.factories.records import make_achievement, make_need

AS_OF = date(2026, 11, 22)
HELD_ON = date(2026, 12, 10)


def make_material(scores: dict[str, dict[str, float]], **changes: Any) -> Material:
    """Make a material of need -> achievement -> score, from 0.4 on a fit; N1 is of 企业1, A1 of 大学1."""
    offers = sorted({each for row in scores.values() for each in row})
    lists = {
        NeedId(need): MatchList(
            NeedId(need),
            tuple(
                make_match(need, offer, score=score, level=Level.FAIR if score >= 0.4 else Level.WEAK)
                for offer, score in row.items()
            ),
        )
        for need, row in scores.items()
    }
    values: dict[str, Any] = {
        "needs": [make_need(need, title=f"难题{need}", enterprise=f"企业{need[1]}") for need in scores],
        "achievements": {
            AchievementId(each): make_achievement(each, university=f"大学{each[1]}", team="") for each in offers
        },
        "lists": lists,
        "day": HELD_ON,
    }
    return Material(**values | changes)


def test_each_line_names_its_needs_partners_and_worth() -> None:
    draft = draft_of(make_material({"N1": {"A1": 0.8, "A2": 0.6}, "N2": {"A2": 0.5}}), InviteTerms(), as_of=AS_OF)

    assert [(each.name, round(each.value, 4), each.needs) for each in draft.invitees] == [
        # 0.8 + 0.6 / 2
        ("企业1", 1.1, ("N1",)),
        ("企业2", 0.5, ("N2",)),
        ("大学1", 0.8, ("N1",)),
        ("大学2", 0.8, ("N1", "N2")),
    ]
    assert draft.invitees[0].partners == (
        party_key(InviteeClass.UNIVERSITY, "大学1"),
        party_key(InviteeClass.UNIVERSITY, "大学2"),
    )
    assert (round(draft.value, 4), draft.gap) == (1.6, 0.0)


def test_every_need_is_answered_or_told_why_not() -> None:
    over = make_need("N6", title="难题N6", enterprise="企业6", valid_until="2026年12月1日")
    scores = {"N1": {"A1": 0.9}, "N2": {"A2": 0.2}, "N3": {"A3": 0.8}, "N4": {"A4": 0.7}, "N5": {"A1": 0.5}}
    plain = make_material(scores)
    bars = {party_key(InviteeClass.UNIVERSITY, "大学3"): "已谢绝本次活动"}
    material = make_material(scores, needs=[*plain.needs, over], barred_parties=bars)

    draft = draft_of(material, InviteTerms(most_teams=1, most_enterprises=1), as_of=AS_OF)

    assert [(each.need_id, each.state) for each in draft.answers] == [
        ("N1", NeedState.COVERED),
        ("N2", NeedState.NO_FIT),
        ("N3", NeedState.BARRED),
        ("N4", NeedState.NO_ENTERPRISE_PLACE),
        ("N5", NeedState.NO_ENTERPRISE_PLACE),
        ("N6", NeedState.OVER),
    ]
    assert draft.answers[2].told == "相关的成果都有不宜邀请的原因：大学3已谢绝本次活动。"
    assert [(each.name, each.reason) for each in draft.not_asked] == [("大学3", "已谢绝本次活动")]


def test_limits_of_teams_and_of_the_day_are_told_apart() -> None:
    material = make_material({"N1": {"A1": 0.9}, "N2": {"A1": 0.5}, "N3": {"A2": 0.4}})

    draft = draft_of(material, InviteTerms(most_teams=1, most_meetings=1), as_of=AS_OF)

    assert [each.state for each in draft.answers] == [
        NeedState.COVERED,
        NeedState.NO_MEETING_PLACE,
        NeedState.NO_TEAM_PLACE,
    ]


def test_two_parties_that_do_not_want_each_other_meet_others() -> None:
    pair = (party_key(InviteeClass.ENTERPRISE, "企业1"), party_key(InviteeClass.UNIVERSITY, "大学1"))
    material = make_material({"N1": {"A1": 0.9, "A2": 0.5}}, barred_pairs={pair: "一方表示不再见面"})

    draft = draft_of(material, InviteTerms(), as_of=AS_OF)

    assert [each.name for each in draft.invitees] == ["企业1", "大学2"]
    assert [(each.name, each.reason) for each in draft.not_asked] == [("企业1与大学1", "一方表示不再见面")]


def test_bureaus_and_alliances_follow_from_the_needs_of_the_enterprises() -> None:
    material = make_material({"N1": {"A1": 0.8}, "N2": {"A2": 0.5}}, regions={"N1": "320826", "N2": "330106"})
    draft = draft_of(material, InviteTerms(), as_of=AS_OF)
    registered = [
        Registered("淮安市科学技术局", is_bureau=True, region_code="320800"),
        Registered("压铸产业联盟", is_bureau=False, industry_code="C33"),
        Registered("食品产业联盟", is_bureau=False, industry_code="C14"),
    ]

    added = beside_the_tables(draft, registered, {NeedId("N1"): "C33"})

    assert [(each.name, each.needs, each.basis) for each in added] == [
        ("淮安市科学技术局", ("N1",), "名单上 1 家企业所在地的主管部门"),
        (
            "杭州市科技主管部门",
            ("N2",),
            "名单上 1 家企业所在地的主管部门；单位名录中没有登记，名称按地区拟写，请核对",
        ),
        ("压铸产业联盟", ("N1",), "与 1 项需求同属一个行业"),
    ]
    assert classes_missing(each.kind for each in (*draft.invitees, *added)) == ()


def test_a_missing_class_is_told() -> None:
    assert classes_missing([InviteeClass.ENTERPRISE, InviteeClass.UNIVERSITY, InviteeClass.BUREAU]) == (
        "没有联盟：单位名录中没有与这些需求同行业的联盟，请手工补列。",
    )
