"""`duijie connect` lists profiles, writes a platform's file and takes it in again."""

from pathlib import Path

import pytest

from data.samples.paths import needs_path
from service.cli.main import main


def test_records_go_out_and_come_in_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    assert main(["import", "needs", str(needs_path())]) == 0
    out = tmp_path / "需求.xlsx"
    assert main(["connect", "export", "city-platform-needs", "--out", str(out)]) == 0
    capsys.readouterr()

    assert main(["connect", "import", "city-platform-needs", str(out)]) == 0

    told = capsys.readouterr().out
    assert "新增 0 条需求，更新 0 条" in told


def test_the_list_says_that_columns_are_not_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["connect", "list"]) == 0

    told = capsys.readouterr().out
    assert "zhichuang-fujian-needs" in told
    assert "待核对" in told


def test_the_ending_is_that_of_the_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["connect", "export", "city-platform-needs", "--out", str(tmp_path / "需求.csv")]) == 2

    assert ".xlsx" in capsys.readouterr().err
