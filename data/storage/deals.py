"""Deals in and out of their tables: a list takes seven queries, and six more for every further thousand of deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, false, or_, select
from sqlalchemy.orm import Session

from data.records.deals import (
    ENDED,
    Agreement,
    Deal,
    DealStep,
    Document,
    Entry,
    Instalment,
    Mark,
    Milestone,
    NewDeal,
    Origin,
    RungEntry,
    Stage,
)
from data.records.feedback import Reason
from data.records.scopes import Scope
from data.reference.regions import codes_within
from data.storage.acting import acted, actor_of
from data.storage.deal_columns import ROWS, EntryT, Ledger, columns_of, entry_of, ledger_of
from data.storage.deal_tables import DealRow, DealStepRow, EntryRow
from data.storage.locks import Lock, take

_ROWS_A_TIME: Final = 1000
"""Deals whose ledgers one query asks for: databases limit the values of a query."""

_UNTOLD: Final = frozenset({Stage.RECOMMENDED, Stage.AWAITING_CONSENT})
"""An enterprise learns of a deal once it has gone beyond these: before, its bureau has not spoken to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFilter:
    """Which deals are wanted; what is left at its default asks nothing.

    Attributes:
        words: somewhere in title, enterprise or university.
        region_code: of the enterprise: this one, or in it.
        need_id: of this need; likewise `achievement_id` and `introduction`.
    """

    stages: frozenset[Stage] = frozenset()
    mark: Mark | None = None
    origin: Origin | None = None
    broker: str = ""
    words: str = ""
    region_code: str = ""
    need_id: str = ""
    achievement_id: str = ""
    introduction: int | None = None


EVERY_DEAL: Final = DealFilter()


