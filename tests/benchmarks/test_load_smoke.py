"""The benchmarks of the service run for a second on a handful of records, with an encoder that needs no weights."""

from pathlib import Path

import pytest

from data.samples.paths import achievements_path, needs_path
from ingest.batch import read_achievements
from service.settings import Settings
from tests.benchmarks import load, search_load, served

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]

N_LINES = 41


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, path in (("needs", needs_path()), ("achievements", achievements_path())):
        lines = path.read_text("utf-8-sig").splitlines(keepends=True)[:N_LINES]
        (folder / f"{name}.csv").write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def quick_thought(monkeypatch: pytest.MonkeyPatch) -> None:
    """People think for a twentieth of a second."""
    monkeypatch.setattr(load, "THINK", (0.01, 0.05))


def test_people_at_their_desks_get_pages(tmp_path: Path, source: Path) -> None:
    settings = Settings(home=tmp_path / "home", cache_dir=tmp_path / "cache", encoder="hashing")

    logins = load.fill(settings, source, tmp_path, users=3)
    with served.service(settings) as (port, process):
        tally = load.measure(port, process, logins, seconds=2.0)

    assert (logins[0], tally.faults) == ("bureau01", [])
    assert tally.times.keys() >= {"list", "record", "matches"}


def test_people_search_everywhere_and_somewhere(tmp_path: Path, source: Path) -> None:
    settings = Settings(home=tmp_path / "home", cache_dir=tmp_path / "cache", encoder="hashing")
    records = read_achievements([source / "achievements.csv"]).records

    recombined = search_load.recombined(records, 100)
    logins = search_load.fill(settings, recombined)
    with served.service(settings) as (port, process):
        tallies = search_load.measure(port, process, logins[:3], search_load.Searching(["气孔", "涂层"]), lasting=1.0)

    assert len({each.id for each in recombined}) == 100
    assert [tally.faults for tally in tallies] == [[], []]
    assert tallies[1].times.keys() == search_load.PLACES.keys()
