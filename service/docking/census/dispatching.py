"""Needs sent on to the right universities: proposed from matches, sent, answered, overdue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.census import Dispatch, DispatchState
from data.records.ids import NeedId
from data.records.needs import Need
from data.storage.twins import refusing_twins
from data.storage.workspace import Workspace
from service.docking.census.campaigns import sees_region
from service.docking.fits import read_fits
from service.docking.permissions import Action, scope_of

ANSWER_DAYS: Final = 15
"""Days a university is given where nobody says otherwise; a custom of ours, no rule of a notice."""
MOST_NOTE_CHARACTERS: Final = 500
MOST_PROPOSED: Final = 100
"""Needs with proposals on one page."""

ALLOWED: Final[Mapping[DispatchState, frozenset[DispatchState]]] = {
    DispatchState.SENT: frozenset({DispatchState.TAKEN_UP, DispatchState.DECLINED, DispatchState.WITHDRAWN}),
    DispatchState.TAKEN_UP: frozenset({DispatchState.DECLINED}),
    DispatchState.DECLINED: frozenset({DispatchState.SENT, DispatchState.TAKEN_UP}),
    DispatchState.WITHDRAWN: frozenset({DispatchState.SENT}),
}
"""Where a dispatch may go next; one that was declined or withdrawn may be sent anew."""


class DispatchList(StrEnum):
    """A list that a figure of the log leads to."""

    ALL = "all"
    WAITING = "waiting"
    OVERDUE = "overdue"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A university that a need could be sent to: it has results that fit, best first."""

    university: str
    achievements: tuple[Achievement, ...]


@dataclass(frozen=True, slots=True)
class ProposedNeed:
    """A need with the universities it could be sent to and was not yet, the one with the best result first."""

    need_id: str
    title: str
    enterprise: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What could be sent on.

    Attributes:
        as_of: day of the run over all needs that it rests on; None where there was none.
        needs: at most `MOST_PROPOSED`.
        n: how many needs there are in all.
    """

    as_of: date | None
    needs: tuple[ProposedNeed, ...]
    n: int


def proposals_of(workspace: Workspace, actor: Actor) -> Proposals:
    """Propose universities for the needs an actor may send on, from the newest run over all needs."""
    fits = read_fits(workspace)
    scope = scope_of(actor, Action.CENSUS_RUN)
    with workspace.reading() as stores:
        own = [each for each in stores.needs.ordered_ids(scope=scope) if fits.of_needs.get(each)]
        sent = {(each.need_id, each.university) for each in stores.census.dispatches.all()}
        named = {number for each in own for number in fits.of_needs[each]}
        offers: Mapping[str, Achievement] = {**stores.achievements.get_many(sorted(named))}
        proposed = {each: _proposals(each, fits.of_needs[each], offers, sent) for each in own}
        shown = [each for each in own if proposed[each]]
        records = stores.needs.get_many(shown[:MOST_PROPOSED])
    needs = tuple(
        ProposedNeed(each, records[each].title, records[each].enterprise, proposed[each])
        for each in shown[:MOST_PROPOSED]
    )
    return Proposals(fits.as_of, needs, len(shown))


def send(  # noqa: PLR0913 - what is sent where, by whom, and until when
    workspace: Workspace,
    actor: Actor,
    need_id: str,
    university: str,
    *,
    achievement_ids: Sequence[str] = (),
    due_on: date | None = None,
    today: date,
    at: datetime,
) -> Dispatch:
    """Write down that a need was sent on to a university; the file to send is `service.exports.dispatch_paper`.

    Args:
        workspace: holds the need.
        actor: the bureau of the need.
        need_id: of the need.
        university: as its achievements write it.
        achievement_ids: results that speak for it; those that are not its own are left out.
        due_on: the day by which it is to answer; None `ANSWER_DAYS` from today.
        today: the day of sending.
        at: aware.

    Returns:
        The dispatch.

    Raises:
        UnknownIdError: the need is not there, or lies outside; which of them is not said.
        UsageError: no university is named, or the day has passed.
    """
    university, due = university.strip(), due_on or today + timedelta(days=ANSWER_DAYS)
    if not university or len(university) > MOST_NOTE_CHARACTERS:
        raise UsageError("没有写高校院所，或名称过长。", remedy="请填写高校院所的全称。")
    if due < today:
        raise UsageError("答复期限早于今天。", remedy="请改成今天或以后的日期。")
    with workspace.writing(actor, at=at) as stores:
        need = stores.needs.get_versioned(NeedId(need_id), scope=scope_of(actor, Action.CENSUS_RUN))
        if need is None:
            raise UnknownIdError(f"工作区里没有编号为“{need_id}”的需求。", remedy="请核对需求编号。")
        offered = stores.achievements.get_many(list(achievement_ids))
        own = tuple(each for each in achievement_ids if each in offered and offered[each].university == university)
        made = Dispatch(
            need_id=need_id,
            need_region_code=need.facets.region_code,
            university=university,
            achievement_ids=own,
            sent_on=today,
            due_on=due,
        )
        with refusing_twins("这项需求已经转送过这所高校院所。", remedy="请在转送记录中办理。"):
            return stores.census.dispatches.add(made)


def answer(  # noqa: PLR0913 - what is answered, and how it is known
    workspace: Workspace,
    actor: Actor,
    number: int,
    after: DispatchState,
    *,
    note: str,
    expected_version: int,
    today: date,
    at: datetime,
) -> Dispatch:
    """Write down what a university answered, that a need was taken back, or that it was sent anew.

    Args:
        workspace: holds it.
        actor: the bureau of the need.
        number: of the dispatch.
        after: where it goes.
        note: what was said and how it is known; needed for an answer.
        expected_version: the one that was looked at.
        today: the day of the answer, or of sending anew.
        at: aware.

    Returns:
        The dispatch as it is now; `NumberedRepository.change` names the errors of versions.

    Raises:
        RefusalError: it cannot go there from where it is.
        UnknownIdError: there is none, or it lies outside; which of them is not said.
        UsageError: the note is missing or too long.
    """
    if len(note) > MOST_NOTE_CHARACTERS or (after in _ANSWERS and not note.strip()):
        raise UsageError(
            f"没有写答复的依据，或超过 {MOST_NOTE_CHARACTERS} 个字。", remedy="请写明对方何时、以何种方式答复了什么。"
        )
    with workspace.writing(actor, at=at) as stores:
        found = stores.census.dispatches.get(number, is_locked=True)
        if found is None or not _concerns(found, actor, Action.CENSUS_RUN):
            raise UnknownIdError(f"没有第 {number} 号转送。", remedy="请从转送记录中选择。")
        if found.version == expected_version and after not in ALLOWED[found.state]:
            raise RefusalError("这次转送现在不能这样办理。", remedy="请刷新页面，查看最新的进展。")
        values: dict[str, object] = {"state": after, "note": note.strip()}
        values["answered_on"] = today if after in _ANSWERS else None
        if after is DispatchState.SENT:
            values |= {"sent_on": today, "due_on": today + timedelta(days=ANSWER_DAYS)}
        return stores.census.dispatches.change(number, values, expected_version=expected_version)


_ANSWERS: Final = frozenset({DispatchState.TAKEN_UP, DispatchState.DECLINED})


def dispatches_of(workspace: Workspace, actor: Actor) -> list[Dispatch]:
    """Return the dispatches of the needs of an actor's region, newest first."""
    with workspace.reading() as stores:
        found = stores.census.dispatches.all()
    return [each for each in reversed(found) if _concerns(each, actor, Action.CENSUS_VIEW)]


