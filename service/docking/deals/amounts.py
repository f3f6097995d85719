"""Amounts as officials read and write them: 万元 with two decimals; kept in fen."""

from decimal import Decimal
from typing import Final

from data.errors import UsageError

_FEN_PER_WAN: Final = 1_000_000
_FEN_PER_HUNDREDTH: Final = 10_000
_MOST_FEN: Final = 10**18


def wan(fen: int) -> str:
    """Write an amount in 万元 with two decimals, half a hundredth rounded up: 1234567 fen is "1.23"."""
    hundredths = (fen + _FEN_PER_HUNDREDTH // 2) // _FEN_PER_HUNDREDTH
    return f"{hundredths // 100:,}.{hundredths % 100:02d}"


def fen_of_wan(text: str, *, name: str) -> int | None:
    """Read an amount in 万元, whole fen; None for "".

    Raises:
        UsageError: it is no such number, finer than a fen, or larger than any database keeps.
    """
    plain = text.replace(",", "").replace("，", "").strip().removesuffix("万元")
    if not plain:
        return None
    try:
        fen = Decimal(plain) * _FEN_PER_WAN
    except ArithmeticError:
        fen = Decimal("NaN")
    if not fen.is_finite() or not 0 <= fen <= _MOST_FEN or fen != fen.to_integral_value():
        raise UsageError(f"{name}不是以万元为单位的数。", remedy="请只写数字，例如 30 或 12.5。")
    return int(fen)
