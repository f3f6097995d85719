"""What reading a notice gives."""

from dataclasses import dataclass

from data.records.notices import Notice
from data.records.rules import Conflict, Proposal


@dataclass(frozen=True)
class NoticeReading:
    """A notice with the rules that the grammar proposes and what it found at odds.

    Attributes:
        notice: as it was read.
        proposals: in the order of the text.
        conflicts: in the order of the text.
    """

    notice: Notice
    proposals: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
