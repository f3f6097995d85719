"""The small tables: industries, cooperation, readiness."""

from data.records.enums import CooperationMode, Readiness
from data.reference.cooperation import load_cooperation_words
from data.reference.industries import load_former_names, load_industries
from data.reference.readiness import load_readiness_levels, load_readiness_words


def test_industries_are_twenty_sections_and_ninety_seven_divisions() -> None:
    divisions = [industry.division for industry in load_industries().values()]

    # GB/T 4754-2017, table of contents: A to T, 01 to 97.
    assert divisions.count("") == 20
    assert sorted(filter(None, divisions)) == [f"{number:02}" for number in range(1, 98)]


def test_former_industry_names_are_not_current_ones() -> None:
    current = {industry.name for industry in load_industries().values()}

    assert {name for name, _ in load_former_names()} & current == set()


def test_each_mode_but_none_has_words() -> None:
    assert set(load_cooperation_words().values()) == set(CooperationMode)


def test_each_stage_has_words_and_levels() -> None:
    assert set(load_readiness_words().values()) == set(Readiness)
    assert set(load_readiness_levels().values()) == set(Readiness)


def test_levels_of_a_scale_never_fall() -> None:
    levels = load_readiness_levels()
    stages = [levels["cn_13", level] for level in range(1, 14)]

    assert stages == sorted(stages)
