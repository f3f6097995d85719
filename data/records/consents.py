"""Introductions: who asked for one, what each side said to it, and who then looked at which contact."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.records.accounts import Actor
from data.records.ids import AchievementId, NeedId


class Side(StrEnum):
    """Whose consent, or whose contact."""

    NEED = "need"
    ACHIEVEMENT = "achievement"


class Consent(StrEnum):
    """How far one side of an introduction is."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    CONSENTED = "consented"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStep:
    """One move of one side.

    Attributes:
        note: what was said with it; where somebody spoke for a side, how that side let it be known.
        on: the day on which the side let it be known, where it was written down later; None the day of `at`.
    """

    side: Side
    before: Consent
    after: Consent
    at: datetime
    actor: Actor
    note: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIntroduction:
    """An introduction that is asked for.

    Attributes:
        need_owner: the enterprise, as the need writes it when it is asked for; it does not change with the record.
        need_region_code: where the need belongs, for the bureau in charge; "" unknown.
        achievement_owner: the university or institute, as the achievement writes it.
        purpose: what the contact is wanted for.
    """

    need_id: NeedId
    achievement_id: AchievementId
    need_owner: str
    need_region_code: str
    achievement_owner: str
    purpose: str
    asked_at: datetime
    asked_by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction(NewIntroduction):
    """An introduction with everything that was said to it, in the order in which it was said."""

    number: int
    steps: tuple[ConsentStep, ...] = ()

    def state(self, side: Side) -> Consent:
        """Return how far a side is."""
        return next((step.after for step in reversed(self.steps) if step.side is side), Consent.ASKED)

    def owner(self, side: Side) -> str:
        """Return whose consent it is."""
        return self.need_owner if side is Side.NEED else self.achievement_owner

    def record_id(self, side: Side) -> str:
        """Return the record of a side."""
        return self.need_id if side is Side.NEED else self.achievement_id

    @property
    def both_consent(self) -> bool:
        """Whether both consents stand now: the only time at which a contact may be shown."""
        return all(self.state(side) is Consent.CONSENTED for side in Side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """A look at a contact; written down before it is shown, and never taken away.

    Attributes:
        introduction: its number.
        side: whose contact it was.
    """

    number: int
    introduction: int
    side: Side
    at: datetime
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What the one concerned has to say against a look at their contact."""

    number: int
    reveal: int
    at: datetime
    actor: Actor
    text: str
