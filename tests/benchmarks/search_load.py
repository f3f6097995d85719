"""Searching over HTTP in a workspace of 100,000 achievements: everywhere, and within a province or a city.

The achievements join each title of 51jishu with another's content, so that every text is real and has its vector in
the cache of whoever indexed 51jishu before; encoding 100,000 new ones would take hours and tell nothing about a search.
Questions join the titles of two needs at random: they are new, and the encoder has to read each. Each record is given
one of the counties of two provinces.
"""

import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import numpy as np
import psutil

from data.records.accounts import Role
from data.records.achievements import Achievement
from data.records.ids import AchievementId
from data.storage.workspace import Workspace
from ingest.batch import read_achievements, read_needs
from service.docking.facets import facets_of
from service.docking.language import LanguageChoice, open_language
from service.docking.loading import refresh_indexes
from service.settings import Settings, read_settings
from tests.benchmarks import load
from tests.benchmarks.bench import parser, real_data, say_figure, say_machine, seconds
from tests.benchmarks.load import PROVINCES, SEED, county_names
from tests.benchmarks.served import Tally, Think, Visitor, crowd, keep_bureaus, say_tally, service, settle

TARGET: Final = 150.0
PLACES: Final = {"search": "", "search in a province": PROVINCES[0], "search in a city": "320800"}
"""About all, half and a twentieth of the records."""


def recombined(records: Sequence[Achievement], n: int) -> list[Achievement]:
    """Return n achievements: round after round each title with the content of another record, somewhere."""
    generator, names = np.random.default_rng(SEED), county_names()
    places = generator.integers(len(names), size=n).tolist()
    made = []
    for number, place in enumerate(places):
        turn, row = divmod(number, len(records))
        other = records[(row + 37 * turn) % len(records)]
        number_of = AchievementId(f"A{number:06}")
        made.append(replace(records[row], id=number_of, content=other.content, region=names[place], extra={}))
    return made


def fill(settings: Settings, records: Sequence[Achievement]) -> list[str]:
    """Store records, index them, keep accounts; return the logins."""
    with Workspace.open(settings.home) as workspace:
        with workspace.writing() as stores:
            stores.achievements.add_many(records, facets={each.id: facets_of(each) for each in records})
        choice = LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)
        language = open_language(choice)
        taken = seconds(lambda: refresh_indexes(workspace, choice, language))
        say_figure("indexed from cached vectors", f"{taken:.0f} s")
        return keep_bureaus(workspace, [(Role.PROVINCE_BUREAU, PROVINCES[number % 2]) for number in range(20)])


@dataclass(frozen=True, slots=True)
class Searching:
    """One search of one person, everywhere or somewhere.

    Attributes:
        titles: what questions are made of.
    """

    titles: Sequence[str]

    def __call__(self, visitor: Visitor, generator: np.random.Generator, think: Think) -> None:
        """Search once."""
        del think
        kind = str(generator.choice(list(PLACES)))
        visitor.get(kind, self.address(generator, PLACES[kind]))

    def address(self, generator: np.random.Generator, region: str = "") -> str:
        """Return the address of a new question."""
        first, second = generator.choice(self.titles, size=2).tolist()
        asked = {"q": f"{first}，{second}", "for": "needs"} | ({"region": region} if region else {})
        return f"/search?{urlencode(asked)}"


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--seconds", type=float, default=120.0)
    options.add_argument("--users", type=int, default=5)
    options.add_argument("--home", type=Path, help="a folder for the workspace, filled where it is empty and kept")
    chosen = options.parse_args()
    say_machine()
    source = real_data() / "51jishu"
    do = Searching([each.title for each in read_needs([source / "needs.csv"]).records])
    with tempfile.TemporaryDirectory() if chosen.home is None else nullcontext(chosen.home) as folder:
        settings = Settings(home=Path(folder) / "home", cache_dir=read_settings().cache_dir, encoder=chosen.encoder)
        if not settings.home.exists():
            fill(settings, recombined(read_achievements([source / "achievements.csv"]).records, chosen.size))
        logins = [f"bureau{number:02}" for number in range(1, chosen.users + 1)]
        with service(settings) as (port, process):
            measure(port, process, logins, do, lasting=chosen.seconds)


def measure(port: int, process: psutil.Process, logins: Sequence[str], do: Searching, *, lasting: float) -> list[Tally]:
    """Let everybody search as soon as the service answers searches, and again once it has prepared matching."""
    generator = np.random.default_rng(time.time_ns())
    tallies = []
    for stage, address in (("searching", do.address(generator)), ("matching", "/")):
        say_figure(f"service: ready for {stage} after more", f"{settle(port, logins[0], address):.1f} s")
        used = _seconds_used(process)
        seed = int(generator.integers(1 << 31))
        tally = crowd(port, logins, do, seconds=lasting, think=load.THINK, seed=seed)
        n_answers = sum(map(len, tally.times.values()))
        say_figure("service: processor for each search", f"{1000 * (_seconds_used(process) - used) / n_answers:.0f} ms")
        say_figure("service: memory", f"{process.memory_info().rss / 1e9:.2f} GB")
        say_figure("load of the machine afterwards", f"{psutil.getloadavg()[0]:.1f}")
        say_tally(tally, target=TARGET)
        tallies.append(tally)
    return tallies


def _seconds_used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
