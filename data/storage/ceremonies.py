"""Signing ceremonies in and out of their table."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.records.ceremonies import Ceremony, CeremonyFacts, CeremonyProject
from data.storage.alliance_tables import CeremonyRow
from data.storage.json_values import from_json, to_json


class CeremonyRepository:
    """Ceremonies in the order they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Ceremony]:
        """Return every ceremony; one query."""
        return [_to_ceremony(row) for row in self._session.scalars(select(CeremonyRow).order_by(CeremonyRow.id))]

    def get(self, number: int, *, is_locked: bool = False) -> Ceremony | None:
        """Return a ceremony, or None; locked, nobody else changes it until the transaction ends."""
        row = self._session.get(CeremonyRow, number, with_for_update=is_locked)
        return None if row is None else _to_ceremony(row)

    def add(self, facts: CeremonyFacts, *, at: datetime) -> int:
        """Keep a new ceremony; return its number."""
        row = CeremonyRow(version=1, region_code=facts.region_code, facts=to_json(facts), projects=[], added_at=at)
        self._session.add(row)
        self._session.flush()
        return row.id

    def write(self, number: int, facts: CeremonyFacts, projects: Iterable[CeremonyProject], *, version: int) -> None:
        """Put facts and projects in the place of those of a ceremony that is locked."""
        row = self._session.get_one(CeremonyRow, number)
        row.facts = {each.name: to_json(getattr(facts, each.name)) for each in fields(CeremonyFacts)}
        row.region_code, row.version = facts.region_code, version
        row.projects = [to_json(each) for each in projects]
        self._session.flush()


def _to_ceremony(row: CeremonyRow) -> Ceremony:
    facts = from_json(CeremonyFacts, row.facts)
    values = {each.name: getattr(facts, each.name) for each in fields(CeremonyFacts)}
    kept = [from_json(CeremonyProject, each) for each in row.projects]
    return Ceremony(
        number=row.id,
        version=row.version,
        added_at=row.added_at,
        projects={each.deal: each for each in kept},
        **values,
    )
