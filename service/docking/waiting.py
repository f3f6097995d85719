"""What waits for somebody: introductions, needs, results, jobs and files that ask for their next step.

Told from what is stored; nothing is encoded or matched for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Final

from data.records.accounts import Actor
from data.records.consents import Consent, Introduction
from data.records.consents import Side as ConsentSide
from data.records.docking_events import InvitationState
from data.records.feedback import Reason, StoredFeedback
from data.records.jobs import UNFINISHED, Job, JobState
from data.records.rules import RuleState
from data.storage.deals import DealFilter
from data.storage.workspace import Workspace
from service.docking.beijing import BEIJING, today
from service.docking.consents import introductions_of, moves_open_to
from service.docking.deals.due import LIVE, overdue_of
from service.docking.deals.viewing import deals_of
from service.docking.desk_dates import (
    Piece,
    alliances_to_see_to,
    censuses_due,
    challenges_to_bid,
    challenges_to_move,
    dispatches_overdue,
    entries_due,
    needs_to_answer,
)
from service.docking.events.access import own_invitations
from service.docking.feedback import history, standing_by_judge
from service.docking.fits import Fits, read_fits
from service.docking.permissions import PERMISSIONS, Action, Reach, may, scope_of

_MOST_JOBS: Final = 50
_FAILED: Final = frozenset({JobState.FAILED, JobState.INTERRUPTED})


class Kind(StrEnum):
    """What is to be done."""

    FORWARD = "forward"
    ANSWER = "answer"
    INVITATIONS = "invitations"
    DISPATCHED = "dispatched"
    NEW_FOR_NEEDS = "new_for_needs"
    NEW_FOR_ACHIEVEMENTS = "new_for_achievements"
    WITHOUT_FIT = "without_fit"
    VAGUE = "vague"
    RULES = "rules"
    UNMATCHED = "unmatched"
    OVERDUE_DEALS = "overdue_deals"
    CENSUSES = "censuses"
    DISPATCHES = "dispatches"
    CHALLENGES = "challenges"
    OPEN_CHALLENGES = "open_challenges"
    ALLIANCES = "alliances"
    REGISTERS = "registers"
    RUNNING_JOBS = "running_jobs"
    FAILED_JOBS = "failed_jobs"
    REJECTED_ROWS = "rejected_rows"
    FITTED = "fitted"


@dataclass(frozen=True, slots=True)
class Item:
    """One record that waits: its id or number, and since when; None where that is not known."""

    number: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything of one kind that waits for somebody, longest first where it is known since when."""

    kind: Kind
    items: tuple[Item, ...]

    @property
    def oldest(self) -> datetime | None:
        """Since when the first of them waits."""
        return min((each.since for each in self.items if each.since is not None), default=None)


class _Facts:
    """What the workspace holds for somebody, each part read once and only if it is asked for."""

    def __init__(self, workspace: Workspace, actor: Actor) -> None:
        self.workspace = workspace
        self.actor = actor

    @cached_property
    def introductions(self) -> list[Introduction]:
        return introductions_of(self.workspace, self.actor)

    @cached_property
    def fits(self) -> Fits:
        scope = scope_of(self.actor, Action.ACHIEVEMENTS_VIEW)
        return read_fits(self.workspace).among(None if scope.everything else frozenset(self.achievements))

    @cached_property
    def verdicts(self) -> tuple[StoredFeedback, ...]:
        return standing_by_judge(history(self.workspace))

    @cached_property
    def handled(self) -> set[tuple[str, str]]:
        """Pairs somebody has judged or asked an introduction for, anybody's: what was seen to is not new."""
        with self.workspace.reading() as stores:
            asked = {(str(each.need_id), str(each.achievement_id)) for each in stores.introductions.all()}
        return asked | {(each.feedback.need_id, each.feedback.achievement_id) for each in self.verdicts}

    @cached_property
    def needs(self) -> list[str]:
        with self.workspace.reading() as stores:
            return stores.needs.ordered_ids(scope=scope_of(self.actor, Action.NEEDS_VIEW))

    @cached_property
    def achievements(self) -> list[str]:
        with self.workspace.reading() as stores:
            return stores.achievements.ordered_ids(scope=scope_of(self.actor, Action.ACHIEVEMENTS_VIEW))

    @cached_property
    def jobs(self) -> list[Job]:
        own = None if reach(self.actor, Action.JOBS_VIEW) is Reach.ALL else self.actor.account_id
        with self.workspace.reading() as stores:
            return stores.jobs.recent(limit=_MOST_JOBS, account_id=own, states=UNFINISHED | _FAILED)

    def has_own(self, action: Action) -> bool:
        """Tell whether the actor works on the records an action is about, rather than looks at those of others."""
        return may(self.actor, action)


