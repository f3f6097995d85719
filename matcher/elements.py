"""What a technology is about and what it does to it: the words of a title by their part.

A title such as 污水中氨氮的去除 names an object and a function. Texts that share only one of the two seldom fit, so
both are read: by tables of words and endings, and by the order of Chinese titles, where what modifies precedes its
head. No grammar is parsed: this runs on every record, in microseconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise, zip_longest
from typing import Final, NamedTuple

from data.reference.cues import stop_words
from data.reference.elements import ElementKind, element_affixes, element_words, function_groups, generic_words

FUNCTION_KINDS: Final = frozenset({ElementKind.METHOD, ElementKind.EFFECT})

_MEASURES: Final = ("度", "率", "量", "力", "性")
"""Endings of measured quantities: what is controlled is a thing (粗糙度控制), though alone it names an effect."""

_MODIFIERS: Final = frozenset({"复合", "混合", "移动", "分级"})
"""Methods that only describe the thing they stand before: 复合膜 is no film that compounds."""

_LEADS: Final = {
    "基于": ElementKind.METHOD,
    "利用": ElementKind.METHOD,
    "采用": ElementKind.METHOD,
    "用于": ElementKind.APPLICATION,
    "应用于": ElementKind.APPLICATION,
    "适用于": ElementKind.APPLICATION,
    "适用": ElementKind.APPLICATION,
    "面向": ElementKind.APPLICATION,
}
_ENDS_OF_LEADS: Final = frozenset({"的", "技术", "方法", "原理", "算法", "模型", "理论", "实现"})
_LONGEST_LEAD: Final = 6
_BREAKS: Final = frozenset({"和", "与", "及", "或", "用", "用于", "基于", "在", "及其"})
"""Between an object and a function they say that the two do not belong together."""
_LONGEST_PART: Final = 4
_HALF: Final = 2
_LONGEST_QUALITY: Final = 3
"""耐高温, 抗疲劳; longer words that begin so are mostly things (自动扶梯, 高速公路)."""


class ElementWord(NamedTuple):
    """A word of a title and the part it plays."""

    text: str
    kind: ElementKind


Role = tuple[ElementWord, ...]
"""What one word says: nothing, one thing, or a function and a thing (检测仪)."""

_NOTHING: Final = (ElementWord("", ElementKind.THING), -1)


@dataclass(frozen=True)
class Elements:
    """The words of a text by their part, in their order; a word of the dictionary is followed by its own parts.

    Attributes:
        words: those that play a part; lower case.
        head: what the title is about, "" where it names no object: the last object before its generic tail
            (铝合金 in 高强铝合金的表面处理工艺).
        worked_on: objects that a function of the title is done to: 金刚石 in 金刚石的抛光, but not in 金刚石刀具.
    """

    words: tuple[ElementWord, ...]
    head: str
    worked_on: frozenset[str]

    @cached_property
    def objects(self) -> tuple[str, ...]:
        """Words that name a thing: material, product, application."""
        return tuple(word.text for word in self.words if word.kind not in FUNCTION_KINDS)

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """Words that say what is done or achieved: method, effect."""
        return tuple(word.text for word in self.words if word.kind in FUNCTION_KINDS)

    @cached_property
    def function_groups(self) -> frozenset[str]:
        """Groups of equivalent functions that its functions belong to: 去除 and 净化 are in one."""
        groups = function_groups()
        return frozenset(group for word in self.functions for group in groups.get(word, ()))

    def of(self, kind: ElementKind) -> tuple[str, ...]:
        """Return the words of one kind."""
        return tuple(word.text for word in self.words if word.kind is kind)


def elements_of(words: Sequence[str]) -> Elements:
    """Read the elements of a title given as `Segmenter.words_for_index` returns it, stop words included.

    Of a longer text the kinds of its words are read; its head is no use.

    Args:
        words: in their order, each compound followed by its parts.

    Returns:
        The words by their part; numbers, stop words and generic words are left out.
    """
    texts = [word.lower() for word in words]
    roles = [_role(text) for text in texts]
    _read_pairs(texts, roles)
    _read_leads(texts, roles)
    _read_neighbours(roles)
    found = tuple(dict.fromkeys(chain.from_iterable(roles)))
    return Elements(found, _head(tuple(chain.from_iterable(roles))), frozenset(_worked_on(texts, roles)))


def kinds_of(words: Iterable[str]) -> frozenset[ElementKind]:
    """Return the elements that some words name, each read by itself; lower case."""
    return frozenset(word.kind for text in words for word in _role(text))


@lru_cache(maxsize=100_000)
def _role(text: str) -> Role:
    """Tell what a word is by itself; () where it plays no part; two words where it names a function and a thing."""
    if _is_generic(text) or not any(map(str.isalpha, text)):
        return ()
    kind = element_words().get(text)
    if kind is not None:
        return (ElementWord(text, kind),)
    if len(text) == 1:
        return ()
    if text.isascii():
        return (ElementWord(text, ElementKind.THING),)
    if text[-1] in "型式":
        # 超薄型, 层绞式: a way to be, which is worth a word only where it names a function.
        return tuple(word for word in _role(text[:-1]) if word.kind in FUNCTION_KINDS)
    return _split(text) or (ElementWord(text, _kind_by_affix(text)),)


def _read_pairs(texts: Sequence[str], roles: list[Role]) -> None:
    """Read 表面 处理 as the function it is where the segmenter cut it in two and neither half says anything."""
    for place, (first, second) in enumerate(pairwise(texts)):
        if not roles[place] and len(first) == _HALF and len(second) >= _HALF:
            kind = element_words().get(first + second[:_HALF])
            if kind is not None and (not roles[place + 1] or len(second) > _HALF):
                roles[place], roles[place + 1] = (), (ElementWord(first + second[:_HALF], kind),)


def _is_generic(text: str) -> bool:
    return text in stop_words() or text in generic_words()


def _split(text: str) -> Role:
    """Cut a generic tail or a function off a word: 管理系统, 检测仪, 防爆电机, 污水处理; () where there is none."""
    known = element_words()
    for length in range(min(_LONGEST_PART, len(text) - 2), 1, -1):
        if _is_generic(text[-length:]):
            return _role(text[:-length])
    for length in range(min(_LONGEST_PART, len(text) - 1), 1, -1):
        first, last = known.get(text[:length]), known.get(text[-length:])
        if first in FUNCTION_KINDS:
            rest = text[length:]
            return (ElementWord(text[:length], first), *(_role(rest) or (ElementWord(text, _kind_by_affix(text)),)))
        if last in FUNCTION_KINDS:
            return (*_role(text[:-length]), ElementWord(text[-length:], last))
    return ()


def _kind_by_affix(text: str) -> ElementKind:
    affixes = element_affixes()
    for length in range(min(affixes.longest, len(text)), 0, -1):
        kind = affixes.endings.get(text[-length:])
        if kind is not None:
            return kind
    if len(text) <= _LONGEST_QUALITY:
        return affixes.beginnings.get(text[0], ElementKind.THING)
    return ElementKind.THING


def _read_leads(texts: Sequence[str], roles: list[Role]) -> None:
    """Read what follows 基于 as method; what follows 用于, or stands before 用 or before 过程中的, as application."""
    for place, text in enumerate(texts):
        lead = _LEADS.get(text)
        if lead is not None:
            _lead(roles, range(place + 1, _end_of_lead(texts, place)), lead)
        elif text == "过程" and "的" in texts[place + 1 : place + 3]:
            _lead(roles, range(place), ElementKind.APPLICATION)
        elif text == "用" and 0 < place < len(texts) - 1:
            _lead(roles, range(place - 1, place), ElementKind.APPLICATION)
        elif len(text) == 2 and text[1] == "用" and roles[place]:
            roles[place] = (ElementWord(text, ElementKind.APPLICATION),)


def _end_of_lead(texts: Sequence[str], place: int) -> int:
    """Return where the phrase after a lead ends; without an end in sight it is one word."""
    for i in range(place + 1, min(place + 1 + _LONGEST_LEAD, len(texts))):
        if texts[i] in _ENDS_OF_LEADS:
            return i
    return min(place + 2, len(texts))


def _lead(roles: list[Role], places: range, lead: ElementKind) -> None:
    for place in places:
        roles[place] = tuple(
            # A function stays one, and so does a material or product that a method is based on (基于石墨烯的传感器).
            word
            if word.kind in FUNCTION_KINDS or (lead is ElementKind.METHOD and word.kind is not ElementKind.THING)
            else ElementWord(word.text, lead)
            for word in roles[place]
        )


def _read_neighbours(roles: list[Role]) -> None:
    for place, (role, following) in enumerate(pairwise(tuple(roles))):
        if len(role) != 1 or not following:
            continue
        word = role[0]
        if following[0].kind not in FUNCTION_KINDS:
            if word.text in _MODIFIERS:
                roles[place] = ()
        elif word.kind is ElementKind.EFFECT and word.text[-1] in _MEASURES and word.text not in element_words():
            roles[place] = (ElementWord(word.text, ElementKind.THING),)


def _head(words: Sequence[ElementWord]) -> str:
    objects = [word for word in words if word.kind not in FUNCTION_KINDS]
    proper = [word for word in objects if word.kind is not ElementKind.APPLICATION] or objects
    return proper[-1].text if proper else ""


def _worked_on(texts: Sequence[str], roles: Sequence[Role]) -> Iterator[str]:
    """Yield the objects before a function (氨氮去除, 金刚石的抛光), or after it and before 的 (去除氨氮的装置)."""
    placed = [(word, place) for place, role in enumerate(roles) for word in role]
    before: tuple[ElementWord, int] | None = None
    for (word, place), (after, after_place) in zip_longest(placed, placed[1:], fillvalue=_NOTHING):
        if word.kind in FUNCTION_KINDS:
            if before is not None and before[0].kind not in FUNCTION_KINDS:
                if _is_reached(before[0], texts[before[1] + 1 : place]):
                    yield before[0].text
            elif after_place == place + 1 and _is_object_of(after, word, rest=texts[place + 2 :]):
                yield after.text
        before = (word, place)


def _is_reached(word: ElementWord, between: Sequence[str]) -> bool:
    return word.kind is not ElementKind.APPLICATION and _BREAKS.isdisjoint(between)


def _is_object_of(word: ElementWord, function: ElementWord, *, rest: Sequence[str]) -> bool:
    """Is a word right after a function what it is done to? A product there does it: 焊接机器人."""
    if word.kind in {*FUNCTION_KINDS, ElementKind.PRODUCT, ElementKind.APPLICATION}:
        return False
    if rest and rest[0] == "的":
        return True
    # An effect there describes the thing: 抗菌不锈钢.
    return function.kind is ElementKind.METHOD and (not rest or _is_generic(rest[0]))
