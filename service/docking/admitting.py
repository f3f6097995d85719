"""Rows of an import that whoever brings them may not bring: refused one by one, so that the others are kept."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from data.records.facets import Facets
from data.records.scopes import Scope
from data.reference.regions import codes_within
from data.storage.workspace import Stores
from ingest.batch import Batch
from ingest.identities import MADE_OF, content_id
from ingest.names import name_key
from ingest.report import ImportReport, Place, RowFault, Severity
from service.docking.record_kinds import OWNERS

_OF_ANOTHER: Final = "不是本单位的记录"
_ITS_OWNER: Final = "请改为“{organisation}”或留空后重新导入这一行；确是其他单位的，请由该单位或上级部门导入"
_ELSEWHERE: Final = "所在地区不归您负责"
_ITS_REGION: Final = "请核对地区；确是其他地区的，请由当地或上级部门导入"
_TAKEN: Final = "编号已属于您负责范围之外的记录"
_ITS_NUMBER: Final = "请换用别的编号，或删去编号后重新导入这一行，由程序编号"
NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


def name_kept(written: str, organisation: str, known: Mapping[str, str] = NOBODY) -> str:
    """Return the name of a record's owner as it is kept: an organisation's own, however it spells it, as its account.

    Args:
        written: by somebody; blank for their own.
        organisation: theirs; "" for none.
        known: what others are called, see `known_names`.
    """
    key, plain = name_key(written), written.strip()
    if organisation and key in {"", name_key(organisation)}:
        return organisation
    return known.get(plain) or known.get(key, plain)


def known_names(stores: Stores) -> Mapping[str, str]:
    """Return how the accounts of organisations write their names: by the name itself, and by what it is compared by."""
    names = [account.organisation for account in reversed(stores.accounts.all()) if account.organisation]
    return {name_key(name): name for name in names} | {name: name for name in names}


def named(
    stores: Stores, kind: str, batch: Batch[Any], *, facets: Mapping[str, Facets], scope: Scope
) -> tuple[Batch[Any], Mapping[str, Facets]]:
    """Return what was read with the names of organisations as they are kept, and the facets by the ids of then.

    A record without an owner is taken for one of the organisation that brings it. The name of an organisation that has
    an account is kept as the account has it, however the file spells it: by that it finds its records. An id that was
    made of what the file wrote is made anew of what is kept, so that the same record has the same id another time.
    """
    known = {} if scope.organisation else known_names(stores)
    taken = {each.id for each in batch.records}
    records, found = [], dict(facets)
    for each in batch.records:
        new = _renamed(each, kind, scope, known)
        number = _made_id(kind, new) if new is not each and each.id == _made_id(kind, each) else each.id
        if number not in taken:
            taken.add(number)
            found[number] = found[each.id]
            new = replace(new, id=number)
        records.append(new)
    return replace(batch, records=tuple(records)), found


def admit(stores: Stores, kind: str, batch: Batch[Any], *, facets: Mapping[str, Facets], scope: Scope) -> Batch[Any]:
    """Return what of a file may be imported; every other row is refused in its report.

    Args:
        stores: of one transaction.
        kind: what the file holds.
        batch: as `named` returned it.
        facets: of its records, by id.
        scope: the part of the records that may be brought or changed; a bureau may bring achievements from anywhere.

    Returns:
        The records that may be brought, in order.
    """
    records = batch.records
    if scope.everything:
        return batch
    taken = frozenset(getattr(stores, kind).outside([each.id for each in records], scope))
    headers = _headers(batch.report)
    faults = [_fault(each, kind, headers, scope=scope, facets=facets, is_taken=each.id in taken) for each in records]
    refused = [fault for fault in faults if fault is not None]
    kept = tuple(each for each, fault in zip(records, faults, strict=True) if fault is None)
    return Batch(kept, _with_refused(batch.report, refused))


def _renamed(record: Any, kind: str, scope: Scope, known: Mapping[str, str]) -> Any:  # noqa: ANN401 - any of the three records
    written = getattr(record, OWNERS[kind])
    kept = name_kept(written, scope.organisation, known)
    return record if kept == written else replace(record, **{OWNERS[kind]: kept})


def _made_id(kind: str, record: Any) -> str:  # noqa: ANN401 - as above
    prefix, identity = MADE_OF[kind]
    return content_id(prefix, [getattr(record, each) for each in identity])


def _fault(
    record: Any,  # noqa: ANN401 - as above
    kind: str,
    headers: Mapping[tuple[str, str, str], str],
    *,
    scope: Scope,
    facets: Mapping[str, Facets],
    is_taken: bool,
) -> RowFault | None:
    """Return why a record may not be brought; None where it may."""
    place, owner = record.source, OWNERS[kind]

    def told(column: str, usual: str, reason: str, remedy: str) -> RowFault:
        header = headers.get((place.file, place.sheet, column), usual)
        return RowFault(Severity.REJECTED, place.file, place.sheet, place.row, header, reason, remedy)

    if scope.organisation and getattr(record, owner) != scope.organisation:
        return told(owner, "单位", _OF_ANOTHER, _ITS_OWNER.format(organisation=scope.organisation))
    is_bound = bool(scope.region_code) and kind != "achievements"
    if is_bound and facets[record.id].region_code not in codes_within(scope.region_code):
        return told("region", "地区", _ELSEWHERE, _ITS_REGION)
    return told("id", "编号", _TAKEN, _ITS_NUMBER) if is_taken else None


def _headers(report: ImportReport) -> dict[tuple[str, str, str], str]:
    """Return file, sheet and field -> the header that the column has there."""
    return {
        (sheet.file, sheet.sheet, field): header for sheet in report.columns for header, field in sheet.mapping.items()
    }


def _with_refused(report: ImportReport, refused: list[RowFault]) -> ImportReport:
    """Return a report with rows that are refused after all."""
    if not refused:
        return report
    order = {name: index for index, name in enumerate(report.files)}
    places = {Place(each.file, each.sheet, each.row) for each in refused}
    faults = sorted([*report.faults, *refused], key=lambda each: (order[each.file], each.sheet, each.row))
    duplicates = tuple(each for each in report.duplicates if each.place not in places)
    return replace(report, n_accepted=report.n_accepted - len(refused), faults=tuple(faults), duplicates=duplicates)
