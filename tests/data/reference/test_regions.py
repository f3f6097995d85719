"""The table of regions."""

import pytest

from data.reference.regions import RegionLevel, load_former_names, load_regions, same_region


def test_table_holds_every_province_and_prefecture() -> None:
    levels = [region.level for region in load_regions().values()]

    # 34 provinces; 333 prefectures (yearbook of 2023: 293 + 7 + 30 + 3).
    assert levels.count(RegionLevel.PROVINCE) == 34
    assert levels.count(RegionLevel.CITY) == 333


def test_each_code_lies_in_regions_of_the_table() -> None:
    regions = load_regions()

    assert {
        r.code for r in regions.values() if r.province not in regions or (r.city and r.city not in regions)
    } == set()


def test_former_names_lead_to_regions() -> None:
    assert ("楚州区", load_regions()["320803"]) in load_former_names()


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("320826", "320826", RegionLevel.COUNTY),
        ("320826", "320800", RegionLevel.CITY),
        ("320826", "320106", RegionLevel.PROVINCE),
        ("110105", "110108", RegionLevel.CITY),
        ("429004", "429005", RegionLevel.PROVINCE),
        ("320000", "320000", RegionLevel.PROVINCE),
        ("320826", "330102", None),
    ],
)
def test_same_region_is_the_finest_shared_level(a: str, b: str, level: RegionLevel | None) -> None:
    regions = load_regions()

    assert same_region(regions[a], regions[b]) == level
