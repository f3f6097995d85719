"""Responsibility matrices: the tasks of a notice, who answers for each, and how far a region is (FJ-21, LN-17)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.notices import Assignment, Notice, UnitRole
from data.records.reports import TaskProgress, TaskState
from data.storage.twins import refusing_twins
from data.storage.workspace import Stores, Workspace
from service.docking.permissions import Action, may, scope_of
from service.docking.reports.gathering import require_region
from service.docking.visibility import lies_within

PROGRESS_LABELS: Final = {
    TaskProgress.NOT_BEGUN: "未开始",
    TaskProgress.UNDER_WAY: "进行中",
    TaskProgress.DONE: "已完成",
}
UNKNOWN_PROGRESS: Final = "没有登记"
_MOST_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of a matrix.

    Attributes:
        key: of the task within its notice, the same as long as the notice reads the same.
        own: how far the region itself is; None where nothing was said.
        others: what regions inside of it, or around it, said; by region.
    """

    key: str
    assignment: Assignment
    own: TaskState | None
    others: tuple[TaskState, ...]

    @property
    def leads(self) -> tuple[str, ...]:
        """Who leads it; where the notice names only responsible units, these."""
        units = self.assignment.units
        return tuple(name for role, name in units if role is not UnitRole.SUPPORT)

    @property
    def supports(self) -> tuple[str, ...]:
        """Who supports it."""
        return tuple(name for role, name in self.assignment.units if role is UnitRole.SUPPORT)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The tasks of a notice, in its order; `region_code` "" where whoever looks has none."""

    number: int
    notice: Notice
    region_code: str
    tasks: tuple[Task, ...]

    @property
    def without_lead(self) -> tuple[Task, ...]:
        """Tasks for which the notice names nobody who leads or is responsible."""
        return tuple(each for each in self.tasks if not each.leads)

    def counted(self, progress: TaskProgress | None) -> int:
        """Count the tasks with which the region is so far; None those of which it said nothing."""
        return sum((None if each.own is None else each.own.progress) is progress for each in self.tasks)


def task_key(assignment: Assignment) -> str:
    """Return the key of a task: made of its clause and words, so that another reading of the notice keeps it."""
    return hashlib.sha256(f"{assignment.clause}\n{assignment.task}".encode()).hexdigest()[:16]


def matrix_of(workspace: Workspace, actor: Actor, number: int, *, region_code: str = "") -> Matrix:
    """Return the matrix of a notice as a region sees it.

    Args:
        workspace: holds it.
        actor: who looks.
        number: of the notice.
        region_code: whose state of the tasks; "" one's own.

    Returns:
        The matrix, with what other regions said as far as they lie within what one may see.

    Raises:
        UnknownIdError: there is no such notice, or no such region.
    """
    scope = scope_of(actor, Action.REPORTS_VIEW)
    region = require_region(actor, region_code) if region_code or scope.region_code else ""
    with workspace.reading() as stores:
        kept = stores.notices.get(number)
        if kept is None:
            raise UnknownIdError(f"没有第 {number} 号通知。", remedy="请从通知列表中选择。")
        states = stores.reports.tasks.of_notice(number)
    seen = [each for each in states if scope.everything or lies_within(each.region_code, scope.region_code)]
    tasks = tuple(_task(each, region, seen) for each in kept.notice.assignments)
    return Matrix(number, kept.notice, region, tasks)


def matrices_of(workspace: Workspace, actor: Actor) -> list[Matrix]:
    """Return the matrices of all notices that assign tasks, newest notice first."""
    with workspace.reading() as stores:
        numbers = [each.number for each in reversed(stores.notices.all()) if each.notice.assignments]
    return [matrix_of(workspace, actor, number) for number in numbers]


def state_task(
    workspace: Workspace, actor: Actor, state: TaskState, *, expected_version: int, at: datetime
) -> TaskState:
    """Say how far a region is with a task.

    Args:
        workspace: where to.
        actor: a bureau, for its own region or one inside.
        state: without number.
        expected_version: of the state that was looked at; 0 where nothing had been said.
        at: aware.

    Returns:
        The state as it is kept; `NumberedRepository.change` names the errors of versions.

    Raises:
        UsageError: its proof is too long.
    """
    if len(state.proof) > _MOST_CHARACTERS:
        raise UsageError(f"进展说明超过 {_MOST_CHARACTERS} 个字。", remedy="请写短一些。")
    require_region(actor, state.region_code, Action.REPORTS_SEND)
    with workspace.writing(actor, at=at) as stores:
        _require_task(stores, state)
        stored = next(
            (
                each
                for each in stores.reports.tasks.of_notice(state.notice)
                if (each.task, each.region_code) == (state.task, state.region_code)
            ),
            None,
        )
        if stored is None:
            with refusing_twins("这一项刚被他人填写。", remedy="请刷新后重新填写。"):
                return stores.reports.tasks.add(state)
        values = {name: getattr(state, name) for name in ("progress", "proof", "checked_on")}
        return stores.reports.tasks.change(stored.number, values, expected_version=expected_version)


def may_state(actor: Actor) -> bool:
    """Tell whether somebody may say how far tasks are."""
    return may(actor, Action.REPORTS_SEND)


def _task(assignment: Assignment, region: str, states: list[TaskState]) -> Task:
    key = task_key(assignment)
    told = [each for each in states if each.task == key]
    own = next((each for each in told if each.region_code == region), None)
    others = sorted((each for each in told if each is not own), key=lambda each: each.region_code)
    return Task(key=key, assignment=assignment, own=own, others=tuple(others))


def _require_task(stores: Stores, state: TaskState) -> None:
    """Refuse a task that the notice does not have.

    Raises:
        UnknownIdError: as said.
    """
    kept = stores.notices.get(state.notice)
    if kept is None or state.task not in {task_key(each) for each in kept.notice.assignments}:
        raise UnknownIdError("这份通知没有这项任务。", remedy="请从责任分工表中选择。")
