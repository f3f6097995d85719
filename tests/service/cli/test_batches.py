"""`duijie batches`, run as a user would."""

import re
from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Run:
    """The command, after one file was imported twice, changed in between."""
    path = tmp_path / "需求.csv"
    path.write_text("id,title,content\nN1,旧,文\n", encoding="utf-8")
    run("import", "needs", path)
    path.write_text("id,title,content\nN1,新,文\nN2,题,文\n", encoding="utf-8")
    run("import", "needs", path)
    return run


def test_imports_are_listed_with_what_became_of_them(imported: Run) -> None:
    imported("batches", "undo", "2")

    done = imported("batches", "list")

    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert done.returncode == 0
    assert [re.sub(r"\s+", " ", re.sub(moment, "时刻", line)).strip() for line in done.stdout.splitlines()] == [
        "号 时间 导入人 类别 文件 新增 更新 原有 未导入 状态",
        "1 时刻 命令行 需求 需求.csv 1 0 0 0",
        "2 时刻 命令行 需求 需求.csv 1 1 0 0 时刻 由命令行撤销",
    ]


def test_undoing_tells_what_became_of_the_records(imported: Run) -> None:
    done = imported("batches", "undo", "2")
    earlier = imported("batches", "undo", "1")
    again = imported("batches", "undo", "1")

    assert done.stdout == (
        "已撤销第 2 号导入（需求.csv）：\n"
        "  删除 1 条需求。\n"
        "  恢复原样 1 条需求。\n"
        "  此前已删除的 0 条需求。\n"
        "  导入后又有改动而未动的 0 条需求。\n"
        "查找结果要到下次 duijie index 之后才会更新。\n"
    )
    assert earlier.returncode == 0
    assert (again.returncode, again.stderr) == (
        2,
        "错误：第 1 号导入（需求.csv）此前已由命令行撤销。 不用再撤销；需要时可重新导入原文件。\n",
    )


def test_what_was_not_touched_is_named(imported: Run) -> None:
    done = imported("batches", "undo", "1")

    assert done.stdout.splitlines()[3:6] == [
        "  此前已删除的 0 条需求。",
        "  导入后又有改动而未动的 1 条需求。",
        "  未动 N1",
    ]


def test_an_empty_workspace_has_no_imports(run: Run) -> None:
    assert run("batches", "list").stdout == "还没有导入过文件。\n"
