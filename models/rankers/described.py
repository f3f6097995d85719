"""What rankers that can be written as text have in common."""

from abc import ABC, abstractmethod
from hashlib import sha256

from data.errors import DimensionError
from models.protocols import Float64Matrix


class DescribedRanker(ABC):
    """A ranker that its name and its JSON text describe in full."""

    __slots__ = ()

    name: str

    @property
    @abstractmethod
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in order."""

    @abstractmethod
    def to_json(self) -> str:
        """Return the ranker as JSON text; equal rankers give equal bytes."""

    @property
    def id(self) -> str:
        """Name and the first 8 hex digits of the SHA-256 of the JSON text."""
        return f"{self.name}-{sha256(self.to_json().encode()).hexdigest()[:8]}"

    def check_columns(self, values: Float64Matrix) -> None:
        """Refuse values that are not one column a feature.

        Raises:
            DimensionError: the number of columns differs from `features`.
        """
        if values.ndim != 2 or values.shape[1] != len(self.features):
            raise DimensionError(f"排序模型需要 {len(self.features)} 列特征，得到 {values.shape}。")
