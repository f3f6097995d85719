"""Units and their conversions."""

import pytest

from data.reference.units import find_unit, load_units


@pytest.mark.parametrize(
    ("spelling", "name", "dimension", "factor"),
    [
        ("克/立方厘米", "g/cm3", "mass/volume", 1000),
        ("mg/L", "mg/L", "mass/volume", 0.001),
        ("吨每小时", "t/h", "mass/time", 1 / 3.6),
        ("件/年", "件/年", "count:件/time", 1 / 31557600),
        ("转/分", "rpm", "rotation", 1),
        ("N/mm2", "MPa", "pressure", 1e6),
        ("", "", "number", 1),
    ],
)
def test_unit_is_found(spelling: str, name: str, dimension: str, factor: float) -> None:
    unit = find_unit(spelling)

    assert unit is not None
    assert (unit.name, unit.dimension) == (name, dimension)
    assert unit.factor == pytest.approx(factor)


def test_celsius_and_fahrenheit_meet_in_kelvin() -> None:
    celsius, fahrenheit = find_unit("℃"), find_unit("℉")

    assert celsius is not None
    assert fahrenheit is not None
    # Water boils at 100 ℃ = 212 ℉ = 373.15 K.
    assert 100 * celsius.factor + celsius.offset == pytest.approx(373.15)
    assert 212 * fahrenheit.factor + fahrenheit.offset == pytest.approx(373.15)


def test_unknown_units_are_not_found() -> None:
    assert find_unit("元") is None
    assert find_unit("a/b/c") is None


def test_each_canonical_name_is_among_its_spellings_or_finds_itself() -> None:
    units = set(load_units().values())

    assert {unit.name for unit in units if find_unit(unit.name) not in units} == set()


def test_one_canonical_name_is_one_unit() -> None:
    units = set(load_units().values())

    assert len({unit.name for unit in units}) == len(units)
