"""A workspace of a city: two counties, a campaign, a register, needs and achievements; every name is invented."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records.accounts import Actor, Role
from data.records.achievements import Achievement
from data.records.facets import Facets
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.storage.workspace import Workspace
from service.docking.census.campaigns import open_campaign
from tests.factories.census import HUAIAN, LIANSHUI, XUYI, make_campaign, make_entry

AT = datetime(2026, 7, 10, 4, tzinfo=UTC)
CITY = Actor(account_id=1, name="市局", role=Role.CITY_BUREAU, region_code=HUAIAN)
COUNTY = Actor(account_id=2, name="县局", role=Role.COUNTY_BUREAU, region_code=LIANSHUI)
ELSEWHERE = Actor(account_id=3, name="外市", role=Role.CITY_BUREAU, region_code="320100")
PROVINCE = Actor(account_id=4, name="省厅", role=Role.PROVINCE_BUREAU, region_code="320000")
ENTERPRISE = Actor(account_id=5, name="企业", role=Role.ENTERPRISE, organisation="甲机械有限公司")
UNIVERSITY = Actor(account_id=6, name="高校", role=Role.UNIVERSITY, organisation="乙大学")

NEEDS = (
    (
        "N1",
        "铝合金压铸件气孔控制",
        "压铸件内部气孔多，孔隙率须不大于2%，希望改进真空压铸。",
        "甲机械有限公司",
        LIANSHUI,
    ),
    (
        "N2",
        "铝合金压铸件气孔检测",
        "压铸件内部气孔多，孔隙率须不大于2%，希望在线检测气孔。",
        "丁压铸有限公司",
        XUYI,
    ),
    ("N3", "提高管理水平", "希望提高。", "庚有限公司", XUYI),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two of three enterprises on the register must report; 甲 has, 丁 has, 戊 has not; 庚 is on no list."""
    with Workspace.open(tmp_path) as opened:
        with opened.writing(at=AT) as stores:
            needs = [
                Need(id=NeedId(number), title=title, content=content, enterprise=owner)
                for number, title, content, owner, _ in NEEDS
            ]
            stores.needs.add_many(needs, facets={each[0]: Facets(region_code=each[4]) for each in NEEDS})
            stores.achievements.add_many([
                Achievement(id=AchievementId("A1"), title="真空压铸", content="孔隙率低", university="乙大学"),
                Achievement(id=AchievementId("A2"), title="气孔检测", content="在线检测", university="丙研究所"),
            ])
        number = open_campaign(opened, CITY, make_campaign(number=0, version=0), at=AT).number
        with opened.writing(at=AT) as stores:
            stores.census.register.put_many(
                number,
                [
                    make_entry("甲机械有限公司", campaign=number),
                    make_entry("丁压铸有限公司", campaign=number, county_code=XUYI),
                    make_entry("戊食品有限公司", campaign=number, county_code=XUYI, contact="王工13900001234"),
                ],
            )
        yield opened
