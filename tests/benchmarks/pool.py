"""How much of what scoring all pairs would put first is among the candidates, by pool size (matcher.retrieval)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from data.records.enums import Direction
from ingest.batch import read_achievements, read_needs
from matcher.language import Language
from matcher.match import Matcher
from matcher.retrieval import Retriever
from matcher.scoring import default_ranker
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine

POOLS: Final = (30, 60, 100)
SEED: Final = 20261122
TOP: Final = 10


def measure(
    folder: Path,
    language: Language,
    *,
    pools: Sequence[int] = POOLS,
    n_needs: int = 100,
    first_stage: Language | None = None,
) -> dict[int, tuple[float, float]]:
    """Score sampled needs with every achievement.

    Args:
        folder: with needs.csv and achievements.csv.
        language: what the scores come from.
        pools: candidates each of the three searches contributes.
        n_needs: needs sampled.
        first_stage: what the candidates are found with; None takes the language of the scores.

    Returns:
        By pool: the mean share of the true first ten that the candidates hold, and the mean number of candidates.
    """
    matcher = _matcher(folder, language)
    everything = np.arange(len(matcher.achievements))
    chosen = np.sort(np.random.default_rng(SEED).permutation(len(matcher.needs))[:n_needs]).tolist()
    best = []
    for place in chosen:
        margin = matcher.rank_candidates(Direction.NEEDS, place, everything).ranking.margin
        best.append(np.lexsort((everything, -margin))[:TOP])
    finder = matcher if first_stage is None else _matcher(folder, first_stage)
    retriever = Retriever.build(finder.achievements, finder.language)
    figures = {}
    for pool in pools:
        found = retriever.candidates(finder.needs, chosen, pool=pool)
        shares = [np.isin(first, candidates).mean() for first, candidates in zip(best, found, strict=True)]
        figures[pool] = float(np.mean(shares)), float(np.mean([len(candidates) for candidates in found]))
    return figures


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--needs", type=int, default=100, help="needs sampled")
    options.add_argument("--first-stage", help="encoder the candidates are found with, where not the same")
    chosen = options.parse_args()
    say_machine()
    say(f"share of the first {TOP} of all pairs that is among the candidates; candidates a need")
    figures = measure(
        real_data() / "51jishu",
        open_language(chosen.encoder),
        n_needs=chosen.needs,
        first_stage=open_language(chosen.first_stage) if chosen.first_stage else None,
    )
    for pool, (share, size) in figures.items():
        say_figure(f"pool {pool}", f"{share:.3f}; {size:.0f}")


def _matcher(folder: Path, language: Language) -> Matcher:
    return Matcher.build(
        read_needs([folder / "needs.csv"]).records,
        read_achievements([folder / "achievements.csv"]).records,
        language=language,
        ranker=default_ranker(),
    )


if __name__ == "__main__":
    main()
