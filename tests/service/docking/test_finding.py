"""A filter in memory keeps what the same filter in the database keeps."""

import pytest

from data.records.enums import CooperationMode, Readiness
from data.records.facets import EVERY_RECORD, Facets, RecordFilter
from service.docking.finding import fits

FACETS = Facets(
    region_code="320826",
    industry_code="C27",
    readiness=Readiness.PILOT,
    modes=frozenset({CooperationMode.LICENCE}),
)


@pytest.mark.parametrize(
    ("wanted", "is_kept"),
    [
        (EVERY_RECORD, True),
        (RecordFilter(region_code="320800"), True),
        (RecordFilter(region_code="320831"), False),
        (RecordFilter(industry_code="C"), True),
        (RecordFilter(industry_code="C27"), True),
        (RecordFilter(industry_code="C2"), False),
        (RecordFilter(readiness=Readiness.SAMPLE), True),
        (RecordFilter(readiness=Readiness.INDUSTRIAL), False),
        (RecordFilter(mode=CooperationMode.LICENCE, region_code="320000"), True),
        (RecordFilter(mode=CooperationMode.TALENT), False),
    ],
)
def test_facets_fit_a_filter(wanted: RecordFilter, is_kept: bool) -> None:
    assert fits(FACETS, wanted) is is_kept


def test_what_is_unknown_fits_no_filter() -> None:
    filters = [
        RecordFilter(region_code="320000"),
        RecordFilter(industry_code="C"),
        RecordFilter(readiness=Readiness.IDEA),
        RecordFilter(mode=CooperationMode.OTHER),
    ]

    assert [fits(Facets(), wanted) for wanted in filters] == [False] * 4
