"""Drafts are checked before they are kept, two planners do not overwrite one another, releases stay as they are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import RefusalError, StaleRecordError, UnknownIdError
from data.records.audit import AuditAction
from data.records.docking_events import AgendaCause, NewParticipant
from data.records.events import AgendaChange, Slot
from data.storage.workspace import Workspace
from service.docking.beijing import in_beijing
from service.docking.events.access import EVENTS
from service.docking.events.edits import Edit, EditKind
from service.docking.events.plan_work import run_plan
from service.docking.events.planning import PlanOrder, planning_job
from service.docking.events.versions import (
    agenda_desk,
    apply_edit,
    own_agenda,
    release,
    release_of,
    releases_of,
    replanned_since,
    save_draft,
)
from tests.factories.agendas import make_evening
from tests.factories.docking_events import keep_event, make_draft
from tests.factories.storing import AT, LI, WANG


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def event(workspace: Workspace) -> int:
    """Keep an event whose four wishes are all held: C1-T1, C2-T1, C2-T2, C3-T2."""
    return keep_event(workspace, make_evening())


def plan(workspace: Workspace, event: int, **order: object) -> int:
    asked = PlanOrder(event, seconds=5, **order)  # type: ignore[arg-type] # its other fields
    return run_plan(workspace, WANG, asked, at=AT, progress=lambda _what, _share: None).n_meetings


def lose(workspace: Workspace, event: int, guest_id: str) -> None:
    with workspace.writing(WANG, at=AT) as stores:
        there = next(each for each in stores.events.participants(event) if each.guest.id == guest_id)
        stores.events.change_participant(there, NewParticipant(guest=there.guest, is_absent=True))


def test_a_plan_is_released_and_stays_while_the_draft_goes_on(workspace: Workspace, event: int) -> None:
    held = plan(workspace, event)
    first = release(workspace, WANG, event, seen=1, note="定稿", at=AT)
    lose(workspace, event, "C1")
    stale = agenda_desk(workspace, WANG, event)
    left = plan(workspace, event, is_replan=True, seen=2, note="C1 不来")
    second = release(workspace, WANG, event, seen=3, note="", at=AT)

    before = {each.request_id: (each.slot, each.table) for each in first.agenda.meetings}
    assert (held, left, first.version, second.version) == (4, 3, 1, 2)
    assert (stale.is_stale, stale.can_release, len(stale.faults)) == (True, False, 1)
    assert second.changes == (AgendaChange("C1-T1", before["C1-T1"], None, ("C1", "T1")),)
    assert (second.guests_to_tell, second.is_minimal, second.note) == (("C1", "T1"), True, "C1 不来")
    assert [each.request_id for each in second.agenda.cancelled] == ["C1-T1"]
    assert releases_of(workspace, WANG, event) == [first, second]


def test_what_says_nothing_new_or_breaks_a_rule_is_not_released(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    release(workspace, WANG, event, seen=1, note="", at=AT)
    with pytest.raises(RefusalError, match="与已发布的一版相同"):
        release(workspace, WANG, event, seen=2, note="", at=AT)
    lose(workspace, event, "C1")

    with pytest.raises(RefusalError, match="与现在的情况不符，不能发布"):
        release(workspace, WANG, event, seen=2, note="", at=AT)


def test_a_day_that_moves_by_ten_minutes_is_released_and_told_to_whom_it_concerns(
    workspace: Workspace, event: int
) -> None:
    plan(workspace, event)
    first = release(workspace, WANG, event, seen=1, note="", at=AT)
    with workspace.writing(WANG, at=AT) as stores:
        there = stores.events.get(event)
        assert there is not None
        used = first.agenda.meetings[0].slot
        slots = tuple(Slot(s.start, s.end[:-1] + "5") if n == used else s for n, s in enumerate(there.plan.slots))
        stores.events.change(event, there.version, replace(there, plan=replace(there.plan, slots=slots)))
    second = release(workspace, WANG, event, seen=2, note="", at=AT)

    there_then = {guest for m in first.agenda.meetings if m.slot == used for guest in m.request_id.split("-")}
    assert (second.version, second.changes, set(second.guests_to_tell)) == (2, (), there_then)
    assert second.problem.event.slots == slots


def test_no_draft_is_kept_that_the_check_refuses(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    desk = agenda_desk(workspace, WANG, event)
    assert desk.draft is not None
    twice = replace(desk.draft.agenda, meetings=desk.draft.agenda.meetings * 2)

    with pytest.raises(RefusalError, match="日程没有通过校验"), workspace.writing(WANG, at=AT) as stores:
        save_draft(stores, make_draft(event, twice), problem=desk.book.problem, seen=1)

    assert agenda_desk(workspace, WANG, event).draft == desk.draft


def test_of_two_planners_the_second_is_refused(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    lock = Edit(EditKind.LOCK, "C1-T1")
    first = apply_edit(workspace, WANG, event, lock, seen=1, at=AT)

    with pytest.raises(StaleRecordError, match="别人改过这份日程"):
        apply_edit(workspace, WANG, event, Edit(EditKind.REMOVE, "C2-T2"), seen=1, at=AT)
    with pytest.raises(StaleRecordError, match="别人改过这份日程"):
        plan(workspace, event, is_replan=True, seen=1)

    draft = agenda_desk(workspace, WANG, event).draft
    assert draft is not None
    assert (first.is_accepted, draft.revision, draft.cause) == (True, 2, AgendaCause.EDITED)
    assert [each.request_id for each in draft.agenda.meetings if each.locked] == ["C1-T1"]


def test_a_refused_edit_keeps_nothing(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    before = agenda_desk(workspace, WANG, event).draft

    verdict = apply_edit(workspace, WANG, event, Edit(EditKind.MOVE, "C1-T1", slot=0), seen=1, at=AT)

    assert (verdict.is_accepted, agenda_desk(workspace, WANG, event).draft) == (False, before)


def test_a_change_by_hand_claims_no_proof(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    release(workspace, WANG, event, seen=1, note="", at=AT)
    apply_edit(workspace, WANG, event, Edit(EditKind.REMOVE, "C1-T1"), seen=2, at=AT)
    edited = replanned_since(agenda_desk(workspace, WANG, event))
    lose(workspace, event, "C3")
    plan(workspace, event, is_replan=True, seen=3)
    replanned = replanned_since(agenda_desk(workspace, WANG, event))

    assert edited is not None
    assert replanned is not None
    assert (edited.is_minimal, edited.guests_to_tell) == (None, ("C1", "T1"))
    # What the re-plan proves holds against the draft, and the release knows of more.
    assert replanned.is_minimal is None


def test_a_cancelled_plan_keeps_nothing(workspace: Workspace, event: int) -> None:
    def stop(_what: str, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_plan(workspace, WANG, PlanOrder(event), at=AT, progress=stop)

    assert agenda_desk(workspace, WANG, event).draft is None


def test_planning_jobs_are_refused_before_they_wait(workspace: Workspace, event: int) -> None:
    empty = keep_event(workspace, replace(make_evening(), event=replace(make_evening().event, id="E2"), requests=()))

    with pytest.raises(RefusalError, match="还没有可以安排的会面意愿"):
        planning_job(workspace, PlanOrder(empty), by=WANG, at=AT)
    with pytest.raises(RefusalError, match="还没有排日程，不能改排"):
        planning_job(workspace, PlanOrder(event, is_replan=True), by=WANG, at=AT)
    # 王科 is of the city 3208, 李科 of a county in it: an event of the city is not the county's.
    with pytest.raises(UnknownIdError, match="没有第 1 号对接会"):
        planning_job(workspace, PlanOrder(event), by=LI, at=AT)


def test_what_was_done_is_in_the_trail(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    apply_edit(workspace, WANG, event, Edit(EditKind.LOCK, "C1-T1"), seen=1, at=AT)
    release(workspace, WANG, event, seen=2, note="", at=AT)

    with workspace.reading() as stores:
        lines = [each.entry for each in stores.audit.of_record(EVENTS, str(event))]
    assert {each.action for each in lines} == {AuditAction.CHANGED}
    assert [[change.field for change in each.changes] for each in lines] == [
        ["release"], ["lock.C1-T1"], ["agenda", "cause"], ["agenda", "cause"],
    ]  # fmt: skip


def test_an_unknown_release_is_not_there(workspace: Workspace, event: int) -> None:
    with pytest.raises(UnknownIdError, match="没有第 1 版日程"):
        release_of(workspace, WANG, event, 1)

    assert own_agenda(workspace, WANG, event) == (None, frozenset())


def test_what_is_called_off_by_hand_says_who_and_when(workspace: Workspace, event: int) -> None:
    plan(workspace, event)
    apply_edit(workspace, WANG, event, Edit(EditKind.REMOVE, "C1-T1"), seen=1, at=AT)
    apply_edit(workspace, WANG, event, Edit(EditKind.LOCK, "C2-T1"), seen=2, at=AT)
    off = agenda_desk(workspace, WANG, event).draft
    apply_edit(workspace, WANG, event, Edit(EditKind.ADD, "C1-T1", slot=3), seen=3, at=AT)
    back = agenda_desk(workspace, WANG, event).draft

    local = in_beijing(AT)
    told = f"由{WANG.name}在 {local.month}月{local.day}日 {local:%H:%M} 取消。"
    assert off is not None
    assert [(each.reason, each.told) for each in off.agenda.unplaced] == [("called_off", told)]
    assert back is not None
    assert back.agenda.unplaced == ()
