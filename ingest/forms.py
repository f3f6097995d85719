"""Forms: tables whose cells are key | value, in two or more columns, as calls for needs hand them out."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.headers import SERIAL, Vocabulary
from ingest.keyed import KeyedRecord, KeyedValue, group_records
from ingest.readers.raw import RawRow

MAX_LABEL_LENGTH: Final = 12
"""An unknown cell in the place of a key is taken for one up to this length."""

MIN_KEY_ROWS: Final = 2
"""A single row of known names is a header, not a form."""

MAX_IN_CELL: Final = 2
"""Cells in a row up to which 需求名称：… inside one cell is a key: in a wider row it is the text of a list's cell."""

IN_CELL: Final = re.compile(r"\s*([^:：\n]{2,30})[:：]\s*(?=\S)")


def read_form(rows: Sequence[RawRow], vocabulary: Vocabulary) -> list[KeyedRecord]:
    """Read the records of a form.

    Returns:
        None or more records; none where fewer than two rows hold a known key with its value.
    """
    items = list(_items(rows, vocabulary))
    known_rows = {item.row for item in items if item.value and vocabulary.find(item.key)}
    return group_records(items, vocabulary) if len(known_rows) >= MIN_KEY_ROWS else []


def _items(rows: Sequence[RawRow], vocabulary: Vocabulary) -> Iterator[KeyedValue]:
    waiting: KeyedValue | None = None
    for row in rows:
        texts = [row.cells[column] for column in row.own()]
        if waiting and len(texts) == 1 and not _is_key(texts[0], vocabulary):
            waiting.value = texts[0]
            texts = []
        if waiting:
            yield waiting
            waiting = None
        found = list(_row_items(texts, row.number, vocabulary))
        # A key alone in its row may have its value in the row below.
        if len(texts) == 1 and len(found) == 1 and not found[0].value:
            waiting = found[0]
        else:
            yield from found
    if waiting:
        yield waiting


def _row_items(texts: list[str], number: int, vocabulary: Vocabulary) -> Iterator[KeyedValue]:
    at = 0
    while at < len(texts):
        text = texts[at]
        following = texts[at + 1] if at + 1 < len(texts) else ""
        inside = IN_CELL.match(text) if len(texts) <= MAX_IN_CELL else None
        if inside and vocabulary.find(inside[1]):
            yield KeyedValue(inside[1].strip(), text[inside.end() :], number)
            at += 1
        elif _is_key(text, vocabulary):
            has_value = bool(following) and not _is_key(following, vocabulary)
            yield KeyedValue(text.strip(), following if has_value else "", number)
            at += 2 if has_value else 1
        elif following and len(text.strip()) <= MAX_LABEL_LENGTH and not _is_key(following, vocabulary):
            yield KeyedValue(text.strip(), following, number)
            at += 2
        else:
            at += 1


def _is_key(text: str, vocabulary: Vocabulary) -> bool:
    claim = vocabulary.find(text.strip())
    return claim is not None and claim.field != SERIAL
