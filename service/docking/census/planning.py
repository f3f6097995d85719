"""Science plans traced to needs: which project answers which need, and what share of the money a need stands behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.census import CommonProblem, PlanProject
from data.storage.workspace import Stores, Workspace
from service.docking.census.campaigns import require_region, sees_region
from service.docking.census.condensing import problem_seen_by, problems_of, require_needs
from service.docking.permissions import Action, scope_of

_MOST_CHARACTERS: Final = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class TracedProject:
    """A project with what stands behind it.

    Attributes:
        problems: common problems it answers that still stand.
        n_sources: needs behind it, directly and through problems, each once.
    """

    project: PlanProject
    problems: tuple[CommonProblem, ...]
    n_sources: int

    @property
    def is_backed(self) -> bool:
        """Whether any need stands behind it."""
        return self.n_sources > 0


@dataclass(frozen=True, slots=True)
class PlanTrace:
    """The plan of a year.

    Attributes:
        projects: in the order they were entered.
        money_yuan: of all projects whose money is known.
        backed_yuan: of those among them behind which a need stands.
        n_unknown: projects without known money: they are no part of the share.
    """

    year: int
    projects: tuple[TracedProject, ...]
    money_yuan: int
    backed_yuan: int
    n_unknown: int

    @property
    def share(self) -> float | None:
        """Share of the plan's money backed by a need, 0-1; None where no money is known."""
        return self.backed_yuan / self.money_yuan if self.money_yuan else None

    @property
    def n_backed(self) -> int:
        """How many projects a need stands behind."""
        return sum(each.is_backed for each in self.projects)


def trace(year: int, projects: Sequence[PlanProject], problems: Sequence[CommonProblem]) -> PlanTrace:
    """Trace the projects of a year; a withdrawn problem backs nothing."""
    standing = {each.number: each for each in problems if not each.is_withdrawn}
    traced = tuple(_traced(each, standing) for each in projects if each.year == year)
    known = [each for each in traced if each.project.money_yuan is not None]
    return PlanTrace(
        year,
        traced,
        money_yuan=sum(each.project.money_yuan or 0 for each in known),
        backed_yuan=sum(each.project.money_yuan or 0 for each in known if each.is_backed),
        n_unknown=len(traced) - len(known),
    )


def plan_of(workspace: Workspace, actor: Actor, year: int) -> PlanTrace:
    """Return the plan of a year as an actor may see it: the projects of their region and below."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        projects = stores.census.plan.all()
    own = [each for each in projects if sees_region(scope, each.region_code)]
    return trace(year, own, problems_of(workspace, actor))


def years_of(workspace: Workspace, actor: Actor) -> list[int]:
    """Return the years of the plans an actor may see, newest first."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        projects = stores.census.plan.all()
    seen = {each.year for each in projects if sees_region(scope, each.region_code)}
    return sorted(seen, reverse=True)


def enter_project(workspace: Workspace, actor: Actor, project: PlanProject, *, at: datetime) -> PlanProject:
    """Put a project into the plan of one's own region.

    Returns:
        The project as it is kept; `_checked` names the errors.
    """
    require_region(actor, project.region_code)
    with workspace.writing(actor, at=at) as stores:
        _checked(stores, actor, project)
        return stores.census.plan.add(project)


def change_project(
    workspace: Workspace, actor: Actor, project: PlanProject, *, expected_version: int, at: datetime
) -> PlanProject:
    """Change a project of one's own region, or what stands behind it; its region stays.

    Returns:
        The project as it is now.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope = scope_of(actor, Action.CENSUS_RUN)
    with workspace.writing(actor, at=at) as stores:
        stored = stores.census.plan.get(project.number)
        if stored is None or not sees_region(scope, stored.region_code):
            raise UnknownIdError(f"没有第 {project.number} 号计划项目。", remedy="请从计划项目中选择。")
        _checked(stores, actor, project)
        values = {
            name: getattr(project, name) for name in ("year", "name", "unit", "money_yuan", "need_ids", "problems")
        }
        return stores.census.plan.change(project.number, values, expected_version=expected_version)


def _traced(project: PlanProject, standing: dict[int, CommonProblem]) -> TracedProject:
    problems = tuple(standing[number] for number in project.problems if number in standing)
    sources = {*project.need_ids, *(need for each in problems for need in each.need_ids)}
    return TracedProject(project, problems, len(sources))


def _checked(stores: Stores, actor: Actor, project: PlanProject) -> None:
    """Refuse a project that says nothing, or names what cannot be seen.

    Raises:
        UsageError: a field is empty, too long or out of range.
    """
    faults = {
        "没有写项目名称。": not project.name.strip(),
        f"名称或单位超过 {_MOST_CHARACTERS} 个字。": max(len(project.name), len(project.unit)) > _MOST_CHARACTERS,
        f"年度要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间。": not _FIRST_YEAR <= project.year <= _LAST_YEAR,
        "经费不能小于 0。": (project.money_yuan or 0) < 0,
    }
    for message, is_so in faults.items():
        if is_so:
            raise UsageError(message, remedy="请改正后重新提交。")
    require_needs(stores, actor, project.need_ids)
    for number in project.problems:
        problem_seen_by(stores, actor, number)
