"""The sample files are found as files, wherever the distribution lies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.samples import paths


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (paths.needs_path, "needs.csv"),
        (paths.achievements_path, "achievements.csv"),
        (paths.parties_path, "parties.csv"),
        (paths.pairs_path, "pairs.csv"),
        (paths.office_file_path, "需求汇总表.xlsx"),
        (paths.notice_path, "notice.txt"),
    ],
)
def test_path_names_an_existing_file(path: Callable[[], Path], name: str) -> None:
    assert path().name == name
    assert path().is_file()
