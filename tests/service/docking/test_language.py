"""Opening a ranker by the folder or name an option gives."""

from pathlib import Path

import pytest

from data.errors import ArtefactError, WorkspaceError
from matcher.scoring import default_ranker, table_ranker
from models.artefacts import Manifest, sha256_of, write_artefact
from models.rankers.additive import AdditiveRanker, Shape
from service.docking.language import open_ranker, was_trained_on

RANKER = AdditiveRanker("mine", {"a": Shape((0.0, 1.0), (0.0, 1.0), is_agreement=True)}, (0.0, 1.0, 2.0), "hashing")


def saved(folder: Path, *, trained_on: str = "") -> Path:
    def fill(place: Path) -> None:
        (place / "ranker.json").write_text(RANKER.to_json(), encoding="utf-8")

    write_artefact(folder, Manifest(kind="ranker", id=RANKER.id, trained_on=trained_on), fill)
    return folder


def test_none_is_the_default_and_table_the_untrained_one() -> None:
    assert open_ranker(None) == default_ranker()
    assert open_ranker(Path("table")) == table_ranker()


def test_a_folder_gives_the_ranker_in_it(tmp_path: Path) -> None:
    assert open_ranker(saved(tmp_path / "model")) == RANKER


def test_a_ranker_without_manifest_is_taken(tmp_path: Path) -> None:
    (tmp_path / "ranker.json").write_text(table_ranker().to_json(), encoding="utf-8")

    assert open_ranker(tmp_path) == table_ranker()


def test_a_folder_without_ranker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="没有排序模型"):
        open_ranker(tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    folder = saved(tmp_path / "model")
    (folder / "ranker.json").write_text(RANKER.to_json().replace("mine", "yours"), encoding="utf-8")

    with pytest.raises(ArtefactError, match="已损坏"):
        open_ranker(folder)


def test_the_manifest_tells_what_was_trained_on(tmp_path: Path) -> None:
    pairs, other = tmp_path / "pairs.csv", tmp_path / "other.csv"
    pairs.write_text("a", encoding="utf-8")
    other.write_text("b", encoding="utf-8")
    folder = saved(tmp_path / "model", trained_on=f"pairs.csv（SHA-256 {sha256_of(pairs)}）")

    assert was_trained_on(folder, [other, pairs])
    assert not was_trained_on(folder, [other])
    assert not was_trained_on(None, [pairs])
    assert not was_trained_on(Path("table"), [pairs])
