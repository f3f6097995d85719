"""What came of the meetings of an event, as either side says it."""

from dataclasses import dataclass
from enum import StrEnum

from data.records.feedback import Reason


class Outcome(StrEnum):
    """What one side wants after a meeting."""

    INTENT = "intent"
    CONTINUE = "continue"
    NO = "no"

    @property
    def is_positive(self) -> bool:
        """Whether the side wants to go on."""
        return self is not Outcome.NO


@dataclass(frozen=True, slots=True)
class SideOutcome:
    """What one side said; `reason`, of the list of rejections, goes with NO alone, and is None where none was given."""

    outcome: Outcome
    reason: Reason | None = None

    @property
    def code(self) -> str:
        """As a fact of the day keeps it: "intent", "no:wrong_technology"."""
        return self.outcome.value if self.reason is None else f"{self.outcome.value}:{self.reason.value}"


def read_outcome(code: str) -> SideOutcome:
    """Return what a fact of the day says."""
    outcome, _, reason = code.partition(":")
    return SideOutcome(Outcome(outcome), Reason(reason) if reason else None)


class MeetingResult(StrEnum):
    """What became of a meeting that was held, both sides together; each meeting has one."""

    INTENT = "intent"
    CONTINUE = "continue"
    ONE_SIDE = "one_side"
    DECLINED = "declined"
    UNKNOWN = "unknown"
