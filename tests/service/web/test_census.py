"""The census pages: a campaign is opened, its register imported, its board read, by each role its own part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from tests.service.people import Served, peopled_service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path, is_indexed=False) as opened:
        yield opened


REGISTER = (
    "企业名称,所属县区,上年销售收入(万元),是否科技型企业,联系人\n"
    "甲机械有限公司,涟水县,2350,否,王工13900001234\n"
    "丁化工有限公司,盱眙县,800,是,\n"
    "戊食品有限公司,盱眙县,300,否,\n"
    "己材料有限公司,盱眙县,,,\n"
)
CAMPAIGN = {
    "name": "2026年企业技术需求普查",
    "region_code": "320800",
    "min_revenue_wan": "2000",
    "or_tech_enterprise": "true",
    "min_needs": "1",
    "max_needs": "2",
    "due_on": "2026-12-20",
    "quote": "全部科技型企业每家至少报送1—2项需求。",
}


def open_census(service: Served) -> None:
    """Open a campaign of the city, with four enterprises on its register."""
    made = service.ask(Role.CITY_BUREAU, "POST", "/census", data=CAMPAIGN)
    assert made[0] == 303
    files = {"file": ("名册.csv", REGISTER.encode(), "text/csv")}
    taken = service.ask(Role.CITY_BUREAU, "POST", "/census/1/register", files=files)
    assert taken[0] == 200, taken[1]


def test_the_board_counts_who_is_due_and_who_is_missing(service: Served) -> None:
    open_census(service)

    status, page = service.ask(Role.CITY_BUREAU, "GET", "/census/1")

    assert status == 200
    assert "50.0%" in page  # 甲 has reported, 丁 has not: 1 of 2
    assert "/census/1/enterprises?state=missing&amp;county=320830&amp;day=2026-11-22" in page
