"""Needs, achievements and parties as somebody may list, see, make and look back on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from data.errors import BadInputError, UnknownIdError
from data.records.accounts import BUREAUS, ORGANISATIONS, Actor
from data.records.achievements import Achievement
from data.records.enums import PartyKind
from data.records.facets import RecordFilter
from data.records.needs import Need
from data.records.parties import Party
from data.records.scopes import Scope
from data.records.versions import Cursor, Page, Versioned
from data.storage.audit import StoredEntry
from data.storage.edits import LABELS
from data.storage.workspace import Workspace
from ingest.identities import content_id
from service.docking.adding import Outcome, add_each
from service.docking.editing import Editor, Kind, Record
from service.docking.permissions import scope_of
from service.docking.record_kinds import EDIT, VIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """What differs between the three kinds of records.

    Attributes:
        record: its class.
        prefix: first letter of ids that are made.
        identity: fields from which an id is made where none is given, as for imported files.
        owner: the field that names the organisation it belongs to.
    """

    record: type[Any]
    prefix: str
    identity: tuple[str, ...]
    owner: str


KINDS: Final[Mapping[Kind, RecordKind]] = {
    "needs": RecordKind(
        record=Need,
        prefix="N",
        identity=("title", "content", "enterprise"),
        owner="enterprise",
    ),
    "achievements": RecordKind(
        record=Achievement,
        prefix="A",
        identity=("title", "content", "university"),
        owner="university",
    ),
    "parties": RecordKind(
        record=Party,
        prefix="P",
        identity=("name", "region"),
        owner="name",
    ),
}


def editor_of(workspace: Workspace, actor: Actor, kind: Kind) -> Editor:
    """Return somebody's hand on the records of a kind, within the part they may change."""
    return Editor(workspace=workspace, kind=kind, actor=actor, scope=scope_of(actor, EDIT[kind]))


def list_records(  # noqa: PLR0913 - a list is what, for whom, and which part of it
    workspace: Workspace,
    actor: Actor,
    kind: Kind,
    wanted: RecordFilter,
    *,
    after: Cursor | None,
    limit: int,
    newest_first: bool = False,
) -> Page[Any]:
    """Return a page of the records somebody may see; see `RecordRepository.page`."""
    scope = scope_of(actor, VIEW[kind])
    with workspace.reading() as stores:
        page: Page[Any] = getattr(stores, kind).page(
            wanted, scope=scope, after=after, limit=limit, newest_first=newest_first
        )
    return page


def count_records(workspace: Workspace, actor: Actor, kind: Kind, wanted: RecordFilter) -> int:
    """Return how many records somebody may see."""
    scope = scope_of(actor, VIEW[kind])
    with workspace.reading() as stores:
        return int(getattr(stores, kind).count(wanted, scope=scope))


def record_of(workspace: Workspace, actor: Actor, kind: Kind, number: str) -> Versioned[Any]:
    """Return a record somebody may see; `_known` names the error."""
    return _known(workspace, kind, number, scope=scope_of(actor, VIEW[kind]))


def history_of(workspace: Workspace, actor: Actor, kind: Kind, number: str, *, limit: int) -> tuple[StoredEntry, ...]:
    """Return what happened to a record somebody may change, deleted or not, newest first; `_known` names the error."""
    _known(workspace, kind, number, scope=scope_of(actor, EDIT[kind]), with_deleted=True)
    with workspace.reading() as stores:
        return stores.audit.of_record(kind, number, limit=limit)


def add_record(workspace: Workspace, actor: Actor, kind: Kind, values: Mapping[str, Any]) -> Versioned[Any]:
    """Add a record.

    Args:
        workspace: where to keep it.
        actor: whose it becomes, where they act for an organisation and name no owner; a need or a party of a bureau
            that names no region belongs to the bureau's own.
        kind: what it is.
        values: by field; an id is made where none is given.

    Returns:
        The record as it is stored; `Editor.add` names the errors.
    """
    record = make_record(actor, kind, values)
    return editor_of(workspace, actor, kind).add(record, region_code=_place_of(actor, kind))


def add_records(workspace: Workspace, actor: Actor, kind: Kind, given: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Add records, each as if it were alone: what is wrong with one keeps none of the others out.

    Args:
        workspace: where to keep them.
        actor: see `add_record`.
        kind: what they are.
        given: values by field, of each.

    Returns:
        Of each its id, or why it is not stored; see `add_each`.
    """
    scope = scope_of(actor, EDIT[kind])
    made = [_made(actor, kind, values) for values in given]
    return add_each(workspace, kind, made, actor=actor, scope=scope, region_code=_place_of(actor, kind))


def make_record(actor: Actor, kind: Kind, values: Mapping[str, Any]) -> Record:
    """Return a record of what somebody wrote; nothing is stored."""
    meant = KINDS[kind]
    own = {meant.owner: actor.organisation} if actor.role in ORGANISATIONS else {}
    blank = dict.fromkeys(meant.identity, "")
    filled = {**blank, **own, **{name: value for name, value in values.items() if value or name not in own}}
    number = filled.pop("id", "") or content_id(meant.prefix, [filled[name] for name in meant.identity])
    if kind == "parties":
        filled["kind"] = PartyKind(filled["kind"])
    record: Record = meant.record(id=number, **filled)
    return record


def _made(actor: Actor, kind: Kind, values: Mapping[str, Any]) -> Record | BadInputError:
    try:
        return make_record(actor, kind, values)
    except BadInputError as error:
        return error


def _place_of(actor: Actor, kind: Kind) -> str:
    """Return the region of what somebody adds without naming one; "" for none."""
    return actor.region_code if actor.role in BUREAUS and kind != "achievements" else ""


def _known(
    workspace: Workspace, kind: Kind, number: str, *, scope: Scope, with_deleted: bool = False
) -> Versioned[Any]:
    """Return a record of a scope.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    with workspace.reading() as stores:
        found: Versioned[Any] | None = getattr(stores, kind).get_versioned(
            number, scope=scope, with_deleted=with_deleted
        )
    if found is None:
        raise UnknownIdError(f"工作区里没有编号为“{number}”的{LABELS[kind]}。", remedy="请核对编号，或从列表中选择。")
    return found
