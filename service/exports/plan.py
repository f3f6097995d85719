"""How much evidence a file can hold and still be opened: limits, and what the reader is told about them."""

from dataclasses import dataclass
from typing import Final

from service.exports import overview_phrases as words
from service.exports.outline import Outline

# Up to this many cards each card shows both full texts; above, each full text stands once and cards quote passages.
FULL_TEXT_CARDS: Final = 200
# Cards of one file. A page of 4,000 cards is about 20 MB and opens in seconds on an office computer; a worksheet has
# 1,048,576 rows and a card takes about 40 of them. A Word file is printed and read through: a card takes a page, two
# with both full texts, and a table of 100 rows five.
PAGE_CARDS: Final = 4_000
WORD_CARDS: Final = 20
WORD_ROWS: Final = 100
SHEET_CARDS: Final = 24_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file shows of a report.

    Attributes:
        full_texts: does each card show both texts in full?
        cards_per_list: evidence is given for this many candidates of each list; 0 where lists outnumber cards.
        note: a sentence on what is left out of this file and where it is; "" when nothing is.
    """

    full_texts: bool
    cards_per_list: int
    note: str


@dataclass(frozen=True, slots=True)
class WordPlan:
    """What a Word file shows of a report.

    Attributes:
        full_texts: does each card show both texts in full?
        cards: number of the list and rank of every candidate that gets a card.
        note: a sentence on which candidates have none and where theirs are.
    """

    full_texts: bool
    cards: frozenset[tuple[int, int]]
    note: str


def word_plan(outline: Outline) -> WordPlan:
    """Choose the candidates that get a card: those worth a meeting, recommended ones first, then by score.

    Ties go to the earlier list, then to the better rank.
    """
    worthwhile = [(view.number, match) for view in outline.lists for match in view.worthwhile]
    order = sorted(worthwhile, key=lambda pair: (not pair[1].is_recommended, -pair[1].score, pair[0], pair[1].rank))
    cards = frozenset((number, match.rank) for number, match in order[:WORD_CARDS])
    if not cards:
        note = words.NO_CARDS
    elif len(cards) < len(worthwhile):
        rest = len(worthwhile) - len(cards)
        note = words.CARDS_CAPPED.format(n=len(worthwhile), most=len(cards), rest=rest, where=words.ELSEWHERE)
    else:
        note = words.CARDS_NOTE
    return WordPlan(full_texts=outline.n_cards <= FULL_TEXT_CARDS, cards=cards, note=note)


def plan_for(outline: Outline, *, budget: int, elsewhere: str) -> Plan:
    """Choose how much of a report a file shows.

    Args:
        outline: the report.
        budget: how many cards the file can hold.
        elsewhere: how to get the rest, in Chinese.

    Returns:
        The plan; lists are all treated alike.
    """
    longest = max((len(view.matches) + len(view.nearest) for view in outline.lists), default=0)
    per_list = longest if outline.n_cards <= budget else budget // len(outline.lists)
    shown = f"列出各项前{per_list}名的证据" if per_list else "列出结论"
    note = "" if per_list >= longest else f"候选较多，本文件只{shown}；其余证据{elsewhere}。"
    return Plan(full_texts=outline.n_cards <= FULL_TEXT_CARDS, cards_per_list=per_list, note=note)
