"""The commands of the census: opened, filled, counted, reminded of, examined."""

from pathlib import Path

import pytest

from service.cli.main import main

REGISTER = "企业名称,所属县区,上年销售收入(万元)\n甲机械有限公司,涟水县,2350\n丁化工有限公司,盱眙县,3000\n"
NEEDS = "id,title,content,enterprise,region\nN1,气孔控制,气孔多。,甲机械有限公司,江苏省淮安市涟水县\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    (tmp_path / "名册.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "需求.csv").write_text(NEEDS, encoding="utf-8")
    return tmp_path


def test_a_census_from_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = ["census", "open", "普查", "--region", "320800", "--min-revenue", "2000", "--due", "2026-07-20"]
    statuses = [
        main(opened),
        main(["census", "import", "1", str(home / "名册.csv")]),
        main(["import", "needs", str(home / "需求.csv")]),
        main(["census", "list"]),
        main(["census", "board", "1"]),
        main(["census", "missing", "1"]),
        main(["census", "triage", "1", "--out", str(home / "分诊.xlsx")]),
        main(["census", "reminders", "1", "--out", str(home)]),
    ]

    told = capsys.readouterr().out
    assert statuses == [0] * 8
    assert "名册.csv：新增 2 家" in told
    assert "盱眙县     0     1  丁化工有限公司" in told
    assert "新诊断 1 项。" in told
    names = {path.name.rpartition("_")[0] for path in home.glob("*_*")}
    assert (names, (home / "分诊.xlsx").exists()) == ({"催报_盱眙县", "未报企业"}, True)


def test_what_is_not_there_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statuses = [
        main(["census", "board", "7"]),
        main(["census", "reminders", "7", "--out", str(home / "没有")]),
        main(["census", "open", "普查", "--region", "999999"]),
        main(["census", "list"]),
    ]

    assert statuses == [2, 2, 2, 0]
    assert "没有第 7 号普查" in capsys.readouterr().err
