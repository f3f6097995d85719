"""Kill -9 in the middle of an import, a match and a backup: nothing lost, nothing half written, and the job says so.

Of each kind two jobs are first left alone, for their time and result. Then, round after round, a job of that kind is
begun, the worker is killed after a random part of that time, the workspace is examined as it lies, a new worker is
started, and once it has done with the job its outcome is compared with that of those left alone.
"""

import argparse
import hashlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from data.errors import RefusalError
from data.records.accounts import OPERATOR
from data.records.enums import Direction
from data.records.jobs import Job, JobKind, JobState, NewJob
from data.samples.paths import achievements_path, needs_path
from data.storage.workspace import DATABASE_NAME, Workspace
from service.docking.backup import read_backup
from service.docking.jobs import JobDesk, MatchOrder, backup_job, import_job, match_job, now
from service.docking.workspace import import_files
from service.jobs.queue import JobQueue
from service.settings import Settings, environment_of

SEED: Final = 20261122
KINDS: Final = (JobKind.IMPORT, JobKind.MATCH, JobKind.BACKUP)
N_RECORDS: Final = 4_000
"""Achievements of one import; enough that a kill meets the reading, the writing and the comparing."""
_ORIGINAL_BYTES: Final = 30_000_000
_LIMIT_SECONDS: Final = 120.0


@dataclass
class Tally:
    """What became of the rounds of one kind; `faults` should stay empty."""

    kind: JobKind
    n_rounds: int = 0
    n_met: int = 0
    faults: list[str] = field(default_factory=list)


class Office:
    """A workspace with a worker that can be killed.

    Args:
        folder: empty.
    """

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "home", cache_dir=folder / "cache", encoder="hashing")
        self.workspace = Workspace.open(self.settings.home)
        self._queue = JobQueue(self.settings.home)
        self.desk = JobDesk(self.workspace, self._queue.ring)
        self._worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start a worker."""
        command = [sys.executable, "-m", "service.jobs.worker"]
        self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment_of(self.settings))

    def kill(self) -> None:
        """Kill the worker as a power cut would."""
        assert self._worker is not None
        self._worker.kill()
        self._worker.wait()
        assert self._worker.stdin is not None
        self._worker.stdin.close()

    def close(self) -> None:
        """Let go of everything."""
        self.kill()
        self._queue.close()
        self.workspace.close()

    def wait(self, number: int, reached: Callable[[Job], bool]) -> Job:
        """Return a job once it is as wanted."""
        deadline = time.monotonic() + _LIMIT_SECONDS
        while not reached(job := self.desk.get(number)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"job {number} stays {job.state}")
            time.sleep(0.005)
        return job

    def calm(self) -> None:
        """Cancel the index jobs that follow imports: they are nobody's to be killed."""
        for job in self.desk.recent(limit=9):
            if job.asked.kind is JobKind.INDEX and not job.is_finished:
                with suppress(RefusalError):  # it ended just now
                    self.desk.cancel(job.number, at=now(), by=OPERATOR)


def prepare(office: Office, kind: JobKind) -> None:
    """Give a workspace what the kind works on."""
    folder = office.settings.home
    if kind is JobKind.BACKUP:
        (folder / "originals").mkdir()
        content = random.Random(SEED).randbytes(_ORIGINAL_BYTES)  # noqa: S311 - no secret
        (folder / "originals" / f"{hashlib.sha256(content).hexdigest()}.pdf").write_bytes(content)
    for name, path, n_lines in (("needs", needs_path(), 11), ("achievements", achievements_path(), 61)):
        part = folder.parent / path.name
        part.write_text("".join(path.read_text("utf-8-sig").splitlines(keepends=True)[:n_lines]), "utf-8")
        import_files(office.workspace, name, [part], at=now())


