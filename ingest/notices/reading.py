"""Reading a notice: from a file to its clauses, forms and duties, the rules it sets, and where it disagrees."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data.records.ids import NoticeId
from data.records.notices import Notice
from data.records.rules import Conflict, Proposal
from ingest.notices.assignments import find_assignments
from ingest.notices.attachments import find_attachments
from ingest.notices.citations import mend
from ingest.notices.clauses import clauses_of, cut
from ingest.notices.drafts import Draft
from ingest.notices.head import read_head
from ingest.notices.page import read_page
from ingest.notices.proposing import propose
from ingest.notices.sources import source_text

ID_DIGITS: Final = 16
"""Hexadecimal digits of the hash of a text that make its id: 64 bits, enough for every notice there ever was."""


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """A notice as read, with what a person is asked to confirm.

    Attributes:
        notice: the text whole, with what was found in it.
        proposals: in the order of the text, then of the kinds.
        conflicts: in the order of the text.
    """

    notice: Notice
    proposals: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]


def read_notice(path: Path) -> NoticeReading:
    """Read a notice from a file: txt, html, docx or pdf.

    Raises:
        FileReadError: see `source_text`.
    """
    text, is_printed = source_text(path)
    return read_notice_text(text, is_printed=is_printed)


def read_notice_text(text: str, *, is_printed: bool = False) -> NoticeReading:
    """Read a notice from its text.

    Args:
        text: as it stood; every offset points into it.
        is_printed: lines end at the margin and not with the paragraph.
    """
    page = read_page(text, is_printed=is_printed)
    outline = cut(page)
    mended = mend(page)
    head = read_head(page, outline, mended)
    draft = Draft(page, outline, head.issued_on, head.year)
    draft = replace(draft, attachments=find_attachments(draft))
    proposals, conflicts = propose(draft)
    notice = Notice(
        id=NoticeId(hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]),
        title=head.title,
        number=head.number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        status=head.status,
        text=text,
        dropped=page.dropped,
        repairs=tuple(each.repair for each in mended),
        clauses=clauses_of(page, outline),
        attachments=draft.attachments,
        assignments=find_assignments(draft),
    )
    return NoticeReading(notice, proposals, conflicts)
