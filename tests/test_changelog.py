"""The changelog speaks of the version that data/version.py states."""

import re
from itertools import pairwise

from data.version import VERSION
from tests.conftest import REPOSITORY

CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_newest_version_is_the_projects_own_and_unreleased_stands_on_top() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)

    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(VERSION)} - \d{{4}}-\d\d-\d\d", headings[1])


def test_versions_fall() -> None:
    versions = [
        tuple(map(int, found.split("."))) for found in re.findall(r"^## (\d+\.\d+\.\d+) ", CHANGELOG, re.MULTILINE)
    ]

    assert all(newer > older for newer, older in pairwise(versions))
