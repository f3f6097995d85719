"""Entries of a deal's ledger: each is checked before it is kept."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.audit import FieldChange
from data.records.deals import Agreement, Deal, Document, Entry, Form, Instalment, Milestone, RungEntry
from data.storage.deal_columns import Ledger, ledger_of
from data.storage.workspace import Stores
from service.docking.beijing import beijing_day
from service.docking.deals.ladders import require_higher
from service.docking.deals.papers import recognise, recognition_rule

MOST_TITLE_CHARACTERS: Final = 300
MOST_TEXT_CHARACTERS: Final = 2000
MOST_FEN: Final = 10**15
"""Ten trillion yuan: whatever is larger was mistyped."""

REGISTRATION_NUMBER: Final = re.compile(r"\d{16}")
"""合同登记编号: sixteen digits by the notes of the form; an older contract text has fourteen, which is not taken."""


def keep_entries(
    stores: Stores, deal: Deal, entries: Iterable[Entry], *, actor: Actor, at: datetime
) -> list[FieldChange]:
    """Check entries, new or completed, and keep them.

    Args:
        stores: of the transaction in which the deal is locked.
        deal: as it is.
        entries: a completed one has the number of the one it replaces.
        actor: who writes.
        at: aware.

    Returns:
        What the audit trail tells of them.

    Raises:
        UnknownIdError: one that is to be completed is not there, or was struck out.
    """
    changes = []
    for entry in entries:
        ledger = ledger_of(entry)
        former = {each.number: each for each in _part(deal, ledger) if each.counts}
        if entry.number and entry.number not in former:
            raise UnknownIdError("台账里没有这一条，或已划去。", remedy="请刷新页面后重试。")
        checked = _CHECKS[type(entry)](deal, entry, local_day(at))
        if entry.number:
            # Who wrote it first stays; what changed and who changed it is in the audit trail.
            kept = replace(checked, at=former[entry.number].at, by=former[entry.number].by)
        else:
            kept = replace(checked, at=at, by=actor.name)
        number = stores.deals.keep(deal.number, kept)
        changes += _changes(ledger, number, former.get(entry.number), kept)
    return changes


def struck(deal: Deal, ledger: Ledger, number: int, *, note: str, at: datetime) -> Entry:
    """Return an entry as it is once it is struck out.

    Raises:
        UnknownIdError: it is not there, or was struck out before.
    """
    found = next((each for each in _part(deal, ledger) if each.number == number and each.counts), None)
    if found is None:
        raise UnknownIdError("台账里没有这一条，或已划去。", remedy="请刷新页面后重试。")
    return replace(found, struck_at=at, struck_note=checked_text(note, name="划去的原因", is_needed=True))


def local_day(at: datetime) -> date:
    """Return the day of a moment on this computer's calendar."""
    return beijing_day(at)


def checked_text(text: str, *, name: str, is_needed: bool = False, most: int = MOST_TEXT_CHARACTERS) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    # No database but SQLite keeps this character.
    text = text.replace("\x00", "").strip()
    if (is_needed and not text) or len(text) > most:
        raise UsageError(f"{name}没有填写或太长。", remedy=f"请写清楚，不超过 {most} 个字。")
    return text


def _part(deal: Deal, ledger: Ledger) -> tuple[Entry, ...]:
    part: tuple[Entry, ...] = getattr(deal, ledger.value)
    return part


_UNTOLD: Final = frozenset({"number", "at", "by", "note", "struck_at", "struck_note"})
"""Fields of an entry that the audit trail does not repeat."""


def _changes(ledger: Ledger, number: int, former: Entry | None, kept: Entry) -> list[FieldChange]:
    names = [name for name in type(kept).__dataclass_fields__ if name not in _UNTOLD]
    told = []
    for name in names:
        before, after = "" if former is None else getattr(former, name), getattr(kept, name)
        if before != after and after not in (None, "", {}):
            told.append(FieldChange(f"{ledger.value}.{number}.{name}", _told(before), _told(after)))
    return told


def _told(value: object) -> str:
    fen = getattr(value, "fen", None)
    if fen is not None:
        return f"{fen} 分"
    if isinstance(value, Mapping):
        # Which items of the form were written; what they say stands in the form.
        return "、".join(sorted(value))
    return "" if value is None else str(value)


