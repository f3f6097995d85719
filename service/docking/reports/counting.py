"""Figures out of facts: each names its records, and money adds up with its own kind alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from data.errors import FaultError
from data.records.money import total
from data.records.reports import MONEY_OF, Figure, FigureHead, FigureLine, FigureTable, Measure
from service.docking.reports.facts import Fact
from service.docking.reports.periods import Period

SHARE_OF: Final = 10_000
"""A share is counted in ten-thousandths: 37.50% is 3750."""

_SHARES: Final[Mapping[str, tuple[str, str]]] = {"coverage": ("reported", "due")}
"""Head of a share -> heads of the part and of the whole."""

Group = tuple[str, str]
"""Code and name of a line."""

Facts = Mapping[str, Sequence[Fact]]
"""Facts by the head they belong to."""


def facts_in(facts: Iterable[Fact], period: Period) -> dict[str, list[Fact]]:
    """Return the facts of a period, and those that stand, by head."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for each in facts:
        if each.on is None or period.holds(each.on):
            found[each.head].append(each)
    return found


def figure_of(head: FigureHead, facts: Facts, *, unknown: Mapping[str, str]) -> Figure:
    """Count one figure.

    A record counts once, however many facts there are of it. An amount that nobody named is no part of a sum: how many
    there are stands in the note.

    Args:
        head: which.
        facts: that belong to the line.
        unknown: head -> why it cannot be told.

    Returns:
        The figure; a count has as many records as it says.

    Raises:
        FaultError: money of another kind than the head's, which would be a mistake of ours.
    """
    if head.id in unknown:
        return Figure(amount=None, note=unknown[head.id])
    if head.measure is Measure.SHARE:
        return _share(head, facts)
    own = list({each.record: each for each in facts.get(head.id, ())}.values())
    if head.measure is Measure.COUNT:
        return Figure(amount=len(own), records=tuple(each.record for each in own))
    kind = MONEY_OF[head.measure]
    named = [each for each in own if each.amount is not None]
    if any(type(each.amount) is not kind for each in named):
        raise FaultError(f"“{head.label}”中混入了另一种金额。", remedy="请报告这个错误。")
    n_unnamed = len(own) - len(named)
    return Figure(
        amount=total(kind, (each.amount for each in named)).fen,
        records=tuple(each.record for each in named),
        note=f"另有 {n_unnamed} 份没有写明金额，未计入" if n_unnamed else "",
    )


def tabulate(  # noqa: PLR0913 - what a table is made of, all by name
    name: str,
    heads: Sequence[FigureHead],
    facts: Facts,
    *,
    groups: Sequence[Group],
    key: Callable[[Fact], str],
    rest: str = "",
    unknown: Mapping[str, str] | None = None,
) -> FigureTable:
    """Count figures line by line.

    Args:
        name: of the table.
        heads: of its columns.
        facts: of the period.
        groups: the lines, in order; a single one is the whole, and needs no total.
        key: code of the line that a fact belongs to.
        rest: name of a further line for the facts of no group; it is left out where there are none, and where this is
            "" they count nowhere.
        unknown: head -> why it cannot be told.

    Returns:
        The table, its total counted anew from the records and not from the lines.
    """
    why = unknown or {}
    codes = {code for code, _ in groups}
    parted: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for head in {*(each.id for each in heads), *(part for pair in _SHARES.values() for part in pair)}:
        for fact in facts.get(head, ()):
            code = key(fact)
            if code in codes or rest:
                parted[code if code in codes else ""][head].append(fact)
    shown = [*groups, *([("", rest)] if parted.get("") and "" not in codes else [])]
    lines = tuple(_line(group, heads, parted[group[0]], why) for group in shown)
    whole: dict[str, list[Fact]] = defaultdict(list)
    for code, _ in shown:
        for head, found in parted[code].items():
            whole[head] += found
    total_line = _line(("", "合计"), heads, whole, why) if len(shown) > 1 else None
    return FigureTable(name=name, heads=tuple(heads), lines=lines, total=total_line)


def ranked(table: FigureTable, head_id: str) -> FigureTable:
    """Return a table as a league: most of one figure first, those that are equal share a rank, ties by their order.

    A line of nothing known stands last, and so does what belongs to no region or unit: it has no rank.
    """
    place = next(index for index, each in enumerate(table.heads) if each.id == head_id)
    amounts = [line.figures[place].amount if line.code else None for line in table.lines]
    lines = [
        replace(line, rank=None if amount is None else 1 + sum(each is not None and each > amount for each in amounts))
        for line, amount in zip(table.lines, amounts, strict=True)
    ]
    return replace(table, lines=tuple(sorted(lines, key=lambda each: (each.rank is None, each.rank or 0))))


def _line(group: Group, heads: Sequence[FigureHead], facts: Facts, unknown: Mapping[str, str]) -> FigureLine:
    return FigureLine(
        code=group[0], name=group[1], figures=tuple(figure_of(head, facts, unknown=unknown) for head in heads)
    )


def _share(head: FigureHead, facts: Facts) -> Figure:
    part, whole = (tuple({each.record: each for each in facts.get(name, ())}) for name in _SHARES[head.id])
    if not whole:
        return Figure(amount=None, note="没有应报的企业")
    return Figure(amount=_rounded(len(part), len(whole)), records=part)


def _rounded(part: int, whole: int) -> int:
    """Return a share in ten-thousandths, halves up; what is not whole is never told as 100%, nor something as 0."""
    share = (2 * part * SHARE_OF + whole) // (2 * whole)
    if 0 < part < whole:
        return min(max(share, 1), SHARE_OF - 1)
    return share
