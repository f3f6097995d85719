"""A linear classifier over hashed strings: softmax of one sparse product, shipped as small whole numbers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from scipy.special import softmax

from data.errors import ArtefactError, DimensionError
from models.protocols import Float32Matrix, Float64Matrix

KIND: Final = "text_classifier"
FORMAT_VERSION: Final = 1
_LARGEST: Final = 127
"""Of a signed byte: weights are kept in steps of a 127th of their label's largest."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearParts:
    """What training gives: weights of shape (n_buckets, n_labels), bias and floor of shape (n_labels,)."""

    weights: Float64Matrix
    bias: Float64Matrix
    floor: Float64Matrix


@dataclass(frozen=True, slots=True, eq=False)
class TextClassifier:
    """Probabilities of labels from rows of term weights.

    Attributes:
        id: name and date; two classifiers with one id answer alike.
        labels: in the order of the columns, sorted.
        weights: shape (n_buckets, n_labels), signed bytes; n_buckets is a power of two.
        scales: shape (n_labels,): what one step of a weight is worth.
        bias: shape (n_labels,).
        floor: shape (n_labels,), the probability that each label keeps whatever a text says: the labels learned
            from are not all right. Sums to less than 1.
        card: what it was trained on, when, and the figures that were measured.
    """

    id: str
    labels: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scales: Float32Matrix
    bias: Float32Matrix
    floor: Float32Matrix
    card: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_weights(cls, name: str, parts: "LinearParts", *, labels: tuple[str, ...], card: Mapping[str, str]) -> Self:
        """Round the weights to signed bytes."""
        weights = parts.weights
        scales = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny) / _LARGEST
        steps = np.rint(weights / scales).astype(np.int8)
        bias, floor = parts.bias.astype(np.float32), parts.floor.astype(np.float32)
        return cls(name, labels, steps, scales.astype(np.float32), bias, floor, card)

    @property
    def n_buckets(self) -> int:
        """Return the number of buckets that terms fall into."""
        return len(self.weights)

    @property
    def shares(self) -> Float64Matrix:
        """Return the share of each label among the examples, shape (n_labels,), as the floor has it."""
        floor = self.floor.astype(np.float64)
        return np.asarray(floor / floor.sum(), dtype=np.float64)

    def probabilities(self, rows: sp.csr_matrix) -> Float32Matrix:
        """Give each row's probabilities.

        Args:
            rows: shape (n, width), such as TermWeights.character_matrix returns; width is a multiple of n_buckets, and
                columns that are equal modulo n_buckets share a bucket.

        Returns:
            Shape (n, n_labels), rows sum to 1; an empty row gives what the labels' frequencies say.

        Raises:
            DimensionError: the width is no multiple of n_buckets.
        """
        if rows.shape[1] % self.n_buckets:
            raise DimensionError(
                f"分类模型有 {self.n_buckets} 个特征桶，与输入的 {rows.shape[1]} 列不符。",
                remedy="请使用本程序的词权重计算输入。",
            )
        folded = fold_columns(rows, self.n_buckets)
        logits = (folded @ self.weights.astype(np.float32)) * self.scales + self.bias
        told = self.floor + (1.0 - self.floor.sum()) * softmax(logits, axis=1)
        # The bias alone is no frequency: training sets it for texts that say something.
        silent = np.diff(folded.indptr)[:, None] == 0
        return np.asarray(np.where(silent, self.shares, told), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the classifier as one safetensors file; labels and card are in its header."""
        header = {"kind": KIND, "format_version": str(FORMAT_VERSION), "id": self.id}
        header |= {"labels": json.dumps(self.labels, ensure_ascii=False)}
        header |= {"card": json.dumps(dict(self.card), ensure_ascii=False, sort_keys=True)}
        tensors = {"weights": self.weights, "scales": self.scales, "bias": self.bias, "floor": self.floor}
        save_file(tensors, path, metadata=header)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Returns:
            The classifier.

        Raises:
            ArtefactError: the file is missing, damaged or of another kind.
        """
        try:
            with safe_open(path, framework="numpy") as file:
                header = file.metadata() or {}
                if header["kind"] != KIND or header["format_version"] != str(FORMAT_VERSION):
                    raise ArtefactError(f"{path.name} 不是本版本的分类模型。", remedy="请重新训练或重新安装。")
                weights, scales, bias, floor = (
                    file.get_tensor(name) for name in ("weights", "scales", "bias", "floor")
                )
            labels = tuple(json.loads(header["labels"]))
            card = json.loads(header["card"])
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            raise ArtefactError(f"分类模型 {path.name} 缺失或损坏。", remedy="请重新安装本软件。") from error
        if any(part.shape[-1:] != (len(labels),) for part in (weights, scales, bias, floor)):
            raise ArtefactError(f"分类模型 {path.name} 的各部分不相符。", remedy="请重新训练或重新安装。")
        return cls(header["id"], labels, weights, scales, bias, floor, card)


def fold_columns(rows: sp.csr_matrix, n_buckets: int) -> sp.csr_matrix:
    """Add up the columns that are equal modulo n_buckets, and bring the rows to length 1 (or 0)."""
    # Copies: adding up happens in place, and the rows are the caller's.
    parts = (rows.data.copy(), rows.indices % n_buckets, rows.indptr.copy())
    folded = sp.csr_matrix(parts, shape=(rows.shape[0], n_buckets))
    folded.sum_duplicates()
    norms = np.sqrt(np.asarray(folded.multiply(folded).sum(axis=1)).ravel())
    norms[norms == 0.0] = 1.0
    return sp.csr_matrix(sp.diags(1.0 / norms) @ folded, dtype=np.float32)
