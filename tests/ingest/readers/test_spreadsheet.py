"""Cells as a person sees them."""

import datetime as dt
import io

import pytest
import xlsxwriter

from ingest.readers.percentages import percent_text
from ingest.readers.spreadsheet import CellValue, cell_text, read_workbook


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2020.0, "2020"),
        (13900000001.0, "13900000001"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-2.50, "-2.5"),
        (123456789012345680.0, "123456789012345680"),
        (True, "是"),
        (dt.date(2020, 1, 13), "2020-01-13"),
        (dt.datetime(2020, 1, 13), "2020-01-13"),  # noqa: DTZ001 - workbooks know no zones
        (dt.datetime(2020, 1, 13, 10, 49, 39), "2020-01-13 10:49:39"),  # noqa: DTZ001 - as above
        (dt.time(9, 30), "09:30:00"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        (" 甲 \n乙", " 甲 \n乙"),
    ],
)
def test_cell_text(value: CellValue, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("number", "text"), [("0.67", "67%"), ("0.675", "67.5%"), ("1", "100%"), ("0", "0%"), ("12", "1200%")]
)
def test_percent_text(number: str, text: str) -> None:
    assert percent_text(number) == text


def test_cells_formatted_as_percentages() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        built_in = book.add_format({"num_format": "0%"})
        custom = book.add_format({"num_format": '0.0%;[Red]"负"0.0%'})
        quoted = book.add_format({"num_format": '0.0"%"'})
        book.add_worksheet("空")
        sheet = book.add_worksheet("指标")
        sheet.write_number(1, 1, 0.67, built_in)
        sheet.write_number(1, 2, 0.005, custom)
        sheet.write_number(1, 3, 0.5, quoted)
        sheet.write_string(1, 4, "高", built_in)

    _, table = read_workbook(out.getvalue(), "a.xlsx")

    assert table.rows[1].cells == ("", "67%", "0.5%", "0.5", "高")
