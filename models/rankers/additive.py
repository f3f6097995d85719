"""An additive ranker: one learned curve a feature, their sum is the margin, three cut points turn it into levels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any, Final, Self

import numpy as np

from data.errors import ArtefactError
from models.protocols import Float64Matrix, Ranking
from models.rankers.described import DescribedRanker
from models.rankers.odds import RETRAIN, Cuts, check_cuts, level_probabilities

KIND: Final = "additive"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a feature contributes: straight lines between knots, level beyond the first and the last.

    Attributes:
        knots: at least two rising values of the feature.
        heights: the contribution at each knot, on the margin's scale; the training pairs have 0 on average.
        is_agreement: more of the feature never lowers the score, so that the heights never fall.
    """

    knots: tuple[float, ...]
    heights: tuple[float, ...]
    is_agreement: bool

    def __post_init__(self) -> None:
        """Refuse a curve that could contradict itself.

        Raises:
            ArtefactError: numbers are missing or not finite, knots do not rise, or the heights of an agreement fall.
        """
        if len(self.knots) != len(self.heights) or len(self.knots) < 2:
            raise ArtefactError("排序模型的曲线不完整。", remedy=RETRAIN)
        if not all(map(isfinite, (*self.knots, *self.heights))):
            raise ArtefactError("排序模型含有不是有限数的参数。", remedy=RETRAIN)
        if any(left >= right for left, right in pairwise(self.knots)):
            raise ArtefactError("排序模型的曲线节点没有依次增大。", remedy=RETRAIN)
        if self.is_agreement and any(left > right for left, right in pairwise(self.heights)):
            raise ArtefactError("排序模型会因证据更多而降低得分。", remedy=RETRAIN)

    def contributions(self, values: Float64Matrix) -> Float64Matrix:
        """Return what each value contributes; NaN contributes 0.

        Never falls where the heights never fall, not even in the last digit: every step of the computation rises with
        the value, which numpy.interp does not promise at the knots.

        Args:
            values: shape (n,).

        Returns:
            Shape (n,).
        """
        knots, heights = np.array(self.knots), np.array(self.heights)
        left = np.clip(np.searchsorted(knots, values, side="right") - 1, 0, len(knots) - 2)
        low, high = heights[left], heights[left + 1]
        way = np.clip((values - knots[left]) / (knots[left + 1] - knots[left]), 0.0, 1.0)
        between = np.clip(low + way * (high - low), np.minimum(low, high), np.maximum(low, high))
        shares: Float64Matrix = np.where(np.isnan(values), 0.0, between)
        return shares


@dataclass(frozen=True, slots=True)
class AdditiveRanker(DescribedRanker):
    """Proportional odds over a sum of curves: a generalised additive model (Hastie & Tibshirani, 1986), monotone.

    Attributes:
        name: name of the model.
        shapes: one a feature, in the order of the columns.
        cuts: three rising cut points on the margin's scale.
        encoder_id: the encoder whose vectors the training values came from; "" where they need none.
    """

    name: str
    shapes: Mapping[str, Shape]
    cuts: Cuts
    encoder_id: str = ""

    def __post_init__(self) -> None:
        """Refuse cut points that could contradict themselves; the error is that of `odds.check_cuts`."""
        check_cuts(self.cuts)

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.shapes)

    def rank(self, values: Float64Matrix) -> Ranking:
        """Rank n pairs.

        Args:
            values: shape (n, n_features), see `check_columns`; NaN where a value cannot be told: its contribution is
                then 0.

        Returns:
            Levels, margins and contributions of the n pairs; the bias column is 0, for the cut points carry it.
        """
        self.check_columns(values)
        contributions = np.zeros((len(values), len(self.shapes) + 1))
        for column, shape in enumerate(self.shapes.values()):
            contributions[:, column] = shape.contributions(values[:, column])
        margin: Float64Matrix = contributions.sum(axis=1)
        return Ranking(levels=level_probabilities(margin, self.cuts), margin=margin, contributions=contributions)

    def to_json(self) -> str:
        """Return the model as JSON text, keys in order, so that equal models give equal bytes."""
        shapes = {
            name: {"is_agreement": shape.is_agreement, "knots": list(shape.knots), "heights": list(shape.heights)}
            for name, shape in self.shapes.items()
        }
        model = {
            "kind": KIND,
            "name": self.name,
            "encoder_id": self.encoder_id,
            "shapes": shapes,
            "cuts": list(self.cuts),
        }
        return json.dumps(model, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a model back.

        Returns:
            The ranker that `to_json` described.

        Raises:
            ArtefactError: the text is not such a model.
        """
        try:
            model: dict[str, Any] = json.loads(text)
            shapes = {name: _shape_of(shape) for name, shape in model["shapes"].items()}
            low, middle, high = (float(cut) for cut in model["cuts"])
            return cls(str(model["name"]), shapes, (low, middle, high), str(model["encoder_id"]))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ArtefactError("排序模型文件无法读取。", remedy=RETRAIN) from error


def _shape_of(shape: Mapping[str, Any]) -> Shape:
    knots, heights = tuple(map(float, shape["knots"])), tuple(map(float, shape["heights"]))
    if not isinstance(shape["is_agreement"], bool):
        raise TypeError("is_agreement must be true or false")
    return Shape(knots, heights, shape["is_agreement"])
