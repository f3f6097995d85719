"""Amounts of money in Chinese texts, in fen, as ranges."""

import re
from dataclasses import dataclass
from typing import Final

from ingest.parsing.numerals import ARABIC_NUMBER, CHINESE_NUMERAL, multiplier_value, parse_number


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """What an amount is between, in fen; None where that side is open."""

    low_fen: int | None
    high_fen: int | None


_UNIT: Final = r"(?:[十百千]?[万亿萬億]{1,2}|千|百)?\s?(?:元|圆|块钱|块|RMB|人民币|CNY)?"
_AMOUNT: Final = re.compile(
    rf"(?P<before>不超过|不高于|不多于|不大于|最高|至多|以内|低于|小于|少于|≤|<=|<|不低于|不少于|不小于|至少|最低|高于|大于|超过|≥|>=|>|约|大约)?\s?"
    rf"(?:人民币|RMB|¥|￥)?\s?(?<![几数])(?P<low>{ARABIC_NUMBER}|{CHINESE_NUMERAL})"
    rf"\s?[多余来]?(?P<low_unit>{_UNIT})"
    rf"(?:\s?(?:-{{1,2}}|~|～|—{{1,2}}|–|至|到|－)\s?(?P<high>{ARABIC_NUMBER}|{CHINESE_NUMERAL})\s?(?P<high_unit>{_UNIT}))?"
    r"(?P<after>\s?(?:\(含\))?(?:及|或)?以上|起|\s?(?:\(含\))?(?:及|或)?以下|以内|之内|左右)?"
)
_AT_MOST: Final = ("不超过", "不高于", "不多于", "不大于", "最高", "至多", "低于", "小于", "少于", "≤", "<", "以内")
_AT_LEAST: Final = ("不低于", "不少于", "不小于", "至少", "最低", "高于", "大于", "超过", "≥", ">")
_FEN_PER_YUAN: Final = 100
# A longer run of digits is no amount (and would not fit a column of 64 bits in fen).
_MOST_YUAN: Final = 1e15
# A bare number below this in a column without unit: 100 may be 元 as well as 万元, and nobody offers 100 元.
_LEAST_BARE_YUAN: Final = 10_000
_PRICED_EACH: Final = re.compile(r"\s?(?:/|每)")
# What is bought whole: whoever pays 58万元/条 pays for one at least. Of 元/吨 the least is not known.
_PRICED_WHOLE: Final = re.compile(r"\s?(?:/|每)\s?[一1]?\s?[条套台座]")
# "100（万元）" and "100w", half-width already.
_UNIT_IN_BRACKETS: Final = re.compile(r"\(\s?([十百千]?[万亿]?元?)\s?\)")
_BARE: Final = re.compile(r"[^\d.*]{0,8}\d[\d.,]{0,14}(?:\s?(?:-{1,2}|~|—{1,2}|–|至|到)\s?\d[\d.,]{0,14})?")
_LETTER_WAN: Final = re.compile(r"(?<=\d)\s?[wW](?![A-Za-z])")
_PLAIN: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {ord("萬"): "万", ord("億"): "亿"}


def parse_money(text: str, *, unit: str = "") -> MoneyRange | None:
    """Read the first amount of a text.

    Args:
        text: a value such as "100.0万元-200.0万元", "不超过三百万元", "约80-120万元" or "1.5亿元".
        unit: what a bare number is in ("万元" where the column's header says so); "" where nothing says it.

    Returns:
        The range in fen, one value as a range of width 0; None for 面议, for foreign currencies and for texts without
        an amount, such as 几十万元. 面议 beside an amount leaves the amount; 100多万元 is read as 100万元. What a whole
        costs (58万元/条) is the least one pays; what a measure costs (元/吨) is no amount. A bare number without unit
        is 元 from 10,000 up; below it cannot be told whether 元 or 万元 is meant.
    """
    text = _LETTER_WAN.sub("万", _UNIT_IN_BRACKETS.sub(r"\1", text.translate(_PLAIN))).strip()
    if re.search(r"美元|欧元|日元|港元|港币|英镑|USD|EUR|\$|€|£", text):
        return None
    match = _best_amount(text, unit)
    if match is None:
        return None
    high_unit = match["high_unit"] or ""
    low = _fen(match["low"], match["low_unit"] or high_unit, unit)
    high = _fen(match["high"], high_unit or match["low_unit"], unit) if match["high"] else low
    if low is None or high is None or low > high or _is_without_scale(match, unit, high):
        return None
    before, after = match["before"] or "", (match["after"] or "").strip()
    if before.startswith(_AT_MOST) or after.endswith(("以下", "以内", "之内")):
        return MoneyRange(None, high)
    if before.startswith(_AT_LEAST) or after.endswith(("以上", "起")) or _PRICED_WHOLE.match(text, match.end()):
        return MoneyRange(low, None)
    return MoneyRange(low, high)


def with_unit(text: str, unit: str) -> str:
    """Return a value with the unit its header states; as it stands where it is no bare number, such as 面议.

    >>> with_unit("80", "万元")
    '80万元'
    """
    told = f"{text.strip()}{unit}"
    is_bare = bool(unit) and _BARE.fullmatch(text.translate(_PLAIN).strip()) is not None
    return told if is_bare and parse_money(told) == parse_money(text, unit=unit) else text


def _best_amount(text: str, unit: str) -> re.Match[str] | None:
    """Find the first number that is an amount: with a unit of money, or all there is where a bare number counts."""
    bare: re.Match[str] | None = None
    for match in _AMOUNT.finditer(text):
        if _PRICED_EACH.match(text, match.end()) and not _PRICED_WHOLE.match(text, match.end()):
            continue  # 元/吨 is what a unit costs, not an amount.
        if re.search(r"[元圆块万亿]|RMB|CNY", (match["low_unit"] or "") + (match["high_unit"] or "")):
            return match
        following = text[match.end() : match.end() + 1]
        if bare is None and not re.match(r"[年月日%A-Za-z\u4e00-\u9fff/]", following) and match["low"][0].isdigit():
            bare = match
    is_alone = bare is not None and not re.sub(r"[\s()元预算价格:约¥￥]", "", text.replace(bare.group(), ""))
    return bare if bare is not None and (unit or is_alone) else None


def _is_without_scale(match: re.Match[str], unit: str, high_fen: int) -> bool:
    """Is it a bare number that may be 元 or 万元, with nothing to tell them apart?"""
    is_bare = not unit and not (match["low_unit"] or "").strip() and not (match["high_unit"] or "").strip()
    has_currency = re.match(r"[^\d]*(?:人民币|RMB|¥|￥)", match.group()) is not None
    return is_bare and not has_currency and high_fen < _LEAST_BARE_YUAN * _FEN_PER_YUAN


def _fen(number: str, own_unit: str, unit: str) -> int | None:
    """Turn a number with its unit into fen."""
    value = parse_number(number)
    if value is None or value > _MOST_YUAN:
        return None
    if not own_unit.strip() and not re.search(r"[万亿]", number):
        own_unit = unit
    multiplier = re.match(r"[十百千]?[万亿]{0,2}", own_unit)
    return round(value * multiplier_value(multiplier.group() if multiplier else "") * _FEN_PER_YUAN)
