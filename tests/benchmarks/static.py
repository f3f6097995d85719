"""How fast the static encoder is, and how near it comes to the transformer it was distilled from.

Speed: texts of 300 characters cut from the background, segmentation included; wall time depends on who else uses the
machine, processor time does not. Quality: nDCG@10 of title cosines (`tests.benchmarks.judged`) and MRR of a paper's
own abstract (`tests.benchmarks.papers`), each with both encoders. The texts of the judged set, not its levels, were
among those whose words ship; distilled without them nDCG@10 was 0.004 lower.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.batch import read_achievements
from ingest.cleaning import fold
from models.encoders.static import StaticEncoder
from models.protocols import Encoder
from tests.benchmarks import judged, papers
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine

CHARACTERS: Final = 300
TRANSFORMER_TEXTS: Final = 60
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """Texts a second: by the clock, and by the seconds of one core."""

    wall: float
    processor: float


def cut_texts(folder: Path) -> list[str]:
    """Return stretches of 300 characters of the achievements."""
    whole = "".join(fold(record.content).text for record in read_achievements(folder / "achievements.csv").records)
    return [whole[start : start + CHARACTERS] for start in range(0, len(whole) - CHARACTERS + 1, CHARACTERS)]


def speed(encoder: Encoder, texts: Sequence[str], *, rounds: int = ROUNDS) -> Speed:
    """Return the best of some rounds; the first one also loads and learns."""
    wall, processor = [], []
    for _ in range(rounds):
        clock, used = time.perf_counter(), time.process_time()
        encoder.encode(texts, role="passage")
        wall.append(time.perf_counter() - clock)
        processor.append(time.process_time() - used)
    return Speed(len(texts) / min(wall), len(texts) / min(processor))


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--speed-only", action="store_true", help="leave the quality out")
    chosen = options.parse_args()
    say_machine()
    texts = cut_texts(real_data() / "51jishu")
    transformer = open_language(chosen.encoder).encoder
    # Other lines of text than any cached vector is of, so that the transformer has to work.
    fresh = [f"{time.time_ns()}{text}"[:CHARACTERS] for text in texts[:TRANSFORMER_TEXTS]]
    transformer.encode(fresh[:1], role="passage")
    slow = speed(transformer, fresh[1:], rounds=1)
    fast = speed(StaticEncoder.shipped(), texts)
    first = speed(StaticEncoder.shipped(), texts, rounds=1)
    say(f"{len(texts)} texts of {CHARACTERS} characters; texts a second by the clock / a second of one core")
    say_figure("static", f"{fast.wall:,.0f} / {fast.processor:,.0f}", ">= 3,000")
    say_figure("static, first time, every word new", f"{first.wall:,.0f} / {first.processor:,.0f}")
    say_figure(transformer.id[:50], f"{slow.wall:,.1f} / {slow.processor:,.1f}")
    say_figure("ratio", f"{fast.wall / slow.wall:,.0f} / {fast.processor / slow.processor:,.0f}")
    if not chosen.speed_only:
        say_quality(chosen.encoder)


def say_quality(transformer: str) -> None:
    """Print both measures with both encoders."""
    found = papers.read_papers(real_data() / "csl" / "papers.csv")
    for name in (transformer, "static"):
        language = open_language(name)
        gains = judged.measure(real_data() / "bdci2019", language)["cosine of title vectors"]
        mrr = papers.measure(found, language)["cosine of title and abstract vectors"]
        say_figure(f"{name}: nDCG@10 of title cosines", f"{gains.everything[0]:.4f} ± {gains.everything[1]:.4f}")
        say_figure(f"{name}: MRR of the own abstract", f"{mrr:.4f}")


if __name__ == "__main__":
    main()
