"""Which papers an application holds, what a contract must say, and who seals what."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from data.records.rules import DossierTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Part, Sentence
from ingest.notices.drafts import Draft
from ingest.notices.lists import entries_behind, split_words

MAX_PAPER: Final = 60

_MUST: Final = notice_pattern("must")
_INTRO: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,24}}?)(?P<what>{notice_pattern('paper_intro')})(?:应|应当|须)?(?:\([^()]{{2,24}}\))?(?:主要)?(?:包括|如下|清单|有|为)?\s*:?"
)
LABEL_IN_BRACKETS: Final = re.compile(r"\((?:见|详见)?附\s?[件表][^()]{0,6}\)")
_HEADING: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,24}}?)(?P<what>{notice_pattern('paper_intro')})(?:要求|清单|目录)?(?:\([^()]{{2,24}}\))?$"
)
_INLINE: Final = re.compile(
    rf"(?P<item>{notice_pattern('paper_intro')})(?:[(,，]?[^。;:,，]{{0,12}}[),，])?(?:应|应当|须)?(?:主要)?(?:包括|如下|清单|有|为)\s*:?"
    r"(?P<list>[^。\n]{4,300})"
)
_SEAL: Final = re.compile(
    rf"[,，]?(?:须|应|由|需)?(?:并|均)?(?:由)?[^,，;。《》]{{0,16}}?{notice_pattern('seal')}[^,，;。]{{0,6}}"
)
_SEALED: Final = re.compile(notice_pattern("seal"))
_ALL_MEMBERS: Final = re.compile(notice_pattern("all_members"))
_ALL_PAPERS: Final = re.compile(
    rf"(?:所有|全部|上述|以上|各项)(?:申报|申请|备案)?材料[^。;]{{0,16}}?{notice_pattern('seal')}"
)
_PAPER: Final = re.compile(rf"{notice_pattern('paper_word')}(?:\(.*\))?$")
_QUOTED: Final = re.compile(r"《([^《》]{2,50})》")
_CONTRACT: Final = re.compile(
    rf"(?:^|[,，;。])\s*(?P<item>[\u4e00-\u9fff]{{0,8}}?{notice_pattern('contract')})(?:中|内容)?(?:{_MUST})"
    rf"{notice_pattern('must_state')}(?P<list>[^。;]{{4,160}})"
)
_SYSTEM: Final = re.compile(r"(?:健全|完善|相应|必要)的(?P<item>[\u4e00-\u9fff]{0,12}制度)$")
_SET_UP: Final = re.compile(r"(?:成立|制定|建立|设立|制订)(?:相应的|健全的|完善的)?(?P<list>[^,，。;]{3,80})")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SEALED_BRACKETS: Final = re.compile(rf"\([^()]*{notice_pattern('seal')}[^()]*\)")
_COUNT: Final = re.compile(r"(?:不少于|至少)?\d{1,3}(?:[-~—至]\d{1,3})?[个项份篇件].*$")
_QUANTITY: Final = re.compile(r"(?:纸质版?|电子版?)?(?:一式)?[一二两三四五六七八九十\d]{1,2}份$|原件$|\(.{0,6}份\)$")


class _Paper(NamedTuple):
    name: str
    seal: str
    start: int
    end: int


def find_dossiers(draft: Draft) -> list[Proposal]:
    """Propose a rule for each set of papers under one kind of seal."""
    found: list[Proposal] = []
    for part in draft.outline.parts:
        found.extend(_of_clause(draft, part))
        found.extend(_of_system(draft, part))
    for sentence in draft.outline.sentences:
        found.extend(_inline(draft, sentence))
        found.extend(_contents(draft, sentence))
    found.extend(_of_form(draft))
    return found


def _of_clause(draft: Draft, part: Part) -> Iterator[Proposal]:
    """Read a clause that announces papers, each a clause below it or an entry of a numbered line."""
    line = draft.page.text[part.body : part.own_end].strip().partition("\n")[0]
    match = _HEADING.search(part.heading) or _INTRO.match(line)
    if match is None or not re.search("材料|资料|内容", match["what"]):
        return
    place = draft.outline.parts.index(part)
    head = Sentence(line, part.body, part.end, -1, place)
    entries = [(each.text, each.start, each.end) for each in entries_behind(draft, head, 0)]
    below = draft.outline.children(part)
    if below:
        entries = [_first_line(draft.page.text, each) for each in below]
    papers = [paper for text, start, end in entries for paper in _papers(text, start, end)]
    if len(papers) > 1 and sum(_PAPER.search(each.name) is not None for each in papers) * 2 >= len(papers):
        yield from _by_seal(draft, head, match["item"] + match["what"], papers)


def _first_line(text: str, part: Part) -> tuple[str, int, int]:
    line = text[part.body : part.own_end].strip("\n").partition("\n")[0]
    return line.strip(), part.body, part.body + len(line.rstrip())


def _of_form(draft: Draft) -> Iterator[Proposal]:
    """Read a line of a form that asks for papers, with numbered lines below it (需提供的有关材料)."""
    text = draft.page.text
    for line in re.finditer(r"[^\n]+", text):
        words = line.group().strip()
        if len(words) > 20 or not re.fullmatch(
            r"(?:需|须|应)?(?:要)?(?:提供|提交|附)的?(?:有关|相关|证明)?材料:?", words
        ):
            continue
        papers: list[_Paper] = []
        rest = list(re.finditer(r"[^\n]*\S[^\n]*", text[line.end() :]))
        for following in rest:
            entry = re.match(r"\s*\(?\d{1,2}[.、)]\s*(?P<entry>\S.*)", following.group())
            if entry is None:
                break
            start = line.end() + following.start()
            name = _clean(re.split(r"[。;]", entry["entry"])[0])
            papers.append(_Paper(name, _seal_of(entry["entry"]), start, line.end() + following.end()))
        if len(papers) > 1:
            start = line.start() + len(line.group()) - len(line.group().lstrip())
            place = max((n for n, part in enumerate(draft.outline.parts) if part.start <= start), default=-1)
            yield from _by_seal(draft, Sentence(words, start, papers[-1].end, -1, place), words, papers)


def _inline(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read papers named in one sentence (申报材料包括A、B和C)."""
    match = _INLINE.search(sentence.text)
    if match is None or re.match(r"\s*(?:[①(]|\d[.、])", match["list"]):
        return
    listed = re.split(r"[,，;](?=[^、]*$)", match["list"])[0] if _ALL_PAPERS.search(match["list"]) else match["list"]
    is_sealed = _ALL_PAPERS.search("".join(each.text for each in draft.paragraph(sentence))) is not None
    papers = [
        _Paper(
            _clean(_BRACKETS.sub("", each)),
            _seal_of(each) or ("lead" if is_sealed else ""),
            sentence.start,
            sentence.end,
        )
        for each in split_words(listed)
        if not _ALL_PAPERS.search(each)
    ]
    if len(papers) < 2 or sum(_PAPER.search(each.name) is not None for each in papers) * 2 < len(papers):
        return
    yield from _by_seal(draft, sentence, match["item"], papers)


