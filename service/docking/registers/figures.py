"""Figures of registers, each with its counting rule and the records it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.records.registers import Register, RegisterEntry, RegisterFigure, Tally

_YEAR_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure.

    Attributes:
        part: value of the column it is broken down by; "" where that has none, and for the whole.
        is_whole: all entries that count, not a part of them.
        amount: entries, different values, or the sum in the unit values are kept in (fen for money).
        numbers: of the entries counted, ascending.
        n_without: entries that would count but lack the value that is summed or told apart, or of a year the date that
            puts them into one: shown, never guessed.
        short: how many are wanting to the target, 0 when it is reached; None without a target, and for all years
            together where the target is one of each year.
        year: whose entries alone were counted; None where all years were, which a figure without years always does.
    """

    figure: RegisterFigure
    part: str
    is_whole: bool
    amount: int
    numbers: tuple[int, ...]
    n_without: int
    short: int | None
    year: int | None = None

    @property
    def years(self) -> str:
        """Which years were counted, in words: "2026年度", "各年合计", "不分年度"."""
        if not self.figure.year_of:
            return "不分年度"
        return "各年合计" if self.year is None else f"{self.year}年度"


def figures_of(register: Register, entries: Sequence[RegisterEntry], *, year: int | None = None) -> tuple[Counted, ...]:
    """Count every figure of a register, the whole before its parts, parts by value.

    Args:
        register: names the figures.
        entries: of it.
        year: only entries of this year, for figures that have years; None all.
    """
    counted: list[Counted] = []
    for figure in register.figures:
        own_year = year if figure.year_of else None
        there = [each for each in entries if _counts(figure, each)]
        own = [each for each in there if own_year is None or _year_of(figure, each) == own_year]
        whole = _count(figure, own)
        undated = 0 if own_year is None else sum(_year_of(figure, each) is None for each in there)
        is_open = figure.target is None or (year is None and bool(figure.year_of))
        short = None if is_open else max(0, (figure.target or 0) - whole.amount)
        counted.append(replace(whole, n_without=whole.n_without + undated, short=short, year=own_year))
        if figure.by:
            parts = sorted({each.values.get(figure.by, "") for each in own})
            in_parts = {part: [each for each in own if each.values.get(figure.by, "") == part] for part in parts}
            counted += [replace(_count(figure, each, part), year=own_year) for part, each in in_parts.items()]
    return tuple(counted)


def _year_of(figure: RegisterFigure, entry: RegisterEntry) -> int | None:
    """Return the year of an entry, of a date or of the year itself; None where that was not written."""
    year = entry.values.get(figure.year_of, "").partition("-")[0]
    return int(year) if len(year) == _YEAR_DIGITS else None


def _counts(figure: RegisterFigure, entry: RegisterEntry) -> bool:
    values = entry.values
    return all(
        values.get(key, "") in wanted if wanted else bool(values.get(key)) for key, wanted in figure.where.items()
    )


def _count(figure: RegisterFigure, entries: Iterable[RegisterEntry], part: str | None = None) -> Counted:
    own = list(entries)
    known = own if figure.tally is Tally.ENTRIES else [each for each in own if each.values.get(figure.key)]
    if figure.tally is Tally.SUM:
        amount = sum(int(each.values[figure.key]) for each in known)
    elif figure.tally is Tally.DISTINCT:
        amount = len({each.values[figure.key] for each in known})
    else:
        amount = len(known)
    numbers = tuple(each.number for each in known)
    return Counted(figure, part or "", part is None, amount, numbers, len(own) - len(known), None)
