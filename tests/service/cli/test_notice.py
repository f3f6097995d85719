"""`duijie notice`: what it shows, writes and hides."""

import json
from pathlib import Path

from tests.service.cli.conftest import Run

NOTICE = """关于征集（虚构）需求的通知
各县科技局：
一、推荐
每个县推荐3至5项需求，于2024年6月28日17时前将附件1一式两份报送市科技局（邮箱：abcdef@example.com）。
联系人：王小明，电话：0000-12345678
某某市科技局
2024年5月8日
"""


def test_it_shows_clauses_and_rules_without_names_and_contacts(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, "utf-8")

    done = run("notice", file)

    assert done.returncode == 0
    assert "报送时限（一）：" in done.stdout
    assert "截止 2024-06-28，时间 17:00，份数 2" in done.stdout
    assert "名额（一）：单位 每个县，事项 需求" in done.stdout
    assert not any(secret in done.stdout for secret in ("小明", "12345678", "abcdef"))


def test_the_file_holds_rules_with_true_offsets_and_masked_words(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "通知.txt", tmp_path / "规则.json"
    file.write_text(NOTICE, "utf-8")

    done = run("notice", file, "--out", out)

    written = json.loads(out.read_text("utf-8"))
    quote = written["proposals"][0]["quote"]
    assert done.returncode == 0
    assert [each["kind"] for each in written["proposals"]] == ["quota", "due"]
    assert written["proposals"][1]["terms"]["on"] == "2024-06-28"
    assert written["notice"]["text"][quote["start"] : quote["end"]] == quote["text"]
    assert len(written["notice"]["text"]) == len(NOTICE)
    assert "小明" not in out.read_text("utf-8")


def test_a_file_that_is_no_notice_is_refused_with_a_reason(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "需求.csv"
    file.write_text("编号,名称\n1,甲\n", "utf-8")

    done = run("notice", file)

    assert done.returncode == 2
    assert "不是通知的正文" in done.stderr
