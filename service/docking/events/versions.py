"""Drafts and releases of an event's agenda: who made what of it, and what differs from what was told before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import AgendaCause, AgendaDraft, AgendaRelease
from data.records.events import Agenda, AgendaChange, EventProblem, PlannedMeeting, Replanned
from data.storage.workspace import Stores, Workspace
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.differing import cancelled_since, differences
from service.docking.consents import MOST_TEXT_CHARACTERS
from service.docking.events.access import EVENTS, own_participants, require_event
from service.docking.events.book import EventBook, read_book
from service.docking.events.edits import Edit, EditKind, Verdict, called_off, check_edit, with_reasons
from service.docking.events.fault_names import with_names
from service.docking.permissions import Action


@dataclass(frozen=True, slots=True)
class AgendaDesk:
    """What planners work on.

    Attributes:
        book: the event as it stands.
        draft: None before the first plan.
        newest: the newest release; None before the first.
        faults: what the draft violates now, in Chinese: something changed since it was made.
    """

    book: EventBook
    draft: AgendaDraft | None
    newest: AgendaRelease | None
    faults: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether anything changed since the draft was last checked."""
        return self.draft is not None and self.draft.basis != self.book.event.basis

    @property
    def unreleased(self) -> tuple[AgendaChange, ...]:
        """What the draft changes against the newest release; empty before the first release."""
        if self.draft is None or self.newest is None:
            return ()
        return differences(self.book.problem, self.newest.agenda, self.draft.agenda)

    @property
    def rescheduled(self) -> frozenset[str]:
        """Who keeps a meeting that was told otherwise: the day, the place or the times of its slot have changed."""
        if self.draft is None or self.newest is None:
            return frozenset()
        told, now = self.newest.problem.event, self.book.event.plan
        is_elsewhere = (told.held_on, told.venue) != (now.held_on, now.venue)
        return frozenset(
            guest
            for meeting in self.draft.agenda.meetings
            if is_elsewhere or told.slots[meeting.slot : meeting.slot + 1] != (now.slots[meeting.slot],)
            for guest in self.book.by_request[meeting.request_id].request.guests
        )

    @property
    def is_as_released(self) -> bool:
        """Whether the draft says just what the newest release did, or there is no release to differ from."""
        return self.newest is None or not (self.unreleased or self.rescheduled)

    @property
    def can_release(self) -> bool:
        """Whether the draft says something that was not told yet, and breaks no rule."""
        is_new = self.newest is None or not self.is_as_released
        return self.draft is not None and is_new and not self.faults


def agenda_desk(workspace: Workspace, actor: Actor, number: int) -> AgendaDesk:
    """Return what planners work on; `require_event` names the errors."""
    with workspace.reading() as stores:
        return _desk(stores, actor, number)


def save_draft(stores: Stores, draft: AgendaDraft, *, problem: EventProblem, seen: int) -> int:
    """Keep a draft that has passed the independent check, and write it into the audit trail; return its revision.

    Raises:
        RefusalError: it did not pass.
        StaleRecordError: somebody else saved one since.
    """
    faults = tuple(with_names(problem, each) for each in check_agenda(problem, draft.agenda.meetings))
    if faults:
        raise RefusalError(f"日程没有通过校验：{''.join(faults[:3])}", remedy="请改排后再试，没有保存。")
    revision = stores.agendas.save_draft(draft, seen=seen)
    told = [FieldChange("agenda", str(seen), str(revision)), FieldChange("cause", "", draft.cause.value)]
    stores.audit.tell(AuditAction.CHANGED, EVENTS, str(draft.event), told)
    return revision


def try_edit(
    workspace: Workspace, actor: Actor, number: int, edit_of: Callable[[EventProblem], Edit]
) -> tuple[EventProblem, Verdict]:
    """Tell what becomes of a change of the draft, and of which event; nothing is stored."""
    desk = agenda_desk(workspace, actor, number)
    problem = desk.book.problem
    return problem, check_edit(problem, _draft_of(desk).agenda, edit_of(problem))


def apply_edit(workspace: Workspace, actor: Actor, number: int, edit: Edit, *, seen: int, at: datetime) -> Verdict:
    """Change the draft that somebody looked at in the revision `seen`, where the change is accepted.

    Returns:
        The verdict; a refused change is not stored.

    Raises:
        StaleRecordError: somebody else saved the draft since.
    """
    with workspace.writing(actor, at=at) as stores:
        desk = _desk(stores, actor, number, is_locked=True)
        draft = _draft_of(desk)
        verdict = check_edit(desk.book.problem, draft.agenda, edit)
        if verdict.agenda is not None:
            agenda = verdict.agenda
            if edit.kind is EditKind.REMOVE:
                agenda = called_off(agenda, edit.request_id, by=actor.name, at=at)
            new = replace(
                draft,
                agenda=with_reasons(desk.book.problem, agenda),
                basis=desk.book.event.basis,
                cause=AgendaCause.EDITED,
                at=at,
                actor=actor,
                is_minimal=None,
            )
            save_draft(stores, new, problem=desk.book.problem, seen=seen)
            told = FieldChange(f"{edit.kind.value}.{edit.request_id}", "", f"{edit.slot or ''} {edit.table}".strip())
            stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), [told])
    return verdict


