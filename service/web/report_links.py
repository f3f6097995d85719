"""Where the records behind a figure are looked at, and what they are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from data.records.accounts import Actor
from data.storage.deals import EVERY_DEAL
from data.storage.workspace import Stores, Workspace
from service.docking.permissions import Action, scope_of
from service.exports.feedback import masked_text

_PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "needs": ("需求 {}", "/needs/{}"),
    "achievements": ("成果 {}", "/achievements/{}"),
    "parties": ("单位 {}", "/parties/{}"),
    "companies": ("{}", "/companies/{}"),
    "events": ("对接会第 {} 号", "/events/{}"),
    "visits": ("走访第 {} 号", "/census/visits/{}"),
    "dispatches": ("转送第 {} 号", "/census/dispatches"),
    "plan_projects": ("计划项目第 {} 号", "/census/plan"),
    "census_problems": ("共性问题第 {} 号", "/census/problems/{}"),
    "census_units": ("通讯录第 {} 号", "/census"),
    "census_register": ("名册第 {} 号", "/census"),
    "handed_in": ("收件第 {} 号", "/reports/handed-in"),
    "figures": ("{}", ""),
}
"""Kind of record -> its label and its address, with a place for the id."""
_PARTS: Final = {"agreements": "协议或合同", "instalments": "到账", "rungs": "合作深化"}


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """A record behind a figure; `address` "" where nobody can look at it alone."""

    label: str
    address: str


def linked(workspace: Workspace, actor: Actor, records: Sequence[str]) -> list[LinkedRecord]:
    """Return records with their names and addresses, in the order given; contacts masked.

    Names are read for the few that a page shows.
    """
    with workspace.reading() as stores:
        names = _names(stores, actor, records)
    return [_linked(each, names) for each in records]


def address_of(record: str) -> str:
    """Return where a record is looked at; "" nowhere."""
    return _linked(record, {}).address if record else ""


def _linked(record: str, names: Mapping[str, str]) -> LinkedRecord:
    kind, _, number = record.partition(":")
    if kind == "deals":
        return _deal(number, names)
    if kind.startswith("registers/"):
        return LinkedRecord(f"台账第 {number} 号", f"/{kind}/{number}")
    label, address = _PLAIN.get(kind, ("{}", ""))
    name = names.get(record, "")
    shown = masked_text(f"{label.format(number)}　{name}" if name else label.format(number))
    return LinkedRecord(shown, names.get(f"@{record}") or address.format(quote(number, safe="")))


def _deal(number: str, names: Mapping[str, str]) -> LinkedRecord:
    deal, _, part = number.partition("/")
    ledger, _, entry = part.partition(":")
    label = f"第 {deal} 号签约台账　{names.get(f'deals:{deal}', '')}"
    if ledger:
        label += f"，{_PARTS.get(ledger, ledger)}第 {entry} 条"
    return LinkedRecord(masked_text(label), f"/deals/{deal}{f'#{ledger}' if ledger else ''}")


def _names(stores: Stores, actor: Actor, records: Sequence[str]) -> dict[str, str]:
    """Return the names of deals, needs and enterprises, and where an enterprise of a register is listed."""
    names: dict[str, str] = {}
    kinds: dict[str, list[str]] = {}
    for each in records:
        kind, _, number = each.partition(":")
        kinds.setdefault(kind, []).append(number.partition("/")[0])
    readers: Mapping[str, Callable[[Stores, Actor, Sequence[str]], dict[str, str]]] = {
        "deals": _deal_names,
        "needs": _need_names,
        "census_register": _register_names,
    }
    for kind, read in readers.items():
        if kind in kinds:
            names |= read(stores, actor, kinds[kind])
    return names


def _deal_names(stores: Stores, actor: Actor, numbers: Sequence[str]) -> dict[str, str]:
    wanted = set(map(int, numbers))
    found = stores.deals.find(scope_of(actor, Action.DEALS_VIEW), EVERY_DEAL)
    return {f"deals:{each.number}": each.title for each in found if each.number in wanted}


def _need_names(stores: Stores, actor: Actor, numbers: Sequence[str]) -> dict[str, str]:
    found = stores.needs.named(numbers, scope=scope_of(actor, Action.NEEDS_VIEW))
    return {f"needs:{each.id}": each.title for each in found}


def _register_names(stores: Stores, _actor: Actor, numbers: Sequence[str]) -> dict[str, str]:
    names = {}
    for number in numbers:
        entry = stores.census.register.get(int(number))
        if entry is not None:
            names[f"census_register:{number}"] = entry.name
            names[f"@census_register:{number}"] = f"/census/{entry.campaign}/enterprises"
    return names
