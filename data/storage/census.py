"""The need census in and out of its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from data.records.audit import AuditAction, FieldChange
from data.records.census import (
    Arrival,
    Campaign,
    CommonProblem,
    CountyUnit,
    Dispatch,
    Enrolled,
    ListedParty,
    MechanismState,
    PlanProject,
    Triaged,
    Visit,
)
from data.records.enums import PartyKind, Triage
from data.records.ids import NoticeId
from data.records.notices import Quote
from data.records.rules import CensusTerms
from data.reference.regions import codes_within
from data.storage.audit import AuditRepository
from data.storage.census_tables import (
    CampaignRow,
    CommonProblemRow,
    CountyUnitRow,
    DispatchRow,
    EnrolledRow,
    MechanismStateRow,
    PlanProjectRow,
    TriagedRow,
    VisitRow,
)
from data.storage.numbered import NumberedRepository, NumberedRow
from data.storage.tables import NeedRow, PartyRow
from data.storage.twins import refusing_twins

_CHUNK: Final = 500
"""Ids asked for in one query; SQLite before 3.32 takes 999 parameters."""


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """How many enterprises of a file were new, changed, or known as they are."""

    n_added: int
    n_changed: int
    n_unchanged: int


class CampaignRepository(NumberedRepository[Campaign]):
    """Campaigns; terms and quote are spread over columns."""

    record_type = Campaign
    row_type = CampaignRow
    kind = "census_campaigns"

    def put(self, campaign: Campaign, *, expected_version: int) -> Campaign:
        """Change a campaign as a whole; see `change` for the errors."""
        return self.change(campaign.number, self._columns(campaign), expected_version=expected_version)

    def _columns(self, record: Campaign) -> dict[str, Any]:
        terms, quote = record.terms, record.quote
        plain = ("name", "region_code", "starts_on", "ends_on", "notice_id", "clause", "rule_number", "rule_version")
        return {
            **{name: getattr(record, name) for name in plain},
            "counties": list(record.counties),
            **{name: getattr(terms, name) for name in _TERMS},
            "quote_text": quote.text,
            "quote_start": quote.start,
            "quote_end": quote.end,
        }

    def _record(self, row: NumberedRow) -> Campaign:
        given: Any = row
        return Campaign(
            name=given.name,
            region_code=given.region_code,
            terms=CensusTerms(**{name: getattr(given, name) for name in _TERMS}),
            quote=Quote(given.quote_text, given.quote_start, given.quote_end),
            counties=tuple(given.counties),
            starts_on=given.starts_on,
            ends_on=given.ends_on,
            notice_id=None if given.notice_id is None else NoticeId(given.notice_id),
            clause=given.clause,
            rule_number=given.rule_number,
            rule_version=given.rule_version,
            number=given.id,
            version=given.version,
        )


_TERMS: Final = ("min_revenue_yuan", "or_tech_enterprise", "min_needs", "max_needs", "due_on")


class RegisterRepository(NumberedRepository[Enrolled]):
    """Enterprises on registers."""

    record_type = Enrolled
    row_type = EnrolledRow
    kind = "census_register"

    def of_campaign(self, campaign: int) -> list[Enrolled]:
        """Return the register of a campaign, in the order it came."""
        return self._where(EnrolledRow.campaign == campaign)

    def put_many(self, campaign: int, entries: Sequence[Enrolled]) -> RegisterReport:
        """Add enterprises; one that is on the register already gets the facts that the new line states.

        A fact that the new line does not state stays: a second list without revenues takes none away.

        Args:
            campaign: its number.
            entries: of this campaign, each name key once.

        Returns:
            How many; the trail has one line for those that are new, and one for each that changed.
        """
        there = {each.name_key: each for each in self.of_campaign(campaign)}
        new = [each for each in entries if each.name_key not in there]
        if new:
            with refusing_twins("名册刚被他人导入。", remedy="请刷新后重新导入。"):
                self._session.execute(insert(EnrolledRow), [{"version": 1, **self._columns(each)} for each in new])
            count = [FieldChange("n_added", "", str(len(new)))]
            self._audit.tell(AuditAction.ADDED, self.kind, f"campaign:{campaign}", count)
        n_changed = sum(self._has_changed(there[each.name_key], each) for each in entries if each.name_key in there)
        return RegisterReport(len(new), n_changed, len(entries) - len(new) - n_changed)

    def _has_changed(self, stored: Enrolled, given: Enrolled) -> bool:
        stated = {name: value for name in _FACTS if (value := getattr(given, name)) not in {None, ""}}
        after = self.change(stored.number, stated, expected_version=stored.version)
        return after.version != stored.version


_FACTS: Final = ("name", "county_code", "revenue_yuan", "is_tech", "contact")


class UnitRepository(NumberedRepository[CountyUnit]):
    """Lines of directories."""

    record_type = CountyUnit
    row_type = CountyUnitRow
    kind = "census_units"

    def of_campaign(self, campaign: int) -> list[CountyUnit]:
        """Return the directory of a campaign."""
        return self._where(CountyUnitRow.campaign == campaign)


class ProblemRepository(NumberedRepository[CommonProblem]):
    """Condensed problems."""

    record_type = CommonProblem
    row_type = CommonProblemRow
    kind = "census_problems"


class PlanRepository(NumberedRepository[PlanProject]):
    """Projects of science plans."""

    record_type = PlanProject
    row_type = PlanProjectRow
    kind = "plan_projects"


class DispatchRepository(NumberedRepository[Dispatch]):
    """Needs sent on to universities."""

    record_type = Dispatch
    row_type = DispatchRow
    kind = "dispatches"


class VisitRepository(NumberedRepository[Visit]):
    """Visits."""

    record_type = Visit
    row_type = VisitRow
    kind = "visits"


class MechanismRepository(NumberedRepository[MechanismState]):
    """How far counties are with what is to last."""

    record_type = MechanismState
    row_type = MechanismStateRow
    kind = "county_mechanisms"


class TriageRepository:
    """What the need doctor said; it follows from the texts, so the trail says nothing of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[str, Triaged]:
        """Return everything it said, by need."""
        return {row.need_id: _to_triaged(row) for row in self._session.scalars(select(TriagedRow))}

    def verdicts(self) -> dict[str, tuple[str, Triage]]:
        """Return fingerprint and verdict by need: what a board counts, without the questions."""
        columns = select(TriagedRow.need_id, TriagedRow.fingerprint, TriagedRow.verdict)
        return {need: (fingerprint, Triage(said)) for need, fingerprint, said in self._session.execute(columns)}

    def put_many(self, said: Sequence[Triaged]) -> None:
        """Keep what it said, in place of what it said of the same needs before."""
        for start in range(0, len(said), _CHUNK):
            part = said[start : start + _CHUNK]
            self._session.execute(delete(TriagedRow).where(TriagedRow.need_id.in_([each.need_id for each in part])))
            self._session.execute(insert(TriagedRow), [_triaged_columns(each) for each in part])


