"""Groups of industries."""

from data.reference.industries import load_industries
from data.reference.industry_groups import industry_groups_of, load_industry_groups


def test_groups_name_known_industries_each_once() -> None:
    codes = [code for group in load_industry_groups().values() for code in group.industries]

    assert set(codes) <= load_industries().keys()
    assert len(codes) == len(set(codes))


def test_a_division_is_in_one_group() -> None:
    assert industry_groups_of(load_industries()["C25"]) == {"C26"}
    assert industry_groups_of(load_industries()["D44"]) == {"D"}


def test_a_section_that_is_spread_may_be_any_of_its_groups() -> None:
    assert industry_groups_of(load_industries()["A"]) == {"A1", "A3"}


def test_other_manufacturing_says_nothing() -> None:
    assert industry_groups_of(load_industries()["C41"]) == frozenset()
    assert industry_groups_of(load_industries()["M"]) == frozenset()
