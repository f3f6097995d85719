"""Workspaces in an empty folder: each test runs on SQLite, then on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.storage.workspace import Workspace


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; "" for the file in the workspace's folder."""
    if request.param == "sqlite":
        return ""
    make: Callable[[], str] = request.getfixturevalue("new_database")
    return make()


@pytest.fixture
def opened(tmp_path: Path, database_url: str) -> Callable[[], Workspace]:
    """Open the same workspace, as another process would."""
    return lambda: Workspace.open(tmp_path / "home", url=database_url)


@pytest.fixture
def workspace(opened: Callable[[], Workspace]) -> Iterator[Workspace]:
    """An open, empty workspace."""
    with opened() as first:
        yield first
