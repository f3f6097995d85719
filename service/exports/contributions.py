"""What a card says of the score: groups of evidence with their sums, what each holds, and the rest in one line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from data.records.matches import Contribution
from matcher.phrases import CANNOT_TELL, FEATURE_LABELS
from service.exports import phrases
from service.exports.masking import Mask, printable

BAR_BLOCKS: Final = 10
"""Length of the longest bar, in blocks; ten can be counted at a glance."""

NEGLIGIBLE: Final = 0.005
"""A smaller share is 0.00 once rounded: it neither adds nor takes away."""

FEEDBACK: Final = "feedback"
"""What matcher.feedback calls its term; that module brings the whole matcher with it."""

_CENT: Final = Decimal("0.01")
_NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """What one feature adds.

    Attributes:
        feature: its code name.
        group: the kind of evidence it belongs to; its own label where it belongs to none.
        label: Chinese name of the feature.
        value: its value with two decimals, or "无法判断".
        points: share with two decimals; over the card they add up to the margin shown.
        is_negligible: it neither adds nor takes away.
        reason: one clause.
    """

    feature: str
    group: str
    label: str
    value: str
    points: Decimal
    is_negligible: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """A line of the table that people read.

    Attributes:
        label: a kind of evidence, a feature, or how many features are gathered here.
        value: of the feature; "" for a sum.
        points: two decimals; those of the lines that are no part add up to the margin shown.
        width: signed length of its bar, -100 to 100, the card's longest being 100.
        reason: one clause.
        is_part: it is contained in the sum of the line above that is no part.
        before: the sum of all that stands above it, its own group's sum not counted: where its bar begins.
    """

    label: str
    value: str
    points: Decimal
    width: int
    reason: str
    is_part: bool = False
    before: Decimal = _NOTHING

    @property
    def after(self) -> Decimal:
        """Where its bar ends; for the last line, the margin shown."""
        return self.before + self.points

    @property
    def reached(self) -> str:
        """The sum reached with this line, signed; "" for a part, which its group's sum holds."""
        return "" if self.is_part else signed(self.after)

    @property
    def signed(self) -> str:
        """The share with its sign: "+0.31"."""
        return signed(self.points)

    @property
    def blocks(self) -> str:
        """The bar in characters that survive any printer: filled adds, hollow takes away."""
        n_blocks = round(abs(self.width) * BAR_BLOCKS / 100)
        return ("■" if self.width > 0 else "□") * n_blocks


def contribution_rows(parts: Sequence[Contribution], *, margin: float, said: Mask) -> tuple[ContributionRow, ...]:
    """Return a row a feature, largest share first, what is negligible and the common base last.

    Args:
        parts: as the match has them.
        margin: their exact sum, as the match states it.
        said: makes a reason fit to be shown: it names words of both records.

    Returns:
        The rows; none is left out.
    """
    rows = [
        ContributionRow(
            feature=part.feature,
            group=phrases.GROUP_OF.get(part.feature) or _label(part),
            label=_label(part),
            value=_value(part),
            points=points,
            is_negligible=_is_negligible(part),
            reason=printable(said(part.reason)),
        )
        for part, points in zip(parts, _points(parts, margin), strict=True)
    ]
    sizes = {part.feature: abs(part.contribution) for part in parts}
    return tuple(sorted(rows, key=lambda row: (row.is_negligible, row.feature == "bias", -sizes[row.feature])))


def contribution_lines(rows: Sequence[ContributionRow]) -> tuple[ContributionLine, ...]:
    """Gather the rows into kinds of evidence, the weightiest first, and what is negligible into one line.

    A kind with a single feature is one line; otherwise its sum stands above its features.
    """
    groups: dict[str, list[ContributionRow]] = {}
    for row in rows:
        if not row.is_negligible:
            groups.setdefault(row.group, []).append(row)
    sums = {group: _sum(row.points for row in members) for group, members in groups.items()}
    shown = [abs(row.points) for members in groups.values() for row in members]
    longest = max([*shown, *(abs(points) for points in sums.values())], default=Decimal(0))
    order = sorted(groups, key=lambda group: (groups[group][0].feature == "bias", -abs(sums[group])))
    lines = [line for group in order for line in _group_lines(group, groups[group], longest)]
    rest = [row for row in rows if row.is_negligible]
    return tuple(_added_up([*lines, *([_rest_line(rest)] if rest else [])]))


