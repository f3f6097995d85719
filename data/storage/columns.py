"""Records as columns of their tables, and back."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from data.errors import BadInputError
from data.records.achievements import Achievement
from data.records.audit import FieldChange
from data.records.enums import CooperationMode, PartyKind, Readiness
from data.records.facets import Facets
from data.records.needs import Need
from data.records.parties import Party
from data.records.sources import Source
from data.storage.tables import RecordRow

Record = Need | Achievement | Party

FACETS: Final = ("region_code", "industry_code", "readiness", "modes", "facets_edition")
PLACE: Final = ("source_file", "source_sheet", "source_row", "batch_id")


# PostgreSQL keeps no NUL in a text, and halves of a pair of UTF-16 are no characters for either database.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def require_storable(record: Record) -> None:
    """Refuse a record that no database could give back as it is.

    Raises:
        BadInputError: a text holds a NUL or a lone surrogate.
    """
    values = values_of(record)
    extra = values.pop("extra")
    for name, value in (*values.items(), *((header, f"{header}{text}") for header, text in extra.items())):
        if _UNSTORABLE.search(value):
            raise BadInputError(
                f"编号“{_UNSTORABLE.sub('�', record.id)}”的“{_UNSTORABLE.sub('�', name)}”含有无法保存的控制字符。",
                remedy="请删去这一格中看不见的字符后重试。",
            )


def value_names(record_type: type[Any]) -> tuple[str, ...]:
    """Return the fields of a kind of record that a change may concern, its id first, without its source."""
    return tuple(field.name for field in fields(record_type) if field.name != "source")


def values_of(record: Record) -> dict[str, Any]:
    """Return the fields of a record as its columns hold them."""
    values = {name: getattr(record, name) for name in value_names(type(record))}
    values["extra"] = dict(record.extra)
    if "kind" in values:
        values["kind"] = str(values["kind"])
    return values


def fingerprint_of(values: Mapping[str, Any]) -> str:
    """Return a checksum of the fields of a record as `values_of` gives them; where it was read is no part of them."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def place_of(record: Record, *, batch: int | None) -> dict[str, Any]:
    """Return the columns that say where a record was read."""
    source = record.source
    return {"source_file": source.file, "source_sheet": source.sheet, "source_row": source.row, "batch_id": batch}


def record_of(record_type: type[Any], row: RecordRow) -> Any:  # noqa: ANN401 - the caller names the type
    """Return the record of a row."""
    values = {name: getattr(row, name) for name in value_names(record_type)}
    if record_type is Party:
        values["kind"] = PartyKind(values["kind"])
    return record_type(**values, source=Source(file=row.source_file, sheet=row.source_sheet, row=row.source_row))


def state_of(record_type: type[Any], row: RecordRow) -> dict[str, Any]:
    """Return what undoing a change has to put back, by column."""
    return {name: getattr(row, name) for name in (*value_names(record_type), *PLACE, *FACETS)}


def facet_columns(facets: Facets) -> dict[str, Any]:
    """Return the columns facets fill; modes are written "|joint_dev|licence|", so that one can be looked for."""
    named = [mode.value for mode in CooperationMode if mode in facets.modes]
    return {
        "region_code": facets.region_code,
        "industry_code": facets.industry_code,
        "readiness": None if facets.readiness is None else int(facets.readiness),
        "modes": f"|{'|'.join(named)}|" if named else "",
        "facets_edition": facets.edition,
    }


def facets_of(row: RecordRow) -> Facets:
    """Return the facets of a row."""
    return Facets(
        region_code=row.region_code,
        industry_code=row.industry_code,
        readiness=None if row.readiness is None else Readiness(row.readiness),
        modes=frozenset(CooperationMode(mode) for mode in row.modes.split("|") if mode),
        edition=row.facets_edition,
    )


def differing_fields(before: Record, after: Record) -> tuple[str, ...]:
    """Name the fields whose values differ, in the record's own order."""
    old, new = values_of(before), values_of(after)
    return tuple(name for name in old if old[name] != new[name])


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """List the values that differ, in full; a column that no field claims is named "extra." and its header.

    Args:
        before: columns of a record, or some of them.
        after: the same columns later; those that `before` lacks say nothing.

    Returns:
        In the order of `before`; "" where a header was not there.
    """
    changes: list[FieldChange] = []
    for name in before:
        if name == "extra":
            old, new = before[name], after[name]
            headers = dict.fromkeys((*old, *new))
            changes += [
                FieldChange(f"extra.{header}", old.get(header, ""), new.get(header, ""))
                for header in headers
                if old.get(header) != new.get(header)
            ]
        elif before[name] != after[name]:
            changes.append(FieldChange(name, str(before[name]), str(after[name])))
    return tuple(changes)