def _agreement(_: Deal, entry: Agreement, day: date) -> Agreement:
    """Check a paper.

    Raises:
        RefusalError: it is to count as a contract and is none.
        UsageError: its days or amounts do not fit each other.
    """
    title = checked_text(entry.title, name="协议或合同的名称", is_needed=True, most=MOST_TITLE_CHARACTERS)
    entry = replace(entry, title=title)
    _require_past(entry.signed_on, day, name="签订日期")
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise UsageError("有效期的截止日期早于起始日期。", remedy="请核对有效期。")
    _require_amounts(entry)
    if entry.form is Form.CONTRACT:
        found = recognise(entry)
        if found.form is not Form.CONTRACT:
            raise RefusalError(
                f"这份材料不能按技术合同登记：{'；'.join(found.reasons)}。",
                remedy=f"请登记为意向协议，或补全后再登记。{recognition_rule()}",
            )
        _require_certificate(entry, day)
        return entry
    if entry.contract is not None or entry.technology is not None or entry.registration_number:
        raise UsageError("意向协议和框架协议没有合同成交额，也不能登记。", remedy="请把金额填在意向金额中。")
    return replace(entry, form=recognise(entry).form, kind="")


def _require_amounts(entry: Agreement) -> None:
    amounts = [each.fen for each in (entry.intent, entry.contract, entry.technology) if each is not None]
    if any(fen > MOST_FEN for fen in amounts):
        raise UsageError("金额过大。", remedy="请核对单位：页面上填写的是万元。")
    if entry.form is Form.CONTRACT and entry.intent is not None:
        raise UsageError("技术合同没有意向金额。", remedy="请把金额填在合同成交额中。")


def _require_certificate(entry: Agreement, day: date) -> None:
    """Check what the certificate of registration states, where there is one.

    Raises:
        UsageError: the number has another form, or a day or an amount does not fit the contract.
    """
    if not entry.registration_number and entry.registered_on is None and entry.technology is None:
        return
    if not REGISTRATION_NUMBER.fullmatch(entry.registration_number):
        raise UsageError("合同登记编号应为 16 位数字。", remedy="请照登记证明填写，不要加空格或横线。")
    if entry.registered_on is None or entry.technology is None or entry.contract is None:
        raise UsageError("登记要写明登记日期和技术交易额。", remedy="请照登记证明填写。")
    _require_past(entry.registered_on, day, name="登记日期")
    if entry.registered_on < entry.signed_on:
        raise UsageError("登记日期早于合同签订日期。", remedy="请核对两个日期。")
    if entry.technology.fen > entry.contract.fen:
        raise UsageError("技术交易额大于合同成交额。", remedy="技术交易额是成交额减去设备、材料等非技术费用后的金额。")


def _milestone(_: Deal, entry: Milestone, day: date) -> Milestone:
    if entry.done_on is not None:
        _require_past(entry.done_on, day, name="完成日期")
    return replace(entry, title=checked_text(entry.title, name="里程碑", is_needed=True, most=MOST_TITLE_CHARACTERS))


def _instalment(deal: Deal, entry: Instalment, day: date) -> Instalment:
    """Check a payment.

    Raises:
        RefusalError: there is no contract that could be paid for.
        UsageError: it says neither what is planned nor what arrived, or only half of either.
    """
    if not deal.contracts:
        raise RefusalError("还没有技术合同，不能登记付款。", remedy="请先登记合同；意向协议没有到账金额。")
    is_planned = entry.planned is not None and entry.due_on is not None
    is_received = entry.received is not None and entry.received_on is not None
    if (entry.received is None) is not (entry.received_on is None) or not (is_planned or is_received):
        raise UsageError("付款没有写全。", remedy="计划付款写明应付日期和金额，已到账的写明到账日期和金额。")
    if any(each is not None and not 0 < each.fen <= MOST_FEN for each in (entry.planned, entry.received)):
        raise UsageError("付款的金额应大于零。", remedy="请核对金额，页面上填写的是万元。")
    if entry.received_on is not None:
        _require_past(entry.received_on, day, name="到账日期")
    return replace(entry, title=checked_text(entry.title, name="款项", is_needed=True, most=MOST_TITLE_CHARACTERS))


def _document(_: Deal, entry: Document, __: date) -> Document:
    return replace(entry, name=checked_text(entry.name, name="文件名", is_needed=True, most=MOST_TITLE_CHARACTERS))


def _rung(deal: Deal, entry: RungEntry, day: date) -> RungEntry:
    _require_past(entry.on, day, name="日期")
    require_higher(deal, entry)
    return replace(entry, note=checked_text(entry.note, name="说明"))


def _require_past(day: date, today: date, *, name: str) -> None:
    if day > today:
        raise UsageError(f"{name}在今天之后。", remedy="这里只登记已经发生的事。")


_CHECKS: Final[Mapping[type[Entry], Callable[[Deal, Any, date], Entry]]] = {
    Agreement: _agreement,
    Milestone: _milestone,
    Instalment: _instalment,
    Document: _document,
    RungEntry: _rung,
}
