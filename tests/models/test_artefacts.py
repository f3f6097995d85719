"""Artefact folders: whole or not at all, checked, never mixed up."""

from pathlib import Path

import pytest

from data.errors import ArtefactError, OutputError
from models.artefacts import Manifest, read_manifest, write_artefact


def write(folder: Path, text: str = "甲") -> Manifest:
    def fill(place: Path) -> None:
        (place / "part").mkdir()
        (place / "part" / "a.txt").write_text(text, encoding="utf-8")

    return write_artefact(folder, Manifest(kind="ranker", id="r1", figures={"rows": 3}), fill)


def test_written_manifest_is_read_back(tmp_path: Path) -> None:
    written = write(tmp_path / "模型")

    assert read_manifest(tmp_path / "模型", kind="ranker") == written
    assert list(written.files) == ["part/a.txt"]


def test_older_artefact_is_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    write(tmp_path / "m", "甲")
    write(tmp_path / "m", "乙")

    assert (tmp_path / "m" / "part" / "a.txt").read_text(encoding="utf-8") == "乙"
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_failed_writing_leaves_the_older_artefact(tmp_path: Path) -> None:
    write(tmp_path / "m")

    def fail(place: Path) -> None:
        (place / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_artefact(tmp_path / "m", Manifest(kind="ranker", id="r2"), fail)

    assert read_manifest(tmp_path / "m", kind="ranker").id == "r1"
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_folder_with_other_content_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "论文.docx").touch()

    with pytest.raises(OutputError, match="已有其他内容"):
        write(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["论文.docx"]


def test_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m").touch()

    with pytest.raises(OutputError, match="同名文件"):
        write(tmp_path / "m")


def test_changed_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "part" / "a.txt").write_text("丙", encoding="utf-8")

    with pytest.raises(ArtefactError, match="校验和不符"):
        read_manifest(tmp_path, kind="ranker")


def test_changed_file_is_let_pass_without_verification(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "part" / "a.txt").write_text("丙", encoding="utf-8")

    assert read_manifest(tmp_path, kind="ranker", verify=False).id == "r1"


def test_other_kind_is_refused(tmp_path: Path) -> None:
    write(tmp_path)

    with pytest.raises(ArtefactError, match="类型是 ranker"):
        read_manifest(tmp_path, kind="encoder")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"kind": "ranker", "id": "r", "colour": 1}', "\ufffd"])
def test_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")

    with pytest.raises(ArtefactError, match="已损坏"):
        read_manifest(tmp_path, kind="ranker")


def test_other_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"kind": "ranker", "id": "r", "format_version": 99}', encoding="utf-8")

    with pytest.raises(ArtefactError, match="其他版本"):
        read_manifest(tmp_path, kind="ranker")
