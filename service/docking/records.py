"""Needs, achievements and parties as somebody makes them; `browsing` is how they are seen."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from data.errors import BadInputError
from data.records.accounts import BUREAUS, ORGANISATIONS, Actor
from data.records.achievements import Achievement
from data.records.enums import PartyKind
from data.records.needs import Need
from data.records.parties import Party
from data.records.versions import Versioned
from data.storage.workspace import Workspace
from ingest.identities import MADE_OF, content_id
from service.docking.adding import Outcome, add_each
from service.docking.admitting import NOBODY, known_names, name_kept
from service.docking.editing import Editor, Record
from service.docking.permissions import scope_of
from service.docking.record_kinds import EDIT, OWNERS, RecordKind

_CLASSES: Final[Mapping[RecordKind, type[Any]]] = {"needs": Need, "achievements": Achievement, "parties": Party}


def editor_of(workspace: Workspace, actor: Actor, kind: RecordKind) -> Editor:
    """Return somebody's hand on the records of a kind, within the part they may change."""
    return Editor(workspace=workspace, kind=kind, actor=actor, scope=scope_of(actor, EDIT[kind]))


def add_record(workspace: Workspace, actor: Actor, kind: RecordKind, values: Mapping[str, Any]) -> Versioned[Any]:
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
    record = make_record(actor, kind, values, known=_known(workspace))
    return editor_of(workspace, actor, kind).add(record, region_code=_place_of(actor, kind))


def add_records(
    workspace: Workspace, actor: Actor, kind: RecordKind, given: Sequence[Mapping[str, Any]]
) -> list[Outcome]:
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
    known = _known(workspace)
    made = [_made(actor, kind, values, known) for values in given]
    return add_each(workspace, kind, made, actor=actor, scope=scope, region_code=_place_of(actor, kind))


def make_record(
    actor: Actor, kind: RecordKind, values: Mapping[str, Any], *, known: Mapping[str, str] = NOBODY
) -> Record:
    """Return a record of what somebody wrote; nothing is stored. `known` are names, see `known_names`."""
    prefix, identity = MADE_OF[kind]
    owner, own = OWNERS[kind], actor.organisation if actor.role in ORGANISATIONS else ""
    filled = {**dict.fromkeys(identity, ""), **values}
    filled[owner] = name_kept(filled[owner], own, known)
    number = filled.pop("id", "") or content_id(prefix, [filled[name] for name in identity])
    if kind == "parties":
        filled["kind"] = PartyKind(filled["kind"])
    record: Record = _CLASSES[kind](id=number, **filled)
    return record


def _known(workspace: Workspace) -> Mapping[str, str]:
    with workspace.reading() as stores:
        return known_names(stores)


def _made(
    actor: Actor, kind: RecordKind, values: Mapping[str, Any], known: Mapping[str, str]
) -> Record | BadInputError:
    try:
        return make_record(actor, kind, values, known=known)
    except BadInputError as error:
        return error


def _place_of(actor: Actor, kind: RecordKind) -> str:
    """Return the region of what somebody adds without naming one; "" for none."""
    return actor.region_code if actor.role in BUREAUS and kind != "achievements" else ""
