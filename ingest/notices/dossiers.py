"""Which papers an application holds, and who seals what."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from data.records.rules import Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Part, Sentence
from ingest.notices.contents import find_contents
from ingest.notices.drafts import Draft
from ingest.notices.lists import Entry, entries_behind, split_words
from ingest.notices.papers import (
    Paper,
    are_papers,
    clean_paper,
    is_paper,
    papers_of,
    propose_papers,
    seal_of,
)

SEAL_REACH: Final = 200
"""Characters from the last paper of a list in which a seal on all of them may stand."""

_MUST, _PAPERS = notice_pattern("must"), notice_pattern("paper_intro")
_HAND_OVER, _SEAL = notice_pattern("hand_over"), notice_pattern("seal")
_ARE: Final = r"(?:包括|如下|清单|有|为|由(?:以下|下列)[^,，。;:]{0,6}(?:组成|构成))"
_INTRO: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,24}}?)(?P<what>{_PAPERS})(?:应|应当|须)?(?:\([^()]{{2,24}}\))?(?:主要)?{_ARE}?\s*:?"
)
_HEADING: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,24}}?)(?P<what>{_PAPERS})(?:要求|清单|目录)?(?:\([^()]{{2,24}}\))?$"
)
_ANNOUNCED: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,24}}?(?:{_PAPERS}(?:[(,，][^。;:]{{0,24}})?(?:{_MUST})?(?:主要)?{_ARE}"
    rf"|{_HAND_OVER}(?:以下|下列|如下)?(?:{_PAPERS})?))(?:[(,，][^。;:]{{2,24}})?\s*:"
)
_INLINE: Final = re.compile(
    rf"(?P<item>{_PAPERS})(?:[(,，]?[^。;:,，]{{0,12}}[),，])?(?:(?:应|应当|须)?(?:主要)?{_ARE}\s*:?|\s*:)(?P<list>[^。\n]{{4,300}})"
)
_HANDED: Final = re.compile(
    rf"{notice_pattern('apply_verb')}[^。;]{{0,30}}?(?:{_MUST})?(?P<item>{_HAND_OVER}):?(?P<list>[^,，。;:]{{6,120}})"
)
_DATED: Final = re.compile(r"\d\s?[日号月]|月底|年底|[日内]前")
_ALL_PAPERS: Final = re.compile(
    rf"(?:(?:所有|全部|上述|以上|各项)(?:申报|申请|备案)?材料[^。;]{{0,16}}?|(?:^|[,，;。])[\u4e00-\u9fff]{{0,6}}材料(?:均|{_MUST})[^,，。;]{{0,16}}?"
    rf"|[,，]均(?:{_MUST})?[^,，。;、]{{0,16}}?){_SEAL}"
)
_LAST: Final = re.compile(rf"[,，](?:并|由|并由)(?:{_MUST})?[^,，。;、]{{0,16}}?{_SEAL}[^,，。;、]{{0,6}}[。;]?$")
"""What stands at the end of a list in running words goes for all of it: ..., 并由全体成员单位加盖公章."""

_SEALED_PAPER: Final = re.compile(
    rf"(?:^|[,，])\s*(?P<paper>[\u4e00-\u9fff]{{2,20}}?{notice_pattern('paper_word')})(?:均)?(?:{_MUST}|由)[^,，。;]{{0,20}}?{_SEAL}"
)
_SENT: Final = re.compile(notice_pattern("hand_in"))


def find_dossiers(draft: Draft) -> list[Proposal]:
    """Propose a rule for each set of papers under one kind of seal, and for what a paper must hold."""
    found: list[Proposal] = [each for part in draft.outline.parts for each in _of_clause(draft, part)]
    found.extend(_of_form(draft))
    for read in (_announced, _inline, _handed, _sealed):
        for sentence in draft.outline.sentences:
            if not _is_read(draft, sentence, found):
                found.extend(read(draft, sentence))
    return [*found, *find_contents(draft)]


def _is_read(draft: Draft, sentence: Sentence, so_far: Sequence[Proposal]) -> bool:
    """Tell whether a sentence stands in a list of papers that was read."""
    quote = draft.quote(sentence)
    return any(each.quote.start < quote.end and quote.start < each.quote.end for each in so_far)


def _of_clause(draft: Draft, part: Part) -> Iterator[Proposal]:
    """Read a clause that announces papers, each a clause below it or an entry of a numbered line."""
    line = draft.page.text[part.body : part.own_end].strip().partition("\n")[0]
    match = _HEADING.search(part.heading) or _INTRO.match(line)
    if match is None or not re.search("材料|资料|内容", match["what"]):
        return
    head = Sentence(line, part.body, part.end, -1, draft.outline.parts.index(part))
    below = draft.outline.children(part)
    entries = [_first_line(draft.page.text, each) for each in below] or entries_behind(draft, head, 0)
    if not entries and part.heading:
        yield from _below_heading(draft, part, match["item"] + match["what"])
    yield from _read(draft, head, match["item"] + match["what"], entries)


def _below_heading(draft: Draft, part: Part, item: str) -> Iterator[Proposal]:
    """Read the papers that stand alone in the sentence below a heading (需提供材料 / A、B、C。)."""
    own = [each for each in draft.outline.within(part) if each.start < part.own_end and item not in each.text]
    papers = list(_named(own[0], own[0].text, "")) if own else []
    if len(papers) > 1 and all(is_paper(each.name) for each in papers):
        yield from propose_papers(draft, own[0], item, papers)


def _first_line(text: str, part: Part) -> Entry:
    line = text[part.body : part.own_end].strip("\n").partition("\n")[0]
    return Entry(line.strip(), part.body, part.body + len(line.rstrip()))


def _read(draft: Draft, head: Sentence, item: str, entries: Sequence[Entry]) -> Iterator[Proposal]:
    """Propose the papers of a list; a seal on all of them may stand behind it."""
    papers = papers_of(entries)
    if not are_papers(papers):
        return
    part = draft.part_of(head)
    end = papers[-1].start + SEAL_REACH
    if sealed := _ALL_PAPERS.search(draft.page.text, papers[-1].start, min(part.end, end) if part else end):
        papers = [each._replace(seal=each.seal or seal_of(sealed.group())) for each in papers]
    yield from propose_papers(draft, head, item, papers)


def _announced(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read a sentence that opens a list: 卖方应提交：（1）..., 揭榜材料由以下部分组成：①..."""
    if match := _ANNOUNCED.search(sentence.text):
        yield from _read(draft, sentence, match["item"], entries_behind(draft, sentence, match.end()))


