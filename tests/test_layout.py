"""The five packages come from this repository, not from a folder of the same name elsewhere."""

import importlib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("package", ["data", "models", "ingest", "matcher", "service"])
def test_package_comes_from_this_repository(package: str) -> None:
    module = importlib.import_module(package)

    assert module.__file__ is not None
    assert Path(module.__file__).parent == REPOSITORY / package
