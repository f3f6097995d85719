"""An event with everything it is planned from, read at once; from it the planner's problem is built."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from data.records.consents import Consent, Introduction, Side
from data.records.docking_events import DockingEvent, EventRequest, GuestAnswer, Participant
from data.records.events import Bar, EventProblem, Guest, GuestKind, Request, Wish
from data.storage.workspace import Stores
from service.docking.agenda.presence import Presence

_REFUSED = frozenset({Consent.DECLINED, Consent.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands after everything that was said to it.

    Attributes:
        wish: MUST where planners say so or every participant does; NO where anybody says so or consent is missing.
        bar: why not, with NO.
        wishes: guest id -> their own last word; who said nothing is left out.
        consents: guest id -> CONSENTED, DECLINED, WITHDRAWN, or ASKED where nothing was said.
    """

    wish: Wish
    bar: Bar | None
    wishes: Mapping[str, Wish]
    consents: Mapping[str, Consent]


@dataclass(frozen=True)
class EventBook:
    """An event as it stands.

    Attributes:
        introductions: match ("need id/achievement id") -> the introduction of that pair in the consent ledger.
        never_again: pairs of organisations of which one asked, at any event, never to meet the other again.
        already_met: pairs of participants who held a meeting at another event.
    """

    event: DockingEvent
    participants: tuple[Participant, ...]
    requests: tuple[EventRequest, ...]
    answers: tuple[GuestAnswer, ...]
    introductions: Mapping[str, Introduction]
    never_again: frozenset[frozenset[str]] = frozenset()
    already_met: frozenset[frozenset[str]] = frozenset()

    @cached_property
    def by_guest(self) -> Mapping[str, Participant]:
        """Participants by guest id."""
        return {each.guest.id: each for each in self.participants}

    @cached_property
    def by_request(self) -> Mapping[str, EventRequest]:
        """Requests by id."""
        return {each.request.id: each for each in self.requests}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How each request stands."""
        return {each.request.id: self._standing(each.request) for each in self.requests}

    @cached_property
    def problem(self) -> EventProblem:
        """What the planner reads: absence, late arrival, answers and consents folded in, the past marked."""
        event = self.event
        guests = tuple(self.guest_of(each) for each in self.participants)
        requests = tuple(self._request_of(each.request) for each in self.requests)
        return EventProblem(event.plan, guests, requests, event.goals, event.n_past)

    def guest_of(self, participant: Participant) -> Guest:
        """Return a participant as the planner reads them."""
        presence = Presence(participant.arrives, participant.leaves, participant.is_absent)
        away = presence.away(self.event.plan.slots)
        return replace(participant.guest, unavailable=participant.guest.unavailable | away)

    def _request_of(self, request: Request) -> Request:
        standing = self.standings[request.id]
        return replace(request, wish=standing.wish, bar=standing.bar)

    def _standing(self, request: Request) -> Standing:
        said = {each.guest_id: each for each in self._said(request.id) if each.wish is not None}
        wishes = {guest: each.wish for guest, each in said.items() if each.wish is not None}
        consents = {guest: self._consent(request, guest) for guest in request.guests}
        bar = self._bar(request, said, consents)
        if request.wish is Wish.NO or bar is not None:
            return Standing(Wish.NO, bar, wishes, consents)
        all_must = all(wishes.get(guest) is Wish.MUST for guest in request.guests)
        wish = Wish.MUST if all_must else request.wish
        return Standing(wish, None, wishes, consents)

    def _bar(self, request: Request, said: Mapping[str, GuestAnswer], consents: Mapping[str, Consent]) -> Bar | None:
        """Return why a request must not be held; None where nothing speaks against it but perhaps the planner's NO."""
        refused = [each for each in said.values() if each.wish is Wish.NO]
        if request.wish is Wish.NO:
            return request.bar
        if refused:
            return refused[-1].bar or Bar.DECLINED
        if self.never_again and self._has_parted(request):
            return Bar.NEVER_AGAIN
        # Whoever wants to meet again says so, and then they do.
        if frozenset(request.guests) in self.already_met and request.wish is not Wish.MUST and not said:
            return Bar.ALREADY_MET
        missing = self.event.needs_consent and set(consents.values()) != {Consent.CONSENTED}
        return Bar.NO_CONSENT if missing or _REFUSED & set(consents.values()) else None

    def _has_parted(self, request: Request) -> bool:
        names = {self.by_guest[guest].organisation for guest in request.guests} - {""}
        return any(pair <= names for pair in self.never_again)

    def _consent(self, request: Request, guest_id: str) -> Consent:
        said = [each.consent for each in self._said(request.id) if each.guest_id == guest_id and each.consent]
        return said[-1] if said else self._in_ledger(request, guest_id)

    def _in_ledger(self, request: Request, guest_id: str) -> Consent:
        """Return what the side of a guest said to the introduction of the pair, where there is one."""
        introduction = self.introductions.get(request.evidence.match)
        organisation = self.by_guest[guest_id].organisation
        if introduction is None or not organisation:
            return Consent.ASKED
        states = [introduction.state(side) for side in Side if introduction.owner(side) == organisation]
        return states[0] if states and states[0] is not Consent.FORWARDED else Consent.ASKED

    def _said(self, request_id: str) -> list[GuestAnswer]:
        return self._answers_by_request.get(request_id, [])

    @cached_property
    def _answers_by_request(self) -> dict[str, list[GuestAnswer]]:
        found: dict[str, list[GuestAnswer]] = {}
        for answer in self.answers:
            found.setdefault(answer.request_id, []).append(answer)
        return found