def new_job(office: Office, kind: JobKind, number: int) -> NewJob:
    """Return a job of a kind; every import brings records of its own."""
    if kind is JobKind.MATCH:
        order = MatchOrder(Direction.NEEDS, date(2026, 11, 22), endings=("jsonl",))
        return match_job(order, by=OPERATOR, at=now())
    if kind is JobKind.BACKUP:
        return backup_job(by=OPERATOR, at=now())
    path = office.settings.home.parent / f"成果-{number}.csv"
    rows = (f"R{number}-{n},第{n}号压铸工艺,孔隙率不高于 {n % 90}%\n" for n in range(N_RECORDS))
    path.write_text("id,title,content\n" + "".join(rows), "utf-8")
    with path.open("rb") as content:
        upload = office.desk.keep_upload(path.name, content)
    return import_job("achievements", [upload], by=OPERATOR, at=now())


def n_achievements(office: Office) -> int:
    """Count."""
    with office.workspace.reading() as stores:
        return len(stores.achievements)


def unwhole(office: Office, before: int) -> list[str]:
    """Say what is half written in the workspace as it lies."""
    faults = []
    with closing(sqlite3.connect(office.settings.home / DATABASE_NAME)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            faults.append("database damaged")
    if n_achievements(office) - before not in {0, N_RECORDS}:
        faults.append("part of an import was kept")
    for archive in (office.settings.home / "backups").glob("*.zip"):
        with tempfile.TemporaryDirectory() as folder:
            read_backup(archive, Path(folder))
    return faults


def outcome(office: Office, job: Job, before: int) -> str:
    """Return what a job gave, the same for every job of a kind that went well."""
    if job.asked.kind is JobKind.IMPORT:
        with office.workspace.reading() as stores:
            n_registered = sum(each.imported_at == job.asked.created_at for each in stores.batches.all())
        return f"{n_achievements(office) - before} records, {n_registered} file registered"
    files = [office.settings.home / name for name in job.result.get("files", [])]
    if job.asked.kind is JobKind.BACKUP:
        with tempfile.TemporaryDirectory() as folder:
            found = [read_backup(path, Path(folder)) for path in files]
        return " ".join(str(dict(each.n_records)) for each in found)
    return " ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)


def torment(kind: JobKind, rounds: int, folder: Path) -> Tally:
    """Kill the worker in the middle of that many jobs of one kind."""
    tally, office = Tally(kind), Office(folder)
    chance = random.Random(SEED)  # noqa: S311 - moments of a test, the same each time
    prepare(office, kind)
    office.start()
    try:
        seconds, wanted = 0.0, ""
        for number in range(-2, rounds):  # two are left alone: the first one loads what the second finds loaded
            before = n_achievements(office)
            asked = office.desk.submit(new_job(office, kind, number)).number
            office.wait(asked, lambda job: job.state is not JobState.WAITING)
            began = time.monotonic()
            if number >= 0:
                time.sleep(chance.uniform(0.0, seconds))
                office.kill()
                tally.n_rounds += 1
                tally.n_met += not office.desk.get(asked).is_finished
                tally.faults += unwhole(office, before)
                office.start()
            job = office.wait(asked, lambda job: job.is_finished)
            if number < 0:
                seconds, wanted = time.monotonic() - began, outcome(office, job, before)
            else:
                tally.faults += _differences(office, job, before, wanted)
            office.calm()
    finally:
        office.close()
    return tally


def _differences(office: Office, job: Job, before: int, wanted: str) -> list[str]:
    faults = []
    if job.state is not JobState.DONE:
        faults.append(f"job {job.number} ended {job.state}: {job.message}")
    if job.attempts > 1 and "服务中断过" not in job.message:
        faults.append(f"job {job.number} does not say what happened: {job.message}")
    if (found := outcome(office, job, before)) != wanted:
        faults.append(f"job {job.number} gave {found} instead of {wanted}")
    faults += [f"left behind: {path.name}" for path in office.settings.home.rglob("*.part")]
    return faults


def main() -> None:
    """Run all kinds and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--kind", type=JobKind, choices=KINDS, action="append", help="all three where none is named")
    options = parser.parse_args()
    for kind in options.kind or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            tally = torment(kind, options.rounds, Path(folder))
        print(f"{kind}: killed {tally.n_rounds}, in its middle {tally.n_met}, faults {tally.faults}", flush=True)  # noqa: T201 - a report


if __name__ == "__main__":
    main()
