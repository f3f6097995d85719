"""`duijie deals`, run as a user would, over a workspace with one contract."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records.deals import Stage
from data.storage.workspace import Workspace
from service.docking.deals.moving import open_deal
from tests.factories.dealing import BUREAU, move_to, new_deal
from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


@pytest.fixture
def number(tmp_path: Path) -> int:
    """Keep a contract of today in the workspace that the commands open; return the number of its deal."""
    with Workspace.open(tmp_path / "home") as workspace:
        return open_deal(workspace, BUREAU, new_deal(), move_to(Stage.CONTRACT), at=datetime.now(UTC)).number


def test_an_empty_workspace_says_so(run: Run) -> None:
    done = run("deals", "list")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "还没有台账。")


def test_the_list_keeps_the_kinds_of_money_apart(run: Run, number: int) -> None:
    lines = run("deals", "list", "--stage", "contract").stdout.splitlines()

    assert lines[0].startswith("四种金额口径不同，分别统计，不相加")
    # Contract, and neither intent nor registration nor receipt.
    assert lines[2].split()[:2] == [str(number), "真空压铸工艺"]
    assert lines[2].count("30.00") == 1
    assert run("deals", "list", "--stage", "talk").stdout.splitlines()[-1] == "还没有台账。"


@pytest.mark.usefixtures("number")
def test_a_sample_prints_its_seed_and_comes_again(run: Run) -> None:
    first, second = (run("deals", "sample", "5", "--seed", "年终").stdout for _ in range(2))

    assert first == second
    assert "种子是“年终”" in first
    assert "真空压铸工艺" in first


@pytest.mark.usefixtures("number")
def test_a_day_that_has_not_come_is_refused(run: Run) -> None:
    done = run("deals", "sample", "5", "--as-of", "2999-01-01")

    assert (done.returncode, "抽查日期在今天之后" in done.stderr) == (2, True)


def test_the_precheck_names_what_is_missing_and_what_nobody_has_confirmed(
    run: Run, number: int, tmp_path: Path
) -> None:
    shown = run("deals", "precheck", str(number)).stdout
    written = run("deals", "precheck", str(number), "--out", "预审.docx", "--out", "预审.xlsx")

    assert "还缺" in shown
    assert "征求意见稿，未核实" in shown
    assert (written.returncode, {path.name for path in tmp_path.glob("预审.*")}) == (0, {"预审.docx", "预审.xlsx"})


@pytest.mark.usefixtures("number")
def test_undated_contracts_are_said_to_be(run: Run) -> None:
    assert "无法判断" in run("deals", "overdue").stdout
