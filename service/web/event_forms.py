"""What the forms of events send, and the records they stand for."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, Field

from data.errors import UsageError
from data.records.docking_events import DockingEvent, EventRequest, NewDockingEvent, NewParticipant, Participant
from data.records.events import (
    Bar,
    Event,
    EventKind,
    Evidence,
    Goals,
    Guest,
    GuestKind,
    Preference,
    Request,
    Slot,
    Wish,
)
from service.docking.events.form_texts import (
    blocks_text,
    even_slots,
    read_blocks,
    read_slots,
    read_tables,
    read_time,
    read_times,
    slots_text,
    tables_text,
    times_text,
)

Short = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=20_000)]


class EventForm(BaseModel):
    """The event itself; where slots or tables are left empty, they are made evenly."""

    id: Short = ""
    name: Short = ""
    kind: EventKind = EventKind.FAIR
    theme: Short = ""
    region_code: Annotated[str, Field(max_length=6)] = ""
    region: Short = ""
    held_on: Annotated[str, Field(max_length=10)] = ""
    venue: Short = ""
    organiser: Short = ""
    slots: Long = ""
    first: Annotated[str, Field(max_length=5)] = "09:00"
    last: Annotated[str, Field(max_length=5)] = "11:30"
    minutes: Annotated[int, Field(ge=1, le=240)] = 20
    pause: Annotated[int, Field(ge=0, le=120)] = 5
    tables: Long = ""
    n_tables: Annotated[int, Field(ge=1, le=500)] = 10
    blocks: Long = ""
    fairness: Annotated[int, Field(ge=0, le=200)] = 2
    minimum_first: bool = False
    needs_consent: bool = False
    now: Annotated[str, Field(max_length=5)] = ""

    def record(self) -> NewDockingEvent:
        """Return the event; `form_texts` names the errors."""
        slots = read_slots(self.slots) or even_slots(self.first, self.last, minutes=self.minutes, pause=self.pause)
        tables = self.tables or "\n".join(f"{number} 6 {2 * number - 2} 0" for number in range(1, self.n_tables + 1))
        plan = Event(
            id=_clean(self.id),
            name=_clean(self.name),
            slots=slots,
            tables=read_tables(tables, slots),
            kind=self.kind,
            theme=_clean(self.theme),
            region=_clean(self.region),
            held_on=_clean(self.held_on),
            venue=_clean(self.venue),
            organiser=_clean(self.organiser),
            blocks=read_blocks(self.blocks, slots),
        )
        return NewDockingEvent(
            plan=plan,
            region_code=_clean(self.region_code),
            goals=Goals(self.fairness, self.minimum_first),
            now=read_time(self.now) if self.now.strip() else "",
            needs_consent=self.needs_consent,
        )


def form_of_event(event: DockingEvent) -> EventForm:
    """Return the form that holds an event as it is."""
    plan = event.plan
    return EventForm(
        id=plan.id,
        name=plan.name,
        kind=plan.kind,
        theme=plan.theme,
        region_code=event.region_code,
        region=plan.region,
        held_on=plan.held_on,
        venue=plan.venue,
        organiser=plan.organiser,
        slots=slots_text(plan.slots),
        tables=tables_text(plan.tables, plan.slots),
        blocks=blocks_text(plan.blocks, plan.slots),
        fairness=event.goals.fairness,
        minimum_first=event.goals.minimum_first,
        needs_consent=event.needs_consent,
        now=event.now,
    )


class ParticipantForm(BaseModel):
    """A participant; `wishes` names those a newcomer wants to meet."""

    id: Short = ""
    name: Short = ""
    kind: GuestKind = GuestKind.ENTERPRISE
    organisation: Short = ""
    region_code: Annotated[str, Field(max_length=6)] = ""
    arrives: Annotated[str, Field(max_length=5)] = ""
    leaves: Annotated[str, Field(max_length=5)] = ""
    unavailable: Annotated[str, Field(max_length=500)] = ""
    is_absent: bool = False
    min_meetings: Annotated[int, Field(ge=0, le=200)] = 0
    max_meetings: Annotated[str, Field(max_length=3)] = ""
    table: Short = ""
    languages: Short = ""
    preference: Annotated[str, Field(max_length=10)] = ""

    def record(self, slots: tuple[Slot, ...]) -> NewParticipant:
        """Return the participant.

        Raises:
            UsageError: a number or a time is none, or there is no name.
        """
        name = _clean(self.name)
        if not name or not _clean(self.id):
            raise UsageError("没有填写编号或名称。", remedy="请填写后重新提交。")
        if self.max_meetings.strip() and not self.max_meetings.strip().isdecimal():
            raise UsageError("最多场次不是数。", remedy="请填写整数，或留空表示不限。")
        guest = Guest(
            id=_clean(self.id),
            name=name,
            kind=self.kind,
            unavailable=read_times(self.unavailable, slots),
            min_meetings=self.min_meetings,
            max_meetings=int(self.max_meetings) if self.max_meetings.strip() else None,
            table=_clean(self.table),
            languages=tuple(self.languages.replace("、", " ").replace(",", " ").split()),
            preference=Preference(self.preference) if self.preference in set(Preference) else None,
        )
        return NewParticipant(
            guest=guest,
            organisation=_clean(self.organisation),
            region_code=_clean(self.region_code),
            arrives=read_time(self.arrives) if self.arrives.strip() else "",
            leaves=read_time(self.leaves) if self.leaves.strip() else "",
            is_absent=self.is_absent,
        )


def form_of_participant(participant: Participant, slots: tuple[Slot, ...]) -> ParticipantForm:
    """Return the form that holds a participant as they are."""
    guest = participant.guest
    return ParticipantForm(
        id=guest.id,
        name=guest.name,
        kind=guest.kind,
        organisation=participant.organisation,
        region_code=participant.region_code,
        arrives=participant.arrives,
        leaves=participant.leaves,
        unavailable=times_text(guest.unavailable, slots),
        is_absent=participant.is_absent,
        min_meetings=guest.min_meetings,
        max_meetings="" if guest.max_meetings is None else str(guest.max_meetings),
        table=guest.table,
        languages="、".join(guest.languages),
        preference=guest.preference or "",
    )


class RequestForm(BaseModel):
    """A request; participants are chosen from those of the event."""

    guests: list[Short] = Field(default=[], max_length=10)
    wish: Wish = Wish.WANT
    bar: Annotated[str, Field(max_length=20)] = ""
    value: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] = 1.0
    round: Annotated[int, Field(ge=1, le=100)] = 1
    slots: Annotated[str, Field(max_length=500)] = ""
    need: Short = ""
    achievement: Short = ""
    why: Annotated[str, Field(max_length=1000)] = ""
    ask: Annotated[str, Field(max_length=2000)] = ""

    def record(self, request_id: str, slots: tuple[Slot, ...]) -> Request:
        """Return the request; `read_times` names the errors."""
        asked = tuple(line.strip() for line in self.ask.replace("\x00", "").splitlines() if line.strip())
        return Request(
            id=request_id,
            guests=tuple(dict.fromkeys(each for each in self.guests if each)),
            value=self.value,
            wish=self.wish,
            bar=Bar(self.bar) if self.bar in set(Bar) else None,
            round=self.round,
            slots=read_times(self.slots, slots) if self.slots.strip() else None,
            evidence=Evidence(_clean(self.need), _clean(self.achievement), _clean(self.why), asked),
        )

    def changed(self, seen: EventRequest, slots: tuple[Slot, ...]) -> Request:
        """Return a request that is there, changed; its match stays."""
        made = self.record(seen.request.id, slots)
        kept = replace(made.evidence, match=seen.request.evidence.match)
        return replace(made, guests=seen.request.guests, evidence=kept)


def form_of_request(request: Request, slots: tuple[Slot, ...]) -> RequestForm:
    """Return the form that holds a request as it is."""
    evidence = request.evidence
    return RequestForm(
        guests=list(request.guests),
        wish=request.wish,
        bar=request.bar or "",
        value=request.value,
        round=request.round,
        slots="" if request.slots is None else times_text(request.slots, slots),
        need=evidence.need[:200],
        achievement=evidence.achievement[:200],
        why=evidence.why[:1000],
        ask="\n".join(evidence.ask)[:2000],
    )


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()
