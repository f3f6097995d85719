"""Ctrl-C while texts are being encoded: what was encoded stays, and the next run goes on from there."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.model, pytest.mark.slow]

N_NEEDS = 600


def _content(number: int) -> str:
    # No two sentences alike: equal passages are encoded once, and the run would be over before it is interrupted.
    return "".join(f"第{number}号零件的第{part}处需要耐磨涂层。" for part in range(15))


def test_ctrl_c_during_encoding_keeps_what_was_encoded(environment: dict[str, str], tmp_path: Path) -> None:
    rows = "".join(f"N{number},第{number}号零件的表面处理,{_content(number)}\n" for number in range(N_NEEDS))
    (tmp_path / "needs.csv").write_text(f"id,title,content\n{rows}", encoding="utf-8")
    (tmp_path / "achievements.csv").write_text("id,title,content\nA1,涂层,耐磨\n", encoding="utf-8")
    command = [
        "match",
        "--needs",
        "needs.csv",
        "--achievements",
        "achievements.csv",
        "--out",
        "a.csv",
        "--encoder",
        "e5",
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli", *command],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # A test runner started in the background hands "ignore SIGINT" down to its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs here
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("正在编码文本 "):
                break
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()

    assert process.returncode == 130
    assert told.splitlines()[-1] == (
        "已按您的要求中断。用 e5 等模型编码好的文本已存入缓存，再次运行同一命令会从那里继续；"
        "结果文件以上面写明“已写出”的为准。"
    )
    assert "Traceback" not in told
    assert not (tmp_path / "a.csv").exists()
    assert next((tmp_path / "cache").rglob("*.sqlite*")).stat().st_size > 0
