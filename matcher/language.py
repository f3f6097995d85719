"""The language machinery one matching run works with."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from models.protocols import Encoder, Segmenter
from models.term_weights import TermWeights


@dataclass(frozen=True, slots=True)
class Language:
    """A segmenter, an encoder and the weights of words; what all records of one run are read with."""

    segmenter: Segmenter
    encoder: Encoder
    weights: TermWeights

    @property
    def id(self) -> str:
        """Names of the parts, for manifests and the foot of a page."""
        return f"{self.segmenter.id}+{self.encoder.id}"


@cache
def shipped_weights() -> TermWeights:
    """Read the term weights that ship with the product (how they were made: data/reference/README.md).

    Returns:
        The weights; the same object at every call.
    """
    with resources.as_file(resources.files("data.reference").joinpath("term_weights.safetensors")) as path:
        return TermWeights.load(Path(path))
