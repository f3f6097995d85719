"""One service with an account of every role, for tests that leave it as it was or add jobs alone."""

from collections.abc import Iterator

import pytest

from tests.service.people import Served, peopled_service


@pytest.fixture(scope="session")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service; N1 of an enterprise and a county, A1 of a university, N2 and A2 of others."""
    with peopled_service(tmp_path_factory.mktemp("peopled")) as opened:
        yield opened
