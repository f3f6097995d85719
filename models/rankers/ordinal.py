"""A linear ordinal ranker: a weighted sum of features, and three cut points that turn it into four levels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

import numpy as np

from data.errors import ArtefactError
from models.protocols import Float64Matrix, Ranking
from models.rankers.described import DescribedRanker
from models.rankers.odds import RETRAIN, Cuts, check_cuts, level_probabilities


@dataclass(frozen=True, slots=True)
class Term:
    """One feature's place in the sum.

    Attributes:
        weight: contribution of one unit of the feature; at least 0, so that more agreement never lowers the score.
        centre: the value that says nothing: its contribution is 0.
    """

    weight: float
    centre: float


@dataclass(frozen=True, slots=True)
class OrdinalRanker(DescribedRanker):
    """The proportional-odds model of McCullagh (1980): P(level > k) = sigmoid(margin - cut[k]).

    Attributes:
        name: name of the table of weights.
        terms: one a feature, in the order of the columns.
        cuts: three rising cut points on the margin's scale: between 无 and 弱, 弱 and 较强, 较强 and 强.
    """

    name: str
    terms: Mapping[str, Term]
    cuts: Cuts

    def __post_init__(self) -> None:
        """Refuse a table that could contradict itself.

        Raises:
            ArtefactError: a weight is negative, or a number is not finite; cut points see `odds.check_cuts`.
        """
        check_cuts(self.cuts)
        numbers = [number for term in self.terms.values() for number in (term.weight, term.centre)]
        if not all(map(isfinite, numbers)):
            raise ArtefactError("排序模型含有不是有限数的参数。", remedy=RETRAIN)
        if any(term.weight < 0 for term in self.terms.values()):
            raise ArtefactError("排序模型含有负权重。", remedy=RETRAIN)

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.terms)

    def rank(self, values: Float64Matrix) -> Ranking:
        """Rank n pairs.

        Args:
            values: shape (n, n_features), see `check_columns`; NaN where a value cannot be told: its contribution is
                then 0.

        Returns:
            Levels, margins and contributions of the n pairs; the bias column is 0, for the cut points carry it.
        """
        self.check_columns(values)
        weights = np.array([term.weight for term in self.terms.values()])
        centres = np.array([term.centre for term in self.terms.values()])
        contributions = np.zeros((len(values), len(weights) + 1))
        contributions[:, :-1] = np.where(np.isnan(values), 0.0, (values - centres) * weights)
        margin: Float64Matrix = contributions.sum(axis=1)
        return Ranking(levels=level_probabilities(margin, self.cuts), margin=margin, contributions=contributions)

    def to_json(self) -> str:
        """Return the table as JSON text, keys in order, so that equal tables give equal bytes."""
        terms = {name: {"weight": term.weight, "centre": term.centre} for name, term in self.terms.items()}
        return json.dumps({"name": self.name, "terms": terms, "cuts": list(self.cuts)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a table back.

        Returns:
            The ranker that `to_json` described.

        Raises:
            ArtefactError: the text is not such a table.
        """
        try:
            table: dict[str, Any] = json.loads(text)
            terms = {name: Term(float(t["weight"]), float(t["centre"])) for name, t in table["terms"].items()}
            low, middle, high = (float(cut) for cut in table["cuts"])
            return cls(name=str(table["name"]), terms=terms, cuts=(low, middle, high))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ArtefactError("排序模型文件无法读取。", remedy=RETRAIN) from error
