"""From `duijie serve` to the first page: seconds passed, and of CPU, over nothing, the samples, and 51jishu."""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil

from data.samples.paths import achievements_path, needs_path
from data.storage.workspace import Workspace
from service.docking.workspace import import_files
from service.settings import Settings, environment_of
from tests.benchmarks.bench import real_data, say_machine

N_STARTS: Final = 5


def start_once(settings: Settings) -> tuple[float, float]:
    """Return seconds passed, and seconds of CPU of the service, until the first page was there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment_of(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while not _answers(port):
            time.sleep(0.01)
        passed = time.perf_counter() - began
        times = psutil.Process(process.pid).cpu_times()
        process.terminate()
    return passed, times.user + times.system


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def main() -> None:
    """Print the medians."""
    say_machine()
    files: dict[str, tuple[Path, ...]] = {"empty": (), "samples": (needs_path(), achievements_path())}
    files["51jishu"] = (real_data() / "51jishu" / "needs.csv", real_data() / "51jishu" / "achievements.csv")
    for name, paths in files.items():
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(home=Path(folder) / "home", cache_dir=Path(folder) / "cache")
            with Workspace.open(settings.home) as workspace:
                for kind, path in zip(("needs", "achievements"), paths, strict=False):
                    import_files(workspace, kind, [path], at=datetime.now(UTC))
            starts = [start_once(settings) for _ in range(N_STARTS)]
        passed, cpu = (statistics.median(values) for values in zip(*starts, strict=True))
        load = psutil.getloadavg()[0]
        print(f"{name}: first page after {passed:.1f} s, {cpu:.1f} s of CPU; load {load:.1f}")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
