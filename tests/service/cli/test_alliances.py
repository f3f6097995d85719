"""`duijie alliances` as a user runs it."""

from pathlib import Path

import pytest

from data.storage.workspace import Workspace
from service.cli.main import main
from tests.factories.alliances import begun, call_for_alliances


def test_alliances_are_listed_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("DUIJIE_HOME", str(home))
    Workspace.open(home).close()
    assert main(["alliances", "list"]) == 0
    assert "还没有联盟" in capsys.readouterr().out

    with Workspace.open(home) as workspace:
        begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    assert main(["alliances", "list"]) == 0
    assert "涟水县压铸技术创新联盟" in capsys.readouterr().out
    assert main(["alliances", "check", "1"]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in ("企业数不含牵头单位", "产业链空缺的角色：上下游企业、高校", "自愿入盟"))
    assert main(["alliances", "check", "9"]) == 2
