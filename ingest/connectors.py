"""Files of other platforms in, our records out: their headers and codes read as their profile says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from data.records.connectors import CodedValue, Connector, ConnectorColumn
from data.records.enums import CooperationMode, Readiness
from data.reference.cooperation import load_cooperation_words
from data.reference.industries import load_industries
from data.reference.readiness import load_readiness_words
from data.reference.regions import Region, load_regions
from ingest.batch import Batch, read_achievements, read_needs, read_parties
from ingest.platform_texts import guarded, unguarded
from ingest.readers.sniffing import Format, read_bytes, sniff
from ingest.report import RowFault, Severity

_READERS: Final[Mapping[str, Callable[[Sequence[Path], Mapping[str, str]], Batch[Any]]]] = {
    "needs": read_needs,
    "achievements": read_achievements,
    "parties": read_parties,
}
CODE_SEPARATOR: Final = ";"
"""Between several codes of one cell."""
_NO_TEXTS: Final = frozenset({"kind", "extra", "source"})


def read_platform_file(connector: Connector, path: Path) -> Batch[Any]:
    """Return the records of a platform's file.

    A code becomes our usual words for it; the code itself is kept among the further columns under
    "<header>（代码）". A code the profile does not know stays as it is and is named in the report. Only csv files have
    the guard of `guarded`, whatever the profile's own ending is.

    Args:
        connector: the profile.
        path: the file.

    Returns:
        Records, and what became of every row; errors are those of `ingest.batch.read_needs`.
    """
    given = {header: each.field for each in connector.columns for header in (each.header, guarded(each.header))}
    batch = _READERS[connector.kind]([path], given)
    is_guarded = sniff(read_bytes(path), path) is Format.DELIMITED
    plain = [_unguarded(each) if is_guarded else each for each in batch.records]
    coded = [each for each in connector.columns if each.coded is not None and each.field]
    faults: list[RowFault] = []
    records = tuple(_decoded(record, coded, faults) for record in plain)
    return Batch(records, replace(batch.report, faults=(*batch.report.faults, *faults)))


def code_header(column: ConnectorColumn) -> str:
    """Return the header under which a record keeps the code of a column."""
    return f"{column.header}（代码）"


def _decoded(record: Any, columns: Sequence[ConnectorColumn], faults: list[RowFault]) -> Any:  # noqa: ANN401 - of three
    extra, values = dict(record.extra), {}
    for column in columns:
        raw: str = getattr(record, column.field)
        words = [_words(column, code.strip()) for code in raw.split(CODE_SEPARATOR)] if raw.strip() else []
        if any(each is None for each in words):
            faults.append(_unknown_code(record, column))
        elif words:
            values[column.field] = "、".join(each for each in words if each is not None)
            extra[code_header(column)] = raw
    return replace(record, **values, extra=extra)


def _unguarded(record: Any) -> Any:  # noqa: ANN401 - of three
    texts = {each.name: unguarded(getattr(record, each.name)) for each in fields(record) if each.name not in _NO_TEXTS}
    extra = {unguarded(header): unguarded(value) for header, value in record.extra.items()}
    return replace(record, **texts, extra=extra)


def _unknown_code(record: Any, column: ConnectorColumn) -> RowFault:  # noqa: ANN401 - one of the three records
    return RowFault(
        file=record.source.file,
        sheet=record.source.sheet,
        row=record.source.row,
        column=column.header,
        severity=Severity.WARNING,
        reason="代码不在平台文件样式中，按原文保留",
        remedy="请核对代码，或在样式的 codes 中加上",
    )


def _words(column: ConnectorColumn, code: str) -> str | None:
    """Return our words for a code; None where it is unknown."""
    if column.coded is CodedValue.REGION:
        region = load_regions().get(code)
        return None if region is None else _whole_name(region)
    if column.coded is CodedValue.INDUSTRY:
        industry = load_industries().get(code)
        return None if industry is None else industry.name
    ours = next((value for value, theirs in column.codes.items() if theirs == code), None)
    if ours is None:
        return None
    if column.coded is CodedValue.READINESS:
        return _first_word(load_readiness_words(), Readiness[ours.upper()])
    return _first_word(load_cooperation_words(), CooperationMode(ours))


def _whole_name(region: Region) -> str:
    """Return a region's name with those it lies in: a county's name alone may be another's, too."""
    codes = dict.fromkeys(each for each in (region.province, region.city, region.county) if each)
    return "".join(load_regions()[code].name for code in codes)


def _first_word(table: Mapping[str, Any], meaning: object) -> str:
    return next(words for words, own in table.items() if own == meaning)
