"""Amounts whose unit their file stated once, as records kept them long ago."""

import pytest

from data.records.ids import NeedId
from data.records.needs import Need
from service.docking.amounts import with_units


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ("80", "80万元"),
        ("80-120", "80-120万元"),
        ("80左右", "80左右（万元）"),
        ("面议", "面议"),
        ("80元", "80元"),
        ("", ""),
    ],
)
def test_an_old_amount_is_told_with_its_unit(budget: str, told: str) -> None:
    need = Need(id=NeedId("N1"), title="题", content="文", budget=budget, extra={"budget_unit": "万元", "备注": "急"})

    shown = with_units(need)

    assert (shown.budget, dict(shown.extra)) == (told, {"备注": "急"})
