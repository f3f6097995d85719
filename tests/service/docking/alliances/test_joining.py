"""Members: what each side reads, who signed for whom, what stays, who may leave; every change in the trail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.errors import NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.alliances import (
    Activity,
    Alliance,
    AllianceStage,
    Consent,
    Expert,
    Joining,
    Judgement,
    Member,
    MemberKind,
    MemberState,
    NewMember,
)
from data.records.audit import FieldChange
from data.storage.workspace import Workspace
from service.docking.alliances.joining import apply_to_join, put_member, review_member
from service.docking.alliances.keeping import change_facts, keep_entry
from service.docking.alliances.moving import move_alliance
from service.docking.alliances.seeing import Side, alliances_of, heads_of, open_alliance
from tests.factories.alliances import (
    FACTS,
    LEAD,
    NOW,
    OFFICE,
    STRANGER,
    UNIVERSITY,
    begun,
    call_for_alliances,
    joined,
)

LATER = NOW + timedelta(hours=1)
SIGNED = Consent(signed_by="王五", on=date(2026, 11, 20), is_sealed=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def registered(workspace: Workspace, tmp_path: Path) -> Alliance:
    """A registered alliance of its lead and a university, with a judgement, an expert and notes of the office."""
    made = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    made = joined(workspace, made, UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    made = keep_entry(workspace, LEAD, place(made), Expert(name="张教授", unit="东海理工大学"), at=NOW)
    made = move_alliance(workspace, LEAD, place(made), AllianceStage.SUBMITTED, at=NOW)
    judgement = Judgement(criterion="行业骨干", is_met=False, proof="没有证明")
    made = keep_entry(workspace, OFFICE, place(made), judgement, at=NOW)
    return move_alliance(workspace, OFFICE, place(made), AllianceStage.REGISTERED, note="先行登记", at=LATER)


def place(alliance: Alliance) -> tuple[int, int]:
    return alliance.number, alliance.version


def member_of(alliance: Alliance, organisation: str) -> Member:
    return next(each for each in alliance.members if each.organisation == organisation)


def changes(workspace: Workspace) -> tuple[FieldChange, ...]:
    """Return what the last line of the trail says."""
    with workspace.reading() as stores:
        return stores.audit.page(limit=1)[0].entry.changes


def test_whoever_applied_reads_what_everybody_reads_and_its_own_row(workspace: Workspace, registered: Alliance) -> None:
    own = NewMember(organisation="", sheet=(("mobile", "13900004321"),))
    apply_to_join(workspace, STRANGER, registered.number, own, at=LATER)

    seen = open_alliance(workspace, STRANGER, registered.number)

    assert (seen.side, seen.alliance.entries, seen.alliance.texts, seen.alliance.steps) == (Side.APPLICANT, (), {}, ())
    assert [(each.organisation, each.sheet) for each in seen.alliance.members] == [
        (STRANGER.organisation, (("mobile", "13900004321"),)),
        (LEAD.organisation, ()),
        (UNIVERSITY.organisation, ()),
    ]


def test_a_member_reads_no_judgement_and_no_note_of_the_office(workspace: Workspace, registered: Alliance) -> None:
    seen = open_alliance(workspace, UNIVERSITY, registered.number).alliance

    assert [type(each.entry) for each in seen.entries] == [Expert]
    assert {each.note for each in seen.steps} == {""}
    assert [len(each.judgements) for each in alliances_of(workspace, LEAD)] == [1]


def test_lists_without_members_hold_what_may_be_opened(workspace: Workspace, registered: Alliance) -> None:
    draft = joined(workspace, begun(workspace, name="乙联盟"), UNIVERSITY.organisation, MemberKind.UNIVERSITY)

    listed = {who: [each.number for each in heads_of(workspace, who)] for who in (LEAD, UNIVERSITY, OFFICE, STRANGER)}

    both = [draft.number, registered.number]
    assert listed == {LEAD: both, UNIVERSITY: both, OFFICE: both, STRANGER: [registered.number]}


def test_who_entered_a_consent_is_kept_until_somebody_else_does(workspace: Workspace) -> None:
    made = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    assert member_of(made, UNIVERSITY.organisation).consent == replace(SIGNED, entered_by=LEAD.organisation)
    again = NewMember(organisation=UNIVERSITY.organisation, consent=SIGNED, sheet=(("site", "a.example"),))
    same = put_member(workspace, UNIVERSITY, place(made), again, at=NOW)

    own = replace(again, consent=replace(SIGNED, signed_by="赵六"))
    kept = put_member(workspace, UNIVERSITY, place(same), own, at=NOW)

    found = [member_of(each, UNIVERSITY.organisation).consent for each in (same, kept)]
    assert [each and each.entered_by for each in found] == [LEAD.organisation, UNIVERSITY.organisation]
    assert changes(workspace) == (
        FieldChange(f"{UNIVERSITY.organisation}：自愿声明", "王五 2026年11月20日", "赵六 2026年11月20日"),
    )


def test_what_is_left_out_of_a_member_stays(workspace: Workspace) -> None:
    made = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)

    kept = put_member(workspace, OFFICE, place(made), NewMember(organisation=UNIVERSITY.organisation), at=NOW)

    assert member_of(kept, UNIVERSITY.organisation) == member_of(made, UNIVERSITY.organisation)


def test_a_member_takes_its_consent_back(workspace: Workspace) -> None:
    made = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    own = NewMember(organisation=UNIVERSITY.organisation)

    kept = put_member(workspace, UNIVERSITY, place(made), own, clears=frozenset({"consent"}), at=NOW)

    assert (member_of(kept, UNIVERSITY.organisation).consent, member_of(kept, UNIVERSITY.organisation).region_code) == (
        None,
        "320826",
    )
    assert changes(workspace) == (FieldChange(f"{UNIVERSITY.organisation}：自愿声明", "王五 2026年11月20日", ""),)


def test_nobody_signs_on_a_day_to_come(workspace: Workspace) -> None:
    made = begun(workspace)
    future = replace(SIGNED, on=date(2026, 11, 23))
    late = NOW.replace(hour=17)  # one o'clock of the 23rd in Beijing

    with pytest.raises(UsageError, match="日期在今天之后"):
        put_member(workspace, LEAD, place(made), NewMember(organisation="丙公司", consent=future), at=NOW)

    kept = put_member(workspace, LEAD, place(made), NewMember(organisation="丙公司", consent=future), at=late)
    assert member_of(kept, "丙公司").consent is not None


@pytest.mark.parametrize("stage", [None, AllianceStage.SUBMITTED])
def test_a_member_leaves_of_its_own_will_and_takes_its_consent_along(
    workspace: Workspace, tmp_path: Path, stage: AllianceStage | None
) -> None:
    made = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    made = joined(workspace, made, UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    made = move_alliance(workspace, LEAD, place(made), stage, at=NOW) if stage else made

    left = leave(workspace, made, UNIVERSITY.organisation)

    member = member_of(left, UNIVERSITY.organisation)
    assert (member.state, member.consent, member.opinion) == (MemberState.LEFT, None, "另有安排")
    with pytest.raises(UnknownIdError):
        open_alliance(workspace, UNIVERSITY, left.number)


def test_who_left_comes_back_by_asking_alone(workspace: Workspace, registered: Alliance) -> None:
    made = joined(workspace, registered, UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    left = leave(workspace, made, UNIVERSITY.organisation)
    with pytest.raises(RefusalError, match="自己重新申请"):
        review_member(
            workspace, LEAD, place(left), UNIVERSITY.organisation, state=MemberState.ADMITTED, opinion="", at=NOW
        )

    asking = NewMember(organisation=UNIVERSITY.organisation, kind=MemberKind.UNIVERSITY)
    asked = apply_to_join(workspace, UNIVERSITY, left.number, asking, at=NOW)
    back = review_member(
        workspace, LEAD, place(asked), UNIVERSITY.organisation, state=MemberState.ADMITTED, opinion="", at=NOW
    )
    assert member_of(back, UNIVERSITY.organisation).state is MemberState.ADMITTED


def test_a_member_is_one_however_its_name_is_written(workspace: Workspace) -> None:
    made = joined(workspace, begun(workspace), "丙（淮安）公司", MemberKind.ENTERPRISE)
    again = joined(workspace, made, "丙(淮安) 公司", MemberKind.ENTERPRISE, region_code="320831")
    assert [each.organisation for each in again.members] == [LEAD.organisation, "丙（淮安）公司"]


def leave(workspace: Workspace, alliance: Alliance, organisation: str) -> Alliance:
    return review_member(
        workspace, UNIVERSITY, place(alliance), organisation, state=MemberState.LEFT, opinion="另有安排", at=NOW
    )


def test_a_member_decides_of_nobody_else(workspace: Workspace) -> None:
    made = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    made = joined(workspace, made, "丙公司", MemberKind.ENTERPRISE)

    with pytest.raises(NotPermittedError):
        leave(workspace, made, "丙公司")


def test_another_lead_is_a_member(workspace: Workspace) -> None:
    made = begun(workspace)

    first = change_facts(workspace, OFFICE, place(made), replace(FACTS, lead="丙公司"), at=NOW)
    assert [(each.organisation, each.joining) for each in first.admitted] == [
        (LEAD.organisation, Joining.FOUNDED),
        ("丙公司", Joining.INVITED),
    ]

    left = review_member(
        workspace, OFFICE, place(first), LEAD.organisation, state=MemberState.LEFT, opinion="转产", at=NOW
    )
    back = change_facts(workspace, OFFICE, place(left), FACTS, at=NOW)
    assert [each.organisation for each in back.admitted] == [LEAD.organisation, "丙公司"]


def test_nobody_founds_an_alliance_that_is_registered(workspace: Workspace, registered: Alliance) -> None:
    with pytest.raises(RefusalError, match="不是发起单位"):
        joined(workspace, registered, "丙公司", MemberKind.ENTERPRISE, joining=Joining.FOUNDED)


def test_the_lead_can_not_leave(workspace: Workspace) -> None:
    made = begun(workspace)
    kept = keep_entry(workspace, LEAD, place(made), Activity(title="会", on=date(2026, 11, 1)), at=NOW)

    with pytest.raises(RefusalError, match="牵头单位不能退出"):
        review_member(workspace, LEAD, place(kept), LEAD.organisation, state=MemberState.LEFT, opinion="转产", at=NOW)
