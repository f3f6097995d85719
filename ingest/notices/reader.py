"""A notice from a plain text file, whole and uncut."""

import hashlib
from pathlib import Path

from data.records.ids import NoticeId
from data.records.notices import Notice, PolicyStatus
from ingest.notices.reading import NoticeReading
from ingest.readers.decoding import decode


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
