"""Drawing an invitation list up: work for a background job, which alone loads encoder and solver."""

from dataclasses import replace
from datetime import datetime

from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.invitations import InvitationDraft
from models.protocols import Progress
from service.docking.answering import Desk
from service.docking.events.access import EVENTS, require_event
from service.docking.events.drafting import draft_of
from service.docking.events.gathering import gather
from service.docking.events.invitee_classes import beside_the_tables
from service.docking.events.inviting import InviteOrder, check_terms
from service.docking.permissions import Action


def draw_up(
    desk: Desk, actor: Actor, order: InviteOrder, *, at: datetime, progress: Progress | None = None
) -> InvitationDraft:
    """Draw a list up from the matches of a theme and region, and keep it; invitations that were sent stay.

    Args:
        desk: answers over the workspace.
        actor: a planner of the event.
        order: what to draw up.
        at: aware.
        progress: called with needs matched and needs in all; what it raises ends the work, and nothing is kept.

    Returns:
        The list; `check_terms` and `require_event` name the errors.
    """
    check_terms(order.terms)
    number = order.event
    with desk.workspace.reading() as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN)
    gathered = gather(desk, actor, event, order.terms, as_of=order.as_of, progress=progress)
    draft = draft_of(gathered.material, order.terms, as_of=order.as_of, notes=gathered.notes)
    beside = beside_the_tables(draft, gathered.registered, gathered.industries)
    draft = replace(draft, invitees=(*draft.invitees, *beside))
    with desk.workspace.writing(actor, at=at) as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        stores.invitation_drafts.add(number, draft, at=at, actor=actor)
        told = [FieldChange("n_invitees", "", str(len(draft.invitees)))]
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), told)
    return draft
