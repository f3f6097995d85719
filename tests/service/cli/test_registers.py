"""`duijie registers` lists, takes in, shows and writes out."""

from pathlib import Path

import pytest

from service.cli.main import main
from tests.service.docking.registers.samples import workbook_of


def test_a_register_goes_in_and_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    path = tmp_path / "券.csv"
    path.write_text(
        "券号,持券单位,持券人类型,服务内容,发放日期\n券1,甲公司,科技企业,检测,2026-01-05\n券2,乙公司,别的,检测,\n",
        "utf-8",
    )

    assert main(["registers", "import", "vouchers", str(path)]) == 0
    assert "新登记 1 条，原已登记 0 条，未导入 1 行" in capsys.readouterr().out
    assert main(["registers", "show", "vouchers"]) == 0
    told = capsys.readouterr().out
    assert "每张计一次" in told
    assert main(["registers", "export", "vouchers", "--out", str(tmp_path / "券.docx")]) == 0
    assert (tmp_path / "券.docx").stat().st_size > 5000
    assert main(["registers", "list"]) == 0
    assert "科技创新券" in capsys.readouterr().out


def test_a_sheet_that_was_not_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    good = "券号,持券单位,持券人类型,服务内容\n券1,甲公司,科技企业,检测\n"
    path = workbook_of(tmp_path / "券.xlsx", {"一": good, "二": "甲,乙\n1,2\n3,4\n"})

    assert main(["registers", "import", "vouchers", str(path)]) == 0

    assert "工作表“二”共 3 行没有读取：没有找到本台账的表头" in capsys.readouterr().out


def test_an_unknown_register_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registers", "show", "nothing"]) == 2
    assert "没有名为“nothing”的台账" in capsys.readouterr().err
