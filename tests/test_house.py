"""The chores and the lock files are what the documents promise."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-lite.lock")
PROMISED = {"setup", "fmt", "check", "test", "test-lite", "eval", "demo", "golden", "serve", "release-check", "help"}
PACKAGES = ("data", "models", "ingest", "matcher", "service")
HEAVY = {"torch", "sentence-transformers", "transformers", "tokenizers"}


def locked(name: str) -> dict[str, str]:
    """Return the versions of a lock file by package."""
    lines = (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_the_makefile_has_every_target_that_is_promised() -> None:
    text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")

    assert set(re.findall(r"^([a-z-]+):.* ## .+$", text, re.MULTILINE)) >= PROMISED


def test_an_old_python_is_refused_with_a_message(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "setup", "PYTHON=", f"VENV={tmp_path / 'venv'}"],  # noqa: S607 - the make of whoever runs the tests
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("错误：没有找到 Python 3.11 或更高版本")
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_hold_plain_versions_and_no_host(name: str) -> None:
    lines = [line for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert list(locked(name)) == sorted(locked(name))


def test_the_lock_fits_what_the_project_asks_for() -> None:
    versions = locked("requirements.lock")
    asked = map(Requirement, [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]])

    unfit = [str(one) for one in asked if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))]
    assert unfit == []


def test_the_lite_lock_is_the_other_without_torch() -> None:
    full, lite = locked("requirements.lock"), locked("requirements-lite.lock")
    wanted = {canonicalize_name(Requirement(one).name) for one in PROJECT["dependencies"]}

    assert lite.items() <= full.items()
    assert wanted - lite.keys() == HEAVY - {"transformers"}


def source_files() -> Iterator[Path]:
    """Yield every source file of the product."""
    for package in PACKAGES:
        yield from (REPOSITORY / package).rglob("*.py")


def test_no_source_file_is_longer_than_400_lines() -> None:
    lengths = {
        path.relative_to(REPOSITORY): len(path.read_text(encoding="utf-8").splitlines()) for path in source_files()
    }

    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_nothing_shipped_names_a_path_or_host_of_whoever_built_it() -> None:
    shipped = [*source_files(), *REPOSITORY.glob("*.[mlt]*"), *(REPOSITORY / "docs").rglob("*.md")]
    texts = {path: path.read_text(encoding="utf-8") for path in shipped if path.is_file()}

    traces = (str(REPOSITORY), sys.prefix, f"{Path.home()}/", "index-url")
    assert [str(path) for path, text in texts.items() if any(trace in text for trace in traces)] == []
