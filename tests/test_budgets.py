"""No function grows past 40 lines and no file past 400: what ruff does not count."""

import ast
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

LONGEST = 40
LONGEST_FILE = 400


def long_functions(path: Path) -> list[str]:
    """Return the functions of a file with more lines than allowed, docstrings and decorators not counted."""
    return [
        f"{path.name}:{node.lineno} {node.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST
    ]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or first.lineno) - first.lineno + 1


@pytest.mark.parametrize("package", ["data", "models", "ingest", "matcher", "service"])
def test_functions_are_short(package: str) -> None:
    files = sorted((REPOSITORY / package).rglob("*.py"))

    assert [found for path in files for found in long_functions(path)] == []


@pytest.mark.parametrize("room", ["data", "models", "ingest", "matcher", "service", "tests"])
def test_files_are_short(room: str) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (REPOSITORY / room).rglob("*.py")}

    assert [f"{path.relative_to(REPOSITORY)}: {n}" for path, n in lengths.items() if n > LONGEST_FILE] == []
