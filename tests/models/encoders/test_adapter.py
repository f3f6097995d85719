"""Centring and turning frozen vectors."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError, DimensionError, EncoderMismatchError
from models.artefacts import Manifest, read_manifest
from models.encoders import HashingEncoder, open_encoder
from models.encoders.adapter import KIND, AdaptedEncoder, VectorAdapter, default_adapter
from models.protocols import Float32Matrix


def rows(*values: tuple[float, float]) -> Float32Matrix:
    return np.array(values, dtype=np.float32)


def adapter(turn: Float32Matrix | None = None) -> VectorAdapter:
    zeros = rows((0, 0), (0, 0))
    return VectorAdapter("hashing", rows((0.5, 0))[0], rows((0, 0.5))[0], zeros if turn is None else turn)


def test_centre_of_the_role_is_taken_away() -> None:
    # (0.5, 1) - (0.5, 0) = (0, 1); (3, 0.5) - (0, 0.5) = (3, 0), scaled to length 1.
    assert adapter().centred(rows((0.5, 1)), role="query").tolist() == [[0, 1]]
    assert adapter().centred(rows((3, 0.5)), role="passage").tolist() == [[1, 0]]


def test_texts_without_a_vector_stay_without() -> None:
    assert adapter().adapt(rows((0, 0)), role="query").tolist() == [[0, 0]]


def test_only_the_asking_side_is_turned() -> None:
    # I + W exchanges the axes: (0, 1) becomes (1, 0).
    exchanging = adapter(rows((-1, 1), (1, -1)))

    assert exchanging.adapt(rows((0.5, 1)), role="query").tolist() == [[1, 0]]
    assert exchanging.adapt(rows((3, 0.5)), role="passage").tolist() == [[1, 0]]


def test_asking_takes_title_and_text_in_equal_parts() -> None:
    # Centred: (0, 1) and (1, 0).
    found = adapter().asking(rows((0.5, 1)), rows((2, 0)))

    assert found == pytest.approx(rows((0.5**0.5, 0.5**0.5)))


def test_offering_takes_half_as_much_of_the_text() -> None:
    # Centred by their own roles: (0, 1) + 0.5 x (1, 0), of length sqrt(1.25).
    found = adapter().offering(rows((0.5, 1)), rows((2, 0.5)))

    assert found == pytest.approx(rows((0.5, 1.0)) / 1.25**0.5)


def test_centring_takes_means_of_rows_that_say_something() -> None:
    found = VectorAdapter.centring(queries=rows((1, 0), (0, 1), (0, 0)), passages=rows((0, 0)), encoder_id="hashing")

    assert found.query_centre.tolist() == [0.5, 0.5]
    assert found.passage_centre.tolist() == [0, 0]
    assert not found.turn.any()


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=6))
def test_rows_have_length_one_or_zero(values: list[tuple[float, float]]) -> None:
    found = adapter(rows((0.1, 0.2), (0.3, 0.4))).adapt(np.array(values, np.float32).reshape(-1, 2), role="query")

    lengths = np.linalg.norm(found, axis=1)
    assert (np.isclose(lengths, 1, atol=1e-5) | (lengths == 0)).all()


def test_other_width_is_refused() -> None:
    with pytest.raises(DimensionError):
        adapter().adapt(np.zeros((1, 3), np.float32), role="query")


def test_numbers_that_are_not_finite_are_refused() -> None:
    with pytest.raises(ArtefactError):
        adapter(rows((np.nan, 0), (0, 0)))


def test_saved_adapter_comes_back_with_its_description(tmp_path: Path) -> None:
    saved = adapter(rows((0.5, 0.25), (0, 0)))
    saved.save(tmp_path / "a", manifest=Manifest(kind=KIND, id="", trained_on="invented", figures={"gain": 0.1}))

    loaded = VectorAdapter.load(tmp_path / "a", encoder_id="hashing")

    assert (loaded.id, loaded.turn.tolist()) == (saved.id, saved.turn.tolist())
    manifest = read_manifest(tmp_path / "a", kind=KIND)
    assert (manifest.id, manifest.dim, manifest.trained_on) == (saved.id, 2, "invented")
    assert manifest.figures == {"gain": 0.1}


def test_adapter_of_another_encoder_is_refused(tmp_path: Path) -> None:
    adapter().save(tmp_path / "a")

    with pytest.raises(EncoderMismatchError):
        VectorAdapter.load(tmp_path / "a", encoder_id="lsa:0")
    with pytest.raises(EncoderMismatchError):
        AdaptedEncoder(HashingEncoder(dim=2), adapter())


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    adapter().save(tmp_path / "a")
    (tmp_path / "a" / "adapter.safetensors").write_bytes(b"{}")

    with pytest.raises(ArtefactError):
        VectorAdapter.load(tmp_path / "a")


def test_adapted_encoder_adapts_what_it_encodes() -> None:
    inner = HashingEncoder(dim=64)
    texts = ["锂离子电池", "激光切割机床", "2024"]
    frozen = inner.encode(texts, role="passage")
    centring = VectorAdapter.centring(queries=frozen, passages=frozen, encoder_id=inner.id)

    found = AdaptedEncoder(inner, centring)

    assert (found.encode(texts, role="passage") == centring.adapt(frozen, role="passage")).all()
    assert found.dim == 64
    assert "hashing" not in found.id


def test_shipped_adapter_is_for_e5_alone() -> None:
    shipped = default_adapter("sentence-transformers:multilingual-e5-small@0-1")

    assert shipped is not None
    assert shipped.dim == 384
    assert default_adapter("hashing") is None


@pytest.mark.model
def test_unrelated_texts_lie_around_zero_with_the_shipped_adapter(model_cache: Path) -> None:
    encoder = open_encoder("e5-tuned", cache_dir=model_cache)
    needs = encoder.encode(["防爆锂电池的制备", "小麦抗旱新品种", "激光切割机床的数控系统"], role="query")
    offers = encoder.encode(["一种锂离子电池安全隔膜", "耐旱小麦育种方法", "数控激光加工设备"], role="passage")

    cosines = needs @ offers.T

    assert (cosines.argmax(axis=1) == np.arange(3)).all()
    assert np.abs(cosines[~np.eye(3, dtype=bool)]).mean() < 0.3
