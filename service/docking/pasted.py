"""Texts that somebody pastes: read as needs, and nowhere stored."""

import re
from typing import Final

from data.errors import UsageError
from data.records.ids import NeedId
from data.records.needs import Need
from ingest.contacts import find_contacts
from ingest.identities import content_id

MOST_TITLE_CHARACTERS: Final = 200
MOST_CONTENT_CHARACTERS: Final = 20_000
"""About ten pages of A4; a longer text is a file for `duijie match`."""

_LONGEST_MADE_TITLE: Final = 40
_FIRST_SENTENCE: Final = re.compile(r"[^。；！？!?\n\r]+")


def need_of_text(title: str, content: str) -> Need:
    """Return a need that is nowhere stored.

    Args:
        title: where it is blank, the beginning of the content stands in for it: titles weigh much in matching.
        content: what is asked for.

    Returns:
        A need whose id depends on the two texts alone.

    Raises:
        UsageError: there is no content, or too much text.
    """
    if not content.strip():
        raise UsageError("没有写需求内容。", remedy="请写明要解决的问题、要达到的指标和已有的条件。")
    refuse_longer(title, most=MOST_TITLE_CHARACTERS, name="需求名称")
    refuse_longer(content, most=MOST_CONTENT_CHARACTERS, name="需求内容")
    named = title if title.strip() else first_words(content)
    return Need(id=NeedId(content_id("N", (named, content))), title=named, content=content)


def first_words(content: str) -> str:
    """Return the content's first sentence, or as much of it as a title holds; "" where there are only marks.

    It ends before the first contact: half a number would no longer be known as one, and would be shown.
    """
    sentences = (found.group().strip() for found in _FIRST_SENTENCE.finditer(content))
    sentence = next((sentence for sentence in sentences if sentence), "")
    contacts = find_contacts(sentence)
    return sentence[: min([_LONGEST_MADE_TITLE, *(contact.start for contact in contacts)])]


def refuse_longer(text: str, *, most: int, name: str) -> None:
    """Refuse a text that is too long for the page.

    Raises:
        UsageError: it is.
    """
    if len(text) > most:
        raise UsageError(
            f"{name}共 {len(text):,} 个字，超过 {most:,} 个字的上限。",
            remedy="请只保留要点；成批的长材料请用 duijie match 处理。",
        )
