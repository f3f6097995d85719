"""`duijie reports` shows, fills, sends, compares."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.rules import DueTerms
from data.storage.workspace import Workspace
from service.cli.main import main
from service.dependencies import today
from service.settings import read_settings
from tests.factories.reporting import fill_city, keep_rule

_ASKED = ["--region", "320800", "--period", "2026-11"]


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fill the workspace that the commands open."""
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    with Workspace.open(tmp_path / "home") as workspace:
        fill_city(workspace)
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


def test_a_report_is_shown_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "show", "monthly", *_ASKED]) == 0
    told = capsys.readouterr().out
    assert "淮安市2026年11月产学研对接月报" in told
    assert "四种金额口径不同，分别统计，不相加" in told
    assert main(["reports", "show", "bulletin", *_ASKED, "--out", str(tmp_path / "简报.docx")]) == 0
    assert (tmp_path / "简报.docx").stat().st_size > 5000


def test_a_form_is_filled_and_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "forms"]) == 0
    assert "huaian-2010-5" in capsys.readouterr().out
    path = tmp_path / "附表5.xlsx"
    assert main(["reports", "form", "huaian-2010-5", *_ASKED, "--out", str(path)]) == 0
    assert path.stat().st_size > 5000
    assert main(["reports", "form", "nothing", *_ASKED]) == 2


def test_what_was_sent_is_listed_compared_and_written_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "send", "monthly", *_ASKED, "--to", "省科技厅"]) == 0
    assert "第 1 版" in capsys.readouterr().out
    assert main(["reports", "send", "monthly", *_ASKED]) == 2
    assert "更正要写明原因" in capsys.readouterr().err
    assert main(["reports", "list"]) == 0
    assert main(["reports", "compare", "1"]) == 0
    assert "逐字节相同" in capsys.readouterr().out
    assert main(["reports", "file", "1", "--out", str(tmp_path / "月报.xlsx")]) == 0
    assert main(["reports", "due", "--region", "320800"]) == 0
    assert "没有到期的报送事项" in capsys.readouterr().out


def test_who_owes_is_told_apart_from_what_names_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace.open(tmp_path / "home") as workspace:
        keep_rule(workspace, DueTerms(item="总结", unit="各县(区)、各单位", on=today()))
    capsys.readouterr()
    assert main(["reports", "due", "--region", "320800"]) == 0
    told = capsys.readouterr().out
    assert told.count("未到期") == 7
    assert "无法判断由谁报送" in told
