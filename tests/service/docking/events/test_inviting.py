"""Invitations of an event: drawn up from its region's needs, sent, answered, and who then takes part."""

from datetime import date

import pytest

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor, Role
from data.records.docking_events import InvitationState
from data.records.invitations import InvitationDraft, InviteeClass, InviteTerms, NeedState
from service.docking.answering import Desk
from service.docking.events.invitation_answers import move_invitation
from service.docking.events.inviting import (
    InvitationList,
    InviteOrder,
    add_by_hand,
    invitation_job,
    invitation_list,
    invite,
    moves_open_to,
    order_of,
)
from service.docking.events.list_drawing import draw_up
from service.docking.events.parties import party_key
from tests.factories.storing import AT, LI, WANG

AS_OF = date(2026, 11, 22)
JIA = "甲机械有限公司"
ENTERPRISE = Actor(account_id=9, name="甲", role=Role.ENTERPRISE, organisation=JIA)
KEY = party_key(InviteeClass.ENTERPRISE, JIA)
TEAM = party_key(InviteeClass.UNIVERSITY, "东海理工大学 压铸团队")


def draw(desk: Desk, **terms: object) -> InvitationDraft:
    given = InviteTerms(region_code="320800", **terms)  # type: ignore[arg-type] # as the test names them
    return draw_up(desk, WANG, InviteOrder(1, given, AS_OF), at=AT)


def states(found: InvitationList) -> dict[str, InvitationState]:
    return {line.invitee.name: line.state for line in found.lines}


def test_a_list_holds_the_region_and_tells_of_every_need(desk: Desk) -> None:
    draft = draw(desk)

    assert [(each.name, each.needs) for each in draft.invitees] == [
        (JIA, ("N1",)),
        ("乙压铸有限公司", ("N2",)),
        ("云岭工程学院", ("N1", "N2")),
        ("东海理工大学 压铸团队", ("N1", "N2")),
        ("淮安市科技主管部门", ("N1", "N2")),
    ]
    assert {each.need_id: each.state for each in draft.answers} == {
        "N1": NeedState.COVERED,
        "N2": NeedState.COVERED,
        "N3": NeedState.NO_FIT,
    }


def test_a_theme_takes_the_nearest_needs(desk: Desk) -> None:
    draft = draw(desk, theme="冷冻面团酵母", most_needs=1)

    assert [each.need_id for each in draft.answers] == ["N3"]
    assert draft.notes[0] == "按主题“冷冻面团酵母”取最接近的 1 项需求。"


def test_who_is_invited_and_accepts_takes_part_and_who_then_declines_is_absent(desk: Desk) -> None:
    draw(desk)
    n_invited = invite(desk.workspace, WANG, 1, [KEY, TEAM], note="电话", at=AT)
    again = invite(desk.workspace, WANG, 1, [KEY], at=AT)
    mine = invitation_list(desk.workspace, ENTERPRISE, 1)
    [line] = mine.lines
    assert line.invitation is not None
    number = line.invitation.number

    move_invitation(desk.workspace, ENTERPRISE, (1, number), InvitationState.ACCEPTED, at=AT)
    with desk.workspace.reading() as stores:
        seated = [(each.guest.id, each.guest.name, each.is_absent) for each in stores.events.participants(1)]
    move_invitation(desk.workspace, WANG, (1, number), InvitationState.DECLINED, note="11月25日来电", at=AT)
    with desk.workspace.reading() as stores:
        left = [each.is_absent for each in stores.events.participants(1)]

    assert (n_invited, again, moves_open_to(ENTERPRISE, line)) == (
        2,
        0,
        [InvitationState.ACCEPTED, InvitationState.DECLINED],
    )
    assert (seated, left) == ([(KEY, JIA, False)], [True])
    assert states(invitation_list(desk.workspace, WANG, 1))[JIA] is InvitationState.DECLINED


def test_whoever_declined_is_left_out_of_the_next_list_with_the_reason(desk: Desk) -> None:
    draw(desk)
    invite(desk.workspace, WANG, 1, [TEAM], at=AT)
    number = next(line.invitation.number for line in invitation_list(desk.workspace, WANG, 1).lines if line.invitation)
    move_invitation(desk.workspace, WANG, (1, number), InvitationState.DECLINED, note="来信", at=AT)

    draft = draw(desk)

    assert TEAM not in [each.key for each in draft.invitees]
    assert [(each.name, each.reason) for each in draft.not_asked] == [("东海理工大学 压铸团队", "已谢绝本次活动")]
    assert states(invitation_list(desk.workspace, WANG, 1))["东海理工大学 压铸团队"] is InvitationState.DECLINED


