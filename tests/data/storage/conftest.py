"""A workspace in an empty folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.storage.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open, empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened
