"""The board counts what a role may see, and its parts add up."""

import json
from pathlib import Path

import pytest

from data.records.accounts import Actor, Role
from data.records.enums import Readiness
from data.records.facets import Facets
from data.storage.workspace import Workspace
from service.docking.consent_stages import Stage
from service.docking.figures_board import Count, FitFigures, SideFigures, board_of
from service.docking.fits import FILE_NAME
from tests.factories.storing import AT, make_achievement, make_need
from tests.service.people import ACTORS

# Two of 淮安市 (320800; 320826 涟水县), one of 苏州市, one of 杭州市, one nobody knows.
PLACES = {"N1": "320826", "N2": "320800", "N3": "320500", "N4": "330100", "N5": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Workspace.open(tmp_path) as workspace, workspace.writing(at=AT) as stores:
        facets = {number: Facets(region_code=code, industry_code="C27") for number, code in PLACES.items()}
        stores.needs.add_many([make_need(number) for number in PLACES], facets=facets)
        stages = {"A1": Facets(readiness=Readiness.INDUSTRIAL), "A2": Facets(readiness=Readiness.IDEA), "A3": Facets()}
        stores.achievements.add_many([make_achievement(number) for number in stages], facets=stages)
    return tmp_path


def needs_of(folder: Path, actor: Actor) -> SideFigures:
    with Workspace.open(folder) as workspace:
        return board_of(workspace, actor).needs


def test_an_administrator_sees_provinces_and_stages_in_order(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        board = board_of(workspace, ACTORS[Role.ADMINISTRATOR])

    assert board.needs == SideFigures(
        n=5,
        regions=(Count("320000", "江苏省", 3), Count("330000", "浙江省", 1), Count("", "未写明或未识别", 1)),
        industries=(Count("C", "制造业", 5),),
    )
    assert board.achievements.readiness == (
        Count("1", "设想及以上", 2),
        Count("5", "产业化及以上", 1),
        Count("", "未写明或未识别", 1),
    )
    assert (board.fits, board.introductions) == (None, dict.fromkeys(Stage, 0))


@pytest.mark.parametrize(
    ("role", "regions"),
    [
        (Role.PROVINCE_BUREAU, [("320800", 2), ("320500", 1)]),
        (Role.CITY_BUREAU, [("320826", 1), ("", 1)]),
        (Role.COUNTY_BUREAU, [("320826", 1)]),
    ],
)
def test_a_bureau_sees_its_region_one_level_down(folder: Path, role: Role, regions: list[tuple[str, int]]) -> None:
    assert [(each.code, each.n) for each in needs_of(folder, ACTORS[role]).regions] == regions


def test_needs_are_counted_by_what_the_run_over_all_found(folder: Path) -> None:
    fits = {"edition": 1, "as_of": "2026-11-22", "of_needs": {"N1": ["A1"], "N2": [], "N3": [], "gone": ["A1"]}}
    (folder / FILE_NAME).write_text(json.dumps(fits), encoding="utf-8")

    with Workspace.open(folder) as workspace:
        found = board_of(workspace, ACTORS[Role.ADMINISTRATOR]).fits

    assert found == FitFigures(AT.date().replace(2026, 11, 22), n_fitted=1, n_without=2, n_unmatched=2)


def test_who_imported_what_is_for_whoever_may_import_everything(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        shown = {role: board_of(workspace, ACTORS[role]).imports is not None for role in Role}

    assert {role for role, is_shown in shown.items() if is_shown} == {Role.ADMINISTRATOR}


def test_a_university_counts_what_its_own_results_fit(folder: Path) -> None:
    own = Actor(account_id=1, name="高校", role=Role.UNIVERSITY, organisation="甲大学")
    with Workspace.open(folder) as workspace, workspace.writing(at=AT) as stores:
        stores.achievements.add_many([make_achievement("A9", university="甲大学")], facets={"A9": Facets()})
    fits = {"edition": 1, "as_of": "2026-11-22", "of_needs": {"N1": ["A1"], "N2": ["A1", "A9"], "N3": []}}
    (folder / FILE_NAME).write_text(json.dumps(fits), encoding="utf-8")

    with Workspace.open(folder) as workspace:
        found = board_of(workspace, own).fits

    assert found == FitFigures(AT.date().replace(2026, 11, 22), n_fitted=1, n_without=2, n_unmatched=2)
