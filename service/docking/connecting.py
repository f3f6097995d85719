"""Records to and from other platforms, through the profiles of their files."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data.errors import UsageError
from data.records.accounts import OPERATOR, Actor
from data.records.connectors import CodedValue, Connector
from data.records.facets import EVERY_RECORD, Facets
from data.records.scopes import Scope
from data.records.sources import Source
from data.storage.workspace import Workspace
from ingest.batch import Batch
from ingest.connectors import code_header, read_platform_file
from ingest.contacts import mask_field
from ingest.platform_texts import CUT_NOTE, carried
from ingest.report import RowFault, Severity
from service.docking.amounts import with_units
from service.docking.facets import facets_of
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of
from service.docking.recognising import has_ids, recognised
from service.docking.record_kinds import EDIT, VIEW
from service.docking.workspace import ImportedFile, ReadImport, import_region, store_imports

_PAGE: Final = 500
_NO_TEXTS: Final = frozenset({"id", "kind", "extra", "source"})


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
    found = _within(workspace, connector, scope)
    return Outgoing(tuple(with_units(each.record) for each in found), tuple(each.facets for each in found))


def _within(workspace: Workspace, connector: Connector, scope: Scope) -> list[Any]:
    """Return the records of a profile's kind that lie in a scope, with their facets."""
    found: list[Any] = []
    cursor = None
    with workspace.reading() as stores:
        repository: Any = getattr(stores, connector.kind)
        while True:
            page = repository.page(EVERY_RECORD, scope=scope, after=cursor, limit=_PAGE)
            found += page.records
            cursor = page.next
            if cursor is None:
                return found


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
    """Read a platform's file ready to be stored.

    A row is the record of its id, or where the file carries none, the one that `recognised` finds among those the actor
    may see. What it leaves empty of a known record, or masks, is as the record has it.
    """
    batch = read_platform_file(connector, path)
    if not has_ids(connector):
        seen = _within(workspace, connector, scope_of(actor, VIEW[connector.kind]))
        batch = recognised(connector, batch, [each.record for each in seen])
    with workspace.reading() as stores:
        known = getattr(stores, connector.kind).versioned_many([each.id for each in batch.records])
    faults = list(batch.report.faults)
    records = tuple(
        _completed(each, known[each.id], connector, faults) if each.id in known else each for each in batch.records
    )
    new_in = import_region(connector.kind, actor)
    regions = {each.id: known[each.id].facets.region_code if each.id in known else new_in for each in records}
    facets = {each.id: facets_of(each, region_code=regions[each.id]) for each in records}
    return ReadImport(path, Batch(records, replace(batch.report, faults=tuple(faults))), facets)


def _completed(record: Any, stored: Any, connector: Connector, faults: list[RowFault]) -> Any:  # noqa: ANN401 - of three
    """Return a known record with the values that its row leaves empty, or masks, as the workspace has them."""
    return _with_texts(_with_codes(record, stored, connector), stored.record, connector, faults)


def _with_codes(record: Any, versioned: Any, connector: Connector) -> Any:  # noqa: ANN401 - one of the three records
    """Return a record in which a code that means what our own words say does not replace the words.

    The code was written from the stored facets, where a region may stand that the words do not name.
    """
    stored, theirs = versioned.record, facets_of(record)
    ours = (versioned.facets, facets_of(stored))
    same = [
        each
        for each in connector.columns
        if each.coded
        and each.field
        and _meaning(theirs, each.coded) in [_meaning(facets, each.coded) for facets in ours]
    ]
    codes = {code_header(each) for each in same}
    extra = {header: value for header, value in record.extra.items() if header not in codes}
    return replace(record, **{each.field: getattr(stored, each.field) for each in same}, extra=extra)


def _with_texts(record: Any, stored: Any, connector: Connector, faults: list[RowFault]) -> Any:  # noqa: ANN401 - as above
    """Return a record whose empty values are the stored ones, and in which what was masked is put back."""
    ours = _texts(stored)
    kept, refused = {}, []
    for key, given in _texts(record).items():
        original = ours.get(key, "")
        try:
            kept[key] = _text(key[1], original, given, connector.ending)
        except UsageError:
            kept[key] = original
            refused.append(key[1])
    faults += [_untouched(record.source, column) for column in refused]
    own = {name: text for (is_own, name), text in kept.items() if is_own}
    extra = {header: text for (is_own, header), text in kept.items() if not is_own}
    return replace(record, **own, extra={**stored.extra, **extra})


def _texts(record: Any) -> dict[tuple[bool, str], str]:  # noqa: ANN401 - as above
    """Return the texts of a record: (whether it is a field of ours, its name or header) -> text."""
    own = {(True, each.name): getattr(record, each.name) for each in fields(record) if each.name not in _NO_TEXTS}
    return own | {(False, header): text for header, text in record.extra.items()}


def _text(name: str, original: str, given: str, ending: str) -> str:
    """Return the value that a cell means.

    Raises:
        UsageError: a hidden contact, or a text that the file does not hold whole, was changed in part.
    """
    if not given or given == carried(mask_field(name, original), ending=ending):
        return original
    if given.endswith(CUT_NOTE) and not original.endswith(CUT_NOTE):
        raise UsageError("文字没有写全。", remedy="请在工作区里直接修改。")
    return taken_over(name, original, given)


def _untouched(place: Source, column: str) -> RowFault:
    return RowFault(
        severity=Severity.WARNING,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column=column,
        reason="改动碰到了遮盖的联系方式或没有写全的文字，保留原有内容",
        remedy="请在工作区里直接修改",
    )


def _meaning(facets: Facets, coded: CodedValue) -> object:
    return {
        CodedValue.READINESS: facets.readiness,
        CodedValue.MODES: facets.modes,
        CodedValue.REGION: facets.region_code,
        CodedValue.INDUSTRY: facets.industry_code,
    }[coded]
