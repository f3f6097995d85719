"""`duijie demo`: the first thing a new user runs."""

from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


def test_demo_writes_a_page_and_a_workbook(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--to", "新文件夹")

    assert (done.returncode, done.stdout) == (0, "")
    assert sorted(path.name for path in (tmp_path / "新文件夹").iterdir()) == ["matches.html", "matches.xlsx"]
    assert done.stderr.splitlines()[-3:-1] == ["已写出 新文件夹/matches.html", "已写出 新文件夹/matches.xlsx"]


def test_demo_into_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")

    done = run("demo", "--to", "文件")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：无法建立文件夹“文件”")
