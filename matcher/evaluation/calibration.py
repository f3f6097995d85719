"""Fits slope and cut points of the first scorer on judged pairs; its weights stay as they were set by hand.

`python -m matcher.evaluation.calibration NEEDS ACHIEVEMENTS PAIRS` prints what matcher.scoring keeps as constants.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.scoring import default_ranker
from models.encoders.opening import open_encoder
from models.protocols import Float64Matrix, Int64Matrix
from models.segmenters import open_segmenter

PRIOR_WEIGHT = 1e-3
"""A faint pull towards slope 1, so that perfectly separable judgements do not make every probability 0 or 1."""


def fit_cuts(margins: Float64Matrix, levels: Int64Matrix) -> tuple[float, tuple[float, float, float]]:
    """Fit P(level > k) = sigmoid(slope x margin - cut[k]) by maximum likelihood.

    Args:
        margins: shape (n,).
        levels: shape (n,), 1-4; every level occurs.

    Returns:
        The slope, above 0, and three rising cut points on the scale of slope x margin.
    """
    start = np.array([0.0, 0.0, 0.0, 0.0])
    found = minimize(_loss, start, args=(margins, levels), method="Nelder-Mead", options={"maxiter": 20_000})
    slope, cuts = _parameters(found.x)
    return slope, (float(cuts[0]), float(cuts[1]), float(cuts[2]))


def _parameters(x: Float64Matrix) -> tuple[float, Float64Matrix]:
    # Logarithms keep the slope above 0 and the cut points rising.
    return float(np.exp(x[0])), np.array([x[1], x[1] + np.exp(x[2]), x[1] + np.exp(x[2]) + np.exp(x[3])])


def _loss(x: Float64Matrix, margins: Float64Matrix, levels: Int64Matrix) -> float:
    slope, cuts = _parameters(x)
    above = 1.0 / (1.0 + np.exp(np.clip(cuts[None, :] - slope * margins[:, None], -50, 50)))
    edges = np.hstack([np.ones((len(margins), 1)), above, np.zeros((len(margins), 1))])
    likelihood = (edges[:, :-1] - edges[:, 1:])[np.arange(len(margins)), levels - 1]
    return float(-np.log(np.maximum(likelihood, 1e-12)).mean() + PRIOR_WEIGHT * x[0] ** 2)


def main(needs: Path, achievements: Path, pairs: Path, cache_dir: Path) -> str:
    """Return slope and cut points of the default encoder and table on the judged pairs, as text."""
    language = Language(open_segmenter(), open_encoder("e5", cache_dir=cache_dir), shipped_weights())
    matcher = Matcher.build(
        read_needs(needs).records, read_achievements(achievements).records, language=language, ranker=default_ranker()
    )
    judged = [pair for pair in read_pairs(pairs).records if pair.level is not None]
    levels = np.array([pair.level for pair in judged], dtype=np.int64)
    slope, cuts = fit_cuts(matcher.score(judged).margin, levels)
    return f"slope {slope:.3f}  cuts {cuts[0]:.2f} {cuts[1]:.2f} {cuts[2]:.2f}"


if __name__ == "__main__":
    sys.stdout.write(main(*map(Path, sys.argv[1:5])) + "\n")
