"""Counts and ids of records, for figures and lists that need no texts."""

from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.records.enums import Readiness
from data.records.facets import Facets
from data.records.scopes import Scope
from data.storage.selections import within
from data.storage.tables import RecordRow


class RecordCounting:
    """What every repository of records can count; `row_type` is its table."""

    row_type: ClassVar[type[RecordRow]]
    _session: Session

    def tally(self, *, scope: Scope) -> list[tuple[Facets, int]]:
        """Count the records of a scope by region, industry and readiness together, in one query."""
        row = self.row_type
        columns = (row.region_code, row.industry_code, row.readiness)
        there = select(*columns, func.count()).where(row.deleted_at.is_(None), *within(row, scope))
        return [
            (_facets(region, industry, stage), n)
            for region, industry, stage, n in self._session.execute(there.group_by(*columns).order_by(*columns))
        ]

    def ordered_ids(self, *, scope: Scope) -> list[str]:
        """Return the ids of a scope, in the order of arrival."""
        row = self.row_type
        there = select(row.id).where(row.deleted_at.is_(None), *within(row, scope))
        return list(self._session.scalars(there.order_by(row.position)))


def _facets(region: str, industry: str, stage: int | None) -> Facets:
    readiness = None if stage is None else Readiness(stage)
    return Facets(region_code=region, industry_code=industry, readiness=readiness)