def read_book(stores: Stores, event: DockingEvent) -> EventBook:
    """Return an event with everything it is planned from."""
    requests = tuple(stores.events.requests(event.number))
    matches = {each.request.evidence.match for each in requests} - {""}
    participants = tuple(stores.events.participants(event.number))
    return EventBook(
        event=event,
        participants=participants,
        requests=requests,
        answers=tuple(stores.events.answers(event.number)),
        introductions=stores.introductions.of_matches(matches),
        never_again=frozenset(_parted(stores, event.number)),
        already_met=frozenset(_met(stores, event.number, participants)),
    )


def _met(stores: Stores, number: int, participants: Sequence[Participant]) -> Iterator[frozenset[str]]:
    """Yield the pairs of participants who met at another event; who has no organisation is known at none."""
    known = {_party(each): each.guest.id for each in participants if each.organisation}
    there = stores.events.elsewhere(number, {organisation for organisation, _, _ in known})
    names = {(each.event, each.guest.id): known[_party(each)] for each in there if _party(each) in known}
    for request in stores.events.requests_among(stores.event_days.held({event for event, _ in names})):
        members = {names[place] for guest in request.request.guests if (place := (request.event, guest)) in names}
        yield from (frozenset(pair) for pair in combinations(sorted(members), 2))


def _party(participant: Participant) -> tuple[str, GuestKind, str]:
    """Return by what a participant is known from event to event: teams of one university are several parties."""
    return participant.organisation, participant.guest.kind, participant.guest.name


def _parted(stores: Stores, number: int) -> set[frozenset[str]]:
    """Return the pairs of organisations that are not to meet again, by what they last said at other events."""
    parted = set()
    for event in stores.events.events_with(Bar.NEVER_AGAIN) - {number}:
        organisations = {each.guest.id: each.organisation for each in stores.events.participants(event)}
        members = {each.request.id: each.request.guests for each in stores.events.requests(event)}
        wishes = [each for each in stores.events.answers(event) if each.wish is not None]
        for (request_id, guest_id), last in {(each.request_id, each.guest_id): each for each in wishes}.items():
            mine = organisations.get(guest_id, "")
            if last.bar is Bar.NEVER_AGAIN and mine:
                others = {organisations.get(each, "") for each in members[request_id]} - {mine, ""}
                parted |= {frozenset({mine, other}) for other in others}
    return parted
