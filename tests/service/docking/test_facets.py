"""Facets are read from the texts; what a bureau's import gave stays where the texts say nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.records.enums import CooperationMode, PartyKind, Readiness
from data.records.facets import Facets
from data.records.ids import PartyId
from data.records.parties import Party
from data.records.scopes import EVERYTHING
from data.storage.workspace import Workspace
from service.docking.facets import EDITION, facets_of, refresh_facets
from service.docking.workspace import open_workspace
from tests.factories.records import make_achievement, make_need


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open, empty workspace."""
    with Workspace.open(tmp_path) as opened:
        yield opened


def test_facets_are_read_from_the_fields_that_name_them() -> None:
    need = make_need(region="江苏省淮安市洪泽区", industry="医药制造业", cooperation="联合开发")
    achievement = make_achievement(field="制造业", maturity="已通过中试", cooperation="技术许可")
    party = Party(id=PartyId("P1"), name="甲公司", kind=PartyKind.ENTERPRISE, region="仙桃市", industry="农业")

    assert facets_of(need) == Facets(
        region_code="320813",
        industry_code="C27",
        modes=frozenset({CooperationMode.JOINT_DEV}),
        edition=EDITION,
    )
    assert facets_of(achievement, region_code="320800") == Facets(
        region_code="320800",
        industry_code="C",
        readiness=Readiness.PILOT,
        modes=frozenset({CooperationMode.LICENCE}),
        edition=EDITION,
    )
    assert facets_of(party) == Facets(region_code="429004", industry_code="A01", edition=EDITION)


def test_records_that_nobody_read_are_read_once(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.needs.add_many([make_need(region="淮安市"), make_need("N2")])
        stores.needs.delete(make_need("N2").id)

    assert (refresh_facets(workspace), refresh_facets(workspace)) == (2, 0)
    with workspace.reading() as stores:
        [stored] = stores.needs.page(scope=EVERYTHING, limit=9).records
    assert (stored.version, stored.facets) == (1, Facets(region_code="320800", edition=EDITION))


def test_a_region_that_came_with_the_import_survives_new_rules(workspace: Workspace) -> None:
    given = {"N1": Facets(region_code="320813", edition=EDITION - 1)}
    with workspace.writing() as stores:
        stores.needs.add_many([make_need()], facets=given)

    refresh_facets(workspace)

    with workspace.reading() as stores:
        [stored] = stores.needs.page(scope=EVERYTHING, limit=9).records
    assert stored.facets == replace(given["N1"], edition=EDITION)


def test_opening_reads_what_an_older_release_wrote(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace, workspace.writing() as stores:
        stores.needs.add_many([make_need(region="淮安市")])

    with open_workspace(tmp_path) as workspace, workspace.reading() as stores:
        [stored] = stores.needs.page(scope=EVERYTHING, limit=9).records
    assert stored.facets.region_code == "320800"
