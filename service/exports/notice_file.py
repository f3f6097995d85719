"""A notice as read, as a JSON file: what it says of itself, clauses, rules with their sentences, conflicts."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from ingest.notices.people import mask_people
from ingest.notices.reading import NoticeReading


def notice_json(reading: NoticeReading) -> str:
    """Write a notice with its proposals and conflicts; names and contacts are masked, offsets stay true.

    Returns:
        JSON with the keys `notice`, `proposals` (kind, clause, terms, quote) and `conflicts` (why, quotes).
    """
    masked = mask_people(reading.notice.text)

    def quoted(start: int, end: int) -> str:
        return masked[start:end]

    proposals = [
        {
            "kind": each.kind.value,
            "clause": each.clause,
            "terms": _plain(each.terms, quoted),
            "quote": _plain(each.quote, quoted),
        }
        for each in reading.proposals
    ]
    conflicts = [{"why": each.why, "quotes": _plain(each.quotes, quoted)} for each in reading.conflicts]
    notice = _plain(reading.notice, quoted) | {"text": masked}
    return json.dumps({"notice": notice, "proposals": proposals, "conflicts": conflicts}, ensure_ascii=False, indent=2)


def _plain(value: Any, quoted: Callable[[int, int], str]) -> Any:  # noqa: ANN401 - walks records of every type
    """Turn a record into what JSON can carry; the words of a quote are taken from the masked text."""
    if is_dataclass(value) and not isinstance(value, type):
        plain = {each.name: _plain(getattr(value, each.name), quoted) for each in fields(value)}
        if plain.keys() == {"text", "start", "end"}:
            plain["text"] = quoted(plain["start"], plain["end"])
        return plain
    if isinstance(value, tuple):
        return [_plain(each, quoted) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return mask_people(value) if isinstance(value, str) else value
