"""The list of who should be asked to a docking event: each line follows from needs and has its worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.records.accounts import Actor
from data.records.events import Evidence, GuestKind
from data.records.ids import AchievementId, NeedId


class InviteeClass(StrEnum):
    """The four classes of invitees that notices of docking events name."""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    BUREAU = "bureau"
    ALLIANCE = "alliance"


GUEST_KINDS: Final[Mapping[InviteeClass, GuestKind]] = MappingProxyType({
    InviteeClass.ENTERPRISE: GuestKind.ENTERPRISE,
    InviteeClass.UNIVERSITY: GuestKind.TEAM,
})
"""Which invitees meet at tables, and as whom; bureaus and alliances come to the event, not to a table."""


WEIGHTS: Final = (1.0, 0.5, 0.25)
"""What the first, second and third partner of one need count: each further one half of the one before; a fourth
nothing. A rule of ours, stated beside the figure: a need is answered by its first partner, a second is a choice."""


class NeedState(StrEnum):
    """Whether an invitation list answers a need, and what is in the way where it does not."""

    COVERED = "covered"
    NO_FIT = "no_fit"
    OVER = "over"
    BARRED = "barred"
    NO_ENTERPRISE_PLACE = "no_enterprise_place"
    NO_TEAM_PLACE = "no_team_place"
    NO_MEETING_PLACE = "no_meeting_place"


@dataclass(frozen=True, slots=True)
class Fit:
    """A need and an achievement that fit, with the parties behind them; `score` is that of the match, 0 to 1."""

    need_id: NeedId
    achievement_id: AchievementId
    enterprise: str
    team: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteTerms:
    """What an invitation list is drawn up for.

    Attributes:
        theme: needs nearest to these words are taken; "" all of the region.
        region_code: GB/T 2260; needs of this region and of what lies in it; "" all that may be seen.
        most_needs: needs looked at, at most.
        most_enterprises: enterprises asked, at most.
        most_teams: teams asked, at most.
        most_meetings: of one party on the day: the slots it has.
    """

    theme: str = ""
    region_code: str = ""
    most_needs: int = 60
    most_enterprises: int = 30
    most_teams: int = 20
    most_meetings: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """A line of an invitation list.

    Attributes:
        key: of the party, made of its class and name: it stays when the list is drawn up again.
        organisation: as the records write it, whose account answers; "" none.
        value: what its meetings add to the list, 0 or more; 0 for parties that meet nobody at a table.
        needs: that it brings or answers; never empty (the invitation follows from needs).
        achievements: that answer them, of a team its own.
        partners: keys of the parties it should meet, best first.
        basis: in Chinese, why it is asked where no match says so; "" otherwise.
        region_code: "" unknown.
    """

    key: str
    kind: InviteeClass
    name: str
    organisation: str = ""
    value: float
    needs: tuple[NeedId, ...]
    achievements: tuple[AchievementId, ...] = ()
    partners: tuple[str, ...] = ()
    basis: str = ""
    region_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswer:
    """What a list does for a need.

    Attributes:
        enterprise: name of the party that brings it.
        partners: keys of the asked parties that answer it, the one that counts whole first.
        told: one Chinese sentence where the need is not covered; "" otherwise.
    """

    need_id: NeedId
    title: str
    enterprise: str
    state: NeedState
    partners: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A party, or a pair of parties, that fits and is left out all the same; `reason` is Chinese."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMeeting:
    """A meeting the list counts on: keys of both parties, its worth as a wish, and what the best match says of it."""

    enterprise: str
    team: str
    value: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDraft:
    """An invitation list as it was drawn up once.

    Attributes:
        as_of: the day against which validity was checked.
        invitees: by class, then value, the largest first.
        answers: every need that was looked at, in the order looked at.
        value: of all meetings together; the values of the enterprises add up to it, and so do those of the teams.
        bound: no list within the terms is worth more.
        notes: Chinese sentences: what was left out of the looking, and why.
        meetings: of the asked parties at tables; each becomes a wish once both have accepted.
    """

    terms: InviteTerms
    as_of: date
    invitees: tuple[Invitee, ...]
    answers: tuple[NeedAnswer, ...]
    not_asked: tuple[NotAsked, ...]
    value: float
    bound: float
    notes: tuple[str, ...] = ()
    meetings: tuple[ProposedMeeting, ...] = ()

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached, 0 to 1."""
        return 0.0 if self.bound <= 0 else max(0.0, 1 - self.value / self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A list as the workspace keeps it: of which event, when and by whom it was drawn up."""

    number: int
    event: int
    draft: InvitationDraft
    at: datetime
    actor: Actor
