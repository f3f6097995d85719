"""Alliances in and out of their tables; five hundred take five queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.records.accounts import Actor
from data.records.alliances import (
    Activity,
    Alliance,
    AllianceEntry,
    AllianceFacts,
    AllianceHead,
    AllianceKind,
    AlliancePaper,
    AllianceStage,
    AllianceStep,
    Driver,
    Expert,
    GrantEntry,
    Judgement,
    KeptEntry,
    Member,
    MemberState,
    NewMember,
    Registration,
)
from data.storage.acting import acted, actor_of
from data.storage.alliance_tables import (
    AllianceEntryRow,
    AllianceMemberRow,
    AllianceNumberRow,
    AllianceRow,
    AllianceStepRow,
)
from data.storage.json_values import from_json, to_json
from data.storage.locks import Lock, take
from data.storage.twins import refusing_twins

_BOOKS: Final[Mapping[str, type[AllianceEntry]]] = {
    "papers": AlliancePaper,
    "experts": Expert,
    "activities": Activity,
    "grant": GrantEntry,
    "judgements": Judgement,
}
"""Under which name each kind of entry is kept."""
_CHUNK: Final = 500
"""Numbers one query asks for: databases limit the values of a query."""


class AllianceRepository:
    """Alliances with members, books, numbers and steps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Alliance]:
        """Return every alliance in the order they came."""
        return self._whole(self._session.scalars(select(AllianceRow).order_by(AllianceRow.id)).all(), are_all=True)

    def some(self, numbers: Sequence[int]) -> list[Alliance]:
        """Return the alliances of some numbers in the order they came; five queries for every five hundred."""
        parts = (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
        asked = (select(AllianceRow).where(AllianceRow.id.in_(part)).order_by(AllianceRow.id) for part in parts)
        found = [each for query in asked for each in self._whole(self._session.scalars(query).all())]
        return sorted(found, key=lambda each: each.number)

    def heads(self) -> list[AllianceHead]:
        """Return every alliance without members and books, in the order they came; one query."""
        own = (AllianceRow.id, AllianceRow.stage, AllianceRow.name, AllianceRow.lead)
        asked = select(
            *own, AllianceRow.region_code, AllianceRow.field, AllianceRow.direction, AllianceNumberRow.alliance_id
        ).outerjoin(AllianceNumberRow, AllianceNumberRow.alliance_id == AllianceRow.id)
        return [
            AllianceHead(
                number=row[0],
                stage=AllianceStage(row[1]),
                name=row[2],
                lead=row[3],
                region_code=row[4],
                field=row[5],
                direction=row[6],
                is_numbered=row[7] is not None,
            )
            for row in self._session.execute(asked.order_by(AllianceRow.id))
        ]

    def joined_by(self, organisation: str, states: Iterable[MemberState]) -> frozenset[int]:
        """Return the numbers of the alliances in which an organisation's membership stands in one of some states."""
        asked = select(AllianceMemberRow.alliance_id).where(
            AllianceMemberRow.organisation == organisation,
            AllianceMemberRow.state.in_([each.value for each in states]),
        )
        return frozenset(self._session.scalars(asked))

    def hold_register(self) -> None:
        """Wait until nobody else registers an alliance, and let nobody do so before the transaction ends."""
        take(self._session.connection(), Lock.ALLIANCES)

    def get(self, number: int, *, is_locked: bool = False) -> Alliance | None:
        """Return an alliance, or None; locked, nobody else changes it until the transaction ends."""
        asked = select(AllianceRow).where(AllianceRow.id == number).execution_options(populate_existing=True)
        row = self._session.scalar(asked.with_for_update() if is_locked else asked)
        return None if row is None else self._whole([row])[0]

    def add(self, facts: AllianceFacts, *, at: datetime, actor: Actor) -> int:
        """Keep a new alliance with its first step; return its number."""
        row = AllianceRow(version=1, stage=AllianceStage.DRAFT.value, upward="", upward_on=None, **_columns(facts))
        self._session.add(row)
        self._session.flush()
        self.add_step(row.id, AllianceStep(before=None, after=AllianceStage.DRAFT, at=at, actor=actor))
        return row.id

    def change(self, number: int, values: Mapping[str, Any], *, version: int) -> None:
        """Put new values in the columns of an alliance that is locked; `version` is the new one."""
        row = self._session.get_one(AllianceRow, number)
        for name, value in values.items():
            setattr(row, name, value)
        row.version = version
        self._session.flush()

    def write_facts(self, number: int, facts: AllianceFacts, *, version: int) -> None:
        """Put other facts in the place of those of an alliance that is locked."""
        self.change(number, _columns(facts), version=version)

    def add_step(self, number: int, step: AllianceStep) -> None:
        """Keep a move."""
        before = "" if step.before is None else step.before.value
        self._session.add(
            AllianceStepRow(
                alliance_id=number,
                before=before,
                after=step.after.value,
                note=step.note,
                **acted(step.at, step.actor),
            )
        )
        self._session.flush()

    def give_number(self, number: int, region_code: str, *, on: date) -> None:
        """Give an alliance the next number of a region and year; numbers of closed alliances are not given again."""
        self.hold_register()
        last = self._session.scalar(
            select(func.max(AllianceNumberRow.sequence)).where(
                AllianceNumberRow.region_code == region_code, AllianceNumberRow.year == on.year
            )
        )
        self._session.add(
            AllianceNumberRow(
                region_code=region_code, year=on.year, sequence=(last or 0) + 1, alliance_id=number, given_on=on
            )
        )
        self._session.flush()

    def put_member(self, number: int, member: NewMember, *, state: MemberState, opinion: str = "") -> int:
        """Keep a member, in the place of what was kept of the same organisation; return its number."""
        row = self._session.scalar(
            select(AllianceMemberRow).where(
                AllianceMemberRow.alliance_id == number, AllianceMemberRow.organisation == member.organisation
            )
        )
        if row is None:
            row = AllianceMemberRow(alliance_id=number, organisation=member.organisation)
            self._session.add(row)
        row.state, row.opinion = state.value, opinion
        row.values = {each.name: to_json(getattr(member, each.name)) for each in fields(NewMember)}
        with refusing_twins("这个单位刚有人登记。", remedy="请刷新页面后再看。"):
            self._session.flush()
        return row.id

    def keep(self, number: int, entry: AllianceEntry, *, at: datetime, by: str) -> int:
        """Keep an entry of the books; return its number."""
        book = next(name for name, kind in _BOOKS.items() if isinstance(entry, kind))
        row = AllianceEntryRow(alliance_id=number, book=book, values=to_json(entry), at=at, by=by, struck_note="")
        self._session.add(row)
        self._session.flush()
        return row.id

    def strike(self, entry: int, note: str) -> None:
        """Say why an entry that is there counts no more; it stays."""
        self._session.get_one(AllianceEntryRow, entry).struck_note = note
        self._session.flush()

    def _whole(self, rows: Sequence[AllianceRow], *, are_all: bool = False) -> list[Alliance]:
        wanted = None if are_all else [row.id for row in rows]
        steps: dict[int, list[AllianceStep]] = defaultdict(list)
        for step in self._session.scalars(_of(AllianceStepRow, wanted)):
            steps[step.alliance_id].append(_to_step(step))
        members: dict[int, list[Member]] = defaultdict(list)
        for member in self._session.scalars(_of(AllianceMemberRow, wanted)):
            members[member.alliance_id].append(_to_member(member))
        entries: dict[int, list[KeptEntry]] = defaultdict(list)
        for entry in self._session.scalars(_of(AllianceEntryRow, wanted)):
            entries[entry.alliance_id].append(_to_entry(entry))
        numbers = {each.alliance_id: each for each in self._session.scalars(_of(AllianceNumberRow, wanted))}
        return [
            Alliance(
                number=row.id,
                version=row.version,
                stage=AllianceStage(row.stage),
                registration=_to_registration(row, numbers.get(row.id)),
                steps=tuple(steps[row.id]),
                members=tuple(members[row.id]),
                entries=tuple(entries[row.id]),
                **_facts_of(row),
            )
            for row in rows
        ]


def _of(kind: Any, alliances: Sequence[int] | None) -> Any:  # noqa: ANN401 - a query of one of four tables
    """Return the query for the rows of some alliances; None of all of them."""
    asked = select(kind).order_by(kind.id).execution_options(populate_existing=True)
    return asked if alliances is None else asked.where(kind.alliance_id.in_(alliances))


def _columns(facts: AllianceFacts) -> dict[str, Any]:
    given = {each.name: getattr(facts, each.name) for each in fields(AllianceFacts)}
    return given | {
        "driver": "" if facts.driver is None else facts.driver.value,
        "kind": "" if facts.kind is None else facts.kind.value,
        "texts": dict(facts.texts),
    }


def _facts_of(row: AllianceRow) -> dict[str, Any]:
    given = {each.name: getattr(row, each.name) for each in fields(AllianceFacts)}
    return given | {
        "driver": Driver(row.driver) if row.driver else None,
        "kind": AllianceKind(row.kind) if row.kind else None,
        "texts": dict(row.texts),
    }


def _to_registration(row: AllianceRow, number: AllianceNumberRow | None) -> Registration | None:
    if number is None:
        return None
    code = f"{number.region_code}-{number.year}-{number.sequence:03}"
    return Registration(code=code, on=number.given_on, upward=row.upward, upward_on=row.upward_on)


def _to_step(row: AllianceStepRow) -> AllianceStep:
    return AllianceStep(
        before=AllianceStage(row.before) if row.before else None,
        after=AllianceStage(row.after),
        at=row.at,
        actor=actor_of(row),
        note=row.note,
    )


def _to_member(row: AllianceMemberRow) -> Member:
    new = from_json(NewMember, row.values)
    values = {each.name: getattr(new, each.name) for each in fields(NewMember)}
    return Member(number=row.id, state=MemberState(row.state), opinion=row.opinion, **values)


def _to_entry(row: AllianceEntryRow) -> KeptEntry:
    entry: AllianceEntry = from_json(_BOOKS[row.book], row.values)
    return KeptEntry(number=row.id, entry=entry, at=row.at, by=row.by, struck_note=row.struck_note)
