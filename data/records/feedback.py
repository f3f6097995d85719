"""What people say of a proposed pair: a verdict, a reason, and what each reason tells of relevance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from data.records.enums import Level
from data.records.ids import AchievementId, NeedId


class Verdict(StrEnum):
    """What a person decided of a pair."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"


class Scope(StrEnum):
    """What a reason speaks of: this pair alone, or one side of it whatever the other is."""

    PAIR = "pair"
    NEED = "need"
    ACHIEVEMENT = "achievement"


class Reason(StrEnum):
    """Why, from a fixed list."""

    WORTH_A_MEETING = "worth_a_meeting"
    WRONG_TECHNOLOGY = "wrong_technology"
    WRONG_OBJECT = "wrong_object"
    UNCLEAR_USE = "unclear_use"
    TOO_EARLY = "too_early"
    INDICATORS_MISSED = "indicators_missed"
    REPEATED = "repeated"
    WRONG_REGION = "wrong_region"
    WRONG_PRICE = "wrong_price"
    WRONG_COOPERATION = "wrong_cooperation"
    ALREADY_COOPERATING = "already_cooperating"
    HAS_SUPPLIER = "has_supplier"
    NEED_SOLVED = "need_solved"
    ACHIEVEMENT_TAKEN = "achievement_taken"
    OTHER = "other_reason"
    NEED_VAGUE = "need_vague"
    THIN_MATERIAL = "thin_material"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reason says.

    Attributes:
        verdict: the only verdict it goes with.
        level: how relevant the pair then is; None where the reason says nothing of it, and no label is made.
        scope: what it speaks of.
    """

    verdict: Verdict
    level: Level | None
    scope: Scope = Scope.PAIR


MEANINGS: Final[Mapping[Reason, Meaning]] = {
    # Worth a meeting is what 较强相关 means to whoever judges; a plain acceptance is 强相关.
    Reason.WORTH_A_MEETING: Meaning(Verdict.ACCEPT, Level.FAIR),
    Reason.WRONG_TECHNOLOGY: Meaning(Verdict.REJECT, Level.NONE),
    Reason.WRONG_OBJECT: Meaning(Verdict.REJECT, Level.NONE),
    # On the subject, but nobody would arrange a meeting.
    Reason.UNCLEAR_USE: Meaning(Verdict.REJECT, Level.WEAK),
    Reason.TOO_EARLY: Meaning(Verdict.REJECT, Level.WEAK),
    Reason.INDICATORS_MISSED: Meaning(Verdict.REJECT, Level.WEAK),
    # Circumstances: a pair that fits perfectly may be refused for each of them.
    Reason.REPEATED: Meaning(Verdict.REJECT, None),
    Reason.WRONG_REGION: Meaning(Verdict.REJECT, None),
    Reason.WRONG_PRICE: Meaning(Verdict.REJECT, None),
    Reason.WRONG_COOPERATION: Meaning(Verdict.REJECT, None),
    Reason.ALREADY_COOPERATING: Meaning(Verdict.REJECT, None),
    Reason.HAS_SUPPLIER: Meaning(Verdict.REJECT, None, Scope.NEED),
    Reason.NEED_SOLVED: Meaning(Verdict.REJECT, None, Scope.NEED),
    Reason.ACHIEVEMENT_TAKEN: Meaning(Verdict.REJECT, None, Scope.ACHIEVEMENT),
    Reason.OTHER: Meaning(Verdict.REJECT, None),
    Reason.NEED_VAGUE: Meaning(Verdict.UNSURE, None),
    Reason.THIN_MATERIAL: Meaning(Verdict.UNSURE, None),
}
"""One row a reason, in the order they are offered; docs/feedback.md says the same in words."""


def reasons_of(verdict: Verdict) -> tuple[Reason, ...]:
    """Return the reasons that go with a verdict, in the order they are offered."""
    return tuple(reason for reason, meaning in MEANINGS.items() if meaning.verdict is verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a pair was shown when it was judged, for looking later at what ranks do to verdicts.

    Attributes:
        model: id of encoder and ranker; "" where nothing was shown by a model (a file, the command line).
        rank: from 1; None where it stood in no list.
        score: 0-1; None as above.
        is_blind: the judge saw neither of them.
    """

    model: str = ""
    rank: int | None = None
    score: float | None = None
    is_blind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One verdict of one person on one pair.

    Attributes:
        reason: None where an acceptance or a doubt came without one; a rejection has always one.
        comment: free text; may hold names, and is masked wherever it leaves the workspace.
        judge: name or role as given; "" where none was.
        given_at: aware.
        shown: how the pair was shown.
    """

    need_id: NeedId
    achievement_id: AchievementId
    verdict: Verdict
    given_at: datetime
    reason: Reason | None = None
    comment: str = ""
    judge: str = ""
    shown: Shown = Shown()

    @property
    def level(self) -> Level | None:
        """How relevant the pair is by this verdict; None where it says nothing of that."""
        if self.reason is not None:
            return MEANINGS[self.reason].level
        return Level.STRONG if self.verdict is Verdict.ACCEPT else None

    @property
    def scope(self) -> Scope:
        """What the verdict speaks of."""
        return Scope.PAIR if self.reason is None else MEANINGS[self.reason].scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeedback:
    """A verdict as the workspace keeps it; nothing is ever deleted.

    Attributes:
        number: from 1, rising with the order of arrival.
        withdrawn_at: aware; None while it stands.
        withdrawn_by: name or role as given.
    """

    number: int
    feedback: Feedback
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""


def standing(history: Iterable[StoredFeedback]) -> tuple[StoredFeedback, ...]:
    """Return the newest verdict of every pair, in the order of arrival; withdrawn ones do not count.

    The newest is the one given last; of two given at one moment the one that arrived later. A verdict that is withdrawn
    lets the one before it count again.
    """
    newest: dict[tuple[str, str], StoredFeedback] = {}
    for each in sorted(history, key=lambda stored: (stored.feedback.given_at, stored.number)):
        if each.withdrawn_at is None:
            newest[each.feedback.need_id, each.feedback.achievement_id] = each
    return tuple(sorted(newest.values(), key=lambda stored: stored.number))
