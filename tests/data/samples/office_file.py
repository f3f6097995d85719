"""Builder of the committed workbook 需求汇总表.xlsx: `PYTHONPATH=. python -m tests.data.samples.office_file`.

It makes twelve of the sample needs look the way a county office sends them: title rows, a merged two-row header,
amounts and dates as text, a blank row, a row entered twice, a total and a signature line.
"""

import csv
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from data.samples.paths import needs_path, office_file_path

# Need -> the amount as the office typed it, in 万元, always as text.
AMOUNTS: Final = {
    "XQ001": "80",
    "XQ002": "150.00",
    "XQ006": "１００",  # noqa: RUF001 - full-width digits are the mess that the file is for
    "XQ010": "60 ",
    "XQ013": "70万",
    "XQ026": "180",
    "XQ031": "100",
    "XQ037": "200",
    "XQ041": "160",
    "XQ046": "150",
    "XQ052": "75",
    "XQ061": "280",
}
TOTAL: Final = "1605"  # the sum of the amounts above, worked out by hand; the row entered twice is not in it
ENTERED_TWICE: Final = "XQ013"
BLANK_BEFORE: Final = "XQ031"

GROUPS: Final = (
    ("序号", ()),
    ("企业基本情况", ("企业名称", "所属县区", "所属行业")),
    ("技术需求情况", ("需求名称", "需求内容", "预期目标", "现有工作基础")),
    ("合作意向", ("投入预算（万元）", "合作方式", "有效期至")),
    ("联系方式", ("联系人", "联系电话")),
)
LAST_COLUMN: Final = 13
HEADER_ROW: Final = 3
FIRST_ROW: Final = 5


def build_office_file(target: Path) -> None:
    """Write the workbook to `target`."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "需求汇总"
    _write_titles(sheet)
    _write_header(sheet)
    last = _write_rows(sheet)
    _write_foot(sheet, last + 1)
    notes = book.create_sheet("填表说明")
    notes["A1"] = "1. 投入预算以万元为单位。"
    notes["A2"] = "2. 本表内容均为虚构，仅供演示。"
    book.save(target)


def _write_titles(sheet: Worksheet) -> None:
    sheet["A1"] = "青禾市2026年度企业技术需求汇总表"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"] = "填报单位（盖章）：青禾市科学技术局    填报日期：2026年11月    单位：万元"
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=LAST_COLUMN)


def _write_header(sheet: Worksheet) -> None:
    column = 1
    for group, names in GROUPS:
        sheet.cell(HEADER_ROW, column, group)
        if not names:
            sheet.merge_cells(start_row=HEADER_ROW, end_row=HEADER_ROW + 1, start_column=column, end_column=column)
            column += 1
            continue
        for offset, name in enumerate(names):
            sheet.cell(HEADER_ROW + 1, column + offset, name)
        end = column + len(names) - 1
        sheet.merge_cells(start_row=HEADER_ROW, end_row=HEADER_ROW, start_column=column, end_column=end)
        column = end + 1


def _write_rows(sheet: Worksheet) -> int:
    """Write the needs and return the number of the last row written."""
    with needs_path().open(encoding="utf-8-sig", newline="") as lines:
        needs = {row["编号"]: row for row in csv.DictReader(lines)}
    row = FIRST_ROW - 1
    for number, (need_id, amount) in enumerate(AMOUNTS.items(), start=1):
        row += 2 if need_id == BLANK_BEFORE else 1
        _write_row(sheet, row, str(number), needs[need_id] | {"投入预算（万元）": amount})
        if need_id == ENTERED_TWICE:
            row += 1
            _write_row(sheet, row, str(number), needs[need_id] | {"投入预算（万元）": amount})
    return row


def _write_row(sheet: Worksheet, row: int, number: str, values: dict[str, str]) -> None:
    names = [name for _, group in GROUPS for name in group]
    for column, text in enumerate([number, *(values[name] for name in names)], start=1):
        sheet.cell(row, column, text)


def _write_foot(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 1, "合计")
    sheet.cell(row, 5, f"共{len(AMOUNTS)}项")
    sheet.cell(row, 9, TOTAL)
    sheet.cell(row + 1, 1, "填表人：张示例    审核人：李样本    联系电话：0000-0000000")
    sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=LAST_COLUMN)


if __name__ == "__main__":
    build_office_file(office_file_path())
