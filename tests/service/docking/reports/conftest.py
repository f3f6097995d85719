"""A workspace of a city with deals in two counties; see `tests.factories.reporting`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.storage.workspace import Workspace
from tests.factories.reporting import fill_city


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The city, filled."""
    with Workspace.open(tmp_path) as opened:
        fill_city(opened)
        yield opened