def _added_up(lines: Iterable[ContributionLine]) -> Iterator[ContributionLine]:
    """Yield the lines, each with the sum it begins at; the parts of a group begin where the group does."""
    reached = within = _NOTHING
    for line in lines:
        if line.is_part:
            yield replace(line, before=within)
            within += line.points
        else:
            yield replace(line, before=reached)
            within, reached = reached, reached + line.points


def _group_lines(group: str, rows: Sequence[ContributionRow], longest: Decimal) -> list[ContributionLine]:
    is_alone = len(rows) == 1
    lines = [
        ContributionLine(
            row.label, row.value, row.points, _width(row.points, longest), row.reason, is_part=not is_alone
        )
        for row in rows
    ]
    total = _sum(row.points for row in rows)
    head = ContributionLine(group, "", total, _width(total, longest), phrases.GROUP_SUM.format(n=len(rows)))
    return lines if is_alone else [head, *lines]


def _rest_line(rows: Sequence[ContributionRow]) -> ContributionLine:
    unknown = [row.label for row in rows if row.value == phrases.UNKNOWN_VALUE and row.reason == CANNOT_TELL]
    unread = [row for row in rows if row.value == phrases.UNKNOWN_VALUE and row.reason != CANNOT_TELL]
    others = [row.label for row in rows if row.value != phrases.UNKNOWN_VALUE]
    points = _sum(row.points for row in rows)
    weightless = phrases.REST_SMALL if points else phrases.REST_WEIGHTLESS
    clauses = [
        *([phrases.REST_UNKNOWN.format(names="、".join(unknown))] if unknown else []),
        *(phrases.REST_UNREAD.format(name=row.label, reason=row.reason) for row in unread),
        *([weightless.format(names="、".join(others))] if others else []),
    ]
    label = phrases.REST.format(n=len(rows))
    return ContributionLine(label, "", points, 0, "；".join(clauses))


def _width(points: Decimal, longest: Decimal) -> int:
    return round(points / longest * 100) if longest else 0


def _sum(points: Iterable[Decimal]) -> Decimal:
    return sum(points, _NOTHING)


def signed(points: Decimal) -> str:
    """Return points with two decimals and their sign, "0.00" without one."""
    return f"{points:+.2f}" if points else "0.00"


def cents(value: float) -> Decimal:
    """Return a value with two decimals, halves away from zero."""
    return Decimal(repr(value)).quantize(_CENT, rounding=ROUND_HALF_UP)


def share_out(parts: Sequence[float], *, total: float) -> tuple[Decimal, ...]:
    """Round parts to two decimals so that what is shown adds up to the total that is shown.

    Largest remainder method (Hamilton's apportionment): all parts are rounded down, and the cents still missing go to
    the parts that lost most. Rounded one by one, twenty-three parts can miss their total by 0.11.

    Args:
        parts: the exact parts.
        total: their exact sum, as the match states it.

    Returns:
        The parts; each within 0.01 of the exact one when `total` is their sum.
    """
    floors = [Decimal(repr(part)).quantize(_CENT, rounding=ROUND_FLOOR) for part in parts]
    missing = int((cents(total) - sum(floors, Decimal(0))) / _CENT)
    lost = [Decimal(repr(part)) - floor for part, floor in zip(parts, floors, strict=True)]
    order = sorted(range(len(parts)), key=lambda index: (-lost[index], index))
    # A stated total that is not the sum leaves more cents than parts, or fewer than none: it is not papered over.
    given = set(order[: max(0, missing)])
    return tuple(floor + _CENT if index in given else floor for index, floor in enumerate(floors))


def _points(parts: Sequence[Contribution], margin: float) -> list[Decimal]:
    """Share out what is shown by itself and the sum of the rest first, so that no rounding of the rest moves it."""
    rest = [part.contribution for part in parts if _is_negligible(part)]
    shown = [part.contribution for part in parts if not _is_negligible(part)]
    *told, left = share_out([*shown, sum(rest)], total=margin)
    points, others = iter(told), iter(share_out(rest, total=float(left)))
    return [next(others) if _is_negligible(part) else next(points) for part in parts]


def _is_negligible(part: Contribution) -> bool:
    # What people said of a pair is told even where it moved nothing.
    return abs(part.contribution) < NEGLIGIBLE and part.feature != FEEDBACK


def _label(part: Contribution) -> str:
    return FEATURE_LABELS.get(part.feature, part.feature)


def _value(part: Contribution) -> str:
    """Return a feature's value; the common base has none to tell."""
    if part.value is not None:
        return f"{part.value:.2f}"
    return phrases.NO_VALUE if part.feature == "bias" else phrases.UNKNOWN_VALUE
