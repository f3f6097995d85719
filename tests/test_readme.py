"""Every command of the README does what it says, on the samples it names."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```bash\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
COMMANDS = [line for line in LINES if line.startswith("duijie ")]


def test_readme_has_commands_and_nothing_that_is_not_run_here() -> None:
    others = [line for line in LINES if not line.startswith("duijie ")]

    assert others == ["make demo", "make test", "source .venv/bin/activate"]
    assert {shlex.split(line)[1] for line in COMMANDS} == {
        "match",
        "partners",
        "import",
        "index",
        "search",
        "score",
        "evaluate",
        "doctor",
        "gaps",
        "feedback",
        "models",
        "notice",
        "rules",
        "census",
        "deals",
        "registers",
    }


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)

    # Written together with the measurements.
    missing = [target for target in targets if not (REPOSITORY / target).exists() and "benchmarks" not in target]
    assert missing == []
    assert (REPOSITORY / "docs" / "images" / "card.png").stat().st_size < 300_000


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["lsa", pytest.param("e5", marks=pytest.mark.model)])
def test_every_command_of_the_readme_runs_one_after_another(tmp_path: Path, encoder: str) -> None:
    shutil.copytree(REPOSITORY / "data" / "samples", tmp_path / "data" / "samples")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUIJIE_")} | {
        "DUIJIE_HOME": str(tmp_path / "home"),
        "DUIJIE_CACHE_DIR": str(tmp_path / "cache"),
        "DUIJIE_ENCODER": encoder,
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUTF8": "1",
        # Without it Python would find the copied folder `data` before the package.
        "PYTHONSAFEPATH": "1",
    }

    for line in COMMANDS:
        arguments = shlex.split(line)[1:]
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        written = [Path(after) for before, after in pairwise(arguments) if before == "--out"]
        assert (line, done.returncode, done.stderr.count("错误")) == (line, 0, 0)
        assert all((tmp_path / path).stat().st_size > 0 for path in written)
