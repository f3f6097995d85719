"""What similarities and margins mean with each kind of encoder; figures in docs/decisions/0018-levels-by-encoder.md.

The same cosine says much with one encoder and little with another: unrelated passages of one trade reach 0.38 rarely
with e5 and often with lsa. So what is quoted, and which level the untrained table gives, is measured for each kind.
All figures are printed by `python -m tests.benchmarks.scales`, measured 2026-11-22.
"""

from dataclasses import dataclass
from typing import Final

from models.encoders.adapter import default_adapter
from models.rankers.odds import Cuts


@dataclass(frozen=True, slots=True)
class LevelScale:
    """Turns a margin of the untrained table into levels: P(level > k) = sigmoid(slope x margin - cut[k])."""

    slope: float
    cuts: Cuts


PLAIN: Final = LevelScale(1.0, (1.18, 3.77, 4.69))
"""The table's weights as they are written, where no encoder is known. Fitted with e5 to texts and titles together when
the table had 21 features; no list is shown with it but those of the plain `hashing`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What numbers mean with one kind of encoder.

    Attributes:
        least_similar: cosine of centred vectors below which two passages are not quoted as speaking of the same thing.
        close: similarity from which on the summary calls two passages alike without reserve.
        texts: levels of achievements with texts; fitted to the development pairs of 51jishu.
        titles: levels of achievements that are titles alone; fitted to bdci2019.

    Fitted are four numbers of monotone maps: they turn a margin into levels and never change an order.
    """

    least_similar: float
    close: float
    texts: LevelScale
    titles: LevelScale


E5: Final = Scale(
    least_similar=0.38,
    close=0.5,
    texts=LevelScale(1.074, (2.66, 4.46, 6.86)),
    titles=LevelScale(0.691, (-0.51, 2.22, 3.79)),
)
"""Levels are those of vectors that are centred and not turned, for the turn was learned from the same judgements.

On the judged pairs of 51jishu 0.38 keeps a quotation for 87% of those of level 4, 49% of level 3, 31% of level 2 and 7%
of level 1, and for 0.1% of random pairs. Half of the judged pairs with passages from 0.5 on are of level 3 or 4, and
14% of those from 0.38 on.
"""

FROZEN: Final = Scale(
    least_similar=0.41,
    close=0.52,
    texts=LevelScale(1.057, (2.92, 4.70, 7.06)),
    titles=LevelScale(0.685, (-0.38, 2.34, 3.90)),
)
"""Any other transformer. Measured with e5's vectors as they are, centred over the samples, as others are;
what these give is not known."""

STATIC: Final = Scale(
    least_similar=0.47,
    close=0.8,
    texts=LevelScale(0.832, (2.48, 4.19, 6.43)),
    titles=LevelScale(0.616, (-0.53, 2.16, 3.71)),
)
"""0.47 keeps a quotation for 7% of level 1. From no similarity on are half of the pairs of level 3 or 4 (38% from 0.70
on), so that only passages of nearly the same words are called alike without reserve."""

LSA: Final = Scale(
    least_similar=0.6,
    close=0.9,
    texts=LevelScale(0.618, (2.77, 4.42, 6.55)),
    titles=LevelScale(0.528, (-0.42, 2.18, 3.71)),
)
"""As `STATIC`: 0.6 keeps a quotation for 7% of level 1, and no similarity says much (20% from 0.74 on). Fitted on 3,430
texts; on 600 the same margins are of the same levels or a little higher ones."""

HASHING: Final = Scale(least_similar=0.38, close=0.5, texts=PLAIN, titles=PLAIN)
"""Not measured: the plain `hashing` is for tests and for showing speed, and its vectors mean nothing."""

_BY_PREFIX: Final = {"static:": STATIC, "lsa:": LSA, "hashing:": HASHING}


def scale_of(encoder_id: str) -> Scale:
    """Return what numbers mean with the vectors of an encoder."""
    if default_adapter(encoder_id) is not None:
        return E5
    return next((scale for prefix, scale in _BY_PREFIX.items() if encoder_id.startswith(prefix)), FROZEN)
