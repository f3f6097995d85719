"""Records as a table, one a row, contacts masked: what an office hands on or looks through in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from service.exports.delimited import harmless
from service.exports.masking import MASKED, RecordTexts, printable


def render_records(records: Sequence[Any]) -> bytes:
    """Write records of one kind.

    Args:
        records: needs, achievements or parties.

    Returns:
        UTF-8 with a byte order mark (see `delimited.render`): the columns that some record fills, fields of ours first
        in their order, then other columns by their headers in the order in which they come up.
    """
    texts = RecordTexts(MASKED)
    rows: list[Mapping[str, str]] = [texts.fields(record) for record in records]
    ours = [each.name for record in records[:1] for each in fields(record)]
    filled = dict.fromkeys(name for row in rows for name in row)
    headings = [name for name in ours if name in filled] + [name for name in filled if name not in ours]
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([harmless(printable(name)) for name in headings])
    writer.writerows([harmless(printable(row.get(name, ""))) for name in headings] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")