def waiting_for(workspace: Workspace, actor: Actor) -> tuple[Waiting, ...]:
    """Return what waits for somebody, most pressing first; kinds of which nothing waits are left out."""
    facts = _Facts(workspace, actor)
    found = (Waiting(kind, _longest_first(_FINDERS[kind](facts))) for kind in _ON_HOME)
    return tuple(each for each in found if each.items)


def waiting_of(workspace: Workspace, actor: Actor, kind: Kind) -> Waiting:
    """Return what of one kind waits for somebody."""
    return Waiting(kind, _longest_first(_FINDERS[kind](_Facts(workspace, actor))))


def reach(actor: Actor, action: Action) -> Reach:
    """Return how far an actor may go, NONE included."""
    return PERMISSIONS[action][actor.role]


def _forward(facts: _Facts) -> Iterable[Item]:
    return _movable(facts, Consent.ASKED, {Consent.FORWARDED})


def _answer(facts: _Facts) -> Iterable[Item]:
    return _movable(facts, Consent.FORWARDED, {Consent.CONSENTED, Consent.DECLINED})


def _invitations(facts: _Facts) -> list[Item]:
    """Return the events an organisation is invited to and has not answered."""
    return [
        Item(str(each.event), each.steps[-1].at)
        for each in own_invitations(facts.workspace, facts.actor)
        if each.state in {InvitationState.INVITED, InvitationState.NO_ANSWER}
    ]


def _movable(facts: _Facts, state: Consent, steps: set[Consent]) -> list[Item]:
    """Return the introductions a side of which stands at a state and may be brought on by the actor."""
    return [
        Item(str(each.number), each.steps[-1].at if each.steps else each.asked_at)
        for each in facts.introductions
        if any(
            each.state(side) is state and steps & set(moves_open_to(facts.actor, each, side)) for side in ConsentSide
        )
    ]


def _new_for_needs(facts: _Facts) -> list[Item]:
    """Return the actor's needs with a fitting achievement that nobody has judged or asked for."""
    if not facts.has_own(Action.NEEDS_EDIT):
        return []
    fits = facts.fits.of_needs
    return [
        Item(number)
        for number in facts.needs
        if number in fits and any((number, each) not in facts.handled for each in fits[number])
    ]


def _new_for_achievements(facts: _Facts) -> list[Item]:
    """Return a university's achievements that fit a need nobody has judged them or asked for."""
    if reach(facts.actor, Action.ACHIEVEMENTS_EDIT) is not Reach.OWN:
        return []
    fits = facts.fits.of_achievements
    there = set(facts.needs)
    return [
        Item(number)
        for number in facts.achievements
        if any(each in there and (each, number) not in facts.handled for each in fits.get(number, ()))
    ]


def _without_fit(facts: _Facts) -> list[Item]:
    if not facts.has_own(Action.NEEDS_EDIT):
        return []
    fits = facts.fits.of_needs
    return [Item(number) for number in facts.needs if number in fits and not fits[number]]


def _vague(facts: _Facts) -> list[Item]:
    if not facts.has_own(Action.NEEDS_EDIT):
        return []
    own = set(facts.needs)
    said = {
        str(each.feedback.need_id): each.feedback.given_at
        for each in facts.verdicts
        if each.feedback.reason is Reason.NEED_VAGUE and each.feedback.need_id in own
    }
    return [Item(number, at) for number, at in said.items()]


