"""Two additive rankers in one: a feature tells pairs apart, and each kind has curves and cut points of its own."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Self

import numpy as np

from data.errors import ArtefactError, DimensionError
from models.protocols import Float64Matrix, Ranking
from models.rankers.additive import AdditiveRanker
from models.rankers.odds import N_LEVELS, RETRAIN

KIND: Final = "split"


@dataclass(frozen=True, slots=True)
class SplitRanker:
    """Ranks pairs whose feature `by` is above 0 by one ranker, all others (NaN too) by another.

    The evidence of a title is worth something else than that of a full text, and a sum of curves cannot say so.
    Margins are shifted so that equal margins mean equal odds of level 3 or above, whichever ranker they come from:
    the shift is the bias. Within a kind levels, score and margin rise together; between kinds levels 3-4 and margin do.

    Attributes:
        name: name of the model.
        by: the feature that tells the kinds apart.
        without: where it is 0 or cannot be told.
        having: where it is above 0.
    """

    name: str
    by: str
    without: AdditiveRanker
    having: AdditiveRanker

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together.

        Raises:
            ArtefactError: features or encoders of the two differ, or they have no feature `by`.
        """
        same = self.without.features == self.having.features and self.without.encoder_id == self.having.encoder_id
        if not same or self.by not in self.having.features:
            raise ArtefactError("排序模型的两部分不能合用。", remedy=RETRAIN)

    @property
    def id(self) -> str:
        """Name and the first 8 hex digits of the SHA-256 of the model."""
        return f"{self.name}-{sha256(self.to_json().encode()).hexdigest()[:8]}"

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return self.having.features

    @property
    def encoder_id(self) -> str:
        """The encoder whose vectors the training values came from."""
        return self.having.encoder_id

    def rank(self, values: Float64Matrix) -> Ranking:
        """Rank n pairs, each by the ranker of its kind.

        Args:
            values: shape (n, n_features); NaN where a value cannot be told: its contribution is then 0.

        Returns:
            Levels, margins and contributions of the n pairs; the bias is the shift, 0 where a pair has `by`.

        Raises:
            DimensionError: the number of columns differs from `features`.
        """
        n = len(values)
        if values.ndim != 2 or values.shape[1] != len(self.features):
            raise DimensionError(f"排序模型需要 {len(self.features)} 列特征，得到 {values.shape}。")
        levels, contributions = np.zeros((n, N_LEVELS)), np.zeros((n, len(self.features) + 1))
        having = values[:, self.features.index(self.by)] > 0
        for ranker, rows in ((self.having, having), (self.without, ~having)):
            told = ranker.rank(values[rows])
            levels[rows], contributions[rows] = told.levels, told.contributions
            contributions[rows, -1] = self.having.cuts[1] - ranker.cuts[1]
        return Ranking(levels=levels, margin=contributions.sum(axis=1), contributions=contributions)

    def to_json(self) -> str:
        """Return the model as JSON text, keys in order, so that equal models give equal bytes."""
        parts = {name: json.loads(getattr(self, name).to_json()) for name in ("without", "having")}
        model = {"kind": KIND, "name": self.name, "by": self.by, **parts}
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
            without, having = (AdditiveRanker.from_json(json.dumps(model[name])) for name in ("without", "having"))
            return cls(str(model["name"]), str(model["by"]), without, having)
        except (KeyError, TypeError, ValueError) as error:
            raise ArtefactError("排序模型文件无法读取。", remedy=RETRAIN) from error
