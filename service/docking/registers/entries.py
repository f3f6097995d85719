"""Entries of registers: kept, changed, taken out and put back, each within the scope of whoever does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, ORGANISATIONS, Actor
from data.records.audit import AuditAction
from data.records.registers import Register, RegisterEntry, ValueKind
from data.records.scopes import Scope
from data.reference.register_layouts import load_registers
from data.storage.audit import AuditFilter, StoredEntry
from data.storage.registers import KIND
from data.storage.workspace import Stores, Workspace
from ingest.parsing.regions import find_region
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, may, scope_of
from service.docking.registers.values import ValueFault, form_value, read_values

_MOST_STEPS: Final = 100
_UNKNOWN: Final = "没有第 {number} 号登记。"
_CHOOSE: Final = "请从列表中选择。"
_ASK_OFFICE: Final = "请联系科技主管部门办理。"


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry with its register; `history` newest first, for those who may change it, else empty.

    `is_restorable`: it is deleted, and whoever looks at it may put it back.
    """

    register: Register
    entry: RegisterEntry
    is_editable: bool
    is_restorable: bool
    history: tuple[StoredEntry, ...]


def register_named(register_id: str) -> Register:
    """Return a register.

    Raises:
        UnknownIdError: there is none of that id.
    """
    register = load_registers().get(register_id)
    if register is None:
        raise UnknownIdError(f"没有名为“{register_id}”的台账。", remedy="请从台账目录中选择。")
    return register


def entries_of(
    workspace: Workspace, actor: Actor, register_id: str, *, is_deleted: bool = False
) -> tuple[RegisterEntry, ...]:
    """Return the entries of a register that an actor may see; of deleted ones those they could change.

    `scope_of` and `register_named` name the errors.
    """
    register = register_named(register_id)
    scope = scope_of(actor, Action.REGISTERS_EDIT if is_deleted else Action.REGISTERS_VIEW)
    with workspace.reading() as stores:
        return tuple(stores.registers.all(register.id, scope=scope, is_deleted=is_deleted))


def counts_of(workspace: Workspace, actor: Actor) -> dict[str, int]:
    """Return how many entries of each register an actor may see."""
    scope = scope_of(actor, Action.REGISTERS_VIEW)
    with workspace.reading() as stores:
        return stores.registers.counts(scope=scope)


def open_entry(workspace: Workspace, actor: Actor, number: int, *, register_id: str) -> OpenedEntry:
    """Return one entry of a register, deleted or not.

    Raises:
        UnknownIdError: there is none, it is of another register, or it lies outside; which of them is not said.
    """
    with workspace.reading() as stores:
        entry = _found(stores, number, scope_of(actor, Action.REGISTERS_VIEW))
        if entry.register != register_id:
            raise UnknownIdError(_UNKNOWN.format(number=number), remedy=_CHOOSE)
        is_editable = may(actor, Action.REGISTERS_EDIT) and _is_within(
            stores, number, scope_of(actor, Action.REGISTERS_EDIT)
        )
        history = stores.audit.of_record(KIND, str(number), limit=_MOST_STEPS) if is_editable else ()
        is_restorable = is_editable and entry.deleted_at is not None and not _told_restoring(stores, actor, entry)
    return OpenedEntry(register_named(entry.register), entry, is_editable, is_restorable, history)


def add_entry(workspace: Workspace, actor: Actor, register_id: str, texts: Mapping[str, str]) -> RegisterEntry:
    """Keep a new entry.

    Args:
        workspace: where.
        actor: in whose name; an organisation's own name stands where its column was left empty.
        register_id: of which register.
        texts: key -> what was written.

    Raises:
        RefusalError: it would lie outside of what the actor may keep.
    """
    register = register_named(register_id)
    scope = scope_of(actor, Action.REGISTERS_EDIT)
    written = {key: text for key, text in texts.items() if text.strip()}
    values = checked_values(register, {**_own_name(register, actor), **written})
    require_office(register, actor, {}, values)
    with workspace.writing(actor) as stores:
        entry = stores.registers.add(
            register.id,
            values,
            region_code=region_of(register, values, actor),
            owners=owners_of(register, values),
            shared=shared_of(register, values),
        )
        if not _is_within(stores, entry.number, scope):
            raise RefusalError("这条登记不在您负责的范围内，没有写入。", remedy="请核对单位名称和地区。")
    return entry


def change_entry(
    workspace: Workspace, actor: Actor, number: int, texts: Mapping[str, str], *, expected_version: int
) -> RegisterEntry:
    """Change an entry; what masking had hidden and was left alone stays as it is.

    Args:
        workspace: where.
        actor: in whose name.
        number: which.
        texts: key -> what was written; keys left out stay as they are.
        expected_version: the one that was looked at.

    Raises:
        RefusalError: it would not lie in what the actor may keep any more.
    """
    scope = scope_of(actor, Action.REGISTERS_EDIT)
    with workspace.writing(actor) as stores:
        before = _found(stores, number, scope)
        register = register_named(before.register)
        values = checked_values(register, _meant(register, before.values, texts))
        require_office(register, actor, before.values, values)
        entry = stores.registers.change(
            number,
            values,
            expected_version=expected_version,
            owners=owners_of(register, values),
            shared=shared_of(register, values),
            region_code=region_of(register, values, actor, before=before.region_code),
        )
        if not _is_within(stores, number, scope):
            raise RefusalError("这样它就不在您负责的范围内，没有写入。", remedy="确需如此的，请由上级部门办理。")
    return entry