def release(workspace: Workspace, actor: Actor, number: int, *, seen: int, note: str, at: datetime) -> AgendaRelease:
    """Release the draft that somebody looked at in the revision `seen`; what is released never changes.

    Raises:
        RefusalError: there is no draft, it breaks a rule, or says nothing new.
        UsageError: the note is too long.
    """
    note = note.replace("\x00", "").strip()
    if len(note) > MOST_TEXT_CHARACTERS:
        raise UsageError("说明太长。", remedy=f"请不超过 {MOST_TEXT_CHARACTERS} 个字。")
    with workspace.writing(actor, at=at) as stores:
        desk = _desk(stores, actor, number, is_locked=True)
        draft = _draft_of(desk)
        if desk.faults:
            raise RefusalError(f"日程与现在的情况不符，不能发布：{''.join(desk.faults[:3])}", remedy="请先改排。")
        if not desk.can_release:
            raise RefusalError("日程与已发布的一版相同。", remedy="有改动后再发布。")
        made = _released(desk, draft, note=note, at=at, actor=actor)
        # Saved once more under the new version: a second planner who released meanwhile is refused here.
        stores.agendas.save_draft(replace(draft, agenda=made.agenda, basis=desk.book.event.basis), seen=seen)
        stores.agendas.add_release(made)
        told = FieldChange("release", str(made.version - 1), str(made.version))
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), [told])
    return made


def releases_of(workspace: Workspace, actor: Actor, number: int) -> list[AgendaRelease]:
    """Return the releases of an event a planner may see, oldest first."""
    with workspace.reading() as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN)
        return stores.agendas.releases(number)


def release_of(workspace: Workspace, actor: Actor, number: int, version: int) -> AgendaRelease:
    """Return one release.

    Raises:
        UnknownIdError: there is none of that version.
    """
    with workspace.reading() as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN)
        found = stores.agendas.release(number, version)
    if found is None:
        raise UnknownIdError(f"没有第 {version} 版日程。", remedy="请从版本列表中选择。")
    return found


def own_agenda(workspace: Workspace, actor: Actor, number: int) -> tuple[AgendaRelease | None, frozenset[str]]:
    """Return the newest release of an event, and the ids of the participants from the actor's organisation."""
    with workspace.reading() as stores:
        require_event(stores, actor, number, Action.EVENTS_VIEW)
        own = own_participants(actor, stores.events.participants(number))
        return stores.agendas.newest(number), frozenset(each.guest.id for each in own)


def replanned_of(release: AgendaRelease) -> Replanned | None:
    """Return a release as a change of the version before; None for the first."""
    if release.version == 1:
        return None
    return Replanned(release.agenda, release.changes, release.guests_to_tell, release.is_minimal)


def replanned_since(desk: AgendaDesk) -> Replanned | None:
    """Return the draft as a change of the newest release; None before the first release."""
    if desk.draft is None or desk.newest is None:
        return None
    return Replanned(_numbered(desk, desk.draft.agenda), desk.unreleased, _to_tell(desk), desk.draft.is_minimal)


def cancelled_of(newest: AgendaRelease | None, meetings: tuple[PlannedMeeting, ...]) -> tuple[PlannedMeeting, ...]:
    """Return what earlier releases held and these meetings do not."""
    return () if newest is None else cancelled_since(newest.agenda, meetings)


def _released(desk: AgendaDesk, draft: AgendaDraft, *, note: str, at: datetime, actor: Actor) -> AgendaRelease:
    version = 1 if desk.newest is None else desk.newest.version + 1
    agenda = replace(_numbered(desk, draft.agenda), version=version)
    return AgendaRelease(
        event=draft.event,
        version=version,
        agenda=agenda,
        problem=desk.book.problem,
        changes=desk.unreleased,
        guests_to_tell=_to_tell(desk),
        cause=draft.cause,
        at=at,
        actor=actor,
        is_minimal=draft.is_minimal,
        note=note or draft.note,
    )


def _numbered(desk: AgendaDesk, agenda: Agenda) -> Agenda:
    """Return the draft's agenda with the version it began from, and what that version's readers must learn is off."""
    version = 0 if desk.newest is None else desk.newest.version
    return replace(agenda, version=version, cancelled=cancelled_of(desk.newest, agenda.meetings))


def _to_tell(desk: AgendaDesk) -> tuple[str, ...]:
    told = desk.rescheduled.union(guest for change in desk.unreleased for guest in change.guests)
    return tuple(guest.id for guest in desk.book.problem.guests if guest.id in told)


def _desk(stores: Stores, actor: Actor, number: int, *, is_locked: bool = False) -> AgendaDesk:
    book = read_book(stores, require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=is_locked))
    draft = stores.agendas.draft(number)
    faults = () if draft is None else check_agenda(book.problem, draft.agenda.meetings)
    told = tuple(with_names(book.problem, each) for each in faults)
    return AgendaDesk(book, draft, stores.agendas.newest(number), told)


def _draft_of(desk: AgendaDesk) -> AgendaDraft:
    """Return the draft.

    Raises:
        RefusalError: nothing was planned yet.
    """
    if desk.draft is None:
        raise RefusalError("这场活动还没有排日程。", remedy="请先排日程。")
    return desk.draft
