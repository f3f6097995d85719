"""Where the sum of a card stands among the four levels: cut points, bands and one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import log
from typing import Final

from data.records.enums import Level
from data.records.matches import Match
from matcher.phrases import LEVEL_LABELS
from service.exports import phrases
from service.exports.contributions import FEEDBACK, cents, signed

LEAST_SHARE: Final = 1e-9
"""A probability below this is mostly rounding: no cut point can be worked out from it."""

_MARGIN: Final = Decimal("0.06")
"""Of the drawn width, left free on both sides."""


@dataclass(frozen=True, slots=True)
class Band:
    """One level's stretch of the scale; `sum_here` is the sum where it lies in this band, else ""."""

    level: str
    stretch: str
    sum_here: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of one card's sum, without what feedback adds to it: levels are the ranker's alone.

    Attributes:
        cuts: where 弱相关, 较强相关 and 强相关 begin, two decimals; empty where they cannot be told.
        bands: the four levels from the lowest; empty as above.
        sentence: in which band the sum lies, and what score it comes to.
        low: left end of a drawing that has room for every step and every cut.
        high: its right end.
    """

    cuts: tuple[Decimal, ...]
    bands: tuple[Band, ...]
    sentence: str
    low: Decimal
    high: Decimal

    def place(self, points: Decimal) -> float:
        """Return where a sum stands in the drawing, in percent of its width from the left."""
        return float(round(100 * (points - self.low) / (self.high - self.low), 1))

    @property
    def ticks(self) -> tuple[tuple[float, str, str], ...]:
        """Place, level (as short as it goes: there is little room) and value of each cut point."""
        labels = [LEVEL_LABELS[level].removesuffix("相关") for level in Level if level is not Level.NONE]
        return tuple((self.place(cut), label, signed(cut)) for cut, label in zip(self.cuts, labels, strict=False))


def cut_points(match: Match) -> tuple[float, ...]:
    """Return where 弱相关, 较强相关 and 强相关 begin on the scale of the margin.

    Every ranker of ours is the proportional-odds model, P(level > k) = sigmoid(margin - cut[k]) (McCullagh 1980), so a
    match's own probabilities tell its ranker's cut points. Feedback moves the margin and not the levels, so the cut
    points are those of the margin without it, the same on every card of a list.

    Returns:
        Three rising numbers; none where a probability is too small to work back from.
    """
    odds = [(sum(match.levels[k:]), sum(match.levels[:k])) for k in (1, 2, 3)]
    if any(share < LEAST_SHARE for each in odds for share in each):
        return ()
    margin = ranked_margin(match)
    cuts = tuple(margin - log(above / below) for above, below in odds)
    return cuts if all(low < high for low, high in pairwise(cuts)) else ()


def ranked_margin(match: Match) -> float:
    """Return the margin of a match without what feedback adds to it: what its level and score come from."""
    return match.margin - sum(part.contribution for part in match.contributions if part.feature == FEEDBACK)


def scale_of(match: Match, *, score: int, steps: Iterable[Decimal]) -> Scale:
    """Return the scale of a match's sum.

    Args:
        match: the match.
        score: its points, 0 to 100.
        steps: every sum that the drawing passes through.

    Returns:
        The scale.
    """
    margin = cents(ranked_margin(match))
    moved = cents(match.margin) - margin
    cuts = tuple(cents(cut) for cut in cut_points(match))
    reached = [margin, Decimal("0.00"), *steps, *cuts]
    low, high = min(reached), max(reached)
    free = max((high - low) * _MARGIN, Decimal("0.05"))
    here = (phrases.RANKED_HERE if moved else phrases.SUM_HERE).format(margin=signed(margin))
    told = phrases.WITHOUT_FEEDBACK.format(moved=signed(moved)) if moved else ""
    sentence = f"{told}{_sentence(match.level, margin, cuts, score=score)}"
    return Scale(cuts, _bands(match.level, here, cuts) if cuts else (), sentence, low - free, high + free)


def _bands(level: Level, here: str, cuts: tuple[Decimal, ...]) -> tuple[Band, ...]:
    return tuple(Band(LEVEL_LABELS[each], _stretch(each, cuts), here if each is level else "") for each in Level)


def _stretch(level: Level, cuts: tuple[Decimal, ...]) -> str:
    ends = [signed(cut) for cut in cuts]
    if level is Level.NONE:
        return phrases.STRETCH_BELOW.format(high=ends[0])
    if level is Level.STRONG:
        return phrases.STRETCH_ABOVE.format(low=ends[-1])
    return phrases.STRETCH_BETWEEN.format(low=ends[level - 2], high=ends[level - 1])


def _sentence(level: Level, margin: Decimal, cuts: tuple[Decimal, ...], *, score: int) -> str:
    if not cuts:
        return phrases.SUM_UNPLACED.format(margin=signed(margin), score=score)
    told = phrases.SUM_PLACED.format(
        margin=signed(margin), level=LEVEL_LABELS[level], stretch=_stretch(level, cuts), score=score
    )
    if level is Level.STRONG:
        return f"{told}。"
    short = max(cuts[level - 1] - margin, Decimal("0.00"))
    return f"{told}；{phrases.SUM_SHORT.format(short=short, level=LEVEL_LABELS[Level(level + 1)])}。"
