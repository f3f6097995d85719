"""Who sees and does what: a county its own part of its city's campaign, a city all below, an enterprise its duty."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.errors import NotPermittedError, UnknownIdError
from data.records.accounts import Actor
from data.records.census import (
    CommonProblem,
    CountyUnit,
    Mechanism,
    MechanismState,
    PlanProject,
    Progress,
    Visit,
)
from data.storage.workspace import Workspace
from service.docking.census.board import board_of, census_of
from service.docking.census.campaigns import campaigns_of, open_campaign
from service.docking.census.condensing import condense, lineage_of, problem_sheet, problems_of
from service.docking.census.counties import county_of, directory_of, enter_unit
from service.docking.census.coverage import Duty, State
from service.docking.census.dispatching import dispatches_of, send
from service.docking.census.mechanisms import checklists_of, set_mechanism
from service.docking.census.planning import enter_project, plan_of
from service.docking.census.register import import_register
from service.docking.census.visiting import change_visit, log_visit, visits_of
from tests.factories.census import HUAIAN, LIANSHUI, XUYI, make_campaign
from tests.service.docking.census.conftest import AT, CITY, COUNTY, ELSEWHERE, ENTERPRISE, PROVINCE, UNIVERSITY

DAY = date(2026, 7, 15)


@pytest.mark.parametrize(
    ("actor", "counties", "due", "missing"),
    [
        (CITY, [LIANSHUI, XUYI], 3, 1),
        (PROVINCE, [LIANSHUI, XUYI], 3, 1),
        (COUNTY, [LIANSHUI], 1, 0),
        (ENTERPRISE, [], 1, 0),
    ],
)
def test_a_board_holds_only_what_lies_in_the_scope(
    workspace: Workspace, actor: Actor, counties: list[str], due: int, missing: int
) -> None:
    census = board_of(workspace, actor, 1, as_of=DAY).census

    assert [each.code for each in census.counties] == counties
    assert (census.total.n[State.DUE], census.total.n[State.MISSING]) == (due, missing)


def test_an_enterprise_sees_its_own_duty_and_no_needs_of_others(workspace: Workspace) -> None:
    census = census_of(workspace, ENTERPRISE, 1, as_of=DAY)

    [own] = census.standings
    assert (own.name, own.duty, [each.need_id for each in own.needs]) == ("甲机械有限公司", Duty.DUE, ["N1"])
    assert census.outside == ()


def test_needs_of_strangers_are_told_where_their_county_is_seen(workspace: Workspace) -> None:
    found = [[each.need_id for each in census_of(workspace, actor, 1, as_of=DAY).outside] for actor in (CITY, COUNTY)]

    assert found == [["N3"], []]


def test_another_city_sees_no_campaign_and_a_university_none_at_all(workspace: Workspace) -> None:
    assert campaigns_of(workspace, ELSEWHERE) == []
    with pytest.raises(UnknownIdError):
        board_of(workspace, ELSEWHERE, 1, as_of=DAY)
    with pytest.raises(NotPermittedError):
        campaigns_of(workspace, UNIVERSITY)


def test_a_county_opens_no_campaign_of_its_city(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError):
        open_campaign(workspace, COUNTY, make_campaign(), at=AT)

    own = open_campaign(workspace, COUNTY, make_campaign(region_code=LIANSHUI, counties=()), at=AT)
    assert [each.number for each in campaigns_of(workspace, CITY)] == [own.number, 1]


def test_a_county_brings_its_own_enterprises_and_no_others(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(
        "企业名称,所属县区\n辛有限公司,涟水县\n壬有限公司,盱眙县\n癸有限公司,\n子有限公司,北京市\n", encoding="utf-8"
    )

    taken = import_register(workspace, COUNTY, 1, path, at=AT)

    with workspace.reading() as stores:
        found = {each.name: each.county_code for each in stores.census.register.of_campaign(1)}
    assert (taken.stored.n_added, taken.n_rejected, [each.row for each in taken.faults]) == (2, 2, [3, 5])
    assert {name: found.get(name) for name in ("辛有限公司", "癸有限公司", "壬有限公司")} == {
        "辛有限公司": LIANSHUI,
        "癸有限公司": LIANSHUI,
        "壬有限公司": None,
    }


def test_a_county_changes_no_enterprise_that_its_neighbour_has_on_the_register(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("企业名称,所属县区,是否科技型企业\n丁压铸有限公司,涟水县,否\n", encoding="utf-8")
    with workspace.reading() as stores:
        before = stores.census.register.of_campaign(1)

    taken = import_register(workspace, COUNTY, 1, path, at=AT)

    with workspace.reading() as stores:
        assert stores.census.register.of_campaign(1) == before
    assert (taken.n_rejected, taken.stored.n_changed) == (1, 0)


def test_a_page_of_a_county_outside_is_not_there(workspace: Workspace) -> None:
    own = county_of(workspace, COUNTY, 1, LIANSHUI, as_of=DAY)

    assert [(each.number, each.day, each.n_needs) for each in own.batches] == [(None, date(2026, 7, 10), 1)]
    with pytest.raises(UnknownIdError):
        county_of(workspace, COUNTY, 1, XUYI, as_of=DAY)


REGIONAL: tuple[tuple[str, Callable[[Workspace], object], Callable[[Workspace, Actor], list[object]]], ...] = (
    (
        "problems",
        lambda w: condense(
            w, CITY, CommonProblem(region_code=HUAIAN, title="气孔", statement="难检", need_ids=("N1", "N2")), at=AT
        ),
        lambda w, actor: list(problems_of(w, actor)),
    ),
    (
        "plan",
        lambda w: enter_project(w, CITY, PlanProject(region_code=HUAIAN, year=2026, name="项目"), at=AT),
        lambda w, actor: list(plan_of(w, actor, 2026).projects),
    ),
    (
        "dispatches",
        lambda w: send(w, CITY, "N2", "乙大学", today=DAY, at=AT),
        lambda w, actor: list(dispatches_of(w, actor)),
    ),
    (
        "visits",
        lambda w: log_visit(w, CITY, Visit(region_code=HUAIAN, held_on=DAY, leader="", host="乙大学"), at=AT),
        lambda w, actor: list(visits_of(w, actor)),
    ),
    (
        "directory",
        lambda w: enter_unit(w, CITY, CountyUnit(campaign=1, region_code=XUYI, unit="盱眙县科技局"), at=AT),
        lambda w, actor: [] if actor is ELSEWHERE else list(directory_of(w, actor, 1)),
    ),
    (
        "mechanisms",
        lambda w: set_mechanism(
            w,
            CITY,
            MechanismState(region_code=XUYI, item=Mechanism.ADVISER, progress=Progress.IN_PLACE),
            expected_version=0,
            at=AT,
        ),
        lambda w, actor: list(checklists_of(w, actor, (XUYI,))),
    ),
)


@pytest.mark.parametrize(("name", "make", "listed"), REGIONAL, ids=[each[0] for each in REGIONAL])
def test_what_a_city_keeps_its_province_sees_and_nobody_beside_it(
    workspace: Workspace,
    name: str,  # noqa: ARG001 - names the case
    make: Callable[[Workspace], object],
    listed: Callable[[Workspace, Actor], list[object]],
) -> None:
    make(workspace)

    assert [len(listed(workspace, actor)) for actor in (CITY, PROVINCE, COUNTY, ELSEWHERE)] == [1, 1, 0, 0]


def test_a_source_outside_is_as_unknown_as_none(workspace: Workspace) -> None:
    foreign = CommonProblem(region_code=LIANSHUI, title="气孔", statement="难检", need_ids=("N1", "N2"))

    with pytest.raises(UnknownIdError, match="N2"):
        condense(workspace, COUNTY, foreign, at=AT)


def test_lineage_leads_from_a_need_to_its_problem_and_project(workspace: Workspace) -> None:
    problem = condense(
        workspace,
        CITY,
        CommonProblem(region_code=HUAIAN, title="气孔", statement="难检", need_ids=("N1", "N2")),
        at=AT,
    )
    project = enter_project(
        workspace, CITY, PlanProject(region_code=HUAIAN, year=2026, name="项目", problems=(problem.number,)), at=AT
    )

    sheet, found = problem_sheet(workspace, CITY, problem.number), lineage_of(workspace, CITY, "N2")

    assert [need.id for need in sheet.needs] == ["N1", "N2"]
    assert (sheet.enterprises, sheet.projects) == (("甲机械有限公司", "丁压铸有限公司"), (project,))
    assert (found.problems, found.projects) == ((problem,), (project,))
    assert lineage_of(workspace, ELSEWHERE, "N2").problems == ()


def test_a_county_sees_no_project_of_its_city_behind_its_own_problem(workspace: Workspace) -> None:
    own = condense(
        workspace, COUNTY, CommonProblem(region_code=LIANSHUI, title="气孔", statement="难检", need_ids=("N1",)), at=AT
    )
    project = PlanProject(region_code=HUAIAN, year=2026, name="项目", problems=(own.number,))
    kept = enter_project(workspace, CITY, project, at=AT)

    assert problem_sheet(workspace, COUNTY, own.number).projects == ()
    assert lineage_of(workspace, COUNTY, "N1").projects == ()
    assert lineage_of(workspace, CITY, "N1").projects == (kept,)


def test_lineage_tells_where_a_need_was_sent(workspace: Workspace) -> None:
    sent = send(workspace, CITY, "N2", "乙大学", today=DAY, at=AT)

    found = [lineage_of(workspace, actor, "N2").dispatches for actor in (CITY, PROVINCE, COUNTY, ELSEWHERE)]
    assert found == [(sent,), (sent,), (), ()]


def test_a_contact_in_a_plain_text_that_comes_back_hidden_stays(workspace: Workspace) -> None:
    planned = Visit(region_code=HUAIAN, held_on=DAY, leader="张局长", host="乙大学", members="联系 13900001234")
    kept = log_visit(workspace, CITY, planned, at=AT)
    back = replace(kept, members="联系 139********", outcome="签约")

    changed = change_visit(workspace, CITY, back, expected_version=1, at=AT)

    assert (changed.members, changed.outcome) == ("联系 13900001234", "签约")
