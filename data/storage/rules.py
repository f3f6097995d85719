"""Rules with their versions and decisions, and checks by them; nothing that was said is ever changed or taken away."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import WorkspaceError
from data.records.accounts import Actor
from data.records.ids import NoticeId
from data.records.notices import Quote
from data.records.rulebook import (
    KeptCheck,
    NewCheck,
    NewRule,
    NewVersion,
    RuleDecision,
    RuleHistory,
    RuleVersion,
)
from data.records.rules import KIND_OF, Outcome, Rule, RuleState, Terms
from data.storage.acting import acted, actor_of
from data.storage.json_values import JsonFaultsError, terms_from_json, terms_to_json
from data.storage.notice_tables import NoticeRow, RuleCheckRow, RuleDecisionRow, RuleRow, RuleVersionRow


class RuleRepository:
    """Rules, in the order they were kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, *, notice: int | None = None) -> list[RuleHistory]:
        """Return every rule, or those of one notice; three queries, however many there are."""
        of_notice = () if notice is None else (RuleRow.notice_id == notice,)
        asked = select(RuleRow, NoticeRow.notice_id).join(NoticeRow, isouter=True).where(*of_notice)
        numbers = select(RuleRow.id).where(*of_notice)
        versions: dict[int, list[RuleVersionRow]] = {}
        for version in self._session.scalars(
            select(RuleVersionRow).where(RuleVersionRow.rule_id.in_(numbers)).order_by(RuleVersionRow.id)
        ):
            versions.setdefault(version.rule_id, []).append(version)
        decisions: dict[int, list[RuleDecisionRow]] = {}
        for decision in self._session.scalars(
            select(RuleDecisionRow).where(RuleDecisionRow.rule_id.in_(numbers)).order_by(RuleDecisionRow.id)
        ):
            decisions.setdefault(decision.rule_id, []).append(decision)
        return [
            _to_history(row, notice_id, versions.get(row.id, ()), decisions.get(row.id, ()))
            for row, notice_id in self._session.execute(asked.order_by(RuleRow.id))
        ]

    def get(self, number: int, *, is_locked: bool = False) -> RuleHistory | None:
        """Return the rule of that number, or None; locked, nobody else changes it until the transaction ends."""
        row = self._session.get(RuleRow, number, with_for_update=is_locked)
        if row is None:
            return None
        notice_id = self._session.scalar(select(NoticeRow.notice_id).where(NoticeRow.id == row.notice_id))
        versions = select(RuleVersionRow).where(RuleVersionRow.rule_id == number).order_by(RuleVersionRow.id)
        decisions = select(RuleDecisionRow).where(RuleDecisionRow.rule_id == number).order_by(RuleDecisionRow.id)
        return _to_history(
            row, notice_id, self._session.scalars(versions).all(), self._session.scalars(decisions).all()
        )

    def add(self, new: NewRule, *, at: datetime, by: Actor) -> int:
        """Keep a rule with its first version, proposed; return its number."""
        text, start, end = new.quote
        row = RuleRow(
            notice_id=new.notice,
            kind=KIND_OF[type(new.terms)].value,
            clause=new.clause,
            quote=text,
            quote_start=start,
            quote_end=end,
            **acted(at, by),
        )
        self._session.add(row)
        self._session.flush()
        first = NewVersion(terms=new.terms, applies_from=new.applies_from, applies_to=new.applies_to, note=new.note)
        self.add_version(row.id, 1, first, at=at, by=by)
        return row.id

    def add_version(self, number: int, version: int, new: NewVersion, *, at: datetime, by: Actor) -> None:
        """Keep the next version of a rule that is there and locked, proposed."""
        self._session.add(
            RuleVersionRow(
                rule_id=number,
                version=version,
                terms=terms_to_json(new.terms),
                applies_from=new.applies_from,
                applies_to=new.applies_to,
                note=new.note,
                **acted(at, by),
            )
        )
        self._session.flush()

    def add_decision(self, number: int, decision: RuleDecision) -> None:
        """Keep what was said to a version of a rule that is there and locked."""
        self._session.add(
            RuleDecisionRow(
                rule_id=number,
                version=decision.version,
                before=decision.before.value,
                after=decision.after.value,
                note=decision.note,
                **acted(decision.at, decision.actor),
            )
        )
        self._session.flush()


