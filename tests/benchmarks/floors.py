"""Where the cosines of unrelated passages lie with an encoder (matcher.cosines)."""

from pathlib import Path
from typing import Final

import numpy as np

from ingest.batch import read_achievements, read_needs
from matcher.corpus import Corpus
from matcher.language import Language
from matcher.profiles import profile_achievement, profile_need
from models.protocols import Float32Matrix
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine

N_PAIRS: Final = 100_000
PERCENTILES: Final = (1, 5, 25, 50, 75, 95, 99)
SEED: Final = 20261122


def measure(folder: Path, language: Language) -> dict[str, Float32Matrix]:
    """Return cosines of pairs drawn at random: of passages (titles among them), titles, and whole texts."""
    needs = Corpus.build(
        [profile_need(need, language.segmenter) for need in read_needs([folder / "needs.csv"]).records],
        language,
        role="query",
    )
    records = read_achievements([folder / "achievements.csv"]).records
    offers = Corpus.build(
        [profile_achievement(record, language.segmenter) for record in records], language, role="passage"
    )
    return {
        "passages": _cosines(needs.passage_vectors, offers.passage_vectors),
        "titles": _cosines(needs.title_vectors, offers.title_vectors),
        "whole texts": _cosines(needs.text_vectors, offers.text_vectors),
    }


def main() -> None:
    """Measure, print."""
    chosen = parser(__doc__).parse_args()
    say_machine()
    language = open_language(chosen.encoder)
    say(f"encoder {language.encoder.id}, {N_PAIRS} random pairs each")
    for name, cosines in measure(real_data() / "51jishu", language).items():
        say_figure(f"{name}: mean ± deviation", f"{cosines.mean():.4f} ± {cosines.std():.4f}")
        levels = np.percentile(cosines, PERCENTILES)
        say("   percentiles " + ", ".join(f"{p}: {v:.3f}" for p, v in zip(PERCENTILES, levels, strict=True)))


def _cosines(left: Float32Matrix, right: Float32Matrix) -> Float32Matrix:
    generator = np.random.default_rng(SEED)
    rows, columns = generator.integers(len(left), size=N_PAIRS), generator.integers(len(right), size=N_PAIRS)
    cosines: Float32Matrix = np.einsum("ij,ij->i", left[rows], right[columns])
    return cosines


if __name__ == "__main__":
    main()