def test_answers_are_the_partys_own_or_say_how_they_came(desk: Desk) -> None:
    draw(desk)
    invite(desk.workspace, WANG, 1, [KEY], at=AT)
    [line] = invitation_list(desk.workspace, ENTERPRISE, 1).lines
    assert line.invitation is not None
    place = (1, line.invitation.number)
    other = Actor(account_id=10, name="乙", role=Role.ENTERPRISE, organisation="乙压铸有限公司")

    with pytest.raises(UsageError, match="代为答复没有写依据"):
        move_invitation(desk.workspace, WANG, place, InvitationState.ACCEPTED, at=AT)
    with pytest.raises(UnknownIdError):
        move_invitation(desk.workspace, other, place, InvitationState.ACCEPTED, at=AT)
    with pytest.raises(UnknownIdError):
        move_invitation(desk.workspace, ENTERPRISE, place, InvitationState.DROPPED, at=AT)
    with pytest.raises(RefusalError, match="不能改为“拟邀请”"):
        move_invitation(desk.workspace, WANG, place, InvitationState.PROPOSED, at=AT)


def test_an_organisation_sees_nothing_before_it_is_invited(desk: Desk) -> None:
    draw(desk)

    with pytest.raises(UnknownIdError):
        invitation_list(desk.workspace, ENTERPRISE, 1)


def test_a_bureau_of_another_place_sees_no_list(desk: Desk) -> None:
    with pytest.raises(UnknownIdError):
        invitation_list(desk.workspace, LI, 1)


def test_who_is_added_by_hand_still_follows_from_a_need(desk: Desk) -> None:
    alliance = (InviteeClass.ALLIANCE, "压铸产业联盟", "联盟成员有相同难题")

    add_by_hand(desk.workspace, WANG, 1, alliance, needs=["N1", "N2"], at=AT)
    with pytest.raises(UsageError, match="没有写对应的需求编号"):
        add_by_hand(desk.workspace, WANG, 1, alliance, needs=[], at=AT)
    with pytest.raises(UsageError, match="没有需求 N9"):
        add_by_hand(desk.workspace, WANG, 1, alliance, needs=["N9"], at=AT)

    [line] = invitation_list(desk.workspace, WANG, 1).lines
    assert (line.invitee.name, line.invitee.needs, line.state) == (
        "压铸产业联盟",
        ("N1", "N2"),
        InvitationState.PROPOSED,
    )


def test_bounds_are_told(desk: Desk) -> None:
    with pytest.raises(UsageError, match="上限填写有误"):
        draw(desk, most_teams=0)


def test_meetings_are_wished_for_once_both_have_accepted(desk: Desk) -> None:
    draw(desk)
    invite(desk.workspace, WANG, 1, [KEY, TEAM], at=AT)
    numbers = {line.invitee.key: line.invitation for line in invitation_list(desk.workspace, WANG, 1).lines}
    wished = []
    for key in (KEY, TEAM):
        invitation = numbers[key]
        assert invitation is not None
        move_invitation(desk.workspace, WANG, (1, invitation.number), InvitationState.ACCEPTED, note="来电", at=AT)
        with desk.workspace.reading() as stores:
            wished.append([each.request for each in stores.events.requests(1)])

    assert wished[0] == []
    [request] = wished[1]
    assert (request.id, request.guests, request.evidence.match) == (f"{KEY}-{TEAM}", (KEY, TEAM), "N1/A1")
    assert request.evidence.need == "压铸件气孔缺陷控制"


def test_a_job_draws_up_what_was_ordered(desk: Desk) -> None:
    order = InviteOrder(1, InviteTerms(theme="压铸", region_code="320800"), AS_OF)

    job = invitation_job(desk.workspace, order, by=WANG, at=AT)

    assert (order_of(job.parameters), job.label) == (order, "拟定邀请名单：第 1 号对接会")
    with pytest.raises(UnknownIdError):
        invitation_job(desk.workspace, order, by=LI, at=AT)
