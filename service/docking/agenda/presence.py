"""When a participant is there at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.records.events import Slot


@dataclass(frozen=True, slots=True)
class Presence:
    """Between which times somebody is there; "" is the beginning or the end of the day."""

    arrives: str = ""
    leaves: str = ""
    is_absent: bool = False

    def away(self, slots: Sequence[Slot]) -> frozenset[int]:
        """Return the slots that begin before they arrive or end after they leave; all of them of who is absent."""
        if self.is_absent:
            return frozenset(range(len(slots)))
        late = {slot for slot, each in enumerate(slots) if self.arrives and each.start < self.arrives.zfill(5)}
        gone = {slot for slot, each in enumerate(slots) if self.leaves and each.end > self.leaves.zfill(5)}
        return frozenset(late | gone)
