"""The parties behind needs and achievements, numbered by their names so that every list gives them the same key."""

import hashlib
from dataclasses import dataclass
from typing import Final

from data.records.achievements import Achievement
from data.records.events import Guest
from data.records.invitations import GUEST_KINDS, InviteeClass
from data.records.needs import Need

_NAMELESS_ENTERPRISE: Final = "需求“{title}”的企业"
_NAMELESS_TEAM: Final = "成果“{title}”的团队"
_LETTERS: Final = {
    InviteeClass.ENTERPRISE: "E",
    InviteeClass.UNIVERSITY: "T",
    InviteeClass.BUREAU: "B",
    InviteeClass.ALLIANCE: "L",
}
_CLASSES: Final = {guest: invitee for invitee, guest in GUEST_KINDS.items()}


@dataclass(frozen=True, slots=True)
class PartyName:
    """A party: its key, its name as records write it, and the organisation whose account speaks for it; "" none."""

    key: str
    kind: InviteeClass
    name: str
    organisation: str = ""

    @property
    def identities(self) -> tuple[str, ...]:
        """By what others may name it: its key, and its organisation where it has one."""
        return (self.key, self.organisation) if self.organisation else (self.key,)


def enterprise_of(need: Need) -> PartyName:
    """Return who brings a need; one that names no enterprise stands for itself."""
    name = need.enterprise.strip()
    shown = name or _NAMELESS_ENTERPRISE.format(title=need.title)
    return PartyName(party_key(InviteeClass.ENTERPRISE, shown), InviteeClass.ENTERPRISE, shown, need.enterprise)


def team_of(achievement: Achievement) -> PartyName:
    """Return whose achievement it is: a team of a university, the university where no team is named, or itself."""
    parts = (achievement.university.strip(), achievement.team.strip())
    shown = " ".join(part for part in parts if part) or _NAMELESS_TEAM.format(title=achievement.title)
    return PartyName(party_key(InviteeClass.UNIVERSITY, shown), InviteeClass.UNIVERSITY, shown, achievement.university)


def party_key(kind: InviteeClass, name: str) -> str:
    """Return the key of a party, which is its id among participants."""
    return _LETTERS[kind] + hashlib.sha256(name.encode("utf-8")).hexdigest()[:10]


def identities_of(guest: Guest, organisation: str) -> tuple[str, ...]:
    """Return by what a participant may be named: id, the key of its name, and of an enterprise its organisation.

    A university has several teams: it is an identity where universities are spoken of, and is left to the caller.
    """
    kind = _CLASSES.get(guest.kind)
    keys = [guest.id] if kind is None else [guest.id, party_key(kind, guest.name)]
    if kind is InviteeClass.ENTERPRISE and organisation:
        keys += [organisation, party_key(kind, organisation)]
    return tuple(dict.fromkeys(keys))
