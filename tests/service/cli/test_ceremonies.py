"""`duijie ceremonies` as a user runs it."""

from pathlib import Path

import pytest

from data.records.ceremonies import CeremonyFacts, CeremonyProject, Signatory
from data.records.deals import Mark, Stage
from data.storage.workspace import Workspace
from service.cli.main import main
from service.docking.ceremonies.keeping import add_ceremony, say_of_deal
from tests.factories.dealing import opened
from tests.factories.reporting import AT, CITY


def test_ceremonies_are_listed_ranked_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("DUIJIE_HOME", str(home))
    Workspace.open(home).close()
    assert main(["ceremonies", "list"]) == 0
    assert "还没有签约仪式" in capsys.readouterr().out

    with Workspace.open(home) as workspace:
        deal = opened(workspace, Stage.TALK, marks=frozenset({Mark.ACADEMICIAN}))
        held = add_ceremony(workspace, CITY, CeremonyFacts(title="集中签约", region_code="320800", wanted=3), at=AT)
        said = CeremonyProject(deal=deal.number, enterprise=Signatory(name="张三"), is_chosen=True)
        say_of_deal(workspace, CITY, (held.number, held.version), said, at=AT)
    assert main(["ceremonies", "rank", "1"]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in ("要约 3 项，已选 1 项", "院士", "0/0", "列入"))
    assert main(["ceremonies", "order", "1"]) == 0
    assert "张三" in capsys.readouterr().out

    assert main(["ceremonies", "form", "1", "--out", str(tmp_path / "附表6.xlsx")]) == 0
    assert main(["ceremonies", "order", "1", "--out", str(tmp_path / "次序.html")]) == 0
    assert "张三" in (tmp_path / "次序.html").read_text(encoding="utf-8")
    assert (tmp_path / "附表6.xlsx").read_bytes()[:2] == b"PK"
    assert main(["ceremonies", "form", "1", "--out", str(tmp_path / "附表6.csv")]) == 2
    assert main(["ceremonies", "rank", "9"]) == 2
