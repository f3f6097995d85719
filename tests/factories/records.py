"""Needs, achievements and parties with unsurprising values."""

from datetime import UTC, datetime
from typing import Any

from data.records.accounts import Actor, Role
from data.records.achievements import Achievement
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need
from data.storage.batches import ImportBatch

AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
LI = Actor(account_id=7, name="李科", role=Role.COUNTY_BUREAU, region_code="320813")
WANG = Actor(account_id=8, name="王科", role=Role.CITY_BUREAU, region_code="320800")


def make_need(number: str = "N1", **values: Any) -> Need:
    return Need(
        **{"id": NeedId(number), "title": "压铸件气孔", "content": "孔隙率≤2%", "enterprise": "甲公司"} | values
    )


def make_achievement(number: str = "A1", **values: Any) -> Achievement:
    given = {"id": AchievementId(number), "title": "真空压铸", "content": "", "university": "乙大学"}
    return Achievement(**given | values)


def make_batch(kind: str = "needs") -> ImportBatch:
    return ImportBatch(kind=kind, file_name="汇总.xlsx", sha256="0" * 64, imported_at=AT)
