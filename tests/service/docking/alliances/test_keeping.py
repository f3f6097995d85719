"""Alliances: kept by lead and office, joined by application, read by those in them, numbered by the office alone."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest

from data.errors import NotPermittedError, RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR
from data.records.alliances import (
    Activity,
    Alliance,
    AllianceFacts,
    AllianceKind,
    AllianceStage,
    Driver,
    Expert,
    GrantEntry,
    GrantLine,
    Judgement,
    MemberKind,
    MemberState,
    NewMember,
)
from data.records.audit import FieldChange
from data.storage.workspace import Workspace
from ingest.contacts import mask_field
from service.docking.alliances.joining import apply_to_join, put_member, review_member
from service.docking.alliances.keeping import add_alliance, change_facts, keep_entry, strike_entry
from service.docking.alliances.moving import Upward, move_alliance, register_upward
from service.docking.alliances.seeing import Side, alliances_of, open_alliance
from tests.factories.alliances import (
    FACTS,
    LEAD,
    NOW,
    OFFICE,
    OTHER_OFFICE,
    STRANGER,
    UNIVERSITY,
    begun,
    call_for_alliances,
    joined,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


def place(alliance: Alliance) -> tuple[int, int]:
    return alliance.number, alliance.version


def registered(
    workspace: Workspace, notice: int, *, name: str = FACTS.name, direction: str = FACTS.direction
) -> Alliance:
    """Return an alliance that the office registered with a reason."""
    alliance = begun(workspace, notice=notice, name=name, direction=direction)
    alliance = move_alliance(workspace, LEAD, place(alliance), AllianceStage.SUBMITTED, at=NOW)
    return move_alliance(workspace, OFFICE, place(alliance), AllianceStage.REGISTERED, note="先行登记", at=LATER)


def test_a_draft_is_seen_by_its_lead_its_members_and_its_office(workspace: Workspace) -> None:
    alliance = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)

    sides = {who: open_alliance(workspace, who, 1).side for who in (LEAD, OFFICE, UNIVERSITY, OPERATOR)}
    assert sides == {LEAD: Side.LEAD, OFFICE: Side.OFFICE, UNIVERSITY: Side.MEMBER, OPERATOR: Side.OFFICE}
    for who in (STRANGER, OTHER_OFFICE):
        assert alliances_of(workspace, who) == ()
        with pytest.raises(UnknownIdError):
            open_alliance(workspace, who, alliance.number)


def test_a_member_reads_no_sheet_of_others(workspace: Workspace) -> None:
    alliance = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    own = next(each for each in alliance.members if each.organisation == LEAD.organisation)
    member = NewMember(organisation=own.organisation, kind=own.kind, sheet=(("mobile", "13900001234"),))
    put_member(workspace, LEAD, place(alliance), member, at=NOW)

    read = {
        who: next(each.sheet for each in open_alliance(workspace, who, 1).alliance.members if each.number == own.number)
        for who in (LEAD, UNIVERSITY)
    }
    assert read == {LEAD: (("mobile", "13900001234"),), UNIVERSITY: ()}


def test_an_organisation_begins_its_own_alliance_alone(workspace: Workspace) -> None:
    with pytest.raises(RefusalError, match="由牵头单位自己登记"):
        add_alliance(workspace, STRANGER, FACTS, at=NOW)
    with pytest.raises(RefusalError, match="不在您负责的地区"):
        add_alliance(workspace, OTHER_OFFICE, FACTS, at=NOW)
    with pytest.raises(UsageError, match="没有这些栏目：number"):
        add_alliance(workspace, LEAD, replace(FACTS, texts={"number": "320826-2026-001"}), at=NOW)


def test_hidden_contacts_that_were_left_alone_stay(workspace: Workspace) -> None:
    alliance = begun(workspace)
    masked = {"contact_phone": mask_field("contact", "13900001234"), "contact_name": "李四五"}

    changed = change_facts(workspace, LEAD, place(alliance), replace(FACTS, texts=masked), at=NOW)

    assert (changed.texts["contact_phone"], changed.texts["contact_name"]) == ("13900001234", "李四五")


def test_of_two_who_change_one_alliance_one_is_told(workspace: Workspace) -> None:
    alliance = begun(workspace)
    joined(workspace, alliance, "丙公司", MemberKind.ENTERPRISE)

    with pytest.raises(StaleRecordError):
        joined(workspace, alliance, "丁公司", MemberKind.ENTERPRISE, by=OFFICE)


def test_whoever_applies_is_reviewed(workspace: Workspace, tmp_path: Path) -> None:
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path))
    assert open_alliance(workspace, STRANGER, alliance.number).can_apply

    applied = apply_to_join(workspace, STRANGER, alliance.number, NewMember(organisation="冒名"), at=NOW)
    assert [(each.organisation, each.state) for each in applied.members[1:]] == [
        (STRANGER.organisation, MemberState.APPLIED)
    ]
    with pytest.raises(RefusalError, match="没有写明意见"):
        review(workspace, applied, MemberState.REFUSED, "")
    admitted = review(workspace, applied, MemberState.ADMITTED, "符合条件")

    assert [each.organisation for each in admitted.admitted] == [LEAD.organisation, STRANGER.organisation]
    with pytest.raises(RefusalError, match="不能申请加入"):
        apply_to_join(workspace, STRANGER, alliance.number, NewMember(organisation=""), at=NOW)


def review(workspace: Workspace, alliance: Alliance, state: MemberState, opinion: str) -> Alliance:
    return review_member(workspace, LEAD, place(alliance), STRANGER.organisation, state=state, opinion=opinion, at=NOW)


def test_a_member_writes_of_itself_alone(workspace: Workspace) -> None:
    alliance = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY, is_signed=False)
    own = NewMember(organisation=UNIVERSITY.organisation, kind=MemberKind.ENTERPRISE, sheet=(("site", "a.example"),))

    kept = put_member(workspace, UNIVERSITY, place(alliance), own, at=NOW)

    member = kept.members[1]
    assert (member.kind, member.sheet) == (MemberKind.UNIVERSITY, (("site", "a.example"),))
    with pytest.raises(NotPermittedError):
        put_member(workspace, UNIVERSITY, place(kept), NewMember(organisation="丙公司"), at=NOW)


def test_who_was_refused_or_left_comes_back_by_review_alone(workspace: Workspace) -> None:
    alliance = joined(workspace, begun(workspace), STRANGER.organisation, MemberKind.ENTERPRISE)
    left = review(workspace, alliance, MemberState.LEFT, "转产")

    kept = joined(workspace, left, STRANGER.organisation, MemberKind.ENTERPRISE)

    assert [each.organisation for each in kept.admitted] == [LEAD.organisation]
    with pytest.raises(UnknownIdError):
        open_alliance(workspace, STRANGER, kept.number)


def test_a_member_reads_and_keeps_what_is_its_own(workspace: Workspace) -> None:
    alliance = joined(workspace, begun(workspace), UNIVERSITY.organisation, MemberKind.UNIVERSITY)
    own = NewMember(organisation=UNIVERSITY.organisation, sheet=(("mobile", "13900004321"),))
    put_member(workspace, UNIVERSITY, place(alliance), own, at=NOW)

    first, other = open_alliance(workspace, UNIVERSITY, alliance.number).alliance.members

    assert (first.sheet, first.consent, first.region_code) == (
        (("mobile", "13900004321"),),
        alliance.members[1].consent,
        "320826",
    )
    assert (other.organisation, other.consent) == (LEAD.organisation, None)


def test_what_was_handed_in_is_changed_by_the_office_alone(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="没有选定依据的通知"):
        move_alliance(workspace, LEAD, (begun(workspace).number, 2), AllianceStage.SUBMITTED, at=NOW)
    alliance = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    handed = move_alliance(workspace, LEAD, place(alliance), AllianceStage.SUBMITTED, at=LATER)

    assert handed.submitted_at == LATER
    with pytest.raises(RefusalError, match="已经报送"):
        joined(workspace, handed, "丙公司", MemberKind.ENTERPRISE)
    with pytest.raises(NotPermittedError):
        move_alliance(workspace, LEAD, place(handed), AllianceStage.REGISTERED, at=LATER)
    with pytest.raises(RefusalError, match="没有写明原因"):
        move_alliance(workspace, OFFICE, place(handed), AllianceStage.RETURNED, at=LATER)
    with pytest.raises(RefusalError, match="不能改为“筹建”"):
        move_alliance(workspace, OFFICE, place(handed), AllianceStage.DRAFT, at=LATER)


def test_what_fails_a_check_is_registered_with_a_reason_alone(workspace: Workspace, tmp_path: Path) -> None:
    alliance = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    handed = move_alliance(workspace, LEAD, place(alliance), AllianceStage.SUBMITTED, at=NOW)

    with pytest.raises(RefusalError, match="本省高校院所 0 家，应至少 1 家") as caught:
        move_alliance(workspace, OFFICE, place(handed), AllianceStage.REGISTERED, at=LATER)
    # The name is its own and fits the pattern: a refusal says nothing of what passed.
    assert "名称" not in str(caught.value)


def test_numbers_run_on_and_are_never_given_again(workspace: Workspace, tmp_path: Path) -> None:
    notice = call_for_alliances(workspace, tmp_path)
    first = registered(workspace, notice)
    move_alliance(workspace, OFFICE, place(first), AllianceStage.CLOSED, note="成员退出", at=LATER)
    second = registered(workspace, notice, name="涟水县水产技术创新联盟")

    codes = [each.registration and each.registration.code for each in (first, second)]
    assert codes == ["320826-2026-001", "320826-2026-002"]
    assert open_alliance(workspace, OFFICE, first.number).alliance.registration == first.registration


def test_two_officials_at_one_time_give_two_numbers(workspace: Workspace, tmp_path: Path) -> None:
    notice = call_for_alliances(workspace, tmp_path)
    names = ["涟水县甲技术创新联盟", "涟水县乙技术创新联盟", "涟水县丙技术创新联盟"]
    threads = [Thread(target=registered, args=(workspace, notice), kwargs={"name": name}) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    codes = {each.registration.code for each in alliances_of(workspace, OFFICE) if each.registration}
    assert codes == {"320826-2026-001", "320826-2026-002", "320826-2026-003"}


def test_strangers_read_names_and_members_of_a_registered_alliance(workspace: Workspace, tmp_path: Path) -> None:
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path))

    seen = open_alliance(workspace, STRANGER, alliance.number)

    assert (seen.side, seen.next, seen.alliance.texts, seen.alliance.steps) == (None, (), {}, ())
    assert [each.organisation for each in seen.alliance.members] == [LEAD.organisation]


def test_books_are_struck_out_and_never_deleted(workspace: Workspace) -> None:
    alliance = begun(workspace)
    activity = Activity(title="技术交流会", on=date(2026, 11, 20))
    kept = keep_entry(workspace, LEAD, place(alliance), activity, at=NOW)
    ((number, entry),) = kept.activities

    struck = strike_entry(workspace, LEAD, place(kept), number, note="重复登记", at=LATER)

    assert (entry, struck.activities, struck.entries[0].struck_note) == (activity, (), "重复登记")
    with pytest.raises(UnknownIdError):
        strike_entry(workspace, LEAD, place(struck), number, note="再划", at=LATER)
    with pytest.raises(UsageError, match="日期在今天之后"):
        keep_entry(workspace, LEAD, place(struck), replace(activity, on=date(2026, 12, 1)), at=NOW)


def test_grant_and_judgements_are_the_office_s(workspace: Workspace, tmp_path: Path) -> None:
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path))
    grant = GrantEntry(line=GrantLine.GRANTED, amount_fen=10_000_000, on=date(2026, 11, 21), purpose="组建资金")
    for entry in (grant, Judgement(criterion="行业骨干", is_met=True, proof="销售收入全县第一")):
        with pytest.raises(NotPermittedError):
            keep_entry(workspace, LEAD, place(alliance), entry, at=NOW)
    kept = keep_entry(workspace, OFFICE, place(alliance), grant, at=NOW)
    with pytest.raises(RefusalError, match="一次性"):
        keep_entry(workspace, OFFICE, place(kept), grant, at=NOW)


def test_an_alliance_is_registered_above_after_it_is_here(workspace: Workspace, tmp_path: Path) -> None:
    upward = Upward(authority="市科技局 2026 年第 1 号", on=date(2026, 11, 21))
    with pytest.raises(RefusalError, match="本级登记以后"):
        register_upward(workspace, OFFICE, place(begun(workspace)), upward, at=NOW)
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path), name="涟水县水产技术创新联盟")

    done = register_upward(workspace, OFFICE, place(alliance), upward, at=LATER)

    assert done.registration is not None
    assert (done.registration.upward, done.registration.upward_on) == (upward.authority, upward.on)


def test_what_a_registered_alliance_is_known_by_is_the_office_s(workspace: Workspace, tmp_path: Path) -> None:
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path))
    own = AllianceFacts(**{each.name: getattr(alliance, each.name) for each in fields(AllianceFacts)})
    changes: list[dict[str, object]] = [
        {"name": "涟水县水产技术创新联盟"},
        {"field": "新型农业"},
        {"direction": "水产"},
        {"notice": None},
        {"driver": Driver.MARKET},
        {"kind": AllianceKind.CITY},
        {"texts": {"sector": "工业"}},
    ]
    for change in changes:
        with pytest.raises(RefusalError, match="只由科技主管部门更改"):
            change_facts(workspace, LEAD, place(alliance), replace(own, **change), at=LATER)  # type: ignore[arg-type] # any
    with pytest.raises(RefusalError, match="别的地区"):
        change_facts(workspace, LEAD, place(alliance), replace(own, region_code="320831"), at=LATER)

    kept = change_facts(workspace, LEAD, place(alliance), replace(own, texts={"contact_name": "王五"}), at=LATER)
    moved = change_facts(workspace, OFFICE, place(kept), replace(own, direction="真空压铸", texts={}), at=LATER)
    assert (moved.texts["contact_name"], moved.direction) == ("王五", "真空压铸")


def test_the_lead_moves_no_draft_away_from_its_office(workspace: Workspace) -> None:
    alliance = begun(workspace)

    with pytest.raises(RefusalError, match="别的地区"):
        change_facts(workspace, LEAD, place(alliance), replace(FACTS, region_code="320831"), at=NOW)


def test_the_office_gives_no_registered_alliance_a_name_that_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    notice = call_for_alliances(workspace, tmp_path)
    registered(workspace, notice)
    second = registered(workspace, notice, name="涟水县水产技术创新联盟", direction="水产")
    facts = replace(FACTS, notice=notice)

    with pytest.raises(RefusalError, match="名称与已登记的涟水县压铸技术创新联盟相同"):
        change_facts(workspace, OFFICE, place(second), replace(facts, direction="水产"), at=LATER)
    with pytest.raises(RefusalError, match="领域、业务方向与已登记的"):
        change_facts(workspace, OFFICE, place(second), replace(facts, name="涟水县水产技术创新联盟"), at=LATER)


def test_only_the_office_strikes_what_it_granted(workspace: Workspace, tmp_path: Path) -> None:
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path))
    grant = GrantEntry(line=GrantLine.GRANTED, amount_fen=10_000_000, on=date(2026, 11, 21), purpose="组建资金")
    kept = keep_entry(workspace, OFFICE, place(alliance), grant, at=LATER)
    ((number, _),) = kept.grant

    with pytest.raises(NotPermittedError):
        strike_entry(workspace, LEAD, place(kept), number, note="登记错了", at=LATER)
    assert strike_entry(workspace, OFFICE, place(kept), number, note="登记错了", at=LATER).grant == ()


def test_what_was_spent_on_a_struck_activity_is_open_again(workspace: Workspace, tmp_path: Path) -> None:
    alliance = registered(workspace, call_for_alliances(workspace, tmp_path))
    day = date(2026, 11, 20)
    kept = keep_entry(workspace, LEAD, place(alliance), Activity(title="交流会", on=day), at=LATER)
    ((number, _),) = kept.activities
    spent = GrantEntry(
        line=GrantLine.SPENT, amount_fen=100, on=day, purpose="会务费", activity=number, is_for_activities=True
    )
    kept = keep_entry(workspace, LEAD, place(kept), spent, at=LATER)

    struck = strike_entry(workspace, LEAD, place(kept), number, note="没有举行", at=LATER)

    assert [each for _, each in struck.grant] == [replace(spent, activity=None, is_for_activities=None)]
    with workspace.reading() as stores:
        told = stores.audit.page(limit=1)[0].entry.changes
    assert told == (FieldChange("activity", "交流会", ""), FieldChange("activity", "spent 100 分", ""))


def test_references_to_what_is_not_there_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有第 999 号通知"):
        add_alliance(workspace, LEAD, replace(FACTS, notice=999), at=NOW)
    alliance = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    with pytest.raises(UsageError, match="没有第 2147483647 号通知"):
        change_facts(workspace, LEAD, place(alliance), replace(FACTS, notice=2**31 - 1), at=NOW)
    for criterion in ("处处领先", "上级科技部门登记备案"):
        judgement = Judgement(criterion=criterion, is_met=True, proof="见附件")
        with pytest.raises(UsageError, match="没有这个条件"):
            keep_entry(workspace, OFFICE, place(alliance), judgement, at=NOW)
    with pytest.raises(UsageError, match="没有这项成果"):
        keep_entry(workspace, LEAD, place(alliance), Expert(name="张教授", unit="", achievement_id="A9"), at=NOW)


def test_a_text_that_is_cleared_stands_in_the_trail(workspace: Workspace) -> None:
    alliance = begun(workspace)

    changed = change_facts(workspace, LEAD, place(alliance), replace(FACTS, texts={"contact_name": ""}), at=NOW)

    with workspace.reading() as stores:
        told = stores.audit.page(limit=1)[0].entry.changes
    assert ("contact_name" in changed.texts, told) == (False, (FieldChange("texts", "联络人", ""),))