def delete_entry(workspace: Workspace, actor: Actor, number: int, *, expected_version: int) -> None:
    """Take an entry out of its register; it can be put back. `require_office` names the refusal."""
    with workspace.writing(actor) as stores:
        entry = _found(stores, number, scope_of(actor, Action.REGISTERS_EDIT))
        require_office(register_named(entry.register), actor, entry.values, {})
        stores.registers.delete(number, expected_version=expected_version)


def restore_entry(workspace: Workspace, actor: Actor, number: int, *, expected_version: int) -> RegisterEntry:
    """Put a deleted entry back; an organisation, what it took out itself and no authority decided.

    Raises:
        RefusalError: somebody else deleted it, or it says what only an authority writes.
    """
    with workspace.writing(actor) as stores:
        entry = _found(stores, number, scope_of(actor, Action.REGISTERS_EDIT))
        told = _told_restoring(stores, actor, entry)
        if told:
            raise RefusalError(told, remedy=_ASK_OFFICE)
        shared = shared_of(register_named(entry.register), entry.values)
        return stores.registers.restore(number, expected_version=expected_version, shared=shared)


def _told_restoring(stores: Stores, actor: Actor, entry: RegisterEntry) -> str:
    """Return why an actor may not put a deleted entry back; "" where they may."""
    if actor.role not in ORGANISATIONS or entry.deleted_at is None:
        return ""
    named = written_for_office(register_named(entry.register), actor, {}, entry.values)
    if named:
        return _told_for_office(named)
    deleted = AuditFilter(kind=KIND, record_id=str(entry.number), action=AuditAction.DELETED)
    is_own = any(each.entry.actor.organisation == actor.organisation for each in stores.audit.page(deleted, limit=1))
    return "" if is_own else "这条登记不是本单位删除的，没有恢复。"


def checked_values(register: Register, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the values that were written.

    Raises:
        UsageError: a key is no column of the register, or a value cannot be read; every fault is named.
    """
    unknown = set(texts) - {each.key for each in register.columns}
    if unknown:
        raise UsageError(f"“{register.title}”没有这些栏目：{'、'.join(sorted(unknown))}。", remedy="请核对栏目名称。")
    values, faults = read_values(register, texts)
    if faults:
        raise UsageError(f"{told_faults(faults)}。", remedy="请改正后重新提交，填好的内容没有丢失。")
    return values


def require_office(register: Register, actor: Actor, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Refuse an organisation that writes, changes or takes away what an authority decides of it.

    Raises:
        RefusalError: names the columns.
    """
    named = written_for_office(register, actor, before, after)
    if named:
        raise RefusalError(_told_for_office(named), remedy=_ASK_OFFICE)


def _told_for_office(headers: Sequence[str]) -> str:
    return f"{'、'.join(f'“{each}”' for each in headers)}由主管部门填写，没有写入。"


def written_for_office(
    register: Register, actor: Actor, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the headers of what only an authority writes and an organisation would change; () for everybody else."""
    if actor.role not in ORGANISATIONS:
        return ()
    changed = [each for each in register.columns if before.get(each.key, "") != after.get(each.key, "")]
    return tuple(each.header for each in changed if each.by_office)


def told_faults(faults: Sequence[ValueFault]) -> str:
    """Return all faults as one sentence without its stop."""
    return "；".join(f"“{each.header}”{each.reason}，{each.remedy}" for each in faults)


def owners_of(register: Register, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the organisations whose own an entry is."""
    return tuple(values[each.key] for each in register.columns if each.is_owner and values.get(each.key))


def shared_of(register: Register, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return what no other entry may have together; () where one of them has no value, which is no repetition."""
    shared = tuple(values.get(key, "") for key in register.unique_by)
    return shared if all(shared) else ()


def region_of(register: Register, values: Mapping[str, str], actor: Actor, *, before: str = "") -> str:
    """Return where an entry belongs: by its region, its owner's name, where it was, or the bureau's region."""
    for column in register.columns:
        if column.kind is ValueKind.REGION and values.get(column.key):
            return values[column.key]
    for name in owners_of(register, values):
        region = find_region(name)
        if region is not None:
            return region.code
    return before or (actor.region_code if actor.role in BUREAUS else "")


def _own_name(register: Register, actor: Actor) -> dict[str, str]:
    """Return an organisation's own name under the first column that says whose an entry is."""
    if actor.role not in ORGANISATIONS or not actor.organisation:
        return {}
    owner = next((each.key for each in register.columns if each.is_owner), "")
    return {owner: actor.organisation} if owner else {}


def _meant(register: Register, before: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Return every text of an entry as whoever changed it meant it, hidden contacts put back."""
    # As a form would send them back: a stored amount is in fen, and read again as it stands it would be 万元.
    meant = {each.key: form_value(each, before[each.key]) for each in register.columns if each.key in before}
    for key, text in texts.items():
        column = next((each for each in register.columns if each.key == key), None)
        is_contact = column is not None and column.kind is ValueKind.CONTACT
        meant[key] = taken_over("contact" if is_contact else key, before.get(key, ""), text)
    return meant


def _found(stores: Stores, number: int, scope: Scope) -> RegisterEntry:
    """Return an entry of a scope.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    entry = stores.registers.get(number, scope=scope)
    if entry is None:
        raise UnknownIdError(_UNKNOWN.format(number=number), remedy=_CHOOSE)
    return entry


def _is_within(stores: Stores, number: int, scope: Scope) -> bool:
    return stores.registers.get(number, scope=scope) is not None
