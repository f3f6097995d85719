"""Twenty people of bureaus at their desks at once: lists, records and match lists of the service over 51jishu.

The files name no regions: each record is given one of the counties of two provinces by a fixed seed, so that bureaus
see different parts of the needs. Each person opens a list, a record of it and what fits that record, and thinks for
one to three seconds before every page.
"""

import csv
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import psutil

from data.records.accounts import Role
from data.reference.regions import RegionLevel, load_regions
from data.storage.workspace import Workspace
from service.docking.language import LanguageChoice, open_language
from service.docking.loading import refresh_indexes
from service.docking.workspace import import_files
from service.settings import Settings, read_settings
from tests.benchmarks.bench import parser, real_data, say_figure, say_machine
from tests.benchmarks.served import Tally, Think, Visitor, crowd, keep_bureaus, say_tally, service, settle

SEED: Final = 20261122
TARGET: Final = 300.0
THINK: Final = (1.0, 3.0)
"""Seconds before each page, at least and at most."""
PROVINCES: Final = ("320000", "330000")
_MOST_PAGES: Final = 3
_RECORD: Final = re.compile(r'href="(/(?:needs|achievements)/[^"/?#]+)"')
_NEXT: Final = re.compile(r'href="([^"]*[?&;]after=[^"]*)"')


def county_names() -> list[str]:
    """Return the full names of all counties of the two provinces."""
    regions = load_regions()
    counties = [each for each in regions.values() if each.level is RegionLevel.COUNTY and each.province in PROVINCES]
    return ["".join(regions[code].name for code in (each.province, each.city, each.code)) for each in counties]


def regional_copy(source: Path, target: Path) -> None:
    """Copy a file of records, each with a county of the two provinces."""
    names, generator = county_names(), np.random.default_rng(SEED)
    with (
        source.open(encoding="utf-8-sig", newline="") as before,
        target.open("w", encoding="utf-8", newline="") as after,
    ):
        rows = list(csv.DictReader(before))
        writer = csv.DictWriter(after, [*dict.fromkeys([*rows[0], "region"])])
        writer.writeheader()
        writer.writerows(row | {"region": str(generator.choice(names))} for row in rows)


def bureaus(n: int) -> list[tuple[Role, str]]:
    """Return bureaus in turn: of both provinces, and of their cities."""
    cities = [
        each.code for each in load_regions().values() if each.level is RegionLevel.CITY and each.province in PROVINCES
    ]
    places = [(Role.PROVINCE_BUREAU, code) for code in PROVINCES] + [(Role.CITY_BUREAU, code) for code in cities]
    return [places[number % len(places)] for number in range(n)]


def fill(settings: Settings, source: Path, folder: Path, *, users: int) -> list[str]:
    """Fill a workspace with the files of a folder, index it, and keep accounts.

    Args:
        settings: of the workspace.
        source: holds needs.csv and achievements.csv.
        folder: takes their copies.
        users: how many bureaus.

    Returns:
        The logins of the bureaus.
    """
    with Workspace.open(settings.home) as workspace:
        for name in ("needs", "achievements"):
            regional_copy(source / f"{name}.csv", folder / f"{name}.csv")
            import_files(workspace, name, [folder / f"{name}.csv"], at=datetime.now(UTC))
        choice = LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)
        refresh_indexes(workspace, choice, open_language(choice))
        return keep_bureaus(workspace, bureaus(users))


def at_the_desk(visitor: Visitor, generator: np.random.Generator, think: Think) -> None:
    """Open a list, leaf through it, open one of its records, and what fits that."""
    address = str(generator.choice(["/needs", "/achievements"]))
    page = visitor.get("list", address)
    for _ in range(int(generator.integers(_MOST_PAGES))):
        following = _NEXT.findall(page)
        if not following or not think():
            break
        page = visitor.get("list", following[0].replace("&amp;", "&"))
    records = [each for each in dict.fromkeys(_RECORD.findall(page)) if not each.endswith("/new")]
    if not records or not think():
        return
    record = str(generator.choice(records))
    visitor.get("record", record)
    if think():
        visitor.get("matches", f"{record}/matches")


def measure(port: int, process: psutil.Process, logins: list[str], *, seconds: float) -> Tally:
    """Wait until the service has loaded, let everybody in, and print the figures."""
    first = Visitor(port, logins[0], Tally())
    record = _RECORD.findall(first.get("warm-up", "/needs"))[0]
    first.close()
    say_figure("service: loaded for matching after", f"{settle(port, logins[0], f'{record}/matches'):.1f} s")
    before = process.cpu_times()
    began = time.monotonic()
    tally = crowd(port, logins, at_the_desk, seconds=seconds, think=THINK, seed=SEED)
    after = process.cpu_times()
    passed = time.monotonic() - began
    used = after.user + after.system - before.user - before.system
    say_figure("answers a second", f"{sum(map(len, tally.times.values())) / passed:.1f}")
    say_figure("service: processor, of one core", f"{100 * used / passed:.0f} %")
    say_figure("service: memory", f"{process.memory_info().rss / 1e9:.2f} GB")
    say_figure("load of the machine afterwards", f"{psutil.getloadavg()[0]:.1f}")
    say_tally(tally, target=TARGET)
    return tally


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--seconds", type=float, default=300.0)
    options.add_argument("--users", type=int, default=20)
    chosen = options.parse_args()
    say_machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(home=folder / "home", cache_dir=read_settings().cache_dir, encoder=chosen.encoder)
        logins = fill(settings, real_data() / "51jishu", folder, users=chosen.users)
        with service(settings) as (port, process):
            measure(port, process, logins, seconds=chosen.seconds)


if __name__ == "__main__":
    main()
