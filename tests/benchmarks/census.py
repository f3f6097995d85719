"""The census board of a city of 10 counties, 2,000 enterprises and 3,000 needs: made up, measured, medians printed.

Run with `python -m tests.benchmarks.census`; no files are needed and nothing is kept.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from starlette.testclient import TestClient

from data.records.accounts import OPERATOR
from data.records.census import Campaign, Enrolled, Triaged
from data.records.enums import PartyKind, Triage
from data.records.facets import Facets
from data.records.ids import NeedId, PartyId
from data.records.needs import Need
from data.records.parties import Party
from data.records.rules import CensusTerms
from data.storage.workspace import Workspace
from service.app import create_app
from service.docking.census.board import board_of
from service.docking.census.names import name_key
from service.docking.facets import EDITION
from service.settings import Settings

COUNTIES: Final = (
    "320102", "320104", "320105", "320106", "320111", "320113", "320114", "320115", "320116", "320117",
)  # fmt: skip
CITY: Final = "320100"
N_ENTERPRISES: Final = 2_000
N_NEEDS: Final = 3_000
REPEATS: Final = 15
STARTS: Final = datetime(2026, 6, 1, 1, tzinfo=UTC)
AS_OF: Final = date(2026, 9, 1)
TERMS: Final = CensusTerms(
    min_revenue_yuan=20_000_000, or_tech_enterprise=True, min_needs=1, max_needs=2, due_on=date(2026, 7, 20)
)


def fill(workspace: Workspace, seed: int = 7) -> int:
    """Fill a workspace with a city; return the number of its campaign."""
    chance = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    names = [f"第{n}号装备制造有限公司" for n in range(N_ENTERPRISES)]
    county_of = {name: chance.choice(COUNTIES) for name in names}
    with workspace.writing(at=STARTS) as stores:
        campaign = stores.census.campaigns.add(Campaign(name="普查", region_code=CITY, terms=TERMS))
        parties = [
            Party(id=PartyId(f"P{n}"), name=name, kind=PartyKind.ENTERPRISE) for n, name in enumerate(names) if n % 2
        ]
        places: dict[str, Facets] = {
            party.id: Facets(region_code=county_of[party.name], edition=EDITION) for party in parties
        }
        stores.parties.add_many(parties, facets=places)
        entries = [_entry(campaign.number, name, county_of[name], chance) for name in names]
        stores.census.register.put_many(campaign.number, entries)
    _fill_needs(workspace, names, county_of, chance)
    return campaign.number


def _fill_needs(workspace: Workspace, names: list[str], county_of: dict[str, str], chance: random.Random) -> None:
    for day in range(30):
        with workspace.writing(at=STARTS + timedelta(days=3 * day)) as stores:
            needs: list[Need] = []
            facets: dict[str, Facets] = {}
            for n in range(N_NEEDS // 30):
                name = chance.choice(names) if chance.random() < 0.95 else "名册外有限公司"
                need = Need(id=NeedId(f"N{day}-{n}"), title="降低能耗", content="烘干工序能耗高" * 20, enterprise=name)
                needs.append(need)
                facets[need.id] = Facets(region_code=county_of.get(name, COUNTIES[0]), edition=EDITION)
            stores.needs.add_many(needs, facets=facets)
    with workspace.writing(at=STARTS) as stores:
        said = [
            Triaged(
                need_id=each.need_id,
                fingerprint=each.fingerprint,
                verdict=chance.choice(list(Triage)),
                score=50,
                questions=("烘干温度是多少？",),
                examined_at=STARTS,
            )
            for each in stores.census.reading.arrivals(CITY)
        ]
        stores.census.triage.put_many(said)


def _entry(campaign: int, name: str, county: str, chance: random.Random) -> Enrolled:
    return Enrolled(
        campaign=campaign,
        name=name,
        name_key=name_key(name),
        county_code=county,
        revenue_yuan=chance.choice((None, 5_000_000, 30_000_000)),
        is_tech=chance.choice((None, True, False)),
    )


def timed(work: Callable[[], object]) -> Iterator[tuple[float, float]]:
    """Yield how long each repetition takes, and how long it computes (all threads), in milliseconds."""
    for _ in range(REPEATS):
        start, begun = time.perf_counter(), time.process_time()
        work()
        yield 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - begun)


def measure(folder: Path) -> dict[str, tuple[float, float, float]]:
    """Return in milliseconds, by what was measured: median and worst time, and the median of what was computed.

    Computing is what other work on the machine changes least.
    """
    settings = Settings(home=folder / "home", cache_dir=folder / "cache", encoder="hashing")
    with Workspace.open(settings.home) as workspace:
        number = fill(workspace)
        counted = list(timed(lambda: board_of(workspace, OPERATOR, number, as_of=AS_OF)))
        past = list(timed(lambda: board_of(workspace, OPERATOR, number, as_of=date(2026, 7, 1))))
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        page = list(timed(lambda: client.get(f"/census/{number}?day={AS_OF}").raise_for_status()))
        listed = list(timed(lambda: client.get(f"/census/{number}/enterprises?state=missing").raise_for_status()))
    told = {"看板（计算）": counted, "看板（过去某天）": past, "看板（网页）": page, "未报名单（网页）": listed}
    return {name: middle(times) for name, times in told.items()}


def middle(times: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the median and the worst of the times, and the median of what was computed."""
    passed, computed = zip(*times, strict=True)
    return statistics.median(passed), max(passed), statistics.median(computed)


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (median, worst, computed) in measure(Path(folder)).items():
            print(f"{name}\t中位数 {median:.0f} ms\t最慢 {worst:.0f} ms\t其中计算 {computed:.0f} ms")  # noqa: T201 - a benchmark


if __name__ == "__main__":
    main()