def belongs(dispatch: Dispatch, wanted: DispatchList, *, today: date) -> bool:
    """Tell whether a dispatch stands on a list; what waits beyond its day is both waiting and overdue."""
    is_waiting = dispatch.state is DispatchState.SENT
    if wanted is DispatchList.ALL:
        return True
    if wanted is DispatchList.WAITING:
        return is_waiting
    if wanted is DispatchList.OVERDUE:
        return is_waiting and dispatch.due_on < today
    return dispatch.state.value == wanted.value


def _concerns(dispatch: Dispatch, actor: Actor, action: Action) -> bool:
    scope = scope_of(actor, action)
    return sees_region(scope, dispatch.need_region_code)


def _proposals(
    need_id: str, numbers: Sequence[str], offers: Mapping[str, Achievement], sent: set[tuple[str, str]]
) -> tuple[Proposal, ...]:
    """Return the universities of the fitting results, in the order of their best one."""
    grouped: dict[str, list[Achievement]] = {}
    for number in numbers:
        offer = offers.get(number)
        if offer is not None and offer.university.strip() and (need_id, offer.university) not in sent:
            grouped.setdefault(offer.university, []).append(offer)
    return tuple(Proposal(university, tuple(each)) for university, each in grouped.items())


def sheet_of(
    workspace: Workspace, actor: Actor, university: str
) -> tuple[date, list[tuple[Need, tuple[Achievement, ...]]]]:
    """Return what waits for the answer of a university, with its own results that speak for each need.

    Returns:
        The first day by which an answer is due, and the needs that are still there, in the order they were sent.

    Raises:
        UnknownIdError: nothing waits for it.
    """
    waiting = [
        each
        for each in reversed(dispatches_of(workspace, actor))
        if each.university == university and each.state is DispatchState.SENT
    ]
    with workspace.reading() as stores:
        needs = stores.needs.get_many([each.need_id for each in waiting])
        offers = stores.achievements.get_many([number for each in waiting for number in each.achievement_ids])
    if not waiting:
        raise UnknownIdError("没有等这个单位答复的转送。", remedy="请从转送记录中选择。")
    sheet = [
        (needs[each.need_id], tuple(offers[number] for number in each.achievement_ids if number in offers))
        for each in waiting
        if each.need_id in needs
    ]
    return min(each.due_on for each in waiting), sheet
