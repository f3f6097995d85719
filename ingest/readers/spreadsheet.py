"""Excel workbooks, new and old, through calamine: ten times as fast as openpyxl on a list of 20,000 rows."""

import datetime as dt
import io
import zipfile
import zlib
from decimal import Decimal
from typing import Final

import python_calamine as calamine

from data.errors import FileReadError
from ingest.readers.extent import check_extent
from ingest.readers.percentages import Places, percent_places, percent_text
from ingest.readers.raw import Merge, RawTable, check_row_count, spread_merges

SIGNIFICANT_DIGITS: Final = 15
"""Excel keeps and shows 15 significant digits (Excel specifications and limits); the rest is binary noise."""

DAMAGED: Final = "已损坏，无法作为Excel工作簿读取。"
DAMAGED_REMEDY: Final = "请用Excel或WPS打开并另存为xlsx，或重新获取文件。"

ZIP_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(LookupError, NotImplementedError, RuntimeError, ValueError),
)
"""What zipfile raises on damaged archives (found by flipping bytes)."""

CellValue = int | float | str | bool | dt.date | dt.time | dt.timedelta


def read_workbook(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read every worksheet, hidden ones marked as such; chart sheets hold no rows and are passed over.

    Returns:
        One table a worksheet, in order.

    Raises:
        FileReadError: damaged, protected by a password, or too long.
    """
    percentages = _inspect(content, file)
    try:
        with calamine.load_workbook(io.BytesIO(content)) as workbook:
            tables = tuple(
                _read_sheet(workbook.get_sheet_by_name(sheet.name), sheet, file, percentages)
                for sheet in workbook.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError as error:
        raise FileReadError(
            f"文件“{file}”已加密，需要密码才能打开。", remedy="请用Excel或WPS打开，取消打开密码后另存，再重新选择。"
        ) from error
    except (calamine.CalamineError, OverflowError, ValueError) as error:
        raise FileReadError(f"文件“{file}”{DAMAGED}", remedy=DAMAGED_REMEDY) from error
    except BaseException as error:
        # calamine panics on some damaged old workbooks; pyo3's PanicException derives from BaseException and cannot
        # be imported. Everything else goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise FileReadError(f"文件“{file}”{DAMAGED}", remedy=DAMAGED_REMEDY) from error
    check_row_count(sum(len(table.rows) for table in tables), file)
    return tables


def _inspect(content: bytes, file: str) -> dict[str, Places]:
    """Return which cells of a new workbook are percentages, after a look at how far its sheets reach.

    Raises:
        FileReadError: too far, or a part of the workbook is damaged.
    """
    if not content.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_extent(archive, file)
            return percent_places(archive)
    except ZIP_DAMAGE as error:
        raise FileReadError(f"文件“{file}”{DAMAGED}", remedy=DAMAGED_REMEDY) from error


def _read_sheet(
    sheet: calamine.CalamineSheet, metadata: calamine.SheetMetadata, file: str, percentages: dict[str, Places]
) -> RawTable:
    check_row_count(sheet.height, file)
    values = sheet.to_python(skip_empty_area=False)
    grid = [[cell_text(value) for value in row] for row in values]
    for row, column in percentages.get(metadata.name, frozenset()):
        if row < len(values) and column < len(values[row]) and _is_number(values[row][column]):
            grid[row][column] = percent_text(grid[row][column])
    merges = [Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    is_hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
    return RawTable(file, metadata.name, spread_merges(grid, merges), is_hidden=is_hidden)


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def cell_text(value: CellValue) -> str:
    """Return a cell as a person sees it: 2020 and not 2020.0, 13900000000 and not 1.39e10, 2020-01-13."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time.min
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return value.isoformat()


def number_text(value: float) -> str:
    """Return a number in plain digits, never with an exponent, without the noise of binary fractions."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}").normalize(), "f")
