"""Drafts and releases as pages and files show them."""

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from data.errors import DuijieError
from data.records.docking_events import AgendaRelease
from service.docking.events.versions import AgendaDesk
from service.errors import problem_of
from service.exports.agenda_versions import draft_planned, release_planned
from service.exports.agenda_view import AgendaView
from service.exports.feedback import masked_text
from service.web.event_phrases import CAUSE_LABELS
from service.web.forms import draw_with_forms


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