def _of_form(draft: Draft) -> Iterator[Proposal]:
    """Read a line of a form that asks for papers, with numbered lines below it (需提供的有关材料)."""
    text = draft.page.text
    for line in re.finditer(r"[^\n]+", text):
        words = line.group().strip()
        if len(words) > 20 or not re.fullmatch(
            r"(?:需|须|应)?(?:要)?(?:提供|提交|附)的?(?:有关|相关|证明)?材料:?", words
        ):
            continue
        papers: list[Paper] = []
        rest = list(re.finditer(r"[^\n]*\S[^\n]*", text[line.end() :]))
        for following in rest:
            entry = re.match(r"\s*\(?\d{1,2}[.、)]\s*(?P<entry>\S.*)", following.group())
            if entry is None:
                break
            start = line.end() + following.start()
            name = clean_paper(re.split(r"[。;]", entry["entry"])[0])
            papers.append(Paper(name, seal_of(entry["entry"]), start, line.end() + following.end()))
        if len(papers) > 1:
            start = line.start() + len(line.group()) - len(line.group().lstrip())
            place = max((n for n, part in enumerate(draft.outline.parts) if part.start <= start), default=-1)
            yield from propose_papers(draft, Sentence(words, start, papers[-1].end, -1, place), words, papers)


def _inline(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read papers named in one sentence (申报材料包括A、B和C)."""
    match = _INLINE.search(sentence.text)
    if match is None or re.match(r"\s*(?:[①(]|\d[.、])", match["list"]):
        return
    listed = re.split(r"[,，;](?=[^、]*$)", match["list"])[0] if _ALL_PAPERS.search(match["list"]) else match["list"]
    sealed = _ALL_PAPERS.search("".join(each.text for each in draft.paragraph(sentence))) or _LAST.search(match["list"])
    papers = list(_named(sentence, listed, seal_of(sealed.group()) if sealed else ""))
    if are_papers(papers):
        yield from propose_papers(draft, sentence, match["item"].removesuffix("包括"), papers)


def _named(sentence: Sentence, listed: str, seal: str) -> Iterator[Paper]:
    for each in split_words(listed):
        if not (_ALL_PAPERS.search(each) or _LAST.fullmatch(f",{each}")):
            name = clean_paper(re.sub(r"\([^()]*\)", "", each))
            if name:
                yield Paper(name, seal_of(each) or seal, sentence.start, sentence.end)


def _handed(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read papers that are handed over unannounced: 申请备案的，提交登记表和协议; a day makes it a deadline."""
    match = _HANDED.search(sentence.text)
    if match is None or _DATED.search(sentence.text):
        return
    papers = list(_named(sentence, match["list"].removesuffix("即可"), seal_of(sentence.text[match.end() :])))
    if len(papers) > 1 and all(is_paper(each.name) for each in papers):
        yield from propose_papers(draft, sentence, match["item"], papers)


def _sealed(draft: Draft, sentence: Sentence) -> Iterator[Proposal]:
    """Read a single paper that must be sealed: 申请表须由双方盖章."""
    for match in () if _SENT.search(sentence.text) else _SEALED_PAPER.finditer(sentence.text):
        paper = Paper(match["paper"], seal_of(match.group()), sentence.start, sentence.end)
        yield from propose_papers(draft, sentence, match["paper"], [paper])
