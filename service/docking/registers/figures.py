"""Figures of registers, each with its counting rule and the records it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.records.registers import Register, RegisterEntry, RegisterFigure, Tally


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure.

    Attributes:
        part: value of the column it is broken down by; "" where that has none, and for the whole.
        is_whole: all entries that count, not a part of them.
        amount: entries, different values, or the sum in the unit values are kept in (fen for money).
        numbers: of the entries counted, ascending.
        n_without: entries that would count but lack the value that is summed or told apart: shown, never guessed.
        short: how many are wanting to the target; None without a target, 0 when it is reached.
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
        own = [each for each in entries if _counts(figure, each, year)]
        counted.append(_count(figure, own))
        if figure.by:
            parts = sorted({each.values.get(figure.by, "") for each in own})
            counted += [
                _count(figure, [each for each in own if each.values.get(figure.by, "") == part], part) for part in parts
            ]
    return tuple(counted)


def _counts(figure: RegisterFigure, entry: RegisterEntry, year: int | None) -> bool:
    values = entry.values
    if year is not None and figure.year_of and not values.get(figure.year_of, "").startswith(f"{year:04}-"):
        return False
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
    is_whole = part is None
    short = None if figure.target is None or not is_whole else max(0, figure.target - amount)
    numbers = tuple(each.number for each in known)
    return Counted(figure, part or "", is_whole, amount, numbers, len(own) - len(known), short)
