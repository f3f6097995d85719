"""Adding many records at once, each as if it were alone: what is wrong with one keeps none of the others out."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.errors import BadInputError, RefusalError
from data.records.accounts import Actor
from data.records.facets import Facets
from data.records.scopes import NOTHING, Scope
from data.storage.columns import require_storable
from data.storage.edits import LABELS
from data.storage.workspace import Stores, Workspace
from service.docking.amounts import UNIT_KEYS
from service.docking.editing import OUTSIDE, OUTSIDE_REMEDY, TAKEN, TAKEN_REMEDY, Record, require_amounts
from service.docking.facets import facets_of
from service.docking.record_kinds import RecordKind

Outcome = str | BadInputError | RefusalError
"""The id of a record that was added, or why it was not."""


class _ForeignError(Exception):
    """Some of the records that were tried lie outside the scope.

    Args:
        numbers: their ids.
    """

    def __init__(self, numbers: frozenset[str]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


def add_each(
    workspace: Workspace,
    kind: RecordKind,
    given: Sequence[Record | BadInputError],
    *,
    actor: Actor,
    scope: Scope,
    region_code: str = "",
) -> list[Outcome]:
    """Add records in one transaction, with the outcome of adding one after the other.

    Args:
        workspace: where to keep them.
        kind: what they are.
        given: records, and errors in the place of what could not be made one.
        actor: who adds them.
        scope: the part of the records they may add.
        region_code: stands in where a record names no region that is recognised.

    Returns:
        The outcome of each. Where the workspace cannot be written none is added, and the error is that of
        `Workspace.writing`.
    """
    outcomes: dict[int, Outcome] = {}
    records: dict[int, Record] = {}
    for place, each in enumerate(given):
        checked = each if isinstance(each, BadInputError) else _storable(each)
        if isinstance(checked, BadInputError):
            outcomes[place] = checked
        else:
            records[place] = checked
    facets = {place: facets_of(record, region_code=region_code) for place, record in records.items()}
    with workspace.writing(actor) as stores:
        stores.revisions.lock()
        while records:
            decided = _round(stores, kind, records, facets, scope)
            outcomes |= decided
            records = {place: record for place, record in records.items() if place not in decided}
    return [outcomes[place] for place in range(len(given))]


def _storable(record: Record) -> Record | BadInputError:
    try:
        require_storable(record)
        require_amounts({name: getattr(record, name, "") for name in UNIT_KEYS})
    except BadInputError as error:
        return error
    return record


def _round(
    stores: Stores, kind: RecordKind, records: Mapping[int, Record], facets: Mapping[int, Facets], scope: Scope
) -> dict[int, Outcome]:
    """Decide on the first record of each id, by place; another one of that id depends on what becomes of it."""
    repository: Any = getattr(stores, kind)
    there = frozenset(repository.outside([record.id for record in records.values()], NOTHING))
    outcomes: dict[int, Outcome] = {
        place: RefusalError(TAKEN.format(number=each.id), remedy=TAKEN_REMEDY)
        for place, each in records.items()
        if each.id in there
    }
    first: dict[str, int] = {}
    for place, record in records.items():
        if place not in outcomes:
            first.setdefault(record.id, place)
    foreign: frozenset[str] = frozenset()
    try:
        with stores.attempt():
            _add_within(scope, repository, first, records, facets)
    except _ForeignError as error:
        foreign = error.numbers
        _add(repository, {number: first[number] for number in first.keys() - foreign}, records, facets)
    refused = {
        number: RefusalError(OUTSIDE.format(label=LABELS[kind], number=number), remedy=OUTSIDE_REMEDY)
        for number in foreign
    }
    return outcomes | {place: refused.get(number, number) for number, place in first.items()}


def _add_within(
    scope: Scope,
    repository: Any,  # noqa: ANN401 - the three repositories differ by their record only
    places: Mapping[str, int],
    records: Mapping[int, Record],
    facets: Mapping[int, Facets],
) -> None:
    """Add records of a scope, see `_add`.

    Raises:
        _ForeignError: some lie outside; what was written is to be undone.
    """
    _add(repository, places, records, facets)
    foreign = frozenset(repository.outside(list(places), scope))
    if foreign:
        raise _ForeignError(foreign)


def _add(
    repository: Any,  # noqa: ANN401 - as above
    places: Mapping[str, int],
    records: Mapping[int, Record],
    facets: Mapping[int, Facets],
) -> None:
    """Add the records at some places, in their order."""
    ordered = sorted(places.values())
    repository.add_many(
        [records[place] for place in ordered], facets={records[place].id: facets[place] for place in ordered}
    )
