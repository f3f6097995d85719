"""How long a plan may take, and who is told how far it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, float], None]
"""Told (what is being done, in Chinese; share of the time limit that has passed); what it raises ends the plan."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time a plan has.

    Attributes:
        start: when it began, on the monotonic clock.
        limit: seconds.
        progress: told which step begins.
    """

    start: float
    limit: float
    progress: Progress | None

    def until(self, share: float) -> float:
        """Return when so much of the limit will have passed, on the monotonic clock."""
        return self.start + self.limit * share

    def left(self, share: float) -> float:
        """Return the seconds until then."""
        return max(0.1, self.until(share) - time.monotonic())

    def tell(self, what: str) -> None:
        """Tell what comes next."""
        if self.progress is not None:
            self.progress(what, min(1.0, (time.monotonic() - self.start) / self.limit))
