"""Notices come in with the rules proposed from them, and are looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from data.errors import RefusalError, UnknownIdError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.rulebook import KeptNotice, NewRule, RuleHistory
from data.records.rules import RuleKind
from data.storage.workspace import Stores, Workspace
from ingest.notices.reading import NoticeReading
from service.docking.permissions import Action, reach_of

NOTICES: Final = "notices"
RULES: Final = "rules"
"""Under which kinds the audit trail names what happens here."""
FROM_LIST: Final = "请从规则列表中选择。"

ReadNotice = Callable[[Path], NoticeReading]
"""Reads a notice from a file; its errors are those of the readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedNotice:
    """A notice that was loaded.

    Attributes:
        number: of the notice.
        rules: numbers of the rules proposed from it, in the order of the text.
        n_conflicts: places at odds that the grammar found.
    """

    number: int
    rules: tuple[int, ...]
    n_conflicts: int


def load_notice(workspace: Workspace, actor: Actor, path: Path, *, read: ReadNotice, at: datetime) -> LoadedNotice:
    """Read a notice and keep it with its original; each rule the grammar proposes waits for a person.

    Rules apply from the day on which the notice was issued, unless somebody says otherwise.

    Args:
        workspace: where to.
        actor: who brings it.
        path: the file.
        read: reads it.
        at: aware.

    Returns:
        What was kept.

    Raises:
        RefusalError: the notice is there already; nothing was written.
    """
    reach_of(actor, Action.NOTICES_EDIT)
    reading = read(path)
    with workspace.writing(actor, at=at) as stores:
        there = stores.notices.number_of(reading.notice.id)
        if there is not None:
            raise RefusalError(
                f"这份通知已在工作区，是第 {there} 号。", remedy=f"请打开第 {there} 号通知，确认其中的规则。"
            )
        number = stores.notices.add(
            reading.notice,
            reading.conflicts,
            file_name=path.name,
            sha256=workspace.keep_original(path),
            at=at,
            by=actor,
        )
        changes = [FieldChange("title", "", reading.notice.title), FieldChange("file_name", "", path.name)]
        stores.audit.tell(AuditAction.ADDED, NOTICES, str(number), changes)
        rules = tuple(
            stores.rules.add(
                NewRule(
                    terms=each.terms,
                    notice=number,
                    clause=each.clause,
                    quote=(each.quote.text, each.quote.start, each.quote.end),
                    applies_from=reading.notice.issued_on,
                ),
                at=at,
                by=actor,
            )
            for each in reading.proposals
        )
        lines = (stores.audit.line(AuditAction.ADDED, RULES, str(each), [of_notice(number)]) for each in rules)
        stores.audit.add_many(lines)
    return LoadedNotice(number=number, rules=rules, n_conflicts=len(reading.conflicts))


def notices_of(workspace: Workspace, actor: Actor) -> list[KeptNotice]:
    """Return the notices of the workspace, newest first."""
    reach_of(actor, Action.NOTICES_VIEW)
    with workspace.reading() as stores:
        return stores.notices.all()[::-1]


def notice_of(workspace: Workspace, actor: Actor, number: int) -> tuple[KeptNotice, list[RuleHistory]]:
    """Return a notice and the rules that rest on it.

    Raises:
        UnknownIdError: there is none.
    """
    reach_of(actor, Action.NOTICES_VIEW)
    with workspace.reading() as stores:
        found = stores.notices.get(number)
        rules = stores.rules.all(notice=number)
    if found is None:
        raise UnknownIdError(f"没有第 {number} 号通知。", remedy="请从通知列表中选择。")
    return found, rules


def rules_of(workspace: Workspace, actor: Actor, *, kind: RuleKind | None = None) -> list[RuleHistory]:
    """Return the rules of the workspace, of every state, in the order they came."""
    reach_of(actor, Action.NOTICES_VIEW)
    with workspace.reading() as stores:
        found = stores.rules.all()
    return [each for each in found if kind in {None, each.kind}]


def rule_of(workspace: Workspace, actor: Actor, number: int) -> RuleHistory:
    """Return a rule with its versions and decisions.

    Raises:
        UnknownIdError: there is none.
    """
    reach_of(actor, Action.NOTICES_VIEW)
    with workspace.reading() as stores:
        return known_rule(stores, number)


def known_rule(stores: Stores, number: int, *, is_locked: bool = False) -> RuleHistory:
    """Return a rule; locked, nobody else changes it until the transaction ends.

    Raises:
        UnknownIdError: there is none.
    """
    found = stores.rules.get(number, is_locked=is_locked)
    if found is None:
        raise UnknownIdError(f"没有第 {number} 号规则。", remedy=FROM_LIST)
    return found


def of_notice(number: int | None) -> FieldChange:
    """Return how the trail says of which notice a rule is; "" of none."""
    return FieldChange("notice", "", "" if number is None else str(number))
