"""The model in use and the new one on the needs that no model is trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.records.pairs import Pair
from matcher.training.examples import JudgedSet, count_ordered
from service.docking.comparing import Contestant, ModelFigures, measure_models

FEWEST_FROZEN: Final = 10
"""Needs with an order below which two models are not compared: resamples of so few say next to nothing."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Two models on frozen cases.

    Attributes:
        n_pairs: how many verdicts the frozen needs have.
        n_ordered: frozen needs that have an order.
        models: the one in use and the new one; empty where the needs are too few.
    """

    n_pairs: int
    n_ordered: int
    models: tuple[ModelFigures, ...] = ()

    @property
    def note(self) -> str:
        """Says what was compared on, or why nothing was, in Chinese."""
        counted = f"留作检验、从不训练的需求有判定 {self.n_pairs:,} 对，其中 {self.n_ordered:,} 项需求可计排序指标"
        if not self.models:
            return f"{counted}，不足 {FEWEST_FROZEN} 项，暂不比较训练前后。"
        return f"{counted}；训练前后都在这些需求上检验。"


def is_enough(pairs: Sequence[Pair]) -> bool:
    """Tell whether two models can be compared on frozen cases."""
    return _count(pairs) >= FEWEST_FROZEN


def compare_before_after(contestants: Sequence[Contestant], pairs: Sequence[Pair]) -> BeforeAfter:
    """Measure the model in use and the new one, in this order, on frozen cases; nothing where these are too few."""
    models = measure_models(contestants, pairs) if is_enough(pairs) else ()
    return BeforeAfter(len(pairs), _count(pairs), models)


def _count(pairs: Sequence[Pair]) -> int:
    return count_ordered([JudgedSet("", tuple(pairs))])
