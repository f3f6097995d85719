"""What levels and similarities mean with an encoder: the figures of matcher.encoder_scales.

The untrained table scores the judged pairs of 51jishu (the development set) and of bdci2019. Slope and cut points are
fitted to all pairs of a set; what they are worth is measured by five folds of needs. Margins are those of vectors that
are not turned, for the turn has seen these levels; quotations those of vectors as the product has them. `--frozen`
treats the encoder as one that nothing ships for: centred over the samples, not turned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from data.records.achievements import Achievement
from data.records.needs import Need
from data.records.pairs import Pair
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.features.passages import clipped, cosines_between
from matcher.language import language_of
from matcher.match import Matcher
from matcher.scoring import table_ranker
from matcher.training.baseline import untrained
from matcher.training.examples import feature_values_of
from matcher.training.folds import N_FOLDS, folds_of
from models.protocols import Encoder, Float32Matrix, Float64Matrix, Int64Matrix, Progress, Ranking, TextRole
from models.rankers.odds import Cuts, fit_cuts, level_probabilities
from tests.benchmarks.bench import REPOSITORY, open_language, parser, real_data, say, say_figure

QUOTED: Final = 0.07
"""Share of the pairs of level 1 that may have a quotation, as with e5."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """An encoder under a name that nothing ships for."""

    encoder: Encoder
    id: str = "frozen"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self.encoder.dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return the encoder's own vectors."""
        return self.encoder.encode(texts, role=role, progress=progress)


@dataclass(frozen=True, slots=True)
class Shown:
    """Levels beside judgements: share shown as level 3 or 4, how many of these are, and the mean error of the level."""

    share: float
    precision: float
    error: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The fit, and what the table's levels are worth as they are and once fitted; see `encoder_scales.Scale`."""

    slope: float
    cuts: Cuts
    plain: Shown
    fitted: Shown
    least_similar: float
    quoted: tuple[float, ...]


def measure(matcher: Matcher, pairs: Sequence[Pair]) -> Measured:
    """Measure the table of a matcher on judged pairs."""
    levels = np.array([pair.level for pair in pairs], dtype=np.int64)
    ranking = table_ranker().rank(feature_values_of(untrained(matcher), pairs))
    slope, cuts = fit_cuts(ranking.margin, levels, np.ones(len(levels)))
    best = _best_passages(matcher, pairs)
    least = float(np.quantile(best[levels == 1], 1.0 - QUOTED))
    return Measured(
        slope,
        cuts,
        _shown(ranking.levels, levels),
        _shown(_cross_fitted(ranking.margin, levels, pairs), levels),
        least,
        tuple(float((best[levels == level] >= least).mean()) for level in (1, 2, 3, 4)),
    )


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--frozen", action="store_true", help="as one that nothing ships for")
    chosen = options.parse_args()
    judged = (
        (real_data() / "51jishu", REPOSITORY / "tests" / "golden" / "development" / "pairs.csv"),
        (real_data() / "bdci2019", real_data() / "bdci2019" / "pairs.csv"),
    )
    for folder, path in judged:
        matcher = _matcher(folder, chosen.encoder, is_frozen=chosen.frozen)
        found = measure(matcher, [pair for pair in read_pairs([path]).records if pair.level is not None])
        say(f"{folder.name}, {matcher.language.encoder.id}")
        say_figure("slope; cuts", f"{found.slope:.3f}; {np.round(found.cuts, 2).tolist()}")
        for name, shown in (("table as it is written", found.plain), ("fitted, five folds", found.fitted)):
            say_figure(
                f"{name}: share of level 3 or 4; right; error of the level",
                f"{shown.share:.3f}; {shown.precision:.2f}; {shown.error:.3f}",
            )
        say_figure(
            "least similarity of a quotation; share of levels 1 to 4 with one",
            f"{found.least_similar:.2f}; {np.round(found.quoted, 2).tolist()}",
        )


def _matcher(folder: Path, encoder: str, *, is_frozen: bool) -> Matcher:
    needs = read_needs([folder / "needs.csv"]).records
    achievements = read_achievements([folder / "achievements.csv"]).records
    records: list[Need | Achievement] = [*needs, *achievements]
    language = open_language(encoder, [f"{record.title}\n{record.content}" for record in records])
    if is_frozen:
        language = language_of(language.segmenter, Frozen(language.encoder))
    return Matcher.build(needs, achievements, language=language, ranker=table_ranker())


def _cross_fitted(margin: Float64Matrix, levels: Int64Matrix, pairs: Sequence[Pair]) -> Float64Matrix:
    folds = folds_of([pair.need_id for pair in pairs], n_folds=N_FOLDS)
    found = np.zeros((len(levels), 4))
    for fold in np.unique(folds):
        out = folds == fold
        slope, cuts = fit_cuts(margin[~out], levels[~out], np.ones(int((~out).sum())))
        found[out] = level_probabilities(slope * margin[out], cuts)
    return found


def _shown(probabilities: Float64Matrix, levels: Int64Matrix) -> Shown:
    n = len(levels)
    shown = Ranking(levels=probabilities, margin=np.zeros(n), contributions=np.zeros((n, 1))).level
    high = shown >= 3
    return Shown(
        float(high.mean()),
        float((levels[high] >= 3).mean()) if high.any() else float("nan"),
        float(np.abs(shown - levels).mean()),
    )


def _best_passages(matcher: Matcher, pairs: Sequence[Pair]) -> Float64Matrix:
    """Return the highest similarity of two passages of each pair, as `matcher.explain` would quote them."""
    needs, offers = matcher.needs, matcher.achievements
    asked = {profile.id: needs.rows(place) for place, profile in enumerate(needs.profiles)}
    offered = {profile.id: offers.rows(place) for place, profile in enumerate(offers.profiles)}
    best = []
    for pair in pairs:
        rows = asked[pair.need_id]
        cosines = clipped(
            cosines_between(needs.passage_vectors[rows], offers.passage_vectors[offered[pair.achievement_id]])
        )
        best.append(float(np.where((needs.weights[rows] > 0)[:, None], cosines, -1.0).max()))
    return np.array(best)


if __name__ == "__main__":
    main()
