"""Fits slope and cut points of the first scorer on judged pairs; its weights stay as they were set by hand.

`python -m matcher.evaluation.calibration CACHE_DIR FOLDER...`, each folder with needs.csv, achievements.csv and
pairs.csv, prints the constants that matcher.encoder_scales keeps of e5, and the figures on the needs that were not used
for them.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.records.pairs import Pair
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.evaluation import metrics
from matcher.evaluation.split import is_development
from matcher.language import Language, language_of
from matcher.match import Matcher
from matcher.scoring import table_ranker
from models.encoders.opening import open_encoder
from models.protocols import Float64Matrix, Int64Matrix
from models.rankers.odds import Cuts, fit_cuts, level_probabilities
from models.segmenters import open_segmenter

BooleanMask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """Margins and levels of judged pairs, shape (n,) each, and which of them are for building."""

    margins: Float64Matrix
    levels: Int64Matrix
    development: BooleanMask


def calibrate(folders: Sequence[Path], cache_dir: Path) -> str:
    """Fit on the development half of every folder, each folder with equal weight, and say what comes out, as text."""
    language = language_of(open_segmenter(), open_encoder("e5", cache_dir=cache_dir))
    sets = [_judged(folder, language) for folder in folders]
    used = [judged.development for judged in sets]
    slope, cuts = fit_cuts(
        np.concatenate([judged.margins[rows] for judged, rows in zip(sets, used, strict=True)]),
        np.concatenate([judged.levels[rows] for judged, rows in zip(sets, used, strict=True)]),
        np.concatenate([np.full(int(rows.sum()), 1.0 / rows.sum()) for rows in used]),
    )
    lines = [f"slope {slope:.3f}, cuts {np.round(cuts, 2).tolist()}"]
    for folder, judged, rows in zip(folders, sets, used, strict=True):
        for name, part in (("development", rows), ("unseen", ~rows)):
            lines.append(f"{folder.name}, {name}: {_figures(judged, part, slope=slope, cuts=cuts)}")
    return "\n".join(lines)


def _judged(folder: Path, language: Language) -> Judged:
    # The turn was learned from labels of both halves.
    matcher = Matcher.build(
        read_needs(folder / "needs.csv").records,
        read_achievements(folder / "achievements.csv").records,
        language=replace(language, adapter=language.adapter.unturned()),
        ranker=table_ranker(),
    )
    pairs: list[Pair] = [pair for pair in read_pairs(folder / "pairs.csv").records if pair.level is not None]
    return Judged(
        margins=matcher.score(pairs).margin,
        levels=np.array([pair.level for pair in pairs], dtype=np.int64),
        development=np.array([is_development(pair.need_id) for pair in pairs], dtype=np.bool_),
    )


def _figures(judged: Judged, rows: BooleanMask, *, slope: float, cuts: Cuts) -> str:
    margins, levels = judged.margins[rows], judged.levels[rows]
    scores = level_probabilities(slope * margins, cuts) @ np.arange(4) / 3.0
    relevant = (levels > 2).astype(np.int64)
    auc, error = metrics.auc(relevant, scores), metrics.mean_absolute_error(levels, scores)
    return f"{len(levels)} pairs, AUC {auc:.3f}, MAE {error:.3f}"


if __name__ == "__main__":
    sys.stdout.write(calibrate([Path(folder) for folder in sys.argv[2:]], Path(sys.argv[1])) + "\n")
