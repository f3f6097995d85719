"""Figures of registers, each with its counting rule and the records it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data.records.registers import Register, RegisterEntry, RegisterFigure, Tally


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
    """

    figure: RegisterFigure
    part: str
    is_whole: bool
    amount: int
    numbers: tuple[int, ...]
    n_without: int
    short: int | None


def figures_of(register: Register, entries: Sequence[RegisterEntry], *, year: int | None = None) -> tuple[Counted, ...]:
    """Count every figure of a register, the whole before its parts, parts by value.

    Args:
        register: names the figures.
        entries: of it.
        year: only entries of this year, for figures that have years; None all.
    """
    counted: list[Counted] = []
    for figure in register.figures:
        there = [each for each in entries if _counts(figure, each)]
        own = [each for each in there if _lies_in(figure, each, year)]
        whole = _count(figure, own)
        undated = 0 if year is None or not figure.year_of else sum(not e.values.get(figure.year_of) for e in there)
        is_open = figure.target is None or (year is None and bool(figure.year_of))
        short = None if is_open else max(0, (figure.target or 0) - whole.amount)
        counted.append(replace(whole, n_without=whole.n_without + undated, short=short))
        if figure.by:
            parts = sorted({each.values.get(figure.by, "") for each in own})
            counted += [
                _count(figure, [each for each in own if each.values.get(figure.by, "") == part], part) for part in parts
            ]
    return tuple(counted)


def _lies_in(figure: RegisterFigure, entry: RegisterEntry, year: int | None) -> bool:
    return year is None or not figure.year_of or entry.values.get(figure.year_of, "").startswith(f"{year:04}-")


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
