"""Quantities: numbers, ranges and tolerances with their units, found by one pass over a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Final

from data.reference.units import Unit, find_unit, unit_pattern
from ingest.parsing.numerals import ARABIC_NUMBER, multiplier_value, parse_number


@dataclass(frozen=True, slots=True)
class Quantity:
    """Numbers and unit of one match, before anything around them is read."""

    low: float
    high: float
    unit: Unit
    start: int
    end: int
    is_range: bool = False
    is_tolerance: bool = False
    has_multiplier: bool = False


# One character for one: what full-width texts write (ingest.cleaning does the same and more).
_PLAIN: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"} | {
    ord(seen): written
    for signs, written in (
        ("\u3000\u00a0", " "),
        ("\u00b5", "μ"),
        ("≧⩾", "≥"),
        ("≦⩽", "≤"),
        ("∶", ":"),
        ("\ufe6a", "%"),
        ("\u301c\u223c", "~"),
        ("\u2010\u2011\u2013\u2014\u2212\ufe63", "-"),
        ("Φ", "φ"),
    )
    for seen in signs
}
_SUPERSCRIPTS: Final = {ord(a): b for a, b in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True)}

# 1×10^6, 1×10⁶, 10⁶, 10^6, and 1×106 or 1×10-6 where the file lost the superscript.
_EXPONENT: Final = r"10(?:\^\(?-?\d{1,2}\)?|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
_POWER: Final = rf"\s?[×xX*·]\s?(?:{_EXPONENT}|10(?:-\d{{1,2}}|[3-9])(?!\d))"
_NUMBER: Final = rf"(?:{_EXPONENT}|(?:{ARABIC_NUMBER})(?:{_POWER})?)"
_POWER_PARTS: Final = re.compile(
    r"(?:(?P<mantissa>[\d.,]+)\s?[×xX*·]\s?)?"
    r"10(?P<power>\^\(?-?\d{1,2}\)?|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|-\d{1,2}|(?<=[×xX*·]10)[3-9]|(?<=[×xX*·] 10)[3-9])"
)
_MULTIPLIER: Final = r"(?:\s?[十百千]?[万亿](?!元|美元|人民币|块))?"
# A question mark right between two digits is a tilde that an encoding lost.
_JOINT: Final = r"(?:\s?~+\s?|(?<=\d)\?(?=\d)|\s?-{1,2}\s?|\s?至\s?|\s?到\s?)"


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern[str]:
    """Compile the pattern of a number or range with its unit."""
    unit = unit_pattern()
    return re.compile(
        rf"(?<![A-Za-z\d.^_])(?:(?<![A-Za-z\d]-)|(?<=pH-))(?P<tolerance>±|\+/-|正负)?\s?"
        rf"(?:(?P<percent_words>百分之(?P<percent>[零一二三四五六七八九十百两点]+))"
        r"|(?P<low_sign>(?:(?<![\w%)℃°])|(?<=[\u4e00-\u9fff]))-\s?(?=\d)|零下|负)?"
        rf"(?P<low>{_NUMBER})(?P<low_multiplier>{_MULTIPLIER})(?:\s?(?:±|\+/-)\s?(?P<deviation>{_NUMBER}))?"
        rf"(?:(?:\s?(?P<low_unit>{unit}))?{_JOINT}"
        rf"(?P<high_sign>[-+]\s?|零下)?(?P<high>{_NUMBER})(?P<high_multiplier>{_MULTIPLIER}))?"
        rf"(?:\s?(?P<unit>{unit}))?)"
        # "≥43%2、": a sign or a character ends a quantity, a digit behind a Latin unit does not ("5m4").
        r"(?:(?<=[%‰℃°\u4e00-\u9fff])|(?![\d^]))"
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
        return None if share is None or percent is None else Quantity(share, share, percent, start, match.end())
    spelling = re.sub(r"\s", "", match["unit"] or match["low_unit"] or "")
    unit = find_unit(spelling)
    if unit is None or _is_year(match, spelling) or re.match(r"0\d", match["low"]):
        return None
    low, high = _ends(match, unit)
    if not (isfinite(low) and isfinite(high)):
        return None
    if low > high and not (high < 0 or unit.dimension == "temperature"):
        return None
    return Quantity(
        low=min(low, high),
        high=max(low, high),
        unit=unit,
        start=start,
        end=match.end(),
        is_range=bool(match["high"] or match["deviation"]),
        is_tolerance=bool(match["tolerance"]),
        has_multiplier=bool(match["low_multiplier"] or match["high_multiplier"]),
    )


# Only here does a lone minus mean below zero; before other units it is a dash ("粒径-20mm").
_BELOW_ZERO: Final = frozenset({"temperature", "number", "level", "power_level", "ratio", "angle", "voltage"})


def _ends(match: re.Match[str], unit: Unit) -> tuple[float, float]:
    """Read the two ends of a range, as they are written, or one value twice."""
    low = _value(match["low"], match["low_multiplier"] or match["high_multiplier"] or "")
    if match["tolerance"]:
        return -low, low
    if match["low_sign"] and (unit.dimension in _BELOW_ZERO or match["high"]):
        low = -low
    if match["deviation"]:
        deviation = _value(match["deviation"], "")
        return low - deviation, low + deviation
    if not match["high"]:
        return low, low
    high = _value(match["high"], match["high_multiplier"] or "")
    is_below = match["high_sign"] and match["high_sign"].strip() != "+"
    return _in_unit(low, match["low_unit"], unit), -high if is_below else high


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
    # Decimal keeps 1.10亿 from becoming 110000000.00000001.
    value = Decimal(mantissa.replace(",", "")).scaleb(power) * int(multiplier_value(multiplier.strip()))
    return float(value)


def _is_year(match: re.Match[str], spelling: str) -> bool:
    """Is it a calendar year (2019年, 2019-2021年) rather than a length of time?"""
    return spelling.startswith("年") and any(
        re.fullmatch(r"(?:19|20)\d{2}", match[group] or "") is not None for group in ("low", "high")
    )
