"""What lists and searches are narrowed to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query

from data.records.enums import CooperationMode, Readiness
from data.records.facets import RecordFilter
from service.dependencies import NO_NUL

_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), date(9999, 12, 30)

Region = Annotated[str, Query(pattern=r"^([0-9]{6})?$", description="行政区划代码，含下属地区。")]
Industry = Annotated[str, Query(pattern=r"^([A-T]([0-9]{2})?)?$", description="行业门类或大类，如 C、C27。")]
AtLeast = Annotated[Readiness | None, Query(description="成熟阶段至少为，1-5。")]
Mode = Annotated[CooperationMode | None, Query(description="合作方式。")]
Organisation = Annotated[str, Query(max_length=1000, pattern=NO_NUL, description="企业、高校或单位名称，一字不差。")]


def read_facets(
    region: Region = "",
    industry: Industry = "",
    readiness: AtLeast = None,
    cooperation: Mode = None,
    organisation: Organisation = "",
) -> RecordFilter:
    """Return what a search is narrowed to."""
    return RecordFilter(
        region_code=region,
        industry_code=industry,
        readiness=readiness,
        mode=cooperation,
        organisation=organisation,
    )


FacetFilters = Annotated[RecordFilter, Depends(read_facets)]


def read_filters(
    facets: FacetFilters,
    arrived_from: Annotated[
        date | None, Query(ge=_FIRST_DAY, le=_LAST_DAY, description="这一天或之后入库（UTC）。")
    ] = None,
    arrived_to: Annotated[
        date | None, Query(ge=_FIRST_DAY, le=_LAST_DAY, description="这一天或之前入库（UTC）。")
    ] = None,
) -> RecordFilter:
    """Return what a list is narrowed to; days are those of UTC, the last one included."""
    return replace(
        facets,
        arrived_from=None if arrived_from is None else _midnight(arrived_from),
        arrived_before=None if arrived_to is None else _midnight(arrived_to + timedelta(days=1)),
    )


Filters = Annotated[RecordFilter, Depends(read_filters)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
