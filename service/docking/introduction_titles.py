"""What the records of introductions are called, for whoever reads a list of them."""

from collections.abc import Iterable

from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.consents import Introduction
from data.records.needs import Need
from data.storage.workspace import Workspace
from service.docking.permissions import Action, scope_of


def titles_of(workspace: Workspace, actor: Actor, listed: Iterable[Introduction]) -> dict[str, str]:
    """Return the titles of what some introductions name, by id, of those an actor may open; deleted ones lack."""
    pairs = [(str(each.need_id), str(each.achievement_id)) for each in listed]
    needs, offers = {need for need, _ in pairs}, {offer for _, offer in pairs}
    with workspace.reading() as stores:
        found: list[Need | Achievement] = [
            *stores.needs.named(sorted(needs), scope=scope_of(actor, Action.NEEDS_VIEW)),
            *stores.achievements.named(sorted(offers), scope=scope_of(actor, Action.ACHIEVEMENTS_VIEW)),
        ]
    return {each.id: each.title for each in found}
