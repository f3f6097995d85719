"""Numbers as Chinese texts write them: 3,500, 1.2万, 三千五百, 百分之五, 二〇一七, 十几 (not a number)."""

import re
from typing import Final

_DIGITS: Final = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "\u3007": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
    "兩": 2,
}
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SIGNS: Final = "".join([*_DIGITS, *_SMALL, *_LARGE])

# A number begins with a digit or with 十: 万 alone is the unit of what stands before it (十几万, 100余万, 100（万元）).
CHINESE_NUMERAL: Final = rf"[{''.join(_DIGITS)}十拾][{_SIGNS}]*(?:点[{''.join(_DIGITS)}]+)?"
ARABIC_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MULTIPLIER: Final = r"[十百千]?[万亿萬億]|百|千"

MAX_CHINESE_DIGITS: Final = 40
"""Longer runs of Chinese signs are no number; chained 亿 would leave the range of a float."""

_ARABIC: Final = re.compile(rf"(?P<number>{ARABIC_NUMBER})\s?(?P<multiplier>(?:{MULTIPLIER})?)")


def parse_number(text: str) -> float | None:
    """Read one number, Arabic or Chinese; None where the text is not a number from end to end.

    百分之五 is 0.05; 三千五 is 3500; 二〇一七 is 2017. Half-width digits are expected (see ingest.cleaning).
    """
    text = text.strip()
    if text.startswith("百分之"):
        share = parse_number(text.removeprefix("百分之"))
        return None if share is None else share / 100
    if match := _ARABIC.fullmatch(text):
        return float(match["number"].replace(",", "")) * multiplier_value(match["multiplier"])
    if len(text) <= MAX_CHINESE_DIGITS and re.fullmatch(CHINESE_NUMERAL, text):
        return _parse_chinese(text)
    return None


def multiplier_value(text: str) -> float:
    """Read what stands behind an Arabic number: 万 is 10,000, 千万 is 10,000,000, "" is 1."""
    value = 1
    for character in text:
        value *= _SMALL.get(character) or _LARGE[character]
    return float(value)


def _parse_chinese(text: str) -> float | None:
    """Read a Chinese numeral, positional (二〇一七) or with 十百千万亿."""
    whole, _, fraction = text.partition("点")
    tail = "".join(str(_DIGITS[character]) for character in fraction)
    if all(character in _DIGITS for character in whole):
        return float("".join(str(_DIGITS[character]) for character in whole) + (f".{tail}" if tail else ""))
    total = section = digit = 0
    unit = 1
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS[character]
            unit = 1 if digit == 0 else unit
        elif character in _SMALL:
            unit = _SMALL[character]
            # 十五 is 15: a leading 十 has an unspoken 一.
            section += (digit or (1 if unit == 10 else 0)) * unit
            digit = 0
        else:
            unit = _LARGE[character]
            total = (total + section + digit) * unit if unit > 10**4 else total + (section + digit) * unit
            section = digit = 0
    # 三千五 means 3500: a last digit right behind a unit counts tenths of it, unless 零 stands between.
    last = digit * unit // 10 if digit and unit >= 100 and whole[-2] not in "零〇" else digit
    return float(total + section + last) + (float(f"0.{tail}") if tail else 0.0)
