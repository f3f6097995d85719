"""Amounts of records with the unit that their file stated once for all of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ingest.parsing.money import parse_money, with_unit

UNIT_KEYS: Final[Mapping[str, str]] = {"budget": "budget_unit", "price": "price_unit"}
"""Fields -> the further column that keeps the unit of what is no bare amount, and of amounts imported long ago."""


def with_units(record: Any) -> Any:  # noqa: ANN401 - any of the three records
    """Return a record as people read it: the unit behind the amount, and not apart from it."""
    units = {field: record.extra[key] for field, key in UNIT_KEYS.items() if key in record.extra}
    if not units:
        return record
    told = {field: _told(getattr(record, field), unit) for field, unit in units.items() if hasattr(record, field)}
    extra = {header: text for header, text in record.extra.items() if header not in UNIT_KEYS.values()}
    return replace(record, **told, extra=extra)


def _told(text: str, unit: str) -> str:
    told = with_unit(text, unit)
    is_apart = told == text and parse_money(text, unit=unit) != parse_money(text)
    return f"{text}（{unit}）" if is_apart else told
