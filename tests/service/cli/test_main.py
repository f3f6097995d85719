"""The frame of the command: help, version, wrong usage, faults, and what it loads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import main as main_module
from service.cli.main import main
from tests.service.cli.conftest import REPOSITORY, Run

COMMANDS = (
    ("demo",),
    ("match",),
    ("score",),
    ("evaluate",),
    ("search",),
    ("partners",),
    ("index",),
    ("serve",),
    ("import",),
    ("import", "needs"),
    ("import", "achievements"),
    ("import", "parties"),
    ("models",),
    ("models", "list"),
    ("models", "export-e5"),
)
FILES = ("--needs", "a.csv", "--achievements", "b.csv", "--out", "c.csv")


def test_importing_the_command_line_loads_no_heavy_library() -> None:
    heavy = ("torch", "sentence_transformers", "faiss", "transformers", "sklearn", "pandas", "numpy", "sqlalchemy")
    code = f"import sys, service.cli.main; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_help_answers_within_a_second(run_process: Run) -> None:
    run_process("--version")  # compiled files and disk cache are not what is measured
    before = os.times()
    done = run_process("--help")
    after = os.times()

    # Time of the processor, not of the clock: a busy machine is not the command's fault.
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert done.returncode == 0
    assert spent < 1.0


def test_version_names_the_product(run_process: Run) -> None:
    done = run_process("--version")

    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "duijie", "")


def test_without_a_command_the_help_page_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    bare = main([]), capsys.readouterr().out
    asked = main(["--help"]), capsys.readouterr().out

    assert bare == asked
    assert bare[1].startswith("用法：duijie [选项] 命令 [参数]...\n")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_a_chinese_help_page_with_an_example(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([*command, "--help"])

    page = capsys.readouterr().out
    assert (status, page.split(" ", 1)[0]) == (0, "用法：duijie")
    assert "例：duijie" in page or "命令：" in page
    for english in ("Usage", "Options", "Show this", "required", "default"):
        assert english not in page


def test_help_page_of_match_is_as_agreed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    main(["match", "--help"])

    golden = Path(__file__).with_name("match_help.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == golden


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("match",), "缺少必填的选项“--needs”。"),
        (("match", *FILES, "--top", "0"), "选项 --top 的值太小，最小为 1。"),
        (("match", *FILES, "--top", "5000"), "选项 --top 的值太大，最大为 1000。"),
        (("match", *FILES, "--top", "十"), "选项 --top 的值应为整数。"),
        (("match", *FILES, "--for", "company"), "选项 --for 的值只能是 needs、achievements 之一。"),
        (("match", *FILES, "--needs"), "选项“--needs”后面缺少值。"),
        (("match", "--nedes", "a"), "没有“--nedes”这个选项，是否想用 --encoder、--needs。"),
        (("match", *FILES, "多余"), "多出了无法识别的参数“多余”。"),
        (("evaluate", "--json=yes"), "选项“--json”后面不能带值。"),
        (("mtch",), "没有“mtch”这个命令，是否想用 match。"),
        (("nonsense",), "没有“nonsense”这个命令。"),
        (("import",), "缺少命令。"),
        (("import", "needs"), "缺少参数“文件...”。"),
        (("search",), "缺少参数“文字”。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_told_in_chinese_with_status_2(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(arguments)

    out, told = capsys.readouterr()
    assert (status, out) == (2, "")
    assert told.startswith(f"错误：{message} 用 duijie")
    assert told.count("\n") == 1


def test_as_of_that_is_no_date_is_told_before_any_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["match", *FILES, "--as-of", "2026-02-30"])

    expected = "错误：选项 --as-of 的值“2026-02-30”不是日期。 请写成 2026-11-22 这样的形式。\n"
    assert (status, capsys.readouterr().err) == (2, expected)


def test_an_unexpected_fault_is_one_paragraph(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_module, "read_settings", lambda: 1 / 0)

    assert main(["models", "list"]) == 1
    told = capsys.readouterr().err
    assert told == (
        "错误：程序内部出错（ZeroDivisionError）。 请在命令后加 --debug 查看详情，并把显示的内容发给维护人员。\n"
    )


def test_debug_anywhere_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_module, "read_settings", lambda: 1 / 0)

    assert main(["models", "list", "--debug"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("错误：程序内部出错（ZeroDivisionError）。\nTraceback (most recent call last):\n")


def test_a_wrong_setting_is_told_like_any_bad_input(run_process: Run) -> None:
    done = run_process("models", "list", DUIJIE_SHOWN_ROWS="0")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "错误：环境变量有误：DUIJIE_SHOWN_ROWS 的值 '0' 不可用。 可用的值见文档 docs/settings.md。\n"
    )
