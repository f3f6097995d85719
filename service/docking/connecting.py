"""Records to and from other platforms, through the profiles of their files."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data.errors import UsageError
from data.records.accounts import OPERATOR, Actor
from data.records.connectors import CodedValue, Connector
from data.records.facets import EVERY_RECORD, Facets
from data.storage.workspace import Workspace
from ingest.connectors import code_header, read_platform_file
from ingest.report import RowFault, Severity
from service.docking.amounts import with_units
from service.docking.facets import facets_of
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of
from service.docking.record_kinds import EDIT, VIEW
from service.docking.workspace import ImportedFile, ReadImport, import_region, store_imports

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes to a platform: records that an actor may hand on, and their facets in the same order."""

    records: tuple[Any, ...]
    facets: tuple[Facets, ...]


def outgoing(workspace: Workspace, connector: Connector, actor: Actor = OPERATOR) -> Outgoing:
    """Return the records of a profile's kind that an actor may export, in the order in which they arrived.

    `scope_of` names the errors.
    """
    scope_of(actor, Action.EXPORT)
    scope = scope_of(actor, VIEW[connector.kind])
    found = []
    cursor = None
    with workspace.reading() as stores:
        repository: Any = getattr(stores, connector.kind)
        while True:
            page = repository.page(EVERY_RECORD, scope=scope, after=cursor, limit=_PAGE)
            found += page.records
            cursor = page.next
            if cursor is None:
                break
    return Outgoing(tuple(with_units(each.record) for each in found), tuple(each.facets for each in found))


def read_incoming(connector: Connector, path: Path, *, actor: Actor = OPERATOR) -> ReadImport:
    """Read a platform's file as `service.docking.workspace.read_import` reads any other."""
    batch = read_platform_file(connector, path)
    region_code = import_region(connector.kind, actor)
    return ReadImport(path, batch, {each.id: facets_of(each, region_code=region_code) for each in batch.records})


def take_in(
    workspace: Workspace, connector: Connector, path: Path, *, at: datetime, actor: Actor = OPERATOR
) -> ImportedFile:
    """Store the records of a platform's file, with the file as it came among the originals.

    A platform carries less than we keep: what its file leaves empty of a record that is here stays as it is.
    Errors are those of `service.docking.workspace.import_files`.
    """
    scope = scope_of(actor, EDIT[connector.kind])
    read = read_completed(workspace, connector, path, actor=actor)
    (stored,) = store_imports(workspace, connector.kind, [read], at=at, actor=actor, scope=scope)
    return stored


def read_completed(workspace: Workspace, connector: Connector, path: Path, *, actor: Actor = OPERATOR) -> ReadImport:
    """Read a platform's file ready to be stored: what it leaves empty of a known record is as the record has it."""
    return _completed(workspace, connector, read_incoming(connector, path, actor=actor))


def _completed(workspace: Workspace, connector: Connector, read: ReadImport) -> ReadImport:
    """Return what was read, with the values that the file leaves empty, or masks, as the workspace has them."""
    with workspace.reading() as stores:
        known = getattr(stores, connector.kind).get_many([each.id for each in read.batch.records])
    faults = list(read.batch.report.faults)
    records = tuple(
        _with_texts(_with_codes(each, known[each.id], connector), known[each.id], faults) if each.id in known else each
        for each in read.batch.records
    )
    facets = {**read.facets, **{each.id: facets_of(each) for each in records if each.id in known}}
    report = replace(read.batch.report, faults=tuple(faults))
    return replace(read, batch=replace(read.batch, records=records, report=report), facets=facets)


def _with_codes(record: Any, stored: Any, connector: Connector) -> Any:  # noqa: ANN401 - one of the three records
    """Return a record in which a code that means what our own words say does not replace the words."""
    theirs, ours = facets_of(record), facets_of(stored)
    same = [
        each
        for each in connector.columns
        if each.coded and each.field and _meaning(theirs, each.coded) == _meaning(ours, each.coded)
    ]
    codes = {code_header(each) for each in same}
    extra = {header: value for header, value in record.extra.items() if header not in codes}
    return replace(record, **{each.field: getattr(stored, each.field) for each in same}, extra=extra)


def _with_texts(record: Any, stored: Any, faults: list[RowFault]) -> Any:  # noqa: ANN401 - as above
    """Return a record whose empty values are the stored ones, and in which what was masked is put back."""
    names = [each.name for each in fields(record) if each.name not in {"id", "kind", "extra", "source"}]
    texts = {name: _text(record, stored, name, faults) for name in names}
    return replace(record, **texts, extra={**stored.extra, **record.extra})


def _text(record: Any, stored: Any, name: str, faults: list[RowFault]) -> str:  # noqa: ANN401 - as above
    given, original = str(getattr(record, name)), str(getattr(stored, name))
    if not given:
        return original
    try:
        return taken_over(name, original, given)
    except UsageError:
        place = record.source
        faults.append(
            RowFault(
                severity=Severity.WARNING,
                file=place.file,
                sheet=place.sheet,
                row=place.row,
                column=name,
                reason="文字改动碰到了遮盖的联系方式，保留原有内容",
                remedy="请在工作区里直接修改",
            )
        )
        return original


def _meaning(facets: Facets, coded: CodedValue) -> object:
    return {
        CodedValue.READINESS: facets.readiness,
        CodedValue.MODES: facets.modes,
        CodedValue.REGION: facets.region_code,
        CodedValue.INDUSTRY: facets.industry_code,
    }[coded]
