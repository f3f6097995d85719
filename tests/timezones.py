"""The clock of a computer that stands elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def host_zone(name: str) -> Iterator[None]:
    """Set this computer's zone for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        try:
            yield
        finally:
            patch.undo()
            time.tzset()
