"""How far a workbook's sheets claim to reach: calamine reserves memory for the whole rectangle at once.

One stray cell in the last corner of a sheet (it happens) means 17 thousand million cells, and the process dies. So the
corners are looked up before calamine is asked.
"""

import re
import struct
import zipfile
from typing import Final

from data.errors import FileReadError
from ingest.readers.percentages import column_number

MAX_CELLS: Final = 50_000_000
"""Cells of one sheet's rectangle: 300,000 rows of 160 columns, about 1.2 GB inside calamine."""

FILLED_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
"""A cell that is not closed at once; those that only carry a style are passed over by calamine as well."""

DIMENSIONS: Final = b"\x00\x02\x0e\x00"
"""Head of the record that states a sheet's extent in an old workbook (MS-XLS 2.4.90): number 0200, 14 bytes."""

MAX_OLD_ROWS: Final = 65_536
MAX_OLD_COLUMNS: Final = 256
"""Limits of Excel 97-2003 (MS-XLS 2.4.90)."""


def check_extent(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse a new workbook with a sheet whose filled rectangle is larger than we read.

    Raises:
        FileReadError: naming the last cell.
    """
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/"):
            continue
        rows: list[int] = []
        columns: set[bytes] = set()
        for letters, digits in FILLED_CELL.findall(archive.read(name)):
            columns.add(letters)
            rows.append(int(digits))
        if not rows:
            continue
        widest = max(columns, key=lambda letters: (len(letters), letters))
        if (max(rows) - min(rows) + 1) * column_number(widest) > MAX_CELLS:
            raise FileReadError(
                f"文件“{file}”有一张工作表一直用到第{max(rows)}行、{widest.decode()}列，超出可读的范围。",
                remedy="多半是远处有一个误填的单元格：请删除数据区以外的行和列，保存后再试。",
            )


def has_possible_dimensions(content: bytes) -> bool:
    """Return whether every extent stated in an old workbook is one that Excel could have written."""
    at = content.find(DIMENSIONS)
    while 0 <= at <= len(content) - 18:
        first_row, last_row, first_column, last_column, reserved = struct.unpack_from("<IIHHH", content, at + 4)
        is_possible = first_row <= last_row <= MAX_OLD_ROWS and first_column <= last_column <= MAX_OLD_COLUMNS
        if reserved == 0 and not is_possible:
            return False
        at = content.find(DIMENSIONS, at + 4)
    return True
