"""Running text: keys at the beginning of lines (需求名称：...), or as headings with their text below."""

import re
from collections.abc import Sequence
from typing import Final

from ingest.headers import NUMBERING, SERIAL, Vocabulary
from ingest.keyed import KeyedRecord, KeyedValue, group_records
from ingest.readers.raw import RawRow

LONG_FIELDS: Final = frozenset({"content", "indicators", "existing_base", "scope"})
"""Fields whose text runs over many lines and may hold colons and blank lines of its own."""

KEY_LINE: Final = re.compile(
    r"\s*(?P<key>[^:：。；;，,\s](?:[^:：。；;，,\n]{0,28}[^:：。；;，,\s])?)\s*[:：][ \t　]*(?P<value>.*)", re.DOTALL
)
"""The key neither begins nor ends with a blank, so that a line of blanks is not cut up in every possible way."""

HEADING: Final = re.compile(r"\s*[【\[](?P<key>[^】\]]{2,20})[】\]]\s*[:：]?[ \t　]*(?P<value>.*)", re.DOTALL)
RECORD_LABEL: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]\s*)?[【(（]?(?:企业|技术|科技)?(?:需求|成果|项目|难题)\s*(?:[一二三四五六七八九十]{1,3}|\d{1,3})[】)）]?\s*[:：]?"
)
"""需求二, alone in its line, counts the records and belongs to none."""

MAX_LABEL_LENGTH: Final = 8
"""An unknown word before a colon is a key up to this length, where the field before it is a short one."""

MAX_HEADING_TIER: Final = 2
"""A line that is nothing but 内容 or 说明 (tier 3) is a heading of anything."""


def read_prose(rows: Sequence[RawRow], vocabulary: Vocabulary) -> tuple[list[KeyedRecord], list[int]]:
    """Read the records of a running text.

    A line without a known key goes on with the value before it, line breaks kept. A short value (a name, a region)
    ends at a blank line, and at a numbered one.

    Returns:
        The records, and the numbers of non-empty lines that belong to none.
    """
    items: list[KeyedValue] = []
    loose: list[int] = []
    current: KeyedValue | None = None
    for row in rows:
        line = row.cells[0]
        found = _key_of(line, vocabulary, current)
        if RECORD_LABEL.fullmatch(line.strip()):
            current = None
            loose.append(row.number)
        elif found is not None:
            current = KeyedValue(found[0], found[1], row.number)
            items.append(current)
        elif current is None:
            loose.extend([row.number] if line.strip() else [])
        elif not _is_long(current, vocabulary) and NUMBERING.match(line.strip()):
            current = None
            loose.append(row.number)
        elif line.strip() or _is_long(current, vocabulary):
            current.value = f"{current.value}\n{line}" if current.value else line
        elif current.value:
            current = None
    for item in items:
        item.value = item.value.rstrip()
    return group_records(items, vocabulary), loose


def _key_of(line: str, vocabulary: Vocabulary, current: KeyedValue | None) -> tuple[str, str] | None:
    """Return key and value of a line that begins with a key, else None."""
    for pattern in (HEADING, KEY_LINE):
        match = pattern.match(line)
        if match and _claims(match["key"], vocabulary):
            return match["key"].strip(), match["value"]
    bare = line.strip()
    claim = vocabulary.find(bare) if bare else None
    if claim and claim.field != SERIAL and (claim.tier <= MAX_HEADING_TIER or NUMBERING.match(bare)):
        return bare, ""
    label = KEY_LINE.match(line)
    is_label = label is not None and len(label["key"].strip()) <= MAX_LABEL_LENGTH and label["value"].strip()
    if label and is_label and current is not None and not _is_long(current, vocabulary):
        return label["key"].strip(), label["value"]
    return None


def _claims(key: str, vocabulary: Vocabulary) -> bool:
    claim = vocabulary.find(key)
    return claim is not None and claim.field != SERIAL


def _is_long(item: KeyedValue, vocabulary: Vocabulary) -> bool:
    claim = vocabulary.find(item.key)
    return claim is not None and claim.field in LONG_FIELDS
