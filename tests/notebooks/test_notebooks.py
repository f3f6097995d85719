"""The notebooks run from top to bottom on the samples, and are kept without output."""

import os
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

nbclient = pytest.importorskip("nbclient", reason="no notebooks are run where their tools are not installed")
nbformat = pytest.importorskip("nbformat", reason="as above")

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))

by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@by_name
def test_notebook_is_kept_without_output(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells

    assert [cell.outputs for cell in cells if cell.cell_type == "code" and cell.outputs] == []
    assert {cell.execution_count for cell in cells if cell.cell_type == "code"} == {None}


@by_name
def test_notebook_defines_nothing_of_its_own(path: Path) -> None:
    lines = [line for cell in nbformat.read(path, as_version=4).cells for line in cell.source.splitlines()]

    assert [line for line in lines if line.lstrip().startswith(("def ", "class "))] == []


@pytest.mark.slow
@pytest.mark.allow_hosts(["127.0.0.1"])
@by_name
def test_notebook_runs_on_the_samples(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})

    client.execute(env=os.environ.copy())

    errors = [output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert errors == []
    assert notebook.cells[-2].outputs[0].output_type == "execute_result"
