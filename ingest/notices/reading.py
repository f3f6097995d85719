"""Reading a notice: from a file to its clauses, forms and duties, the rules it sets, and where it disagrees."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data.records.ids import NoticeId
from data.records.notices import Notice
from data.records.rules import Conflict, DueTerms, Proposal, RuleKind
from ingest.notices.assignments import find_assignments
from ingest.notices.attachments import find_attachments
from ingest.notices.censuses import find_censuses
from ingest.notices.citations import mend
from ingest.notices.clauses import clauses_of, cut
from ingest.notices.compositions import find_compositions
from ingest.notices.conflicts import find_conflicts
from ingest.notices.criteria import find_criteria
from ingest.notices.deadlines import find_deadlines
from ingest.notices.dossiers import find_dossiers
from ingest.notices.drafts import Draft
from ingest.notices.fields import find_field_lists
from ingest.notices.head import read_head
from ingest.notices.ladders import find_ladders
from ingest.notices.limits import find_limits
from ingest.notices.names import find_names
from ingest.notices.page import read_page
from ingest.notices.quotas import find_quotas
from ingest.notices.sources import source_text
from ingest.notices.spans import Spans
from ingest.notices.targets import Tree, find_trees, propose_targets

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
    proposals, conflicts = _rules(draft)
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


def _rules(draft: Draft) -> tuple[tuple[Proposal, ...], tuple[Conflict, ...]]:
    """Read the rules of all kinds; what one kind rests on, the looser ones (quotas) leave alone."""
    trees = find_trees(draft)
    lists = find_field_lists(draft)
    censuses = find_censuses(draft)
    compositions = find_compositions(draft)
    criteria, limits = find_criteria(draft), find_limits(draft)
    taken = Spans()
    for found in (*censuses, *compositions):
        taken = taken.plus(found.places)
    for tree in trees:
        taken = taken.plus(tree.places)
    proposals = [
        *find_deadlines(draft),
        *(each.proposal for each in (*censuses, *compositions, *lists)),
        *criteria,
        *limits,
        *propose_targets(draft, trees),
        *find_names(draft),
        *find_dossiers(draft),
        *find_ladders(draft),
        *find_quotas(draft, taken),
    ]
    conflicts = find_conflicts(draft, proposals=proposals, trees=trees, lists=lists, compositions=compositions)
    proposals = [each for each in proposals if not _is_goal(draft, each, trees)]
    order = {kind: place for place, kind in enumerate(RuleKind)}
    proposals.sort(key=lambda each: (each.quote.start, order[each.kind], each.quote.end))
    return tuple(proposals), conflicts


def _is_goal(draft: Draft, proposal: Proposal, trees: Sequence[Tree]) -> bool:
    """Tell whether a deadline at the end of a year is the year of a target: 2025年底前建成60家 is one rule, not two."""
    on = proposal.terms.on if isinstance(proposal.terms, DueTerms) else None
    if on is None or (on.month, on.day) != (12, 31):
        return False
    return any(
        tree.by_year == on.year and draft.quote(tree.sentence).start <= proposal.quote.start < draft.quote(tree.sentence).end
        for tree in trees
    )
