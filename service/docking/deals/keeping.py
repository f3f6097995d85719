"""What is written into a deal between two moves: facts, entries of the ledger, and entries struck out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.errors import RefusalError, UsageError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.deals import Deal, Document, Entry, Mark
from data.storage.deal_columns import Ledger
from data.storage.workspace import Workspace
from service.docking.deals.entries import MOST_TITLE_CHARACTERS, checked_text, keep_entries, struck
from service.docking.deals.moving import DEALS, locked
from service.docking.deals.stages import lost
from service.docking.permissions import Action, scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may be changed of a deal itself; parties and origin stay as they were when it was opened."""

    title: str
    broker: str
    marks: frozenset[Mark]
    next_on: date | None


def change_facts(workspace: Workspace, actor: Actor, place: tuple[int, int], facts: Facts, *, at: datetime) -> Deal:
    """Change title, broker, marks and the next day of a deal.

    Args:
        workspace: holds it.
        actor: who acts.
        place: number of the deal, and the version that was looked at.
        facts: all of them.
        at: aware.

    Returns:
        The deal as it is now; the same version where nothing differs.
    """
    values: dict[str, Any] = {
        "title": checked_text(facts.title, name="名称", is_needed=True, most=MOST_TITLE_CHARACTERS),
        "broker": checked_text(facts.broker, name="技术经纪人", most=MOST_TITLE_CHARACTERS),
        "marks": facts.marks,
        "next_on": facts.next_on,
    }
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        deal = locked(stores, scope, place)
        changes = [
            FieldChange(name, _told(getattr(deal, name)), _told(value))
            for name, value in values.items()
            if getattr(deal, name) != value
        ]
        if not changes:
            return deal
        stores.deals.change(deal.number, values, version=deal.version + 1)
        stores.audit.tell(AuditAction.CHANGED, DEALS, str(deal.number), changes)
        return locked(stores, scope, (deal.number, deal.version + 1))


def write_entries(
    workspace: Workspace, actor: Actor, place: tuple[int, int], entries: Sequence[Entry], *, at: datetime
) -> Deal:
    """Write entries into the ledger of a deal, new or completed; see `keep_entries`.

    Args:
        workspace: holds it.
        actor: who acts.
        place: number of the deal, and the version that was looked at.
        entries: at least one.
        at: aware.

    Returns:
        The deal as it is now.

    Raises:
        RefusalError: what a stage rests on would be gone.
    """
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        deal = locked(stores, scope, place)
        changes = keep_entries(stores, deal, entries, actor=actor, at=at)
        stores.deals.change(deal.number, {}, version=deal.version + 1)
        stores.audit.tell(AuditAction.CHANGED, DEALS, str(deal.number), changes)
        now = locked(stores, scope, (deal.number, deal.version + 1))
        _require_nothing_lost(now)
        return now


def strike_entry(
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, int],
    entry: tuple[Ledger, int],
    *,
    note: str,
    at: datetime,
) -> Deal:
    """Strike an entry out: it stays to be seen, and counts no more.

    Args:
        workspace: holds it.
        actor: who acts.
        place: number of the deal, and the version that was looked at.
        entry: part of the ledger, and number.
        note: why.
        at: aware.

    Returns:
        The deal as it is now.
    """
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        deal = locked(stores, scope, place)
        stores.deals.keep(deal.number, struck(deal, *entry, note=note, at=at))
        stores.deals.change(deal.number, {}, version=deal.version + 1)
        change = FieldChange(f"{entry[0].value}.{entry[1]}", "", "struck")
        stores.audit.tell(AuditAction.CHANGED, DEALS, str(deal.number), [change])
        now = locked(stores, scope, (deal.number, deal.version + 1))
        _require_nothing_lost(now)
        return now


def attach(
    workspace: Workspace, actor: Actor, place: tuple[int, int], sent: tuple[str, bytes], *, at: datetime
) -> Deal:
    """Keep a file with a deal: its bytes among the originals, its name and checksum in the ledger.

    Args:
        workspace: holds it.
        actor: who acts.
        place: number of the deal, and the version that was looked at.
        sent: name and bytes of the file.
        at: aware.

    Returns:
        The deal as it is now. The bytes stay where the change is refused; the same bytes are kept once.

    Raises:
        UsageError: the file is empty.
    """
    name, content = sent
    if not content:
        raise UsageError(f"文件“{name[:100]}”是空的，没有存入。", remedy="请检查文件，重新选择。")
    checksum = workspace.keep_bytes(content, suffix=suffix_of(name))
    return write_entries(workspace, actor, place, [Document(name=name, sha256=checksum, n_bytes=len(content))], at=at)


def _require_nothing_lost(deal: Deal) -> None:
    missing = lost(deal)
    if missing:
        raise RefusalError(
            f"这样台账走过的阶段就没有了依据：{'；'.join(missing)}。", remedy="请先登记正确的一份，再划去有误的一份。"
        )


def _told(value: object) -> str:
    if isinstance(value, frozenset):
        return "|".join(sorted(str(each) for each in value))
    return "" if value is None else str(value)


def suffix_of(name: str) -> str:
    """Return the ending of a file's name as the originals are kept under: of plain letters and digits, or none."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if "." in name and ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""
