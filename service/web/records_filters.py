"""What a list is filtered by: read from the address, and put back into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from data.records.enums import CooperationMode, Readiness
from data.records.facets import RecordFilter
from data.records.versions import Cursor
from data.reference.industries import load_industries
from data.reference.regions import RegionLevel, load_regions
from ingest.parsing.regions import find_region
from service.dependencies import MOST_ROWS
from service.docking.beijing import BEIJING
from service.docking.facets import READINESS_LABELS
from service.docking.record_kinds import RecordKind
from service.web.records_phrases import MODE_LABELS

T = TypeVar("T")

MOST_OWNER_CHARACTERS: Final = 500


class ListQuery(BaseModel):
    """The query of a list's address, as a form without script sends it: what is not asked for is empty."""

    words: str = Field(default="", max_length=200)
    organisation: str = Field(default="", max_length=MOST_OWNER_CHARACTERS)
    region: str = Field(default="", max_length=50)
    industry: str = Field(default="", max_length=3)
    readiness: str = Field(default="", max_length=2)
    mode: str = Field(default="", max_length=32)
    since: str = Field(default="", max_length=10)
    until: str = Field(default="", max_length=10)
    deleted: str = Field(default="", max_length=1)
    after: str = Field(default="", max_length=10)

    @property
    def conditions(self) -> dict[str, str]:
        """What is asked for, by name; the place in the list is no condition."""
        return {name: text for name, value in self if name != "after" and (text := value.strip())}

    def address(self, kind: RecordKind, **changes: str) -> str:
        """Return the address of the list, with some conditions changed; "" takes one away."""
        asked = {name: value for name, value in {**self.conditions, **changes}.items() if value}
        return f"/{kind}?{urlencode(asked)}" if asked else f"/{kind}"


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A query that was understood, as far as it could be.

    Attributes:
        wanted: the filter.
        after: where the page begins; None for the first.
        faults: what could not be read, by name of the field: a Chinese sentence.
    """

    wanted: RecordFilter
    after: Cursor | None
    faults: Mapping[str, str]


NAMES: Final[Mapping[RecordKind, tuple[str, ...]]] = {
    "needs": ("words", "organisation", "region", "industry", "mode", "since", "until"),
    "achievements": ("words", "organisation", "region", "industry", "readiness", "mode", "since", "until"),
    "parties": ("words", "region", "industry", "since", "until"),
}
"""Which conditions the list of a kind knows, the deleted ones apart."""

CONDITION_LABELS: Final = {
    "words": "名称含有",
    "organisation": "单位",
    "region": "地区",
    "industry": "行业",
    "readiness": "成熟度不低于",
    "mode": "合作方式",
    "since": "到达不早于",
    "until": "到达不晚于",
    "deleted": "已删除的",
}


def read_query(query: ListQuery) -> ReadQuery:
    """Read the conditions of a list; one that cannot be read is a fault, and nothing is asked by it."""
    faults: dict[str, str] = {}

    def read(name: str, parse: Callable[[str], T | None], told: str) -> T | None:
        text = getattr(query, name).strip()
        value = parse(text) if text else None
        if text and value is None:
            faults[name] = told
        return value

    since = read("since", _day, "到达日期要写成 2026-11-22 的样子。")
    until = read("until", _day, "到达日期要写成 2026-11-22 的样子。")
    wanted = RecordFilter(
        words=query.words.replace("\x00", "").strip(),
        organisation=query.organisation.replace("\x00", "").strip(),
        region_code=read("region", _region, f"没有认出地区“{query.region.strip()}”，请写省、市或县的名称。") or "",
        industry_code=read("industry", _industry, "没有这个行业，请从列表中选择。") or "",
        readiness=read("readiness", _readiness, "没有这一档成熟度，请从列表中选择。"),
        mode=read("mode", _mode, "没有这种合作方式，请从列表中选择。"),
        arrived_from=None if since is None else _midnight(since),
        arrived_before=None if until is None else _midnight(until + timedelta(days=1)),
        is_deleted=query.deleted == "1",
    )
    return ReadQuery(wanted, read("after", _cursor, "页码有误，已从第一页列起。"), faults)


def said_conditions(query: ListQuery) -> tuple[tuple[str, str, str], ...]:
    """Return the conditions that are set: name, label, value in words."""
    return tuple((name, CONDITION_LABELS[name], _in_words(name, value)) for name, value in query.conditions.items())


@cache
def region_names() -> tuple[str, ...]:
    """Return the provinces and cities that the field for a region offers; any county may be written too."""
    regions = load_regions().values()
    listed = [region for region in regions if region.level in {RegionLevel.PROVINCE, RegionLevel.CITY}]
    return tuple(dict.fromkeys(region.name for region in listed))


@cache
def industry_sections() -> tuple[tuple[str, str], ...]:
    """Return the sections of GB/T 4754: letter and name."""
    return tuple((each.code, each.name) for each in load_industries().values() if not each.division)


def _in_words(name: str, value: str) -> str:
    words = _VALUE_WORDS.get(name)
    return value if words is None else words(value)


def _region(text: str) -> str | None:
    if text in load_regions():
        return text
    region = find_region(text)
    return None if region is None else region.code


def _industry(text: str) -> str | None:
    return text if text in load_industries() else None


def _readiness(text: str) -> Readiness | None:
    return next((each for each in Readiness if str(each.value) == text), None)


def _mode(text: str) -> CooperationMode | None:
    return next((each for each in CooperationMode if each.value == text), None)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Midnight of the first and last days of the calendar lies, elsewhere, outside of it.
    return found if date.min.year < found.year < date.max.year else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BEIJING).astimezone(UTC)


def _cursor(text: str) -> Cursor | None:
    return Cursor(int(text)) if text.isascii() and text.isdigit() and int(text) <= MOST_ROWS else None


def _industry_words(code: str) -> str:
    found = load_industries().get(code)
    return code if found is None else found.name


def _readiness_words(text: str) -> str:
    found = _readiness(text)
    return text if found is None else READINESS_LABELS[found]


def _mode_words(text: str) -> str:
    found = _mode(text)
    return text if found is None else MODE_LABELS[found]


def _deleted_words(_: str) -> str:
    return "是"


_VALUE_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "industry": _industry_words,
    "readiness": _readiness_words,
    "mode": _mode_words,
    "deleted": _deleted_words,
}
