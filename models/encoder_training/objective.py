"""What a turn of the asking side is trained on: better pairs above worse ones, and a matrix that stays small."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from models.encoder_training.judged import Comparisons
from models.protocols import Float64Matrix, Int64Matrix

_TIE: Final = 1e-12
"""Cosines this near are the same but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseObjective:
    """Weighted logistic loss of the comparisons (RankNet: Burges et al., 2005, eq. 3) plus `penalty` x |W|^2.

    Scores are q (I + W) p without scaling q (I + W) back to length 1: within one asker the order is the same, and the
    loss is convex in W, so that the result does not depend on a start or a seed.

    Attributes:
        queries: shape (n, dim), of the asking side, before the turn.
        passages: shape (k, dim), the offering side of each judged pair.
        asking: shape (k,), row of `queries` of each judged pair.
        compared: which pairs belong above which.
        penalty: weight of the squared entries of W.
        steepness: what a difference of cosines is multiplied with.
    """

    queries: Float64Matrix
    passages: Float64Matrix
    asking: Int64Matrix
    compared: Comparisons
    penalty: float
    steepness: float

    def __call__(self, flat: Float64Matrix) -> tuple[float, Float64Matrix]:
        """Return loss and gradient at W, given and returned flat."""
        turn = flat.reshape(self.queries.shape[1], -1)
        leads = self._leads(turn)
        weights = self.compared.weights
        loss = float(weights @ np.logaddexp(0.0, -self.steepness * leads) + self.penalty * (turn**2).sum())
        pull = -self.steepness * weights * expit(-self.steepness * leads)
        n_pairs = len(self.asking)
        by_pair = np.bincount(self.compared.better, pull, n_pairs) - np.bincount(self.compared.worse, pull, n_pairs)
        # One sum an asker first: their number is small, and the product below then costs next to nothing.
        by_asker = np.zeros_like(self.queries)
        np.add.at(by_asker, self.asking, by_pair[:, None] * self.passages)
        gradient: Float64Matrix = (self.queries.T @ by_asker + 2.0 * self.penalty * turn).ravel()
        return loss, gradient

    def agreement(self, flat: Float64Matrix, compared: Comparisons) -> Float64Matrix:
        """Return each asker's weighted share of comparisons in the right order, ties counting half, shape (n,)."""
        leads = self._leads(flat.reshape(self.queries.shape[1], -1), compared)
        right = np.where(np.abs(leads) < _TIE, 0.5, leads > 0)
        sums = np.bincount(compared.askers, compared.weights * right)
        shares: Float64Matrix = (sums / np.bincount(compared.askers, compared.weights)).astype(np.float64)
        return shares

    def _leads(self, turn: Float64Matrix, compared: Comparisons | None = None) -> Float64Matrix:
        chosen = compared or self.compared
        turned = self.queries + self.queries @ turn
        scores = np.einsum("ij,ij->i", turned[self.asking], self.passages)
        leads: Float64Matrix = scores[chosen.better] - scores[chosen.worse]
        return leads
