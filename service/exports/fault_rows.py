"""Rows of a file that were not imported, or need a look, as a table beside the file."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ingest.report import SEVERITY_LABELS, Severity
from service.exports.delimited import harmless
from service.exports.masking import MASKED, printable

_COLUMNS: Final = ("file", "sheet", "row", "column", "reason", "remedy")
_HEADINGS: Final = ("文件", "工作表", "行号", "列", "原因", "怎么办", "结果")


def render_faults(faults: Sequence[Mapping[str, Any]]) -> bytes:
    """Write faults as the result of an import job holds them; no cell of the file is quoted.

    Returns:
        UTF-8 with a byte order mark, see `delimited.render`.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for each in faults:
        cells = [MASKED.text(printable(str(each[name] or ""))) for name in _COLUMNS]
        writer.writerow([harmless(cell) for cell in (*cells, SEVERITY_LABELS[Severity(each["severity"])])])
    return sheet.getvalue().encode("utf-8-sig")
