"""Amounts of money by what they are: intended, contracted, of technology, received. One kind never adds to another.

A figure that mixes letters of intent with contracts is the usual lie of a bulletin; here it is a type error for mypy
and a `TypeError` for Python.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self, TypeVar


@dataclass(frozen=True, slots=True, order=True)
class Amount:
    """So many fen (1 yuan = 100 fen); a subclass says of what. Amounts compare and add with their own kind alone."""

    fen: int

    def __post_init__(self) -> None:
        if self.fen < 0:
            raise ValueError(f"an amount cannot be negative: {self.fen}")

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.fen + other.fen)

    def __bool__(self) -> bool:
        return self.fen > 0


@dataclass(frozen=True, slots=True, order=True)
class IntentAmount(Amount):
    """Named in a letter of intent or a framework agreement (意向金额): nobody owes it."""


@dataclass(frozen=True, slots=True, order=True)
class ContractAmount(Amount):
    """Owed by a contract (合同成交额)."""


@dataclass(frozen=True, slots=True, order=True)
class TechnologyAmount(Amount):
    """The part of a registered contract that pays for technology (技术交易额), as its certificate states."""


@dataclass(frozen=True, slots=True, order=True)
class ReceivedAmount(Amount):
    """Arrived on the account (到账金额)."""


AmountT = TypeVar("AmountT", bound=Amount)


def total(kind: type[AmountT], amounts: Iterable[AmountT | None]) -> AmountT:
    """Add amounts of one kind up; those that are not known count for nothing.

    Raises:
        TypeError: one of them is of another kind.
    """
    added = kind(0)
    for each in amounts:
        if each is not None:
            added += each
    return added


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Totals of the four kinds, beside each other; there is no total of the totals."""

    intent: IntentAmount = field(default=IntentAmount(0))
    contract: ContractAmount = field(default=ContractAmount(0))
    technology: TechnologyAmount = field(default=TechnologyAmount(0))
    received: ReceivedAmount = field(default=ReceivedAmount(0))

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            intent=self.intent + other.intent,
            contract=self.contract + other.contract,
            technology=self.technology + other.technology,
            received=self.received + other.received,
        )