class CensusReading:
    """What the census looks at of needs and parties: without the long texts, in one query each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def arrivals(self, region_code: str) -> list[Arrival]:
        """Return the needs of a region, and those of no known region, deleted ones too, in the order of arrival."""
        row = NeedRow
        there = or_(row.region_code.in_(codes_within(region_code)), row.region_code == "")
        columns = (
            row.position, row.id, row.title, row.enterprise, row.region_code, row.arrived_at, row.deleted_at,
            row.batch_id, row.fingerprint,
        )  # fmt: skip
        return [Arrival(*each) for each in self._session.execute(select(*columns).where(there).order_by(row.position))]

    def enterprises(self, region_code: str) -> list[ListedParty]:
        """Return the enterprises of the parties list that lie in a region, in the order of arrival."""
        row = PartyRow
        there = (row.kind == PartyKind.ENTERPRISE.value, row.deleted_at.is_(None))
        columns = select(row.id, row.name, row.region_code).where(
            *there, row.region_code.in_(codes_within(region_code))
        )
        return [ListedParty(*each) for each in self._session.execute(columns.order_by(row.position))]


@dataclass(frozen=True, slots=True)
class CensusStores:
    """The repositories of the census."""

    campaigns: CampaignRepository
    register: RegisterRepository
    units: UnitRepository
    problems: ProblemRepository
    plan: PlanRepository
    dispatches: DispatchRepository
    visits: VisitRepository
    mechanisms: MechanismRepository
    triage: TriageRepository
    reading: CensusReading

    @classmethod
    def over(cls, session: Session, audit: AuditRepository) -> "CensusStores":
        """Return them over one transaction."""
        return cls(
            campaigns=CampaignRepository(session, audit),
            register=RegisterRepository(session, audit),
            units=UnitRepository(session, audit),
            problems=ProblemRepository(session, audit),
            plan=PlanRepository(session, audit),
            dispatches=DispatchRepository(session, audit),
            visits=VisitRepository(session, audit),
            mechanisms=MechanismRepository(session, audit),
            triage=TriageRepository(session),
            reading=CensusReading(session),
        )


def _to_triaged(row: TriagedRow) -> Triaged:
    return Triaged(
        need_id=row.need_id,
        fingerprint=row.fingerprint,
        verdict=Triage(row.verdict),
        score=row.score,
        questions=tuple(row.questions),
        examined_at=row.examined_at,
    )


def _triaged_columns(said: Triaged) -> Mapping[str, Any]:
    return {
        "need_id": said.need_id,
        "fingerprint": said.fingerprint,
        "verdict": said.verdict.value,
        "score": said.score,
        "questions": list(said.questions),
        "examined_at": said.examined_at,
    }
