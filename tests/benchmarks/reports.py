"""Reports of a city of 10 counties, 2,000 enterprises, 3,000 needs and 800 deals: made up, medians printed.

Run with `python -m tests.benchmarks.reports`; no files are needed and nothing is kept.
"""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from starlette.testclient import TestClient

from data.records.accounts import OPERATOR
from data.records.deals import Agreement, DealStep, Form, Instalment, Mark, NewDeal, Origin, Rung, RungEntry, Stage
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, TechnologyAmount
from data.records.reports import ReportKey, ReportKind
from data.records.scopes import EVERYTHING
from data.storage.workspace import Stores, Workspace
from service.app import create_app
from service.docking.reports.building import draft, draft_forms
from service.docking.reports.sending import Sending, send
from service.exports.report_files import render_report
from service.settings import Settings
from tests.benchmarks import census
from tests.benchmarks.census import CITY, COUNTIES, timed

N_DEALS: Final = 800
AT: Final = datetime(2026, 8, 31, 9, tzinfo=UTC)
MONTH: Final = "2026-08"
_FIRST: Final = date(2026, 6, 1)
_WAY: Final = (
    Stage.TALK,
    Stage.INTENT_AGREEMENT,
    Stage.CONTRACT,
    Stage.REGISTRATION,
    Stage.PERFORMANCE,
    Stage.ACCEPTANCE,
)
_UNIVERSITIES: Final = tuple(f"第{n}理工大学" for n in range(60))


def fill(workspace: Workspace, seed: int = 7) -> None:
    """Fill a workspace with a city: the census of its benchmark, and deals at every stage."""
    census.fill(workspace, seed)
    chance = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    with workspace.writing(at=AT) as stores:
        for number in range(N_DEALS):
            _open(stores, number, chance)


def _open(stores: Stores, number: int, chance: random.Random) -> None:
    new = NewDeal(
        origin=Origin.HAND,
        title=f"第{number}号节能改造合作",
        enterprise=f"第{chance.randrange(census.N_ENTERPRISES)}号装备制造有限公司",
        university=chance.choice(_UNIVERSITIES),
        region_code=chance.choice(COUNTIES),
        broker=f"经纪人{chance.randrange(20)}",
        need_id=f"N{number % 30}-{number % 100}",
        marks=frozenset(chance.sample(list(Mark), k=1)) if chance.random() < 0.2 else frozenset(),
    )
    day = _FIRST + timedelta(days=chance.randrange(80))
    reached = chance.randrange(1, len(_WAY) + 1)
    deal = stores.deals.add(new, DealStep(before=None, after=_WAY[0], on=day, at=AT, actor=OPERATOR))
    for place in range(1, reached):
        known = stores.deals.get(deal, EVERYTHING)
        assert known is not None
        on = day + timedelta(days=3 * place)
        step = DealStep(before=_WAY[place - 1], after=_WAY[place], on=on, at=AT, actor=OPERATOR, version=place + 1)
        stores.deals.move(known, step, next_on=None)
    for entry in _entries(day, reached, chance):
        stores.deals.keep(deal, replace(entry, at=AT))


def _entries(day: date, reached: int, chance: random.Random) -> Iterator[Agreement | Instalment | RungEntry]:
    if reached > 1:
        form = chance.choice((Form.INTENT, Form.FRAMEWORK))
        amount = IntentAmount(chance.randrange(1, 500) * 1_000_000) if chance.random() < 0.8 else None
        yield Agreement(form=form, title="合作协议", signed_on=day + timedelta(days=3), intent=amount)
    if reached > 2:
        fen = chance.randrange(1, 300) * 1_000_000
        yield Agreement(
            form=Form.CONTRACT,
            title="技术开发合同",
            kind="development",
            signed_on=day + timedelta(days=6),
            contract=ContractAmount(fen),
            registration_number=f"{day:%Y%m%d}{chance.randrange(10**8):08}" if reached > 3 else "",
            registered_on=day + timedelta(days=9) if reached > 3 else None,
            technology=TechnologyAmount(fen // 2) if reached > 3 else None,
        )
        yield RungEntry(rung=Rung.SINGLE_PROJECT, on=day, was=True)
    if reached > 4:
        received = ReceivedAmount(chance.randrange(1, 100) * 500_000)
        yield Instalment(title="首付款", received_on=day + timedelta(days=12), received=received)
        yield RungEntry(rung=Rung.JOINT_UNIT, on=day + timedelta(days=12))


def measure(folder: Path) -> dict[str, tuple[float, float, float]]:
    """Return in milliseconds, by what was measured: median and worst time, and the median of what was computed."""
    settings = Settings(home=folder / "home", cache_dir=folder / "cache", encoder="hashing")
    key = ReportKey(kind=ReportKind.MONTHLY, region_code=CITY, period=MONTH)
    with Workspace.open(settings.home) as workspace:
        fill(workspace)
        made = draft(workspace, OPERATOR, key, at=AT)
        versions = iter(range(1000))
        told = {
            "月报汇总（计算）": timed(lambda: draft(workspace, OPERATOR, key, at=AT)),
            "月报汇总（Excel 和 Word）": timed(lambda: render_report(made)),
            "月报报送（计算、文件、留存）": timed(
                lambda: send(
                    workspace,
                    OPERATOR,
                    key,
                    Sending(expected_version=next(versions), note="更正"),
                    render=render_report,
                    at=AT,
                )
            ),
            "十张表格（计算）": timed(lambda: draft_forms(workspace, OPERATOR, CITY, at=AT)),
        }
        found = {name: census.middle(list(times)) for name, times in told.items()}
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        address = f"/reports/draft?kind=monthly&region={CITY}&period={MONTH}"
        pages = list(timed(lambda: client.get(address).raise_for_status()))
        homes = list(timed(lambda: client.get("/").raise_for_status()))
        boards = list(timed(lambda: client.get("/deals").raise_for_status()))
    return {
        **found,
        "月报汇总（网页）": census.middle(pages),
        "首页（网页）": census.middle(homes),
        "签约台账（网页）": census.middle(boards),
    }


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (median, worst, computed) in measure(Path(folder)).items():
            print(f"{name}\t中位数 {median:.0f} ms\t最慢 {worst:.0f} ms\t其中计算 {computed:.0f} ms")  # noqa: T201 - a benchmark


if __name__ == "__main__":
    main()
