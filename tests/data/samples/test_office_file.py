"""The committed workbook is what its builder makes of today's needs."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.samples.paths import office_file_path
from tests.data.samples.office_file import AMOUNTS, TOTAL, build_office_file


def _content(path: Path) -> dict[str, tuple[list[list[object]], list[str]]]:
    book = load_workbook(path)
    return {sheet.title: (_cells(sheet), sorted(map(str, sheet.merged_cells.ranges))) for sheet in book.worksheets}


def _cells(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_committed_workbook_equals_a_fresh_build(tmp_path: Path) -> None:
    build_office_file(tmp_path / "fresh.xlsx")

    assert _content(office_file_path()) == _content(tmp_path / "fresh.xlsx")


def test_workbook_shows_every_kind_of_mess() -> None:
    cells, merged = _content(office_file_path())["需求汇总"]

    assert cells[2][:3] == ["序号", "企业基本情况", None]
    assert cells[3][1:4] == ["企业名称", "所属县区", "所属行业"]
    assert merged == ["A1:M1", "A20:M20", "A2:M2", "A3:A4", "B3:D3", "E3:H3", "I3:K3", "L3:M3"]
    assert cells[8] == cells[9]  # rows 9 and 10: the fifth need, entered twice
    assert cells[11] == [None] * 13  # row 12 is blank
    assert cells[18][0] == "合计"
    assert cells[18][8] == TOTAL


def test_total_is_the_sum_of_the_amounts() -> None:
    amounts = [float(text.replace("万", "")) for text in AMOUNTS.values()]  # float reads full-width digits

    assert sum(amounts) == float(TOTAL)
