"""The language machinery one matching run works with."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from matcher.adapting import adapter_for
from models.encoders.adapter import VectorAdapter
from models.protocols import Encoder, Segmenter
from models.term_weights import TermWeights


@dataclass(frozen=True, slots=True)
class Language:
    """A segmenter, an encoder with its adapter, and the weights of words: what all records of a run are read with."""

    segmenter: Segmenter
    encoder: Encoder
    weights: TermWeights
    adapter: VectorAdapter

    @property
    def id(self) -> str:
        """Names of the parts, for manifests and the foot of a page."""
        return f"{self.segmenter.id}+{self.vector_id}"

    @property
    def vector_id(self) -> str:
        """What made the vectors that are compared: the encoder, and the adapter upon it."""
        return f"{self.encoder.id}+{self.adapter.id}"


def language_of(segmenter: Segmenter, encoder: Encoder) -> Language:
    """Return the language of a segmenter and an encoder, with the weights and the adapter that go with them."""
    return Language(segmenter, encoder, shipped_weights(), adapter_for(encoder, segmenter))


@cache
def shipped_weights() -> TermWeights:
    """Read the term weights that ship with the product (how they were made: data/reference/README.md).

    Returns:
        The weights; the same object at every call.
    """
    with resources.as_file(resources.files("data.reference").joinpath("term_weights.safetensors")) as path:
        return TermWeights.load(Path(path))