class CheckRepository:
    """Checks that were written down, in the order they were made."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: NewCheck, *, at: datetime, by: Actor) -> int:
        """Keep a check; return its number."""
        check = new.check
        row = RuleCheckRow(
            rule_id=check.rule.number,
            version=check.rule.version,
            part=new.part,
            subject=check.subject,
            reading=check.reading,
            outcome=check.outcome.value,
            reason=check.reason,
            used=list(check.used),
            remedy=check.remedy,
            facts=new.facts,
            facts_digest=new.facts_digest,
            subject_region=new.region_code,
            as_of=new.as_of,
            **acted(at, by),
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, number: int) -> KeptCheck | None:
        """Return the check of that number, or None."""
        row = self._session.get(RuleCheckRow, number)
        return None if row is None else _to_check(row)

    def of_rules(self, numbers: Iterable[int]) -> list[KeptCheck]:
        """Return the checks by some rules, oldest first."""
        asked = select(RuleCheckRow).where(RuleCheckRow.rule_id.in_(list(numbers))).order_by(RuleCheckRow.id)
        return [_to_check(row) for row in self._session.scalars(asked)]


def _to_history(
    row: RuleRow, notice_id: str | None, versions: Sequence[RuleVersionRow], decisions: Sequence[RuleDecisionRow]
) -> RuleHistory:
    said = tuple(_to_decision(each) for each in decisions)
    states = {each.version: each.after for each in said}
    return RuleHistory(
        number=row.id,
        notice=row.notice_id,
        versions=tuple(
            RuleVersion(
                rule=_to_rule(row, notice_id, each, states.get(each.version, RuleState.PROPOSED)),
                written_at=each.at,
                written_by=actor_of(each),
                note=each.note,
            )
            for each in versions
        ),
        decisions=said,
    )


def _to_rule(row: RuleRow, notice_id: str | None, version: RuleVersionRow, state: RuleState) -> Rule:
    return Rule(
        number=row.id,
        version=version.version,
        notice_id=None if notice_id is None else NoticeId(notice_id),
        terms=_terms(version),
        quote=Quote(row.quote, row.quote_start, row.quote_end),
        clause=row.clause,
        state=state,
        applies_from=version.applies_from,
        applies_to=version.applies_to,
    )


def _terms(version: RuleVersionRow) -> Terms:
    """Return the terms of a version.

    Raises:
        WorkspaceError: they are not what this product writes; each value that does not fit is named.
    """
    try:
        return terms_from_json(version.terms)
    except JsonFaultsError as error:
        raise WorkspaceError(
            f"第 {version.rule_id} 号规则第 {version.version} 版的参数已损坏（{error}）。",
            remedy="请用备份恢复，或请维护人员查看。",
        ) from error


def _to_decision(row: RuleDecisionRow) -> RuleDecision:
    return RuleDecision(
        version=row.version,
        before=RuleState(row.before),
        after=RuleState(row.after),
        at=row.at,
        actor=actor_of(row),
        note=row.note,
    )


def _to_check(row: RuleCheckRow) -> KeptCheck:
    return KeptCheck(
        number=row.id,
        rule=(row.rule_id, row.version),
        part=row.part,
        subject=row.subject,
        reading=row.reading,
        outcome=Outcome(row.outcome),
        reason=row.reason,
        used=tuple(row.used),
        remedy=row.remedy,
        facts=row.facts,
        facts_digest=row.facts_digest,
        region_code=row.subject_region,
        as_of=row.as_of,
        at=row.at,
        actor=actor_of(row),
    )
