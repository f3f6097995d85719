"""Scoring and explaining 100 candidates of one need of 51jishu, after load, on one core; and the time of each feature.

Libraries are held to one thread. Wall time is what a user waits; processor time beside it is what the work costs where
other work runs on the same machine.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from data.records.enums import Direction
from data.records.matches import Match
from ingest.batch import read_achievements, read_needs
from matcher.explain import RankedBlock, explain
from matcher.features.table import FEATURES
from matcher.language import Language
from matcher.match import Matcher
from matcher.retrieval import Retriever
from matcher.scoring import default_ranker
from models.protocols import Int64Matrix, Ranker
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine

AS_OF: Final = date(2026, 11, 22)
N_CANDIDATES: Final = 100
N_WARM: Final = 10
SEED: Final = 20261122
TARGET: Final = "p95 50 ms"


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of one piece of work."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Times:
    """What every query took, one entry a query.

    Attributes:
        scoring: feature values and ranking of all candidates.
        explaining: an explained match of every candidate.
        features: of those values, by the feature's name; what two features share is paid by the first.
    """

    scoring: list[Spent]
    explaining: list[Spent]
    features: dict[str, list[Spent]]

    @property
    def both(self) -> list[Spent]:
        """Scoring and explaining together."""
        return [
            Spent(one.wall + other.wall, one.processor + other.processor)
            for one, other in zip(self.scoring, self.explaining, strict=True)
        ]


def measure(
    folder: Path, language: Language, ranker: Ranker, *, n_queries: int = 200, n_candidates: int = N_CANDIDATES
) -> Times:
    """Score and explain the candidates of sampled needs.

    Args:
        folder: with needs.csv and achievements.csv.
        language: what the records are read with.
        ranker: what scores.
        n_queries: needs sampled; ten more warm up and are not counted.
        n_candidates: achievements scored and explained for each need, first those that the indexes find.
    """
    matcher = Matcher.build(
        read_needs([folder / "needs.csv"]).records,
        read_achievements([folder / "achievements.csv"]).records,
        language=language,
        ranker=ranker,
    )
    chosen = np.random.default_rng(SEED).permutation(len(matcher.needs))[: n_queries + N_WARM].tolist()
    found = Retriever.build(matcher.achievements, language).candidates(matcher.needs, chosen)
    # A collection too small to warm up with still times its last need.
    n_warm = min(N_WARM, len(chosen) - 1)
    times = Times([], [], {feature.name: [] for feature in FEATURES})
    with threadpool_limits(limits=1):
        for number, (position, candidates) in enumerate(zip(chosen, found, strict=True)):
            given = exactly(candidates, n_candidates, n_records=len(matcher.achievements))
            _time_query(matcher, position, given, times if number >= n_warm else None)
    return times


def _time_query(matcher: Matcher, position: int, candidates: Int64Matrix, times: Times | None) -> None:
    scored, scoring = spent(lambda: matcher.rank_candidates(Direction.NEEDS, position, candidates))
    _, explaining = spent(lambda: _explained(scored))
    # Features once more, one by one, on a block that knows nothing yet.
    block = scored.block.only(np.arange(len(scored.block)))
    parts = {feature.name: spent(lambda: block.values_of(feature))[1] for feature in FEATURES}  # noqa: B023  # called at once
    if times is not None:
        times.scoring.append(scoring)
        times.explaining.append(explaining)
        for name, part in parts.items():
            times.features[name].append(part)


def _explained(ranked: RankedBlock) -> list[Match]:
    order = np.argsort(-ranked.ranking.margin, kind="stable").tolist()
    return [explain(ranked, row, rank=rank, as_of=AS_OF) for rank, row in enumerate(order, start=1)]


def exactly(candidates: Int64Matrix, n: int, *, n_records: int) -> Int64Matrix:
    """Return n of the candidates, rising; records that are none fill up what is missing."""
    others = np.setdiff1d(np.arange(n_records), candidates)
    chosen: Int64Matrix = np.sort(np.concatenate([candidates, others])[:n])
    return chosen


def spent(work: Callable[[], Any]) -> tuple[Any, Spent]:
    """Return what the work gives, and the milliseconds it took."""
    wall, processor = time.perf_counter(), time.process_time()
    given = work()
    return given, Spent(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor))


def told(times: Sequence[Spent]) -> str:
    """Return median and 95th percentile of wall and processor milliseconds in one cell."""
    wall, processor = [each.wall for each in times], [each.processor for each in times]
    parts = [f"{np.median(values):.2f} / {np.percentile(values, 95):.2f}" for values in (wall, processor)]
    return f"{parts[0]} ({parts[1]})"


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--queries", type=int, default=200, help="needs sampled")
    chosen = options.parse_args()
    say_machine()
    times = measure(real_data() / "51jishu", open_language(chosen.encoder), default_ranker(), n_queries=chosen.queries)
    say(f"p50 / p95 over {len(times.scoring)} needs of {N_CANDIDATES} candidates each: wall ms (processor ms)")
    say_figure("scoring", told(times.scoring))
    say_figure("explaining every candidate", told(times.explaining))
    say_figure("both", told(times.both), TARGET)
    for name, feature in times.features.items():
        say_figure(f"  {name}", told(feature))


if __name__ == "__main__":
    main()
