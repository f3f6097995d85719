"""`duijie feedback`, and what it does to later lists, run as a user would."""

import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Run

pytestmark = pytest.mark.e2e


@pytest.fixture
def filled(run: Run, files: list[str]) -> Run:
    """A workspace with three needs and four achievements."""
    assert files
    run("import", "needs", "needs.csv")
    run("import", "achievements", "achievements.csv")
    return run


def test_a_verdict_is_kept_listed_and_withdrawn(filled: Run) -> None:
    added = filled("feedback", "add", "N1", "A2", "婉拒", "--reason", "对象不符", "--comment", "电话13912345678")
    listed = filled("feedback", "list")
    taken = filled("feedback", "withdraw", "1", "--by", "李科")
    after = filled("feedback", "list")

    assert added.stdout == "已记为第 1 号反馈：需求 N1、成果 A2，婉拒。\n"
    assert listed.stdout.splitlines()[1].split()[:5] == ["1", "N1", "A2", "婉拒", "对象不符"]
    assert "13912345678" not in listed.stdout
    assert taken.stdout == "已撤回第 1 号反馈：需求 N1、成果 A2，婉拒。记录仍保留在历史中。\n"
    assert after.stdout == "没有反馈。\n"


def test_what_closes_a_need_is_said_at_once(filled: Run) -> None:
    done = filled("feedback", "add", "N1", "A2", "婉拒", "--reason", "需求已解决")

    assert done.stdout == "已记为第 1 号反馈：需求 N1、成果 A2，婉拒；这项需求不再列候选。\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("N1", "A1", "很好"), "错误：结论“很好”无法识别。 请写推荐、婉拒、存疑之一。"),
        (("N1", "A1", "婉拒"), "错误：婉拒没有写理由。"),
        (("N1", "A1", "婉拒", "--reason", "太贵"), "错误：理由“太贵”不在固定理由之内。"),
        (("N9", "A1", "推荐"), "错误：工作区里没有：需求 N9。"),
    ],
)
def test_what_cannot_be_kept_is_refused(filled: Run, arguments: tuple[str, ...], told: str) -> None:
    done = filled("feedback", "add", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)


def test_partners_leave_a_rejected_pair_out_and_say_so(filled: Run) -> None:
    before = filled("partners", "乙食品")
    filled("feedback", "add", "N2", "A2", "婉拒", "--reason", "价格不合")
    after = filled("partners", "乙食品")
    shown = filled("partners", "乙食品", "--include-rejected")

    assert ["短程硝化反硝化废水脱氮" in done.stdout for done in (before, after, shown)] == [True, False, True]
    assert "按反馈不再列出 1 项：价格不合 1 项。" in after.stderr
    assert "名单中包含此前婉拒的 1 项：价格不合 1 项。" in shown.stderr


def test_match_takes_a_feedback_file(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(
        "need_id,achievement_id,verdict,reason\nN1,A1,婉拒,已合作\nN3,A3,推荐,\nN9,A1,推荐,\n", encoding="utf-8"
    )
    done = run("match", *files, "--feedback", "f.csv", "--out", "m.jsonl")

    lines = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    assert done.returncode == 0
    assert "按反馈，各名单共略去 1 对：已合作 1 项。" in done.stderr
    assert "其中 1 条的编号不在本次的需求或成果中，对本次结果没有影响：“f.csv”第4行的需求 N9。" in done.stderr
    assert ("N1", "A1") not in {(line["need_id"], line["achievement_id"]) for line in lines}
    judged = next(line for line in lines if (line["need_id"], line["achievement_id"]) == ("N3", "A3"))
    assert [part["feature"] for part in judged["contributions"]][-2:] == ["feedback", "bias"]


def test_export_and_import_give_the_same_verdicts_elsewhere(filled: Run, tmp_path: Path) -> None:
    filled("feedback", "add", "N1", "A1", "推荐", "--by", "甲")
    filled("feedback", "add", "N1", "A2", "婉拒", "--reason", "技术不符", "--by", "甲")
    filled("feedback", "export", "--out", "f.csv")
    again = filled("feedback", "import", "f.csv")
    pairs = filled("feedback", "export", "--pairs", "--out", "p.csv")

    assert again.stdout == "读到 2 条反馈：新记录 0 条，与已有的相同 2 条。\n"
    assert pairs.stderr.splitlines()[-1] == "已写出 p.csv：2 对。"
    rows = [line.split(",")[:3] for line in (tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()]
    assert rows == [["need_id", "achievement_id", "level"], ["N1", "A1", "4"], ["N1", "A2", "1"]]


def test_every_reason_is_shown_with_what_follows(run: Run) -> None:
    lines = run("feedback", "reasons").stdout.splitlines()

    assert len(lines) == 1 + 1 + 17
    assert [line.split()[-1] for line in (*lines[1:5], lines[-1])] == [
        "排在名单最前；相近的候选上升",
        "排在名单最前；相近的候选上升一半",
        "不再列出；相近的候选下降",
        "不再列出；相近的候选下降",
        "不影响名单",
    ]
    assert lines[-5].split() == ["婉拒", "需求已解决", "不涉及", "这项需求不再列候选"]


def test_options_that_would_do_nothing_are_refused(filled: Run, files: list[str]) -> None:
    (done, other) = (
        filled("match", *files, "--include-rejected", "--out", "m.csv"),
        filled("feedback", "export", "--part", "frozen", "--out", "f.csv"),
    )

    assert (done.returncode, other.returncode) == (2, 2)
    assert "--include-rejected 要与 --feedback 同用。" in done.stderr
    assert "--part 要与 --pairs 同用。" in other.stderr


def test_a_rejected_candidate_that_is_shown_says_why(filled: Run) -> None:
    filled("feedback", "add", "N1", "A1", "婉拒", "--reason", "价格不合")

    shown = filled("partners", "甲机械", "--include-rejected")

    assert shown.stdout.count("（婉拒：价格不合）") == 2
