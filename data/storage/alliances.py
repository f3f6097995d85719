"""Alliances in and out of their tables; a list takes five queries, however many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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


class AllianceRepository:
    """Alliances with members, books, numbers and steps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Alliance]:
        """Return every alliance in the order they came."""
        return self._whole(self._session.scalars(select(AllianceRow).order_by(AllianceRow.id)).all())

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
        take(self._session.connection(), Lock.ALLIANCES)
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

    def _whole(self, rows: Sequence[AllianceRow]) -> list[Alliance]:
        one = rows[0].id if len(rows) == 1 else None
        steps: dict[int, list[AllianceStep]] = defaultdict(list)
        for step in self._session.scalars(_of(AllianceStepRow, one)):
            steps[step.alliance_id].append(_to_step(step))
        members: dict[int, list[Member]] = defaultdict(list)
        for member in self._session.scalars(_of(AllianceMemberRow, one)):
            members[member.alliance_id].append(_to_member(member))
        entries: dict[int, list[KeptEntry]] = defaultdict(list)
        for entry in self._session.scalars(_of(AllianceEntryRow, one)):
            entries[entry.alliance_id].append(_to_entry(entry))
        numbers = {each.alliance_id: each for each in self._session.scalars(_of(AllianceNumberRow, one))}
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


def _of(kind: Any, alliance: int | None) -> Any:  # noqa: ANN401 - a query of one of four tables
    """Return the query for the rows of one alliance, or of all of them."""
    asked = select(kind).order_by(kind.id).execution_options(populate_existing=True)
    return asked if alliance is None else asked.where(kind.alliance_id == alliance)


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
