"""Amounts: one kind never adds to another."""

import ast
from itertools import permutations
from operator import add, lt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.money import Amount, ContractAmount, IntentAmount, ReceivedAmount, Sums, TechnologyAmount, total
from tests.conftest import REPOSITORY

KINDS = (IntentAmount, ContractAmount, TechnologyAmount, ReceivedAmount)
AMOUNTS = st.integers(0, 10**15)


@pytest.mark.parametrize(("one", "other"), [*permutations((*KINDS, Amount, int), 2)])
def test_two_kinds_neither_add_nor_compare(one: type, other: type) -> None:
    for operator in (add, lt):
        with pytest.raises(TypeError):
            operator(one(3), other(2))


@given(st.lists(AMOUNTS), st.sampled_from(KINDS))
def test_a_total_is_the_sum_of_its_kind(fens: list[int], kind: type[Amount]) -> None:
    amounts = [kind(fen) for fen in fens]

    assert total(kind, [*amounts, None]) == kind(sum(fens))
    with pytest.raises(TypeError):
        total(kind, [*amounts, next(other for other in KINDS if other is not kind)(1)])


def test_sums_add_each_kind_by_itself() -> None:
    one = Sums(intent=IntentAmount(1), contract=ContractAmount(20), received=ReceivedAmount(4000))

    assert one + one == Sums(intent=IntentAmount(2), contract=ContractAmount(40), received=ReceivedAmount(8000))


def test_nothing_is_owed_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        ContractAmount(-1)


def test_no_code_adds_amounts_by_their_fen() -> None:
    """Whoever takes the number out of an amount could add what must not be added; only the type itself may."""
    found = []
    for package in ("data", "service"):
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            if path.name != "money.py":
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found += [
                    f"{path.name}:{node.lineno}"
                    for node in ast.walk(tree)
                    if isinstance(node, ast.expr) and _adds_fen(node)
                ]

    assert found == []


def _adds_fen(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return any(isinstance(side, ast.Attribute) and side.attr == "fen" for side in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
        return any(isinstance(part, ast.Attribute) and part.attr == "fen" for part in ast.walk(node))
    return False
