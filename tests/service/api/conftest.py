"""A service with accounts, to be written into: nothing is indexed, for that takes longest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.people import Served, peopled_service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path, is_indexed=False) as opened:
        yield opened
