"""Reading a notice: from a file to its text, the rules it sets, and where it disagrees."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from data.records.ids import NoticeId
from data.records.notices import Notice, PolicyStatus
from data.records.rules import Conflict, Proposal
from ingest.readers.decoding import decode


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


def read_notice(path: Path) -> NoticeReading:
    """Return the text of a file as a notice without clauses and without proposed rules."""
    text = decode(path.read_bytes(), path.name)
    title = next((line.strip() for line in text.splitlines() if line.strip()), path.stem)
    notice = Notice(
        id=NoticeId(hashlib.sha256(text.encode()).hexdigest()[:16]),
        title=title,
        number="",
        issuer="",
        issued_on=None,
        status=PolicyStatus.UNKNOWN,
        text=text,
    )
    return NoticeReading(notice, (), ())
