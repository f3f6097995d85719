"""A city's census with unsurprising defaults; every name is invented."""

from datetime import UTC, date, datetime
from typing import Any

from data.records.census import Arrival, Campaign, Enrolled, ListedParty
from data.records.rules import CensusTerms
from service.docking.census.names import name_key

HUAIAN = "320800"
LIANSHUI, XUYI = "320826", "320830"
AS_OF = date(2026, 7, 15)


def make_terms(**changes: Any) -> CensusTerms:
    """Return: from 20 million yuan or technology enterprise, one need at least, by July 20."""
    values: dict[str, Any] = {
        "min_revenue_yuan": 20_000_000,
        "or_tech_enterprise": True,
        "min_needs": 1,
        "max_needs": 2,
        "due_on": date(2026, 7, 20),
    }
    return CensusTerms(**(values | changes))


def make_campaign(**changes: Any) -> Campaign:
    values: dict[str, Any] = {
        "name": "2026年普查",
        "region_code": HUAIAN,
        "terms": make_terms(),
        "counties": (LIANSHUI, XUYI),
        "number": 1,
        "version": 1,
    }
    return Campaign(**(values | changes))


def make_entry(name: str = "甲机械有限公司", **changes: Any) -> Enrolled:
    values: dict[str, Any] = {
        "campaign": 1,
        "county_code": LIANSHUI,
        "revenue_yuan": 30_000_000,
        "is_tech": False,
        "number": 1,
        "version": 1,
    }
    return Enrolled(name=name, name_key=name_key(name), **(values | changes))


def make_party(name: str, region_code: str = LIANSHUI) -> ListedParty:
    return ListedParty(party_id=f"P-{name}", name=name, region_code=region_code)


def make_arrival(position: int = 1, **changes: Any) -> Arrival:
    """Return a need of 甲机械有限公司 that came at noon of July 10."""
    values: dict[str, Any] = {
        "need_id": f"N{position}",
        "title": "降低能耗",
        "enterprise": "甲机械有限公司",
        "region_code": LIANSHUI,
        "arrived_at": datetime(2026, 7, 10, 12, tzinfo=UTC),
        "deleted_at": None,
        "batch": None,
        "fingerprint": "f",
    }
    return Arrival(position=position, **(values | changes))
