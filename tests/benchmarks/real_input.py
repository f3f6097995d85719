"""The whole command on real files: seconds, memory, identical bytes, true spans, and the encoder beside its library."""

import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ingest.batch import read_achievements
from ingest.contacts import MASK
from matcher.profiles import profile_achievement
from models.encoders.e5_export import MODEL_NAME, export_e5
from models.encoders.transformer import SentenceTransformerEncoder, describe_folder
from models.segmenters import open_segmenter
from service.settings import read_settings
from tests.benchmarks.bench import REPOSITORY, alternating, parser, real_data, say_figure, say_machine

AS_OF: Final = "2026-11-22"
SEED: Final = 20261122


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: wall and processor seconds, peak resident bytes."""

    wall: float
    processor: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Spans:
    """Quotes of an output file: how many were checked, differ only by masked contacts, or are wrong."""

    checked: int
    masked: int
    wrong: int


def run_match(folder: Path, out: Path, *, cache_dir: Path, encoder: str) -> Run:
    """Run `duijie match --top 10` over the folder's needs.csv and achievements.csv in a process of its own.

    Raises:
        CalledProcessError: the command failed.
    """
    command = [sys.executable, "-m", "service.cli", "match", "--needs", str(folder / "needs.csv")]
    command += ["--achievements", str(folder / "achievements.csv"), "--encoder", encoder, "--top", "10"]
    command += ["--as-of", AS_OF, "--out", str(out)]
    environment = os.environ | {"DUIJIE_CACHE_DIR": str(cache_dir)}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=told, stderr=told)
        # wait4 instead of process.wait: it tells the peak memory of this very child.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            told.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=told.read().decode())
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


def check_spans(folder: Path, out: Path) -> Spans:
    """Hold every quote of the output against the files as the csv module reads them, our readers left out."""
    needs, achievements = _originals(folder / "needs.csv"), _originals(folder / "achievements.csv")
    checked = masked = wrong = 0
    for line in out.read_text(encoding="utf-8").splitlines():
        match = json.loads(line)
        rows = {"need": needs[match["need_id"]], "achievement": achievements[match["achievement_id"]]}
        for side, quote in _quotes(match):
            original = rows[side][quote["field"]][quote["start"] : quote["end"]]
            checked += 1
            if original != quote["text"]:
                same = len(original) == len(quote["text"]) and all(
                    shown in {MASK, kept} for shown, kept in zip(quote["text"], original, strict=True)
                )
                masked, wrong = masked + same, wrong + (not same)
    return Spans(checked, masked, wrong)


def compare_encoders(folder: Path, *, passages: int, rounds: int) -> tuple[float, float]:
    """Encode a sample of the folder's achievement passages by ours and by SentenceTransformer.encode, in turn.

    Returns:
        Tokens a second of each (prefix and the two marks of a text included): medians over the rounds.
    """
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # 2 s: only when it is measured

    place = read_settings().cache_dir / "encoders" / MODEL_NAME
    if not place.is_dir():
        export_e5(place)
    segmenter = open_segmenter()
    records = read_achievements([folder / "achievements.csv"]).records
    texts = [text for record in records for text in profile_achievement(record, segmenter).texts if text]
    chosen = np.random.default_rng(SEED).permutation(len(texts))[:passages]
    sample = [texts[row] for row in chosen.tolist()]
    prefixed = [f"passage: {text}" for text in sample]
    ours = SentenceTransformerEncoder(describe_folder(place))
    library = SentenceTransformer(str(place), device="cpu", local_files_only=True)
    n_tokens = sum(len(ids) for ids in library.tokenizer(prefixed)["input_ids"])
    apart = np.abs(ours.encode(sample[:32], role="passage") - library.encode(prefixed[:32])).max()
    say_figure("largest difference of the two on 32 texts", f"{apart:.1e}")
    mine, its = alternating(
        lambda: ours.encode(sample, role="passage"),
        lambda: library.encode(prefixed, show_progress_bar=False),
        rounds=rounds,
    )
    return n_tokens / mine, n_tokens / its


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--passages", type=int, default=1500, help="passages encoded in each round; 0 leaves it out")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--cache", type=Path, help="a filled cache folder: leaves out the cold run")
    chosen = options.parse_args()
    folder = real_data() / "51jishu"
    say_machine()
    with tempfile.TemporaryDirectory() as temporary:
        measure(folder, Path(temporary), encoder=chosen.encoder, cache_dir=chosen.cache)
    if chosen.passages and chosen.encoder == "e5":
        mine, its = compare_encoders(folder, passages=chosen.passages, rounds=chosen.rounds)
        say_figure("our encoder, tokens/s", f"{mine:.0f}")
        say_figure("SentenceTransformer.encode, tokens/s", f"{its:.0f}")
        say_figure("ratio", f"{mine / its:.2f}", ">= 1.0")


def measure(folder: Path, work: Path, *, encoder: str, cache_dir: Path | None = None) -> Spans:
    """Run cold (unless a filled cache is given) and twice warm, print the figures; the spans of the last output."""
    outs = [work / f"{n}.jsonl" for n in range(3)]
    if cache_dir is None:
        cold = run_match(folder, outs[0], cache_dir=work / "cache", encoder=encoder)
        _say_run("cold", cold, "<= 480 s")
    warm = [run_match(folder, out, cache_dir=cache_dir or work / "cache", encoder=encoder) for out in outs[1:]]
    for run in warm:
        _say_run("warm", run, "<= 20 s")
    sums = {hashlib.sha256(out.read_bytes()).hexdigest() for out in outs if out.exists()}
    say_figure("outputs identical byte by byte", "yes" if len(sums) == 1 else "NO", "yes")
    spans = check_spans(folder, outs[-1])
    say_figure("quotes checked", str(spans.checked))
    say_figure("... that differ by masked contacts only", str(spans.masked))
    say_figure("... that differ otherwise", str(spans.wrong), "0")
    return spans


def _say_run(name: str, run: Run, target: str) -> None:
    say_figure(f"{name}: wall", f"{run.wall:.1f} s", target)
    say_figure(f"{name}: processor", f"{run.processor:.1f} s")
    say_figure(f"{name}: peak memory", f"{run.peak_bytes / 1e9:.2f} GB", "<= 1.8 GB")


def _originals(path: Path) -> dict[str, Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _quotes(match: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for passage in match["passages"]:
        yield "need", passage["need"]
        yield "achievement", passage["achievement"]
    for indicator in match["indicators"]:
        yield "need", indicator["required"]
        if indicator["offered"] is not None:
            yield "achievement", indicator["offered"]


if __name__ == "__main__":
    main()
