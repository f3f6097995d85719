"""The checkers read the records and nothing else of ours."""

import ast
from pathlib import Path

from tests.conftest import REPOSITORY

CHECKING = REPOSITORY / "service" / "docking" / "agenda" / "checking"
OURS = ("data", "models", "ingest", "matcher", "service", "ortools", "pysat")


def imported(path: Path) -> set[str]:
    """Return the modules a file imports that are ours or a solver's."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in names if name.split(".")[0] in OURS}


def test_checkers_import_records_and_one_another_only() -> None:
    names = set().union(*map(imported, CHECKING.glob("*.py")))

    assert [n for n in names if not n.startswith(("data.records", "service.docking.agenda.checking"))] == []
