"""`duijie rules`, run as a user would."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records.accounts import OPERATOR
from data.records.rules import RuleState
from data.storage.workspace import Workspace
from service.docking.notices.deciding import decide
from tests.factories.notices import load
from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FACTS = {"units": [{"unit": "甲市", "count": 4, "used": ["P1"]}], "as_of": "2026-09-30"}


@pytest.fixture
def confirmed(tmp_path: Path) -> None:
    """A notice whose quota and deadline are confirmed."""
    with Workspace.open(tmp_path / "home") as workspace:
        load(workspace, tmp_path)
        for number in (2, 3):
            decide(workspace, OPERATOR, (number, 1), RuleState.CONFIRMED, at=AT)


def test_a_notice_is_loaded_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "新通知.txt").write_text("关于别的事的通知\n请各单位知悉。\n", encoding="utf-8")

    first, second = run("rules", "load", "新通知.txt"), run("rules", "load", "新通知.txt")

    assert (first.returncode, first.stdout.splitlines()[0][:10]) == (0, "已存为第 1 号通知")
    assert (second.returncode, "这份通知已在工作区，是第 1 号。" in second.stderr) == (2, True)


@pytest.mark.usefixtures("confirmed")
def test_rules_are_listed_as_of_a_day(run: Run) -> None:
    standing = run("rules", "list", "--as-of", "2026-11-22")
    before = run("rules", "list", "--as-of", "2025-06-30")
    waiting = run("rules", "list", "--waiting", "--kind", "census")

    assert standing.stdout.splitlines()[1].split()[:5] == [
        "2",
        "1",
        "名额",
        "已确认",
        "每个地级以上市科技局：重大项目建议（附件3）",
    ]
    assert len(standing.stdout.splitlines()) == 3
    assert before.stdout == "2025-06-30 没有适用的规则。\n"
    assert waiting.stdout.splitlines()[1].split()[2:4] == ["需求普查", "待确认"]


@pytest.mark.usefixtures("confirmed")
def test_deadlines_are_shown_with_reminders(run: Run) -> None:
    done = run("rules", "deadlines", "--as-of", "2026-09-28", "--reminders")

    lines = done.stdout.splitlines()
    assert lines[1].split() == ["2026-09-30", "2", "天", "3", "各有关单位", "重大项目建议表（附件3）"]
    assert lines[3].endswith("一式 2 份，报送至：计划科 139********。还有 2 天，请按时办理。")
    assert run("rules", "deadlines", "--as-of", "2026-01-01").stdout == "这段时间没有时限。\n"


@pytest.mark.usefixtures("confirmed")
def test_facts_are_checked_and_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "事实.json").write_text(json.dumps(FACTS), encoding="utf-8")

    done = run("rules", "check", "2", "事实.json", "--as-of", "2026-09-30", "--keep")

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "规则 2（第 1 版）：每个地级以上市科技局：重大项目建议（附件3） 5 至 8",
        "依据：每个市推荐五到八个项目",
        "",
        "甲市：不符合",
        "  重大项目建议现有 4，应为 5 至 8，还差 1。",
        "  办法：还须补 1。",
    ]
    assert done.stderr == "已记下 1 项检查。\n"


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"units": 1, "as_of": "2026-09-30"}', "units：应为列表。"),
        ("nonsense", "不是合格的 JSON。"),
        (None, "无法读取“事实.json”"),
    ],
)
def test_facts_that_do_not_fit_are_told(run: Run, tmp_path: Path, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / "事实.json").write_text(content, encoding="utf-8")

    done = run("rules", "check", "2", "事实.json")

    assert (done.returncode, told in done.stderr) == (2, True)


@pytest.mark.usefixtures("confirmed")
def test_a_rule_that_does_not_apply_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "事实.json").write_text(json.dumps(FACTS), encoding="utf-8")

    done = run("rules", "check", "1", "事实.json")

    assert (done.returncode, "第 1 号规则在" in done.stderr) == (2, True)