def _contents(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read what a contract or charter must hold (契约须明确A、B、C等)."""
    match = _CONTRACT.search(sentence.text)
    papers = split_words(match["list"]) if match else ()
    if match and len(papers) > 1:
        yield draft.propose(
            DossierTerms(
                item=match["item"].strip(), papers=tuple(dict.fromkeys(papers)), sealed_by=_seal_of(sentence.text)
            ),
            sentence,
        )


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


def _papers(text: str, start: int, end: int) -> Iterator[_Paper]:
    """Read the papers of one entry (《A》加盖公章；B；C)."""
    for piece in re.finditer(r"[^;。\n]+", text):
        seal = _seal_of(piece.group())
        plain = LABEL_IN_BRACKETS.sub("", piece.group())
        names = [plain] if seal or len(plain) > MAX_PAPER else _members(re.split(r"[,，]", plain)[0])
        for name in names:
            if cleaned := _clean(name):
                yield _Paper(cleaned, seal, start + piece.start(), min(end, start + piece.end()))


def _members(text: str) -> list[str]:
    pieces = re.split(r"(?<=[表书证件料议约同明程划算案单告诺照度录用])(?:、|和|以及)", text)
    return pieces if all(_PAPER.search(_clean(piece)) or len(pieces) == 1 for piece in pieces) else [text]


def _by_seal(draft: Draft, head: Sentence, item: str, papers: Iterable[_Paper]) -> Iterator[Proposal]:
    """Propose one rule for each kind of seal; one that covers all papers goes over the whole list."""
    groups: dict[str, list[_Paper]] = {}
    for paper in papers:
        groups.setdefault(paper.seal, []).append(paper)
    for seal, own in groups.items():
        terms = DossierTerms(item=item.strip(), papers=tuple(dict.fromkeys(each.name for each in own)), sealed_by=seal)
        start = head.start if len(own) > 1 else own[0].start
        place = Sentence("", start, max(each.end for each in own), -1, head.part)
        yield draft.propose(terms, place)


def _seal_of(text: str) -> str:
    if not _SEALED.search(text):
        return ""
    return "all" if _ALL_MEMBERS.search(text) else "lead"


def _clean(text: str) -> str:
    """Name a paper: the title in its brackets, else the words without number, seal and copies."""
    if quoted := _QUOTED.search(text):
        return quoted[1]
    plain = re.sub(r"^\s*(?:[①-⑳]|\(?[一二三四五六七八九十\d]{1,2}[)、.])?\s*", "", text.strip())
    plain = _SEALED_BRACKETS.sub("", plain)
    plain = _SEAL.sub("", plain) if not re.match(r"[^,，]*签署并盖章的", plain) else plain
    plain = _COUNT.sub("", plain) if not _COUNT.match(plain) else plain
    plain = LABEL_IN_BRACKETS.sub("", plain)
    return _QUANTITY.sub("", plain).strip(" ,，。;:")[:MAX_PAPER]