class DealRepository:
    """Deals with their steps and ledgers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock_opening(self) -> None:
        """Let one transaction after the other open deals, so that a pair gets no two."""
        take(self._session.connection(), Lock.DEALS)

    def get(self, number: int, scope: Scope, *, is_locked: bool = False) -> Deal | None:
        """Return the deal of that number, or None; locked, nobody else changes it until the transaction ends."""
        asked = select(DealRow).where(DealRow.id == number, *_within(scope)).execution_options(populate_existing=True)
        row = self._session.scalar(asked.with_for_update() if is_locked else asked)
        return None if row is None else self._whole([row])[0]

    def find(
        self, scope: Scope, wanted: DealFilter = EVERY_DEAL, *, start: int = 0, limit: int | None = None
    ) -> list[Deal]:
        """Return deals, those with a priority mark before the others, each newest first.

        Args:
            scope: of whoever asks.
            wanted: which.
            start: how many to leave out from the beginning.
            limit: at most so many; None for all.
        """
        asked = select(DealRow).where(*_within(scope), *_matching(wanted))
        asked = asked.order_by(case((DealRow.marks == "", 1), else_=0), DealRow.id.desc())
        rows = self._session.scalars(asked.offset(start).limit(limit)).all()
        parts = (rows[start : start + _ROWS_A_TIME] for start in range(0, len(rows), _ROWS_A_TIME))
        return [deal for part in parts for deal in self._whole(part)]

    def live_of_pair(self, need_id: str, achievement_id: str) -> int | None:
        """Return the number of the deal of a pair that has not ended; None where there is none."""
        return self._session.scalar(
            select(DealRow.id)
            .where(DealRow.need_id == need_id, DealRow.achievement_id == achievement_id, _is_live())
            .order_by(DealRow.id)
        )

    def waiting_for(self, introduction: int) -> list[int]:
        """Return the numbers of the deals that wait for the consents of an introduction."""
        asked = select(DealRow.id).where(
            DealRow.introduction_id == introduction, DealRow.stage == Stage.AWAITING_CONSENT.value
        )
        return list(self._session.scalars(asked.order_by(DealRow.id)))

    def add(self, new: NewDeal, step: DealStep) -> int:
        """Keep a new deal at the stage its first step leads to; return its number."""
        row = DealRow(
            version=1,
            held_at="",
            next_on=None,
            origin=new.origin.value,
            introduction_id=new.introduction,
            **_facts(new),
            **_standing(step),
            is_told=step.after not in _UNTOLD,
        )
        self._session.add(row)
        self._session.flush()
        self._add_step(row.id, step)
        return row.id

    def move(self, deal: Deal, step: DealStep, *, next_on: date | None) -> None:
        """Keep a move of a deal that is locked."""
        row = self._row(deal.number)
        values = _standing(step) | {"version": step.version, "next_on": next_on}
        values["held_at"] = deal.stage.value if step.after is Stage.ON_HOLD else ""
        for name, value in values.items():
            setattr(row, name, value)
        # Whoever was told once stays told; a deal that never got so far ends or rests unheard of.
        row.is_told = row.is_told or step.after not in {*_UNTOLD, *ENDED, Stage.ON_HOLD}
        self._add_step(deal.number, step)

    def change(self, number: int, values: Mapping[str, Any], *, version: int) -> None:
        """Set columns of a deal that is locked, none of which its steps tell."""
        row = self._row(number)
        row.version = version
        for name, value in values.items():
            setattr(row, name, _marked(value) if name == "marks" else value)
        self._session.flush()

    def keep(self, deal: int, entry: Entry) -> int:
        """Keep an entry of the ledger, new or (where it has a number) completed; return its number."""
        kind = ROWS[ledger_of(entry)]
        if entry.number:
            row = self._session.get_one(kind, entry.number)
            for name, value in columns_of(entry).items():
                setattr(row, name, value)
        else:
            row = kind(deal_id=deal, **columns_of(entry))
            self._session.add(row)
        self._session.flush()
        return row.id

    def _row(self, number: int) -> DealRow:
        return self._session.get_one(DealRow, number)

    def _add_step(self, number: int, step: DealStep) -> None:
        self._session.add(
            DealStepRow(
                deal_id=number,
                before="" if step.before is None else step.before.value,
                after=step.after.value,
                on=step.on,
                note=step.note,
                reason="" if step.reason is None else step.reason.value,
                version=step.version,
                **acted(step.at, step.actor),
            )
        )
        self._session.flush()

    def _whole(self, rows: Sequence[DealRow]) -> list[Deal]:
        numbers = [row.id for row in rows]
        steps: dict[int, list[DealStep]] = {number: [] for number in numbers}
        asked = select(DealStepRow).where(DealStepRow.deal_id.in_(numbers)).order_by(DealStepRow.id)
        for row in self._session.scalars(asked.execution_options(populate_existing=True)):
            steps[row.deal_id].append(_to_step(row))
        agreements = self._entries(Ledger.AGREEMENTS, Agreement, numbers)
        milestones = self._entries(Ledger.MILESTONES, Milestone, numbers)
        instalments = self._entries(Ledger.INSTALMENTS, Instalment, numbers)
        documents = self._entries(Ledger.DOCUMENTS, Document, numbers)
        rungs = self._entries(Ledger.RUNGS, RungEntry, numbers)
        return [
            Deal(
                **_deal_values(row),
                steps=tuple(steps[row.id]),
                agreements=agreements.get(row.id, ()),
                milestones=milestones.get(row.id, ()),
                instalments=instalments.get(row.id, ()),
                documents=documents.get(row.id, ()),
                rungs=rungs.get(row.id, ()),
            )
            for row in rows
        ]

    def _entries(self, ledger: Ledger, kind: type[EntryT], numbers: Sequence[int]) -> dict[int, tuple[EntryT, ...]]:
        row_type: type[EntryRow] = ROWS[ledger]
        found: dict[int, tuple[EntryT, ...]] = {}
        asked = select(row_type).where(row_type.deal_id.in_(numbers)).order_by(row_type.id)
        for row in self._session.scalars(asked.execution_options(populate_existing=True)):
            found[row.deal_id] = (*found.get(row.deal_id, ()), entry_of(kind, row))
        return found


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    """Return what a deal must fulfil to lie in a scope: of a bureau by the enterprise, of an organisation by a side."""
    if scope.everything:
        return []
    if scope.region_code:
        return [DealRow.region_code.in_(codes_within(scope.region_code))]
    if scope.organisation:
        own = DealRow.university == scope.organisation
        return [or_(own, and_(DealRow.enterprise == scope.organisation, DealRow.is_told))]
    return [false()]


def _matching(wanted: DealFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.stages:
        conditions.append(DealRow.stage.in_(sorted(stage.value for stage in wanted.stages)))
    if wanted.mark is not None:
        conditions.append(DealRow.marks.contains(f"|{wanted.mark.value}|", autoescape=True))
    if wanted.origin is not None:
        conditions.append(DealRow.origin == wanted.origin.value)
    if wanted.broker:
        conditions.append(DealRow.broker == wanted.broker)
    if wanted.introduction is not None:
        conditions.append(DealRow.introduction_id == wanted.introduction)
    conditions += [
        column == value
        for column, value in ((DealRow.need_id, wanted.need_id), (DealRow.achievement_id, wanted.achievement_id))
        if value
    ]
    if wanted.region_code:
        conditions.append(DealRow.region_code.in_(codes_within(wanted.region_code)))
    if wanted.words:
        columns = (DealRow.title, DealRow.enterprise, DealRow.university)
        conditions.append(or_(*(column.icontains(wanted.words, autoescape=True) for column in columns)))
    return conditions


def _is_live() -> ColumnElement[bool]:
    return DealRow.stage.not_in(sorted(stage.value for stage in ENDED))


def _facts(new: NewDeal) -> dict[str, Any]:
    names = ("title", "enterprise", "region_code", "university", "need_id", "achievement_id", "event", "broker")
    return {name: getattr(new, name) for name in names} | {"marks": _marked(new.marks)}


def _standing(step: DealStep) -> dict[str, Any]:
    return {"stage": step.after.value, "stage_since": step.on}


def _marked(marks: frozenset[Mark]) -> str:
    """Write marks "|major_project|academician|", so that one can be looked for."""
    named = [mark.value for mark in Mark if mark in marks]
    return f"|{'|'.join(named)}|" if named else ""


def _deal_values(row: DealRow) -> dict[str, Any]:
    names = ("title", "enterprise", "region_code", "university", "need_id", "achievement_id", "event", "broker")
    return {name: getattr(row, name) for name in names} | {
        "number": row.id,
        "version": row.version,
        "stage": Stage(row.stage),
        "held_at": Stage(row.held_at) if row.held_at else None,
        "next_on": row.next_on,
        "origin": Origin(row.origin),
        "introduction": row.introduction_id,
        "marks": frozenset(Mark(mark) for mark in row.marks.split("|") if mark),
    }


def _to_step(row: DealStepRow) -> DealStep:
    return DealStep(
        before=Stage(row.before) if row.before else None,
        after=Stage(row.after),
        on=row.on,
        at=row.at,
        actor=actor_of(row),
        note=row.note,
        reason=Reason(row.reason) if row.reason else None,
        version=row.version,
    )
