"""`duijie backup` and `duijie restore` as a user runs them."""

import re
from pathlib import Path

import pytest

from data.samples.paths import needs_path
from service.cli.main import main
from service.settings import read_settings


def test_a_workspace_goes_into_a_file_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "备份.zip"
    statuses = []
    for home, commands in (
        ("a", [["import", "needs", str(needs_path())], ["backup", str(archive)], ["restore", str(archive)]]),
        ("b", [["restore", str(archive)]]),
    ):
        monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / home))
        read_settings.cache_clear()
        statuses += [main(command) for command in commands]
    read_settings.cache_clear()

    told = capsys.readouterr()
    assert statuses == [0, 0, 2, 0]
    assert f"已备份到 {archive}：需求 65 条，成果 0 条，单位 0 条；共 2 个文件" in told.out
    assert "里已有数据，没有恢复。" in told.err
    restored = (
        r"的备份：需求 65 条，成果 0 条，单位 0 条；2 个文件，\d\.\d MB。\n检索索引要重新建立：请运行 duijie index。\n"
    )
    assert re.search(restored, told.out)
