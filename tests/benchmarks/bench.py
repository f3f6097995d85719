"""What every benchmark needs: where the real data lies, what machine it ran on, and how figures are printed."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from data.errors import FileReadError
from ingest.batch import read_achievements, read_needs
from matcher.language import Language, language_of
from matcher.match import Matcher
from matcher.scoring import table_ranker
from models.encoders.opening import open_encoder
from models.segmenters import open_segmenter
from service.settings import read_settings

REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent


def real_data() -> Path:
    """Return the folder of real data beside the checkout (or below DUIJIE_SHARED).

    Raises:
        FileReadError: it is not there.
    """
    folder = Path(os.environ.get("DUIJIE_SHARED", REPOSITORY.parent / "shared")) / "data"
    if not folder.is_dir():
        raise FileReadError(f"没有真实数据文件夹“{folder}”。", remedy="请用环境变量 DUIJIE_SHARED 指明位置。")
    return folder


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that all benchmarks share."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--encoder", default="e5", help="as in DUIJIE_ENCODER")
    return made


def open_language(encoder: str, corpus: Sequence[str] = ()) -> Language:
    """Return the product's own machinery, with its own cache folder (DUIJIE_CACHE_DIR)."""
    opened = open_encoder(encoder, cache_dir=read_settings().cache_dir, corpus=corpus)
    return language_of(open_segmenter(), opened)


def untrained_matcher(folder: Path, language: Language) -> Matcher:
    """Return the matcher to be measured on bdci2019: its labels taught the shipped ranker and the turn of the vectors.

    Args:
        folder: with needs.csv and achievements.csv.
        language: its adapter may be turned.

    Returns:
        The table over vectors that are only centred.
    """
    return Matcher.build(
        read_needs([folder / "needs.csv"]).records,
        read_achievements([folder / "achievements.csv"]).records,
        language=replace(language, adapter=language.adapter.unturned()),
        ranker=table_ranker(),
    )


def say(line: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_machine() -> None:
    """Print processor, usable cores and load: without them a time says little."""
    name = next((line.split(":")[1].strip() for line in _processor_lines() if line.startswith("model name")), "?")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "?"
    say(f"machine: {name}, {cores} cores, load before the run {load}")


def say_figure(name: str, value: str, target: str = "") -> None:
    """Print one figure, and its target where there is one."""
    say(f"{name:<58} {value:>16}" + (f"   (target {target})" if target else ""))


def seconds(work: Callable[[], object]) -> float:
    """Return the wall seconds the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternating(first: Callable[[], object], second: Callable[[], object], *, rounds: int) -> tuple[float, float]:
    """Time two works in turn, A B A B, so that a change of load falls on both.

    Returns:
        The median wall seconds of each.
    """
    times = [(seconds(first), seconds(second)) for _ in range(rounds)]
    return statistics.median(time[0] for time in times), statistics.median(time[1] for time in times)


def _processor_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
