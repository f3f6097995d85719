"""Runs the command: in this process, or in one of its own as a user would."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.cli.main import main
from service.settings import read_settings

REPOSITORY = Path(__file__).resolve().parents[3]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    """Let every test read its own environment: the settings are read once a process."""
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose workspace and cache are in the test's own folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DUIJIE_")}
    return inherited | {
        "DUIJIE_HOME": str(tmp_path / "home"),
        "DUIJIE_CACHE_DIR": str(tmp_path / "cache"),
        "DUIJIE_ENCODER": "hashing",
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
    }


@pytest.fixture
def run(
    tmp_path: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Run `duijie` with these arguments in the test's folder, inside this process: the imports are paid once."""
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        if name.startswith("DUIJIE_") or name == "COLUMNS":
            monkeypatch.setenv(name, value)

    def run_command(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        read_settings.cache_clear()
        given = [str(argument) for argument in arguments]
        status = main(given)
        told = capsys.readouterr()
        return subprocess.CompletedProcess(given, status, told.out, told.err)

    yield run_command
    read_settings.cache_clear()


@pytest.fixture
def run_process(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Run `python -m service.cli` with these arguments in the test's folder, as a user would."""

    def run_command(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "service.cli", *map(str, arguments)],
            cwd=tmp_path,
            env=environment | variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run_command


NEEDS = """id,title,content,enterprise,valid_until
N1,压铸件气孔缺陷控制,铝合金压铸件内部气孔多，孔隙率要求≤2%，希望改进真空压铸工艺。,甲机械有限公司,2027-12-31
N2,高氨氮废水脱氮,食品废水氨氮高，要求出水总氮≤10mg/L。,乙食品有限公司,
N3,轴承表面缺陷检测,滚道划伤靠人工检查，希望用机器视觉在线检测，漏检率≤0.1%。,甲机械有限公司,
"""
ACHIEVEMENTS = """id,title,content,university,team
A1,铝合金真空压铸气孔控制工艺,采用高真空压铸，铝合金压铸件孔隙率≤1%，已在两家企业应用。,东海理工大学,成形团队
A2,短程硝化反硝化废水脱氮,处理高氨氮废水，出水总氮≤8mg/L。,云岭工程学院,水处理团队
A3,轴承滚道表面缺陷机器视觉在线检测,漏检率0.05%，每分钟检测30件。,东海理工大学,视觉团队
A4,水稻抗倒伏品种选育,亩产提高8%，适合江淮地区种植。,农科院,
"""
PAIRS = "need_id,achievement_id,level,说明\nN1,A1,4,同一工艺\nN1,A2,1,无关\nN2,A2,4,\nN1,A1,3,重复的一对\nN3,A3,4,\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Three needs and four achievements in the test's folder; the options that name them."""
    (tmp_path / "needs.csv").write_text(NEEDS, encoding="utf-8")
    (tmp_path / "achievements.csv").write_text(ACHIEVEMENTS, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    return ["--needs", "needs.csv", "--achievements", "achievements.csv"]
