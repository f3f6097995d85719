"""What makes something eligible: lists of conditions, conditions in one sentence, and questions to be answered."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from data.records.rules import CriteriaTerms
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Part, Sentence
from ingest.notices.drafts import Draft
from ingest.notices.lists import Entry, entries_behind, split_words
from ingest.notices.spans import Found
from ingest.parsing.numerals import parse_number

MAX_ITEM: Final = 30
HEAD_NOUN: Final = 2

_MUST, _BE = notice_pattern("must"), notice_pattern("be")
_INTRO: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,40}}?)(?:{_MUST})?(?P<all>{notice_pattern('all_of')})?(?:{_MUST})?(?:符合|满足|具备|达到|具有)"
    rf"(?:的)?{notice_pattern('criteria_list')}(?P<what>[^。:;\n,，]{{0,10}}?)(?:{notice_pattern('criteria_noun')})"
    rf"(?P<any>{notice_pattern('any_of')})?"
)
_COLON: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,20}}?)(?P<all>{notice_pattern('all_of')})?(?:{_MUST})"
    rf"(?:{notice_pattern('all_of')})?(?:符合|满足|具备|达到|具有)(?P<any>{notice_pattern('any_of')})?\s*:"
)
_HEADING: Final = re.compile(
    rf"(?P<item>[^,，。;:]{{0,30}}?)(?:应|须)?(?:具备|符合)?(?:的)?{notice_pattern('criteria_list')}?(?:基本)?条件$"
)
_SUBJECT: Final = re.compile(
    rf"(?:^|[,，;])\s*(?P<item>{notice_pattern('criteria_subject')})(?:{_MUST})(?:是|为)?(?P<rest>{_BE}[^。;]{{4,120}})"
)
_SELECTED: Final = re.compile(
    r"(?:选择|遴选|选取|筛选|认定|支持)[^,，。;]{0,12}?(?:个|家|项|批)(?:左右|以上)?(?P<rest>(?:在[^,，。;]{2,24}(?:方面|领域))?"
    r"(?:具有|具备|有|拥有|符合)[^。;]{6,120}?)的(?P<item>[^,，。;、的]{1,16}?(?:\([^()]{1,8}\))?)(?=建立|建设|作为|予以|给予|开展|纳入|进行|,|，|。|;|$)"
)
_ELIGIBLE: Final = re.compile(
    r"经(?P<what>[^,，。;]{3,30}?)的(?P<who>[^,，。;的]{2,24})[,，]?(?:方|才)?可[^。;]{0,24}?申(?:报|请)(?P<item>[^。;,，]{2,60})"
)
_ANY: Final = re.compile(notice_pattern("any_of"))
_SOME: Final = re.compile(
    rf"{notice_pattern('criteria_noun')}(?:中的?|之中的?|里)?(?:至少|任意)?(?P<n>[1-9]|[一二两三四五])(?:项|条|个)(?!以下)"
)
_LIST_FOLLOWS: Final = re.compile(rf"{_BE}{notice_pattern('criteria_list')}")
_WHETHER: Final = re.compile(r"是否")


def find_criteria(draft: Draft) -> list[Found]:
    """Propose a rule for each set of conditions; numbers inside of listed conditions are theirs."""
    found: list[Found] = []
    for sentence in draft.outline.sentences:
        found.extend(_listed(draft, sentence))
        found.extend(_stated(draft, sentence))
    for part in draft.outline.parts:
        found.extend(_headed(draft, part, found))
        found.extend(_questions(draft, part))
    return found


def _listed(draft: Draft, sentence: Sentence) -> Iterator[Found]:
    match = _INTRO.search(sentence.text) or _COLON.search(sentence.text)
    if match is None:
        return
    entries = entries_behind(draft, sentence, match.end())
    if not entries:
        return
    before = re.split(r"[,，。;]", sentence.text[: match.start()].rstrip(",，"))[-1]
    item = draft.item(_subject(match["item"]) or _subject(before), sentence)
    is_any = _ANY.search(match.group()) or (match["all"] is None and _are_kinds(entries, item))
    criteria = _distinct(each.text for each in entries)
    if not criteria:
        return
    terms = CriteriaTerms(
        item=item, criteria=criteria, needed=_stated_number(sentence) or (1 if is_any else len(criteria))
    )
    places = ((sentence.start + match.end(), entries[0].start + 1), *((each.start, each.end) for each in entries))
    yield Found(draft.propose(terms, sentence, entries[-1].end), places)


def _stated_number(sentence: Sentence) -> int:
    """Return how many of the conditions are asked for where words say so (下列条件中的2项), else 0."""
    match = _SOME.search(sentence.text)
    return int(parse_number(match["n"]) or 0) if match else 0


def _stated(draft: Draft, sentence: Sentence) -> Iterator[Found]:
    """Read conditions that one sentence states of somebody: 牵头企业应处于 ...，具有 ..."""
    match = _SUBJECT.search(sentence.text)
    if match and not _LIST_FOLLOWS.match(match["rest"]) and (pieces := _pieces(match["rest"])):
        yield Found(draft.propose(_all(match["item"], pieces), sentence), ())
    for segment in sentence.segments():
        match = _SELECTED.search(segment.text)
        if match and (pieces := _pieces(match["rest"])):
            yield Found(draft.propose(_all(match["item"], pieces), segment), ())
    if match := _ELIGIBLE.search(sentence.text):
        yield Found(draft.propose(_all(f"申报{match['item']}", (match["what"],)), sentence), ())


def _headed(draft: Draft, part: Part, so_far: list[Found]) -> Iterator[Found]:
    """Read a clause whose heading announces conditions (三、申报条件) and whose parts are these."""
    below = draft.outline.children(part)
    match = _HEADING.search(part.heading)
    start, end = draft.page.folded.to_original(part.start, part.end)
    if match is None or len(below) < 2 or any(start <= each.proposal.quote.start < end for each in so_far):
        return
    entries = [Sentence(draft.page.text[each.body : each.own_end], each.body, each.own_end, -1, -1) for each in below]
    criteria = _distinct(re.split(r"[。;\n]", each.text.strip())[0] for each in entries)
    sentence = Sentence(part.heading, part.start, part.end, -1, draft.outline.parts.index(part))
    places = tuple((each.start, each.end) for each in entries)
    yield Found(draft.propose(_all(draft.item(_subject(match["item"]), sentence), criteria), sentence), places)


def _questions(draft: Draft, part: Part) -> Iterator[Found]:
    """Read a clause whose parts are questions (是否 ...), all to be answered with yes."""
    below = draft.outline.children(part)
    texts = [draft.page.text[each.body : each.own_end].strip() for each in below]
    if len(below) < 2 or not all(_WHETHER.match(text) for text in texts):
        return
    criteria = _distinct(re.split(r"[;。\n]", text)[0] for text in texts)
    sentence = Sentence(part.heading, part.start, below[-1].own_end, -1, draft.outline.parts.index(part))
    yield Found(draft.propose(_all(draft.item(part.heading, sentence), criteria), sentence), ())


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _all(item: str, criteria: tuple[str, ...]) -> CriteriaTerms:
    return CriteriaTerms(item=item, criteria=criteria, needed=len(criteria))


def _subject(text: str) -> str:
    plain = re.sub(r"^\s*(?:[①-⑳]|\(?[一二三四五六七八九十\d]{1,2}[)、.])?\s*", "", text)
    return re.sub(rf"(?:{_MUST})+$", "", plain.strip())[-MAX_ITEM:]


def _are_kinds(entries: tuple[Entry, ...], item: str) -> bool:
    """Tell whether the entries are kinds of the thing (... 项目) and so alternatives, not conditions on one."""
    noun = item[-HEAD_NOUN:]
    return len(noun) == HEAD_NOUN and sum(each.text.endswith(noun) for each in entries) > len(entries) / 2


def _pieces(text: str) -> tuple[str, ...]:
    """Split conditions at commas, else at the members of one enumeration."""
    parts = [part.strip(" 。") for part in re.split(r"[,，]", text) if len(part.strip(" 。")) > 2]
    return _distinct(parts if len(parts) > 1 else split_words(text))
