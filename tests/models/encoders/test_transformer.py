"""Batches of the transformer, and the description of a folder without loading it."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.encoders import describe_folder
from models.encoders.transformer import batches_by_length


def test_batches_hold_like_lengths_within_the_budget() -> None:
    # Padded to the longest of each: 9; 5 and 5 (10); 2, 2 and 1 (6). The text of 12 stands alone.
    assert list(batches_by_length([2, 5, 9, 12, 5, 1, 2], budget=10)) == [[3], [2], [1, 4], [0, 6, 5]]


@given(lengths=st.lists(st.integers(1, 600), max_size=50), budget=st.integers(1, 2000))
def test_batches_hold_every_text_once(lengths: list[int], budget: int) -> None:
    batches = list(batches_by_length(lengths, budget=budget))

    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or lengths[batch[0]] * len(batch) <= budget for batch in batches)


def write_folder(folder: Path, *, prompts: dict[str, str] | None = None, dense: int = 0) -> Path:
    folder.mkdir()
    modules = [{"path": ""}, {"path": "1_Pooling"}] + ([{"path": "2_Dense"}] if dense else [])
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config.json").write_text(json.dumps({"hidden_size": 8}))
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 8}))
    if dense:
        (folder / "2_Dense").mkdir()
        (folder / "2_Dense" / "config.json").write_text(json.dumps({"out_features": dense}))
    if prompts is not None:
        (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    return folder


def test_folder_is_described_by_its_files(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "bge", dense=4)

    described = describe_folder(folder)

    assert (described.dim, described.prompts) == (4, {"query": "", "passage": ""})
    assert described.id.startswith("sentence-transformers:bge@")


def test_id_follows_the_weights(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "bge")
    before = describe_folder(folder).id
    (folder / "model.safetensors").write_bytes(b"other")

    assert describe_folder(folder).id != before


def test_prompts_come_from_the_configuration(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", prompts={"query": "问：", "document": "文："})

    assert describe_folder(folder).prompts == {"query": "问：", "passage": "文："}


def test_published_e5_without_configuration_gets_its_prefixes(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "multilingual-e5-base")

    assert describe_folder(folder).prompts == {"query": "query: ", "passage": "passage: "}
