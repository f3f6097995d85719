"""How far an event is, and what is to be done next."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from data.records.consents import Consent
from data.records.events import Wish
from service.docking.events.versions import AgendaDesk


class Step(StrEnum):
    """What is to be done."""

    DRAW_UP_LIST = "draw_up_list"
    ADD_PARTICIPANTS = "add_participants"
    ADD_REQUESTS = "add_requests"
    COLLECT_CONSENTS = "collect_consents"
    PLAN = "plan"
    MEND = "mend"
    CHECK_STALE = "check_stale"
    RELEASE = "release"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class EventFigures:
    """An event in numbers.

    Attributes:
        n_wanted: requests that may be held.
        n_barred: requests that must not.
        n_silent: places in requests whose participant said nothing to consent.
        n_left: wanted requests that the draft does not hold.
    """

    n_participants: int
    n_absent: int
    n_requests: int
    n_wanted: int
    n_barred: int
    n_silent: int
    n_meetings: int
    n_left: int
    version: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures, and the steps in the order in which they are to be done."""

    figures: EventFigures
    steps: tuple[Step, ...]


def overview_of(desk: AgendaDesk) -> Overview:
    """Return how far an event is."""
    book = desk.book
    counts = Counter(request.wish is Wish.NO for request in book.problem.requests)
    silent = sum(
        consent is Consent.ASKED for standing in book.standings.values() for consent in standing.consents.values()
    )
    unplaced = () if desk.draft is None else desk.draft.agenda.unplaced
    figures = EventFigures(
        n_participants=len(book.participants),
        n_absent=sum(each.is_absent for each in book.participants),
        n_requests=len(book.requests),
        n_wanted=counts[False],
        n_barred=counts[True],
        n_silent=silent,
        n_meetings=0 if desk.draft is None else len(desk.draft.agenda.meetings),
        n_left=sum(each.reason != "barred" for each in unplaced),
        version=0 if desk.newest is None else desk.newest.version,
    )
    return Overview(figures, tuple(_steps(desk, figures)))


def _steps(desk: AgendaDesk, figures: EventFigures) -> list[Step]:
    if figures.n_participants <= 1:
        return [Step.DRAW_UP_LIST, Step.ADD_PARTICIPANTS]
    if not figures.n_requests:
        return [Step.ADD_REQUESTS]
    steps = [Step.COLLECT_CONSENTS] if desk.book.event.needs_consent and figures.n_silent else []
    if desk.draft is None:
        return [*steps, Step.PLAN]
    if desk.faults:
        return [Step.MEND, *steps]
    if desk.is_stale:
        steps.append(Step.CHECK_STALE)
    if desk.can_release:
        steps.append(Step.RELEASE)
    elif desk.newest is not None and desk.newest.guests_to_tell:
        steps.append(Step.TELL)
    return steps
