"""Titles of papers (csl) find their own abstracts in the whole corpus: ours beside BM25 and vectors alone.

A need has only the title of a paper, an achievement only the abstract. MRR = mean of 1 / (rank of the own abstract), 0
where the search does not bring it up at all.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from matcher.language import Language
from matcher.match import Matcher
from matcher.retrieval import Retriever
from matcher.scoring import default_ranker
from models.indexes import Bm25Index
from models.protocols import Float64Matrix
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper."""

    number: str
    title: str
    abstract: str


def read_papers(path: Path) -> list[Paper]:
    """Return the papers of a csv file with the columns id, title and abstract."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [Paper(row["id"], row["title"], row["abstract"]) for row in csv.DictReader(file)]


def measure(papers: Sequence[Paper], language: Language) -> dict[str, float]:
    """Return the MRR of every method, ours last."""
    matcher = Matcher.build(
        [Need(id=NeedId(paper.number), title=paper.title, content="") for paper in papers],
        [Achievement(id=AchievementId(paper.number), title="", content=paper.abstract) for paper in papers],
        language=language,
        ranker=default_ranker(),
    )
    return {
        "BM25 of title words over abstracts": _bm25(matcher),
        "cosine of title and abstract vectors": _cosines(matcher),
        "duijie": _ours(matcher),
    }


def main() -> None:
    """Measure, print."""
    chosen = parser(__doc__).parse_args()
    say_machine()
    papers = read_papers(real_data() / "csl" / "papers.csv")
    say(f"MRR of the own abstract among {len(papers)}")
    for name, mrr in measure(papers, open_language(chosen.encoder)).items():
        say_figure(name, f"{mrr:.4f}", ">= 0.97" if name == "duijie" else "")


def _ours(matcher: Matcher) -> float:
    retriever = Retriever.build(matcher.achievements, matcher.language)
    found = retriever.candidates(matcher.needs, range(len(matcher.needs)))
    total = 0.0
    for place, candidates in enumerate(found):
        own = np.flatnonzero(candidates == place)
        if len(own):
            margin = matcher.rank_candidates(Direction.NEEDS, place, candidates).ranking.margin
            total += 1.0 / _rank(margin, int(own[0]))
    return total / len(found)


def _bm25(matcher: Matcher) -> float:
    index = Bm25Index.build([profile.words for profile in matcher.achievements.profiles])
    everything = np.arange(len(matcher.achievements))
    queries = [profile.title_words for profile in matcher.needs.profiles]
    scores = (index.scores(query, everything).astype(np.float64) for query in queries)
    ranks = [1.0 / _rank(row, place) if row[place] > 0 else 0.0 for place, row in enumerate(scores)]
    return float(np.mean(ranks))


def _cosines(matcher: Matcher) -> float:
    cosines = matcher.needs.title_vectors @ matcher.achievements.text_vectors.T
    return float(np.mean([1.0 / _rank(row.astype(np.float64), place) for place, row in enumerate(cosines)]))


def _rank(scores: Float64Matrix, own: int) -> int:
    # Ties by smaller position, as everywhere.
    return 1 + int((scores > scores[own]).sum() + (scores[:own] == scores[own]).sum())


if __name__ == "__main__":
    main()
