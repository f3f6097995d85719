"""What a fast first stage loses of the lists that scoring all pairs gives, by how many candidates a list keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from data.records.enums import Direction, Level
from ingest.batch import read_achievements, read_needs
from matcher.language import Language
from matcher.match import Matcher
from matcher.preselection import preselect
from matcher.scoring import default_ranker, table_ranker
from models.protocols import Ranker
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine

KEPT: Final = (30, 60, 100, 200)
SEED: Final = 20261122
TOP: Final = 10


@dataclass(frozen=True, slots=True)
class Held:
    """Share of the first ten of all pairs, and of those among them that a list shows, that the choice holds."""

    first_ten: float
    listed: float


def measure(
    folder: Path, language: Language, first_stage: Language, *, kept: Sequence[int] = KEPT, n_queries: int = 100
) -> dict[tuple[Direction, int], Held]:
    """Compare sampled records' lists in both directions; shares by direction and number kept."""
    slow = _matcher(folder, language, default_ranker())
    fast = _matcher(folder, first_stage, table_ranker())
    return {
        (direction, n): held
        for direction in Direction
        for n, held in _measure(slow, fast, direction, kept=kept, n_queries=n_queries).items()
    }


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--first-stage", default="static", help="encoder that chooses")
    options.add_argument("--queries", type=int, default=100, help="records sampled of each side")
    chosen = options.parse_args()
    say_machine()
    languages = open_language(chosen.encoder), open_language(chosen.first_stage)
    say(f"share of the first {TOP} of all pairs that is kept; of those of level 2 and above")
    for (direction, n), held in measure(real_data() / "51jishu", *languages, n_queries=chosen.queries).items():
        say_figure(f"for {direction}, {n} kept", f"{held.first_ten:.3f}; {held.listed:.3f}")


def _measure(
    slow: Matcher, fast: Matcher, direction: Direction, *, kept: Sequence[int], n_queries: int
) -> dict[int, Held]:
    queries, targets = slow.sides(direction)
    everything = np.arange(len(targets))
    sampled = np.sort(np.random.default_rng(SEED).permutation(len(queries))[:n_queries]).tolist()
    best, listed = [], []
    for place in sampled:
        ranking = slow.rank_candidates(direction, place, everything).ranking
        first = np.lexsort((everything, -ranking.margin))[:TOP]
        best.append(first)
        listed.append(first[ranking.level[first] > Level.NONE])
    figures = {}
    for n in kept:
        chosen = preselect(fast, direction, kept=n)
        found = [chosen.kept[chosen.chosen[place]] for place in sampled]
        figures[n] = Held(
            float(np.mean([np.isin(one, other).mean() for one, other in zip(best, found, strict=True)])),
            float(np.concatenate([np.isin(one, other) for one, other in zip(listed, found, strict=True)]).mean()),
        )
    return figures


def _matcher(folder: Path, language: Language, ranker: Ranker) -> Matcher:
    return Matcher.build(
        read_needs([folder / "needs.csv"]).records,
        read_achievements([folder / "achievements.csv"]).records,
        language=language,
        ranker=ranker,
    )


if __name__ == "__main__":
    main()
