"""How long an index takes to follow ten records, beside building it anew.

`python -m tests.benchmarks.refreshing 20000` makes achievements of the bundled samples' sentences. The encoder is
`hashing`, so that reading, indexing and writing are measured, and not the encoder. A second argument is the address of
an empty PostgreSQL database; then that holds the index.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from data.records.achievements import Achievement
from data.records.ids import AchievementId
from data.samples.paths import achievements_path
from data.storage.workspace import Workspace
from ingest.batch import read_achievements
from service.docking.language import LanguageChoice, open_language
from service.docking.loading import Loaded, load
from service.docking.searching import ACHIEVEMENTS, build_index, load_index, refresh_index
from tests.benchmarks.bench import say_figure, seconds
from tests.benchmarks.latency import SEED, vary

CHANGED: Final = 10


def records(n: int) -> list[Achievement]:
    """Return n achievements made of the samples in turn."""
    samples = read_achievements([achievements_path()]).records
    generator = np.random.default_rng(SEED)
    made = []
    for number in range(n):
        title, content = vary(samples[number % len(samples)], generator)
        made.append(Achievement(id=AchievementId(f"B{number:06}"), title=f"{title}{number}", content=content))
    return made


def measure(workspace: Workspace, choice: LanguageChoice, n: int) -> None:
    """Build, change ten records, and follow."""
    language = open_language(choice)
    with workspace.writing() as stores:
        stores.achievements.add_many(records(n))
    say_figure(
        f"{n:,} achievements indexed as a whole",
        f"{seconds(lambda: build_index(workspace, ACHIEVEMENTS, language)):.1f} s",
    )
    known: list[Loaded] = []
    say_figure("... loaded for searching", f"{seconds(lambda: known.append(load(workspace, choice))):.1f} s")
    target = known[0].sides["achievements"]
    say_figure("... prepared for matching", f"{seconds(lambda: target.corpus):.1f} s")
    for _ in range(2):
        change(workspace)
        taken = seconds(lambda: refresh_index(workspace, ACHIEVEMENTS, language))
        say_figure(f"{CHANGED} changed, index written", f"{taken:.2f} s")
        taken = seconds(lambda: known.append(load(workspace, choice, known=known[-1])))
        say_figure("... taken up by an open desk, matching included", f"{taken:.2f} s")
    index = load_index(workspace, ACHIEVEMENTS, language)
    taken = seconds(lambda: [index.search("铝合金压铸件气孔控制", language, top=10) for _ in range(20)])
    say_figure("one search", f"{taken / 20 * 1000:.0f} ms")


def change(workspace: Workspace) -> None:
    """Change, delete and add records, ten in all."""
    with workspace.writing() as stores:
        held = stores.achievements.all()
        for record in held[5 : 5 + CHANGED - 4]:
            version = 1 if not record.title.endswith("改") else 2
            stores.achievements.change(record.id, {"title": f"{record.title}改"}, expected_version=version)
        for record in held[100:102]:
            stores.achievements.delete(record.id)
        new = [
            Achievement(id=AchievementId(f"C{len(held)}-{number}"), title="新成果", content="文") for number in (1, 2)
        ]
        stores.achievements.add_many(new)


def main() -> None:
    """Measure in a temporary folder."""
    n, url = int(sys.argv[1]), "".join(sys.argv[2:3])
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder) / "home", url=url) as workspace:
        measure(workspace, LanguageChoice(encoder="hashing", segmenter="rjieba", cache_dir=Path(folder)), n)


if __name__ == "__main__":
    main()
