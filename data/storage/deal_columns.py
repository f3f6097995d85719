"""Entries of a deal's ledger as columns of their tables, and back."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final, TypeVar

from data.records.deals import Agreement, Document, Entry, Form, Instalment, Milestone, Rung, RungEntry
from data.records.money import Amount, ContractAmount, IntentAmount, ReceivedAmount, TechnologyAmount
from data.storage.deal_tables import AgreementRow, DocumentRow, EntryRow, InstalmentRow, MilestoneRow, RungRow

EntryT = TypeVar("EntryT", bound=Entry)


class Ledger(StrEnum):
    """The parts of a deal's ledger."""

    AGREEMENTS = "agreements"
    MILESTONES = "milestones"
    INSTALMENTS = "instalments"
    DOCUMENTS = "documents"
    RUNGS = "rungs"


ROWS: Final[Mapping[Ledger, type[EntryRow]]] = {
    Ledger.AGREEMENTS: AgreementRow,
    Ledger.MILESTONES: MilestoneRow,
    Ledger.INSTALMENTS: InstalmentRow,
    Ledger.DOCUMENTS: DocumentRow,
    Ledger.RUNGS: RungRow,
}

RECORDS: Final[Mapping[Ledger, type[Entry]]] = {
    Ledger.AGREEMENTS: Agreement,
    Ledger.MILESTONES: Milestone,
    Ledger.INSTALMENTS: Instalment,
    Ledger.DOCUMENTS: Document,
    Ledger.RUNGS: RungEntry,
}

_AMOUNTS: Final[Mapping[str, type[Amount]]] = {
    "intent": IntentAmount,
    "contract": ContractAmount,
    "technology": TechnologyAmount,
    "planned": ContractAmount,
    "received": ReceivedAmount,
}
"""Fields that hold an amount; their columns are called so and "_fen"."""

_ENUMS: Final[Mapping[str, type[StrEnum]]] = {"form": Form, "rung": Rung}


def ledger_of(entry: Entry) -> Ledger:
    """Return the part of the ledger that an entry belongs to."""
    return next(ledger for ledger, kind in RECORDS.items() if type(entry) is kind)


def columns_of(entry: Entry) -> dict[str, Any]:
    """Return the columns of an entry, without its number."""
    columns: dict[str, Any] = {}
    for each in fields(entry):
        value = getattr(entry, each.name)
        if each.name in _AMOUNTS:
            columns[f"{each.name}_fen"] = None if value is None else value.fen
        elif each.name in _ENUMS:
            columns[each.name] = value.value
        elif each.name == "form_values":
            columns[each.name] = dict(value)
        elif each.name != "number":
            columns[each.name] = value
    return columns


def entry_of(kind: type[EntryT], row: EntryRow) -> EntryT:
    """Return the entry of a row."""
    values: dict[str, Any] = {"number": row.id}
    for name in (each.name for each in fields(kind)):
        if name in _AMOUNTS:
            fen = getattr(row, f"{name}_fen")
            values[name] = None if fen is None else _AMOUNTS[name](fen)
        elif name in _ENUMS:
            values[name] = _ENUMS[name](getattr(row, name))
        elif name != "number":
            values[name] = getattr(row, name)
    return kind(**values)
