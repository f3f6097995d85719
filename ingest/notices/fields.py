"""Two lists of the same thing, the notice's and its form's, and how they answer each other."""

import re
from dataclasses import dataclass
from typing import Final

from data.records.notices import Quote
from data.records.rules import FieldMapTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.drafts import Draft

LEAST: Final = 4
"""Entries from which words between 、 are a list of fields and not an aside."""

_LISTED: Final = re.compile(rf"(?P<item>{notice_pattern('field_word')})[^:。]{{0,12}}:(?P<list>[^。\n]{{8,200}})")
_NAMED: Final = re.compile(
    rf"(?:支持|面向|围绕|聚焦|征集|包括|涵盖)(?P<list>[^。\n:;]{{8,200}}?)等?(?:重点|优势|新兴)?(?P<item>{notice_pattern('field_word')})"
)
_BOX: Final = re.compile(r"[□☐○\u3007◻](?:\d{1,2}[.、])?\s*(?P<entry>[^□☐○\u3007◻\n,，;。:()]{2,20})")
_GENERIC: Final = re.compile(notice_pattern("field_generic"))
_OTHER: Final = re.compile(notice_pattern("other_box"))
_TAIL: Final = re.compile(r"等.*$|[\d一二三四五六七八九十]{1,2}(?:个|大|类)$")


@dataclass(frozen=True, slots=True)
class FieldLists:
    """Two lists with what answers what, and whether each entry has its counterpart."""

    proposal: Proposal
    quotes: tuple[Quote, Quote]
    unanswered: tuple[str, ...]
    unasked: tuple[str, ...]


def find_field_lists(draft: Draft) -> list[FieldLists]:
    """Find a list of fields in the text and one of boxes to tick, and map the one onto the other.

    An entry without a counterpart goes to the box 其他 where there is one, else to "".
    """
    boxes, span = _boxes(draft)
    if len(boxes) < LEAST:
        return []
    found: list[FieldLists] = []
    for sentence in draft.outline.sentences:
        match = _LISTED.search(sentence.text) or _NAMED.search(sentence.text)
        entries = _entries(match["list"]) if match else ()
        if match is None or len(entries) < LEAST:
            continue
        pairs = _paired(entries, boxes)
        if len(pairs) < len(entries) / 2:
            continue
        other = next((box for box in boxes if _OTHER.fullmatch(box)), "")
        unanswered = tuple(entry for entry in entries if entry not in pairs)
        unasked = tuple(box for box in boxes if box not in pairs.values() and box != other)
        terms = FieldMapTerms(
            item=match["item"],
            pairs=(*((entry, pairs.get(entry, other)) for entry in entries), *(("", box) for box in unasked)),
        )
        quotes = (draft.quote(sentence), draft.page.quote(*span))
        found.append(FieldLists(draft.propose(terms, sentence), quotes, unanswered, unasked))
    return found


def _entries(text: str) -> tuple[str, ...]:
    pieces = [_TAIL.sub("", piece).strip() for piece in re.split(r"[、;；]", text)]
    return tuple(dict.fromkeys(piece for piece in pieces if 2 <= len(piece) <= 20))


def _boxes(draft: Draft) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Give the boxes to tick that stand behind a label with 领域, and where they stand."""
    text = draft.page.text
    for label in re.finditer(notice_pattern("field_word"), text):
        first = _BOX.search(text, label.end())
        if first is None or text[label.end() : first.start()].strip(" :\n和(可多选)") != "":
            continue
        boxes: list[str] = []
        end = first.start()
        while (match := _BOX.match(text, end)) is not None:
            boxes.append(match["entry"].strip())
            end = match.end()
            end += len(text[end:]) - len(text[end:].lstrip())
        return tuple(boxes), (first.start(), end)
    return (), (0, 0)


def _paired(entries: tuple[str, ...], boxes: tuple[str, ...]) -> dict[str, str]:
    """Pair entries and boxes by the share of character pairs they have in common, the closest first."""
    near = sorted(
        ((likeness(entry, box), -i, -j) for i, entry in enumerate(entries) for j, box in enumerate(boxes)), reverse=True
    )
    pairs: dict[str, str] = {}
    for share, i, j in near:
        entry, box = entries[-i], boxes[-j]
        if share > 0 and entry not in pairs and box not in pairs.values():
            pairs[entry] = box
    return pairs


def likeness(a: str, b: str) -> float:
    """Return the Dice coefficient of the character pairs of two names, general words (产业, 技术) left out."""
    first, second = _pairs(a), _pairs(b)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(a == b)


def _pairs(name: str) -> set[str]:
    plain = _GENERIC.sub(" ", name)
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1) if " " not in plain[at : at + 2]}
    return pairs or {name}
