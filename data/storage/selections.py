"""Filters and scopes as conditions of SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from data.records.facets import RecordFilter
from data.records.scopes import Scope
from data.reference.regions import codes_within
from data.storage.tables import AchievementRow, NeedRow, PartyRow, RecordRow

_ORGANISATIONS: dict[type[RecordRow], Any] = {
    NeedRow: NeedRow.enterprise,
    AchievementRow: AchievementRow.university,
    PartyRow: PartyRow.name,
}


_NAMES: dict[type[RecordRow], Any] = {
    NeedRow: NeedRow.title,
    AchievementRow: AchievementRow.title,
    PartyRow: PartyRow.name,
}


def within(row_type: type[RecordRow], scope: Scope) -> list[ColumnElement[bool]]:
    """Return what a row must fulfil to lie in a scope."""
    if scope.everything:
        return []
    if not scope.region_code and not scope.organisation:
        return [false()]
    return _places(row_type, region_code=scope.region_code, organisation=scope.organisation)


def matching(row_type: type[RecordRow], wanted: RecordFilter) -> list[ColumnElement[bool]]:
    """Return what a row must fulfil to fit a filter."""
    conditions = _places(row_type, region_code=wanted.region_code, organisation=wanted.organisation)
    conditions.append(row_type.deleted_at.is_not(None) if wanted.is_deleted else row_type.deleted_at.is_(None))
    if wanted.industry_code:
        conditions.append(_industry(row_type, wanted.industry_code))
    if wanted.readiness is not None:
        conditions.append(row_type.readiness >= int(wanted.readiness))
    if wanted.mode is not None:
        conditions.append(row_type.modes.contains(f"|{wanted.mode.value}|", autoescape=True))
    if wanted.words:
        conditions.append(_NAMES[row_type].icontains(wanted.words, autoescape=True))
    if wanted.arrived_from is not None:
        conditions.append(row_type.arrived_at >= wanted.arrived_from)
    if wanted.arrived_before is not None:
        conditions.append(row_type.arrived_at < wanted.arrived_before)
    return conditions


def _places(row_type: type[RecordRow], *, region_code: str, organisation: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if region_code:
        codes: Sequence[str] = codes_within(region_code)
        conditions.append(row_type.region_code.in_(codes))
    if organisation:
        conditions.append(_ORGANISATIONS[row_type] == organisation)
    return conditions


def _industry(row_type: type[RecordRow], code: str) -> ColumnElement[bool]:
    itself = row_type.industry_code == code
    is_section = len(code) == 1
    return or_(itself, row_type.industry_code.startswith(code, autoescape=True)) if is_section else itself
