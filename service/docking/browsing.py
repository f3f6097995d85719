"""Records as lists and pages show them: one part of them at a time, and one with its history."""

from dataclasses import dataclass, replace
from typing import Any, Final

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.facets import EVERY_RECORD, RecordFilter
from data.records.scopes import Scope
from data.records.versions import Cursor, Page, Versioned
from data.storage.audit import StoredEntry
from data.storage.workspace import Stores, Workspace
from service.docking.permissions import scope_of
from service.docking.record_kinds import EDIT, KIND_LABELS, VIEW, RecordKind, may_edit

PAGE_ROWS: Final = 50
_MOST_NAMESAKES: Final = 5
_MOST_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list.

    Attributes:
        page: its records.
        count: how many the list has on all its pages; None where nobody asked.
        is_all_empty: there is nothing to see whatever the filter; False where nobody asked.
    """

    page: Page[Any]
    count: int | None
    is_all_empty: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One record.

    Attributes:
        stored: the record with its version; deleted, perhaps, for whoever may restore it.
        is_editable: whether the actor may change it.
        history: what happened to it, newest first; empty for whoever may not change it.
        namesakes: other records of exactly the same name, at most five.
    """

    stored: Versioned[Any]
    is_editable: bool
    history: tuple[StoredEntry, ...]
    namesakes: tuple[Any, ...]


def list_records(  # noqa: PLR0913 - a list is what, for whom, and which part of it
    workspace: Workspace,
    actor: Actor,
    kind: RecordKind,
    wanted: RecordFilter,
    *,
    after: Cursor | None = None,
    limit: int = PAGE_ROWS,
    newest_first: bool = True,
    is_counted: bool = True,
) -> Listed:
    """Return one page of the records an actor may see; of deleted ones those they may restore.

    The number of queries does not depend on the number of rows; `scope_of` names the error.
    """
    scope = scope_of(actor, EDIT[kind] if wanted.is_deleted else VIEW[kind])
    with workspace.reading() as stores:
        repository = _repository(stores, kind)
        page = repository.page(wanted, scope=scope, after=after, limit=limit, newest_first=newest_first)
        if not is_counted:
            return Listed(page, None, is_all_empty=False)
        count = repository.count(wanted, scope=scope)
        is_all_empty = not count and not repository.count(EVERY_RECORD, scope=scope)
    return Listed(page, count, is_all_empty)


def record_of(workspace: Workspace, actor: Actor, kind: RecordKind, number: str) -> Versioned[Any]:
    """Return a record an actor may see; `_known` names the error."""
    with workspace.reading() as stores:
        return _known(stores, kind, number, scope=scope_of(actor, VIEW[kind]))


def open_record(workspace: Workspace, actor: Actor, kind: RecordKind, number: str) -> Opened:
    """Return a record an actor may see; a deleted one, if they may restore it; `_known` names the error."""
    scope = scope_of(actor, VIEW[kind])
    with workspace.reading() as stores:
        repository = _repository(stores, kind)
        editable = None
        if may_edit(actor, kind):
            editable = repository.get_versioned(number, scope=scope_of(actor, EDIT[kind]), with_deleted=True)
        stored = editable or _known(stores, kind, number, scope=scope)
        history = stores.audit.of_record(kind, number, limit=_MOST_STEPS) if editable else ()
        return Opened(stored, editable is not None, history, _namesakes(stores, kind, stored.record, scope))


def editable_record(workspace: Workspace, actor: Actor, kind: RecordKind, number: str) -> Versioned[Any]:
    """Return a record an actor may change, deleted or not; `_known` names the error."""
    with workspace.reading() as stores:
        return _known(stores, kind, number, scope=scope_of(actor, EDIT[kind]), with_deleted=True)


def history_of(
    workspace: Workspace, actor: Actor, kind: RecordKind, number: str, *, limit: int
) -> tuple[StoredEntry, ...]:
    """Return what happened to a record an actor may change, deleted or not, newest first; `_known` names the error."""
    with workspace.reading() as stores:
        _known(stores, kind, number, scope=scope_of(actor, EDIT[kind]), with_deleted=True)
        return stores.audit.of_record(kind, number, limit=limit)


def name_of(record: Any) -> str:  # noqa: ANN401 - any of the three records
    """Return the title of a need or achievement, or the name of a party."""
    return str(getattr(record, "title", "") or getattr(record, "name", ""))


def _namesakes(stores: Stores, kind: RecordKind, record: Any, scope: Scope) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    name = name_of(record).strip()
    if not name:
        return ()
    alike = _repository(stores, kind).page(replace(EVERY_RECORD, words=name), scope=scope, limit=_MOST_NAMESAKES + 1)
    others = [each.record for each in alike.records if each.record.id != record.id]
    return tuple(each for each in others if name_of(each).strip() == name)[:_MOST_NAMESAKES]


def _known(
    stores: Stores, kind: RecordKind, number: str, *, scope: Scope, with_deleted: bool = False
) -> Versioned[Any]:
    """Return a record of a scope.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    found: Versioned[Any] | None = _repository(stores, kind).get_versioned(
        number, scope=scope, with_deleted=with_deleted
    )
    if found is None:
        raise UnknownIdError(
            f"工作区里没有编号为“{number}”的{KIND_LABELS[kind]}。", remedy="请核对编号，或从列表中选择。"
        )
    return found


def _repository(stores: Stores, kind: RecordKind) -> Any:  # noqa: ANN401 - the three differ by their record only
    return getattr(stores, kind)
