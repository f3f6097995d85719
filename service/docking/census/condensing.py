"""Raw needs condensed to common problems, each with its sources; groups that the needs themselves suggest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.census import CommonProblem, Dispatch, PlanProject
from data.records.needs import Need
from data.storage.workspace import Stores, Workspace
from matcher.gaps.clusters import MOST_NEEDS, find_clusters
from matcher.gaps.survey import Scored, Survey
from service.docking.answering import Desk
from service.docking.census.campaigns import require_region, sees_region
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of

MOST_SOURCES: Final = 200
MOST_TITLE_CHARACTERS: Final = 100
MOST_STATEMENT_CHARACTERS: Final = 5000
_UNCOMPARED: Final = Scored(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class ProblemSheet:
    """A common problem with its lineage.

    Attributes:
        needs: its sources that are there and may be seen, in the order of arrival.
        n_hidden: sources that were deleted, or that whoever asks may not see.
        enterprises: behind the sources, each once.
        projects: of science plans of regions whoever asks may see, that answer it.
    """

    problem: CommonProblem
    needs: tuple[Need, ...]
    n_hidden: int
    enterprises: tuple[str, ...]
    projects: tuple[PlanProject, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of a need: problems it went into, projects that answer it, directly or through one, dispatches."""

    problems: tuple[CommonProblem, ...]
    projects: tuple[PlanProject, ...]
    dispatches: tuple[Dispatch, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """Needs that ask for the same kind of technology.

    Attributes:
        words: what they have in common.
        needs: the most central first.
        cohesion: mean similarity of its pairs, 0-1.
    """

    words: tuple[str, ...]
    needs: tuple[Need, ...]
    cohesion: float


def condense(workspace: Workspace, actor: Actor, problem: CommonProblem, *, at: datetime) -> CommonProblem:
    """Condense needs to one problem statement that keeps its sources.

    Args:
        workspace: holds the needs.
        actor: a bureau, for its own region, of needs it may see.
        problem: without number.
        at: aware.

    Returns:
        The problem as it is kept; `_checked` names the errors.
    """
    require_region(actor, problem.region_code)
    with workspace.writing(actor, at=at) as stores:
        _checked(stores, actor, problem)
        return stores.census.problems.add(problem)


def change_problem(
    workspace: Workspace, actor: Actor, problem: CommonProblem, *, expected_version: int, at: datetime
) -> CommonProblem:
    """Change title, statement and sources of a problem, or withdraw it; contacts that come back hidden stay.

    Args:
        workspace: holds it.
        actor: a bureau, for its own region.
        problem: as it shall be, with its number; its region stays.
        expected_version: the one that was looked at.
        at: aware.

    Returns:
        The problem as it is now; `_checked` and `NumberedRepository.change` name the errors.
    """
    with workspace.writing(actor, at=at) as stores:
        stored = problem_seen_by(stores, actor, problem.number, Action.CENSUS_RUN)
        new = set(problem.need_ids) - set(stored.need_ids)
        _checked(stores, actor, problem, needs=sorted(new))
        values: dict[str, object] = {"need_ids": problem.need_ids, "is_withdrawn": problem.is_withdrawn}
        values |= {
            name: taken_over(name, getattr(stored, name), getattr(problem, name)) for name in ("title", "statement")
        }
        return stores.census.problems.change(problem.number, values, expected_version=expected_version)


def problems_of(workspace: Workspace, actor: Actor) -> list[CommonProblem]:
    """Return the problems of the regions an actor may see, newest first."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        found = stores.census.problems.all()
    return [each for each in reversed(found) if sees_region(scope, each.region_code)]


def problem_sheet(workspace: Workspace, actor: Actor, number: int) -> ProblemSheet:
    """Return a problem with its sources; `problem_seen_by` names the error."""
    with workspace.reading() as stores:
        problem = problem_seen_by(stores, actor, number)
        needs = stores.needs.named(list(problem.need_ids), scope=scope_of(actor, Action.NEEDS_VIEW))
        projects = [each for each in _projects_seen(stores, actor) if number in each.problems]
    enterprises = dict.fromkeys(need.enterprise.strip() for need in needs if need.enterprise.strip())
    n_hidden = len(problem.need_ids) - len(needs)
    return ProblemSheet(problem, tuple(needs), n_hidden, tuple(enterprises), tuple(projects))


def lineage_of(workspace: Workspace, actor: Actor, need_id: str) -> Lineage:
    """Return what became of a need, as far as an actor may see."""
    problems = tuple(
        each for each in problems_of(workspace, actor) if need_id in each.need_ids and not each.is_withdrawn
    )
    numbers = {each.number for each in problems}
    with workspace.reading() as stores:
        plan = _projects_seen(stores, actor)
        dispatches = stores.census.dispatches.of_need(need_id)
    scope = scope_of(actor, Action.CENSUS_VIEW)
    return Lineage(
        problems,
        tuple(each for each in plan if need_id in each.need_ids or numbers & set(each.problems)),
        tuple(each for each in dispatches if sees_region(scope, each.need_region_code)),
    )


def problem_seen_by(stores: Stores, actor: Actor, number: int, action: Action = Action.CENSUS_VIEW) -> CommonProblem:
    """Return a problem that somebody may do something with.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope, found = scope_of(actor, action), stores.census.problems.get(number)
    if found is None or not sees_region(scope, found.region_code):
        raise UnknownIdError(f"没有第 {number} 号共性问题。", remedy="请从共性问题列表中选择。")
    return found


def suggest_groups(desk: Desk, actor: Actor) -> list[SuggestedGroup]:
    """Suggest groups of needs to condense: those that no standing problem holds already, all of one group together.

    Needs come from what an actor may see; they are compared as `duijie gaps` compares them.

    Args:
        desk: over an indexed workspace.
        actor: who asks.

    Returns:
        The largest first, then the tightest; `Desk.matcher_of_needs` names the errors.

    Raises:
        UsageError: there are more needs than can be compared at once.
    """
    condensed = {need for each in problems_of(desk.workspace, actor) if not each.is_withdrawn for need in each.need_ids}
    with desk.workspace.reading() as stores:
        ids = [
            each for each in stores.needs.ordered_ids(scope=scope_of(actor, Action.NEEDS_VIEW)) if each not in condensed
        ]
    if len(ids) > MOST_NEEDS:
        raise UsageError(
            f"需要归类的需求有 {len(ids):,} 项，超过 {MOST_NEEDS:,} 项。", remedy="请由县区或地市分别凝练。"
        )
    matcher = desk.matcher_of_needs(ids)
    profiles = matcher.needs.profiles
    grouping = find_clusters(Survey(matcher, (_UNCOMPARED,) * len(profiles)))
    with desk.workspace.reading() as stores:
        records = stores.needs.get_many(ids)
    return [
        SuggestedGroup(each.words, tuple(records[profiles[member].id] for member in each.members), each.cohesion)
        for each in grouping.clusters
    ]


def _projects_seen(stores: Stores, actor: Actor) -> list[PlanProject]:
    """Return the projects of the regions an actor may see: those of others name units and money."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    return [each for each in stores.census.plan.all() if sees_region(scope, each.region_code)]


def _checked(stores: Stores, actor: Actor, problem: CommonProblem, *, needs: Sequence[str] | None = None) -> None:
    """Refuse a problem that says nothing, or whose new sources are not to be seen.

    Raises:
        UsageError: a text is empty or too long, or there are no sources or too many.
        UnknownIdError: a source is not there, or lies outside; which of them is not said.
    """
    faults = {
        "没有写共性问题的名称。": not problem.title.strip(),
        f"名称超过 {MOST_TITLE_CHARACTERS} 个字。": len(problem.title) > MOST_TITLE_CHARACTERS,
        "没有写凝练后的问题。": not problem.statement.strip(),
        f"凝练后的问题超过 {MOST_STATEMENT_CHARACTERS} 个字。": len(problem.statement) > MOST_STATEMENT_CHARACTERS,
        "没有选来源需求。": not problem.need_ids,
        f"来源需求超过 {MOST_SOURCES} 项。": len(problem.need_ids) > MOST_SOURCES,
    }
    for message, is_so in faults.items():
        if is_so:
            raise UsageError(message, remedy="请改正后重新提交。")
    named = list(problem.need_ids) if needs is None else list(needs)
    require_needs(stores, actor, named)


def require_needs(stores: Stores, actor: Actor, ids: Sequence[str]) -> None:
    """Refuse needs that an actor may not see.

    Raises:
        UnknownIdError: one is not there, or lies outside; which of them is not said.
    """
    seen = stores.needs.ids(scope_of(actor, Action.NEEDS_VIEW), among=list(ids))
    unknown = [each for each in ids if each not in seen]
    if unknown:
        raise UnknownIdError(f"工作区里没有编号为“{unknown[0]}”的需求。", remedy="请核对需求编号。")
