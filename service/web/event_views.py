"""Drafts and releases as pages and files show them."""

from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from data.errors import DuijieError
from data.records.docking_events import AgendaRelease
from data.records.events import Agenda
from service.docking.events.versions import AgendaDesk, replanned_of, replanned_since
from service.errors import problem_of
from service.exports.agenda_view import AgendaView, PlannedEvent
from service.exports.feedback import masked_text
from service.web.event_phrases import CAUSE_LABELS
from service.web.forms import draw_with_forms

DRAFT_LABEL: Final = "草稿，未发布"
_RELEASE_LABEL: Final = "第 {version} 版"


def draft_planned(found: AgendaDesk) -> PlannedEvent | None:
    """Return the draft as files and pages show it, with what it changes of the newest release; None without one."""
    if found.draft is None:
        return None
    replanned = replanned_since(found)
    agenda: Agenda = found.draft.agenda if replanned is None else replanned.agenda
    is_released = found.newest is not None and found.is_as_released
    label = _RELEASE_LABEL.format(version=agenda.version) if is_released else DRAFT_LABEL
    return PlannedEvent(found.book.problem, agenda, None if is_released else replanned, label)


def release_planned(made: AgendaRelease) -> PlannedEvent:
    """Return a release as files and pages show it, with what it changed of the one before."""
    return PlannedEvent(made.problem, made.agenda, replanned_of(made), _RELEASE_LABEL.format(version=made.version))


def draft_view(found: AgendaDesk) -> AgendaView | None:
    """Return the draft as people read it, contacts masked; None without one."""
    planned = draft_planned(found)
    return None if planned is None else AgendaView(planned)


def release_view(made: AgendaRelease) -> AgendaView:
    """Return a release as people read it, contacts masked."""
    return AgendaView(release_planned(made))


def draw_agenda(request: Request, template: str, *, fault: DuijieError | None = None, **values: Any) -> Response:  # noqa: ANN401 - whatever the template shows
    """Draw a page about an agenda; a fault gives its status."""
    status = 200 if fault is None else problem_of(fault).status
    return draw_with_forms(
        request, template, status=status, fault=fault, causes=CAUSE_LABELS, masked=masked_text, **values
    )
