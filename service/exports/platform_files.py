"""Our records as a file of another platform, in its columns and codes."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from xlsxwriter.workbook import Workbook

from data.records.connectors import CodedValue, Connector, ConnectorColumn
from data.records.facets import Facets
from ingest.connectors import CODE_SEPARATOR
from ingest.platform_texts import carried, guarded
from service.exports.masking import MASKED, RecordTexts
from service.exports.workbook_grid import Column, Grid, Styles


@dataclass(frozen=True, slots=True)
class PlatformFile:
    """A file for a platform, and what its rows lack.

    Attributes:
        content: the file.
        n_rows: records in it.
        lacking: (id of the record, header) of every required column that stays empty.
        uncoded: (id, header) where our text says something that no code of theirs stands for.
    """

    content: bytes
    n_rows: int
    lacking: tuple[tuple[str, str], ...]
    uncoded: tuple[tuple[str, str], ...]


_CODES: Final[Mapping[CodedValue, Callable[[Facets], list[str]]]] = {
    CodedValue.READINESS: lambda facets: [] if facets.readiness is None else [facets.readiness.name.lower()],
    CodedValue.MODES: lambda facets: sorted(facets.modes),
    CodedValue.REGION: lambda facets: [facets.region_code] if facets.region_code else [],
    CodedValue.INDUSTRY: lambda facets: [facets.industry_code] if facets.industry_code else [],
}


@dataclass(frozen=True, slots=True)
class PlatformRows:
    """Records as the cells of a platform's file, not drawn yet; `lacking` and `uncoded` as in `PlatformFile`."""

    cells: tuple[tuple[str, ...], ...]
    lacking: tuple[tuple[str, str], ...]
    uncoded: tuple[tuple[str, str], ...]


def platform_rows(connector: Connector, records: Sequence[Any], facets: Sequence[Facets]) -> PlatformRows:
    """Return records in a platform's columns and codes; contacts are left empty or masked.

    Args:
        connector: the profile.
        records: of its kind.
        facets: those of each record, in the same order.
    """
    texts = RecordTexts(MASKED)
    rows, lacking, uncoded = [], [], []
    for record, own in zip(records, facets, strict=True):
        own_texts = texts.fields(record)
        cells = tuple(carried(_cell(each, own_texts, own), ending=connector.ending) for each in connector.columns)
        rows.append(cells)
        for column, cell in zip(connector.columns, cells, strict=True):
            if column.is_required and not cell:
                lacking.append((record.id, column.header))
            if column.coded is not None and not cell and texts.fields(record).get(column.field):
                uncoded.append((record.id, column.header))
    return PlatformRows(tuple(rows), tuple(lacking), tuple(uncoded))


def render_platform_file(
    connector: Connector, records: Sequence[Any], facets: Sequence[Facets], *, as_of: date
) -> PlatformFile:
    """Draw records as a platform's file; contacts are left empty or masked, never written out.

    Args:
        connector: the profile.
        records: of its kind.
        facets: those of each record, in the same order.
        as_of: the only date in a workbook's properties.
    """
    rows = platform_rows(connector, records, facets)
    draw = _workbook if connector.ending == "xlsx" else _delimited
    return PlatformFile(draw(connector, rows.cells, as_of), len(rows.cells), rows.lacking, rows.uncoded)


def _cell(column: ConnectorColumn, fields: Mapping[str, str], facets: Facets) -> str:
    if column.is_contact:
        return ""
    if column.coded is None:
        return fields.get(column.field or column.header, "")
    ours = _CODES[column.coded](facets)
    theirs = [column.codes.get(each, "") for each in ours] if column.codes else ours
    return CODE_SEPARATOR.join(each for each in theirs if each)


def _delimited(connector: Connector, rows: Sequence[Sequence[str]], _as_of: date) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([guarded(column.header) for column in connector.columns])
    writer.writerows([guarded(cell) for cell in cells] for cells in rows)
    return sheet.getvalue().encode(connector.encoding, errors="replace")


def _workbook(connector: Connector, rows: Sequence[Sequence[str]], as_of: date) -> bytes:
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).replace(tzinfo=None)})
    columns = [Column(each.header, 36 if each.field == "content" else 16) for each in connector.columns]
    grid = Grid(book, Styles(book), name="导出", columns=columns)
    for cells in rows:
        grid.add(cells)
    grid.finish()
    book.close()
    return buffer.getvalue()