def _unmatched(facts: _Facts) -> list[Item]:
    """Return the needs that came after the newest run over all; none where there never was one."""
    if facts.fits.as_of is None:
        return []
    return [Item(number) for number in facts.needs if number not in facts.fits.of_needs]


def _fitted(facts: _Facts) -> list[Item]:
    fits = facts.fits.of_needs
    return [Item(number) for number in facts.needs if fits.get(number)]


def _rules(facts: _Facts) -> list[Item]:
    """Return the rules whose newest version nobody has confirmed or rejected."""
    if not facts.has_own(Action.NOTICES_EDIT):
        return []
    with facts.workspace.reading() as stores:
        found = stores.rules.all()
    return [
        Item(str(each.number), each.versions[-1].written_at)
        for each in found
        if each.newest.state is RuleState.PROPOSED
    ]


def _running_jobs(facts: _Facts) -> list[Item]:
    return [Item(str(each.number), each.asked.created_at) for each in facts.jobs if each.state in UNFINISHED]


def _failed_jobs(facts: _Facts) -> list[Item]:
    return [Item(str(each.number), each.ended_at) for each in facts.jobs if each.state in _FAILED]


def _dated(pieces: Callable[[Workspace, Actor, date], list[Piece]]) -> Callable[[_Facts], list[Item]]:
    """Return a finder of what is due by the days of this computer's calendar."""

    def find(facts: _Facts) -> list[Item]:
        found = pieces(facts.workspace, facts.actor, today())
        return [Item(number, None if day is None else _midnight(day)) for number, day in found]

    return find


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BEIJING)


def _overdue_deals(facts: _Facts) -> list[Item]:
    """Return the deals something of which is overdue, of those the actor works on, by this computer's calendar."""
    if not facts.has_own(Action.DEALS_EDIT):
        return []
    late = overdue_of(deals_of(facts.workspace, facts.actor, DealFilter(stages=LIVE)), today()).due
    since = {each.deal.number: each.due_on for each in reversed(late)}
    return [Item(str(number), _midnight(day)) for number, day in since.items()]


def _rejected_rows(facts: _Facts) -> list[Item]:
    if not _imports_everything(facts.actor):
        return []
    with facts.workspace.reading() as stores:
        batches = stores.batches.all()
    return [Item(str(each.number), each.imported_at) for each in batches if each.n_rejected and each.undone_at is None]


def _imports_everything(actor: Actor) -> bool:
    # Files are not kept by region: whoever may import everything sees the register.
    return reach(actor, Action.RECORDS_IMPORT) is Reach.ALL


_FINDERS: Final[dict[Kind, Callable[[_Facts], Iterable[Item]]]] = {
    Kind.FORWARD: _forward,
    Kind.ANSWER: _answer,
    Kind.INVITATIONS: _invitations,
    Kind.NEW_FOR_NEEDS: _new_for_needs,
    Kind.NEW_FOR_ACHIEVEMENTS: _new_for_achievements,
    Kind.WITHOUT_FIT: _without_fit,
    Kind.VAGUE: _vague,
    Kind.RULES: _rules,
    Kind.UNMATCHED: _unmatched,
    Kind.OVERDUE_DEALS: _overdue_deals,
    Kind.CENSUSES: _dated(censuses_due),
    Kind.DISPATCHES: _dated(dispatches_overdue),
    Kind.CHALLENGES: _dated(challenges_to_move),
    Kind.DISPATCHED: _dated(needs_to_answer),
    Kind.OPEN_CHALLENGES: _dated(challenges_to_bid),
    Kind.ALLIANCES: _dated(alliances_to_see_to),
    Kind.REGISTERS: _dated(entries_due),
    Kind.RUNNING_JOBS: _running_jobs,
    Kind.FAILED_JOBS: _failed_jobs,
    Kind.REJECTED_ROWS: _rejected_rows,
    Kind.FITTED: _fitted,
}

_ON_HOME: Final = tuple(kind for kind in Kind if kind is not Kind.FITTED)


def _longest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda each: (each.since is None, each.since.timestamp() if each.since else 0.0)))
