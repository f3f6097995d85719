"""Papers as notices list them: their names, and who seals them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from data.records.rules import DossierTerms, Proposal
from data.reference.notice_cues import notice_cues, notice_pattern
from ingest.notices.clauses import Sentence
from ingest.notices.drafts import Draft
from ingest.notices.lists import Entry

MAX_PAPER: Final = 60

LABEL_IN_BRACKETS: Final = re.compile(r"\((?:见|详见)?附\s?[件表][^()]{0,6}\)")
_SEAL: Final = re.compile(
    rf"[,，]?(?:须|应|由|需)?(?:并|均)?(?:由)?[^,，;。《》]{{0,16}}?{notice_pattern('seal')}[^,，;。]{{0,6}}"
)
_SEALED: Final = re.compile(notice_pattern("seal"))
_ALL_MEMBERS: Final = re.compile(notice_pattern("all_members"))
_PAPER: Final = re.compile(rf"{notice_pattern('paper_word')}(?:\(.*\))?$")
_QUOTED: Final = re.compile(r"《([^《》]{2,50})》")
_SEALED_BRACKETS: Final = re.compile(rf"\([^()]*{notice_pattern('seal')}[^()]*\)")
_COUNT: Final = re.compile(r"(?:不少于|至少)?\d{1,3}(?:[-~—至]\d{1,3})?[个项份篇件].*$")
_QUANTITY: Final = re.compile(
    r"(?:纸质版?|电子版?)?[,，]?(?:一式)?[一二两三四五六七八九十\d]{1,2}份$|原件$|\(.{0,6}份\)$"
)
_NUMBER: Final = re.compile(r"^\s*(?:[①-⑳]|\(?[一二三四五六七八九十\d]{1,2}[)、.])?\s*")
_PARTS: Final = re.compile(r"(?<=[表书证件料议约同明程划算案单告诺照度录用])(?:\([^()]*\))?(?:、|以及)")
_PAIR: Final = re.compile(r"(?<=[表书证件料议约同明程划算案单告诺照度录用])和")


class Paper(NamedTuple):
    """One paper of an application with its seal ("all", "lead" or "") and its place in the reading text."""

    name: str
    seal: str
    start: int
    end: int


def papers_of(entries: Sequence[Entry]) -> list[Paper]:
    """Read the papers of a list.

    Where some entry holds several (《A》加盖公章；B；C), 和 parts papers as well; else it stands inside of one.
    """
    found = [list(_papers(each, _PARTS)) for each in entries]
    if any(len(own) > 1 for own in found):
        found = [own if len(own) > 1 else list(_papers(each, _PAIR)) for own, each in zip(found, entries, strict=True)]
    return [paper for own in found for paper in own]


def are_papers(papers: Sequence[Paper]) -> bool:
    """Tell whether a list is one of papers: two or more, and at least half of them named as such (表, 书, 证明)."""
    return len(papers) > 1 and sum(is_paper(each.name) for each in papers) * 2 >= len(papers)


def is_paper(name: str) -> bool:
    """Tell whether a name ends as that of a paper does."""
    return _PAPER.search(name) is not None


def propose_papers(draft: Draft, head: Sentence, item: str, papers: Iterable[Paper]) -> Iterator[Proposal]:
    """Propose one rule for each kind of seal; one that covers several papers quotes from the head of the list on."""
    groups: dict[str, list[Paper]] = {}
    for paper in papers:
        groups.setdefault(paper.seal, []).append(paper)
    for seal, own in groups.items():
        terms = DossierTerms(item=item.strip(), papers=tuple(dict.fromkeys(each.name for each in own)), sealed_by=seal)
        start = head.start if len(own) > 1 else own[0].start
        place = Sentence("", start, max(each.end for each in own), -1, head.part)
        yield draft.propose(terms, place)


def seal_of(text: str) -> str:
    """Tell who seals what a text names: "all" members, the "lead", "" nobody."""
    if not _SEALED.search(text):
        return ""
    return "all" if _ALL_MEMBERS.search(text) else "lead"


def clean_paper(text: str) -> str:
    """Name a paper: the title in its brackets, else the words without number, seal and copies."""
    if quoted := _QUOTED.search(text):
        return quoted[1]
    plain = _NUMBER.sub("", text.strip())
    plain = _SEALED_BRACKETS.sub("", plain)
    plain = _SEAL.sub("", plain) if not re.match(r"[^,，]*签署并盖章的", plain) else plain
    plain = _COUNT.sub("", plain) if not _COUNT.match(plain) else plain
    plain = LABEL_IN_BRACKETS.sub("", plain)
    return _QUANTITY.sub("", plain).strip(" ,，。;:")[:MAX_PAPER]


def _papers(entry: Entry, mark: re.Pattern[str]) -> Iterator[Paper]:
    pieces = list(re.finditer(r"[^;。\n]+", entry.text))
    for piece in pieces:
        seal = seal_of(piece.group())
        plain = LABEL_IN_BRACKETS.sub("", piece.group())
        names = [plain] if seal or len(plain) > MAX_PAPER else _members(re.split(r"[,，]", plain)[0], mark)
        for name in names:
            if cleaned := clean_paper(name):
                start, end = (piece.start(), piece.end()) if len(pieces) > 1 else (0, entry.end - entry.start)
                yield Paper(cleaned, seal, entry.start + start, min(entry.end, entry.start + end))


def _members(text: str, mark: re.Pattern[str]) -> list[str]:
    if text.endswith(notice_cues("whole_paper")):
        return [text]
    pieces = mark.split(text)
    return pieces if all(is_paper(clean_paper(piece)) for piece in pieces) else [text]
