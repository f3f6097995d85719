"""Fixtures every test may use.

Policy: the smallest data that shows the behaviour, built inline or by tests/factories; real files only where the file
is the point. Nothing here loads weights or touches the network.
"""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real data beside the checkout; the test skips where it is absent."""
    folder = Path(os.environ.get("DUIJIE_SHARED", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("real data (../shared) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for tests with marker `model`: weights are unpacked and texts encoded once a session."""
    return tmp_path_factory.mktemp("model-cache")
