"""Drafts and releases of an event's agenda, as pages and files show them."""

from typing import Final

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.docking_events import AgendaRelease
from data.records.events import Agenda
from data.storage.workspace import Workspace
from service.docking.events.versions import AgendaDesk, agenda_desk, release_of, replanned_of, replanned_since
from service.exports.agenda_view import PlannedEvent

DRAFT: Final = "draft"
"""How an address names the draft among the releases."""
_DRAFT_LABEL: Final = "草稿，未发布"
_RELEASE_LABEL: Final = "第 {version} 版"
_MOST_DIGITS: Final = 9


def draft_planned(found: AgendaDesk) -> PlannedEvent | None:
    """Return the draft with what it changes of the newest release; None without one."""
    if found.draft is None:
        return None
    replanned = replanned_since(found)
    agenda: Agenda = found.draft.agenda if replanned is None else replanned.agenda
    is_released = found.newest is not None and found.is_as_released
    label = _RELEASE_LABEL.format(version=agenda.version) if is_released else _DRAFT_LABEL
    return PlannedEvent(found.book.problem, agenda, None if is_released else replanned, label)


def release_planned(made: AgendaRelease) -> PlannedEvent:
    """Return a release with what it changed of the one before."""
    return PlannedEvent(made.problem, made.agenda, replanned_of(made), _RELEASE_LABEL.format(version=made.version))


def planned_version(workspace: Workspace, actor: Actor, number: int, version: str) -> PlannedEvent:
    """Return what a file is made from.

    Args:
        workspace: holds the event.
        actor: who plans it.
        number: of the event.
        version: number of a release, or `DRAFT`.

    Raises:
        UnknownIdError: there is none of that name.
    """
    if version.isdecimal() and len(version) <= _MOST_DIGITS:
        return release_planned(release_of(workspace, actor, number, int(version)))
    planned = draft_planned(agenda_desk(workspace, actor, number))
    if version != DRAFT or planned is None:
        raise UnknownIdError("没有这一版日程。", remedy="请从版本列表中选择。")
    return planned
