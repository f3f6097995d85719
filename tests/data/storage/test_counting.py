"""Counts and ids follow the scope, and leave out what was deleted."""

import pytest

from data.records.enums import Readiness
from data.records.facets import Facets
from data.records.ids import NeedId
from data.records.scopes import EVERYTHING, NOTHING, Scope
from data.storage.workspace import Workspace
from tests.factories.storing import make_achievement, make_need

PLACES = {"N1": "320813", "N2": "320813", "N3": "110105", "N4": "", "N5": "320813"}


@pytest.fixture
def stocked(workspace: Workspace) -> Workspace:
    with workspace.writing() as stores:
        facets = {number: Facets(region_code=code, industry_code="C27") for number, code in PLACES.items()}
        stores.needs.add_many([make_need(number) for number in PLACES], facets=facets)
        stores.needs.delete(NeedId("N5"))
        stores.achievements.add_many([make_achievement("A1")], facets={"A1": Facets(readiness=Readiness.PILOT)})
    return workspace


def test_records_are_counted_by_region_industry_and_readiness(stocked: Workspace) -> None:
    with stocked.reading() as stores:
        needs = stores.needs.tally(scope=EVERYTHING)
        achievements = stores.achievements.tally(scope=EVERYTHING)

    assert needs == [
        (Facets(industry_code="C27"), 1),
        (Facets(region_code="110105", industry_code="C27"), 1),
        (Facets(region_code="320813", industry_code="C27"), 2),
    ]
    assert achievements == [(Facets(readiness=Readiness.PILOT), 1)]


@pytest.mark.parametrize(
    ("scope", "ids"),
    [(EVERYTHING, ["N1", "N2", "N3", "N4"]), (Scope(region_code="320000"), ["N1", "N2"]), (NOTHING, [])],
)
def test_ids_are_those_of_the_scope(stocked: Workspace, scope: Scope, ids: list[str]) -> None:
    with stocked.reading() as stores:
        named = [each.id for each in stores.needs.named(["N5", "N4", "N2", "N1", "N9"], scope=scope)]

        assert stores.needs.ordered_ids(scope=scope) == ids
    assert named == [number for number in ids if number in {"N1", "N2", "N4"}]
