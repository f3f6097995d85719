"""What a paper must hold: the contents of a contract, a plan or a report, and the internal rules that are asked for."""

import re
from collections.abc import Iterator
from typing import Final

from data.records.rules import DossierTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Part, Sentence
from ingest.notices.drafts import Draft
from ingest.notices.lists import split_words
from ingest.notices.papers import seal_of

_CONTRACT: Final = re.compile(
    rf"(?:^|[,，;。])\s*(?P<item>[\u4e00-\u9fff]{{0,12}}?{notice_pattern('contract')})(?:(?:中|内容)?(?:{notice_pattern('must')})|(?:主要)?内容|[,，]\s?(?:并)?(?=明确|约定|载明))"
    rf"(?:主要)?{notice_pattern('must_state')}:?(?P<list>[^。;]{{4,160}})"
)
_LISTED: Final = re.compile(r"[^,，]*?[、和][^,，]*(?=[,，])")
_SYSTEM: Final = re.compile(r"(?:健全|完善|相应|必要)的(?P<item>[\u4e00-\u9fff]{0,12}制度)$")
_SET_UP: Final = re.compile(r"(?:成立|制定|建立|设立|制订)(?:相应的|健全的|完善的)?(?P<list>[^,，。;]{3,80})")


def find_contents(draft: Draft) -> Iterator[Proposal]:
    """Propose a rule for each paper whose contents are named, and for each set of internal rules."""
    for part in draft.outline.parts:
        yield from _of_system(draft, part)
    for sentence in draft.outline.sentences:
        yield from _stated(draft, sentence)


def _stated(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read what a contract, plan or report must hold (契约须明确A、B、C等)."""
    match = _CONTRACT.search(sentence.text)
    if match is None:
        return
    # What stands behind the list is about the paper as a whole: ..., 字数控制在3000字, ..., 由各方盖章.
    listed = _LISTED.match(match["list"])
    papers = split_words(listed.group() if listed else match["list"])
    if len(papers) > 1:
        terms = DossierTerms(
            item=match["item"].strip(), papers=tuple(dict.fromkeys(papers)), sealed_by=seal_of(sentence.text)
        )
        yield draft.propose(terms, sentence)


def _of_system(draft: Draft, part: Part) -> Iterator[Proposal]:
    """Read which internal rules a condition asks for: 要有健全的内部管理制度。要成立A，制定B、C等 ..."""
    match = _SYSTEM.search(part.heading)
    if match is None:
        return
    body = draft.page.text[part.body : part.own_end]
    papers: list[str] = []
    for found in _SET_UP.finditer(body, len(part.heading)):
        papers.extend(split_words(found["list"].removesuffix(match["item"])))
    if len(papers) > 1:
        sentence = Sentence(body, part.body, part.own_end, -1, draft.outline.parts.index(part))
        yield draft.propose(DossierTerms(item=match["item"], papers=tuple(dict.fromkeys(papers))), sentence)
