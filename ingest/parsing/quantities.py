"""Quantities: numbers, ranges and tolerances with their units, found by one pass over a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.reference.units import Unit, find_unit, unit_pattern
from ingest.parsing.numerals import ARABIC_NUMBER, multiplier_value, parse_number


@dataclass(frozen=True, slots=True)
class Quantity:
    """Numbers and unit of one match, before anything around them is read."""

    low: float
    high: float
    unit: Unit
    is_range: bool
    is_tolerance: bool
    has_multiplier: bool
    start: int
    end: int


# One character for one: what full-width texts write (ingest.cleaning does the same and more).
_PLAIN: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"} | {
    ord(a): b
    for a, b in {
        "\u3000": " ",
        "\u00a0": " ",
        "µ": "μ",
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "∶": ":",
        "﹪": "%",
        "〜": "~",
        "∼": "~",
        "－": "-",
        "—": "-",
        "–": "-",
        "−": "-",
        "‐": "-",
        "﹣": "-",
        "Φ": "φ",
    }.items()
}
_SUPERSCRIPTS: Final = {ord(a): b for a, b in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True)}

# 1×10^6, 1×10⁶, 10⁶, 10^6, and 1×106 or 1×10-6 where the file lost the superscript.
_EXPONENT: Final = r"10(?:\^\(?-?\d{1,2}\)?|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
_POWER: Final = rf"\s?[×xX*·]\s?(?:{_EXPONENT}|10(?:-\d{{1,2}}|[3-9])(?!\d))"
_NUMBER: Final = rf"(?:{_EXPONENT}|(?:{ARABIC_NUMBER})(?:{_POWER})?)"
_POWER_PARTS: Final = re.compile(
    r"(?:(?P<mantissa>[\d.,]+)\s?[×xX*·]\s?)?10(?P<power>\^\(?-?\d{1,2}\)?|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|-\d{1,2}|(?<=[×xX*·]10)[3-9]|(?<=[×xX*·] 10)[3-9])"
)
_MULTIPLIER: Final = r"(?:\s?[十百千]?[万亿](?!元|美元|人民币|块))?"
_JOINT: Final = r"(?:\s?[~]+\s?|\s?-{1,2}\s?|\s?至\s?|\s?到\s?)"


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern[str]:
    """Compile the pattern of a number or range with its unit."""
    unit = unit_pattern()
    return re.compile(
        rf"(?<![A-Za-z\d.^_])(?:(?<![A-Za-z\d]-)|(?<=pH-))(?P<tolerance>±|\+/-|正负)?\s?"
        rf"(?:(?P<percent_words>百分之(?P<percent>[零一二三四五六七八九十百两点]+))"
        rf"|(?P<low_sign>(?:(?<![\d\w%)℃°])|(?<=[\u4e00-\u9fff]))-\s?(?=\d)|零下|负)?(?P<low>{_NUMBER})(?P<low_multiplier>{_MULTIPLIER})"
        rf"(?:(?:\s?(?P<low_unit>{unit}))?{_JOINT}(?P<high_sign>[-+]\s?|零下)?(?P<high>{_NUMBER})(?P<high_multiplier>{_MULTIPLIER}))?"
        rf"(?:\s?(?P<unit>{unit}))?)"
        r"(?![\d^])"
    )


def plain(text: str) -> str:
    """Write a text in half-width forms with one sign for each comparator, character for character."""
    return text.translate(_PLAIN)


def find_quantities(text: str) -> Iterator[Quantity]:
    """Give the quantities of a plain text (see `plain`), in order and without overlap."""
    for match in _scanner().finditer(text):
        quantity = _read_quantity(match)
        if quantity is not None:
            yield quantity


def _read_quantity(match: re.Match[str]) -> Quantity | None:
    """Read numbers and unit; None where the match cannot be an indicator on its own."""
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    if match["percent_words"]:
        share = parse_number(match["percent"])
        percent = find_unit("%")
        if share is None or percent is None:
            return None
        return Quantity(share, share, percent, False, False, False, start, match.end())
    unit = find_unit(re.sub(r"\s", "", match["unit"] or match["low_unit"] or ""))
    if unit is None or _is_year(match, unit):
        return None
    low = _value(match["low"], match["low_multiplier"] or match["high_multiplier"] or "")
    low = -low if match["low_sign"] and (unit.dimension in {"temperature", "number", "level"} or match["high"]) else low
    high = low
    if match["high"]:
        high = _value(match["high"], match["high_multiplier"] or "")
        high = -high if match["high_sign"] and match["high_sign"].strip() != "+" else high
        low = _in_unit(low, match["low_unit"], unit)
    multiplied = bool(match["low_multiplier"] or match["high_multiplier"])
    low, high, tolerance = (-abs(low), abs(low), True) if match["tolerance"] else (low, high, False)
    if low > high:
        return None
    return Quantity(low, high, unit, bool(match["high"]), tolerance, multiplied, start, match.end())


def _in_unit(value: float, spelling: str | None, unit: Unit) -> float:
    """Convert the lower end of a range that has a unit of its own (10mm-2cm)."""
    own = find_unit(re.sub(r"\s", "", spelling)) if spelling else None
    if own is None or own.dimension != unit.dimension or own == unit:
        return value
    return (value * own.factor + own.offset - unit.offset) / unit.factor


def _value(number: str, multiplier: str) -> float:
    """Read 1,200 or 3.5×10^6 with 万 or 亿 behind it."""
    mantissa, power = number, 0
    if match := _POWER_PARTS.fullmatch(number):
        mantissa = match["mantissa"] or "1"
        power = int(re.sub(r"[()^]", "", match["power"]).translate(_SUPERSCRIPTS))
    return float(mantissa.replace(",", "")) * 10.0**power * multiplier_value(multiplier.strip())


def _is_year(match: re.Match[str], unit: Unit) -> bool:
    """Is it a calendar year (2019年, 2019-2021年) rather than a length of time?"""
    return unit.name == "年" and any(
        re.fullmatch(r"(?:19|20)\d{2}", match[group] or "") is not None for group in ("low", "high")
    )
