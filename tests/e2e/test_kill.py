"""A power cut in the middle of a job; `python -m tests.benchmarks.kill` does the same twenty times a kind."""

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records.jobs import JobKind
from data.samples.paths import achievements_path, needs_path
from data.storage.workspace import Workspace
from service.docking.backup import write_backup
from service.docking.workspace import import_files
from service.settings import environment_of
from tests.benchmarks.kill import KINDS, SEED, torment
from tests.service.conftest import settings_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_job_leaves_nothing_half_written_and_is_done_after_all(kind: JobKind, tmp_path: Path) -> None:
    tally = torment(kind, 2, tmp_path)

    assert (tally.n_rounds, tally.faults) == (2, [])


def test_a_killed_restore_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    settings, archive, at = settings_of(tmp_path), tmp_path / "备份.tar", datetime.now(UTC)
    with Workspace.open(settings.home) as workspace:
        import_files(workspace, "needs", [needs_path()], at=at)
        old = _digests(workspace)
    with Workspace.open(tmp_path / "other") as other:
        import_files(other, "achievements", [achievements_path()], at=at)
        write_backup(other, archive, at=at)
        new = _digests(other)
    command = [sys.executable, "-m", "service.cli", "restore", str(archive), "--replace"]
    seen = []
    chance = random.Random(SEED)  # noqa: S311 - moments of a test, the same each time
    for _ in range(4):
        _run(command, environment_of(settings), kill_after=chance.uniform(0.5, 4.0))
        with Workspace.open(settings.home) as workspace:
            seen.append(_digests(workspace))
    subprocess.run(command, env=environment_of(settings), check=True, capture_output=True)
    with Workspace.open(settings.home) as workspace:
        seen.append(_digests(workspace))

    assert (all(each in {old, new} for each in seen), seen[-1]) == (True, new)


def _digests(workspace: Workspace) -> tuple[str, str]:
    with workspace.reading() as stores:
        return stores.needs.digest(), stores.achievements.digest()


def _run(command: list[str], environment: dict[str, str], *, kill_after: float) -> None:
    """Kill a command after so many seconds, if it still lives."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
