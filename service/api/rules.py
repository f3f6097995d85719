"""Rules: as of a day, in versions, confirmed, edited, rejected, written by hand; checks by them; what is due."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.rulebook import RuleHistory
from data.records.rules import Rule, RuleKind, RuleState, Terms
from data.storage.json_values import JsonFaultsError, terms_from_json, terms_to_json
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE, ExpectedVersion, tag_version
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.notices.deciding import RuleDraft, decide, edit, write
from service.docking.notices.loading import rule_of, rules_of
from service.docking.notices.standing import rules_on, standing
from service.docking.notices.wording import sentence_of, told_faults
from service.docking.permissions import Action
from service.docking.rules.deadlines import DeadlineState, deadlines, reminder
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/rules", tags=["通知和规则"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.NOTICES_VIEW)]
Editing = Annotated[Actor, permitted(Action.NOTICES_EDIT)]
_EXAMPLE: Final[JsonDict] = {"kind": "min_count", "item": "联盟活动", "minimum": 4, "per_year": True}
TermsField = Annotated[
    dict[str, Any], Field(description="按类别的参数，见 docs/rules.md；kind 写明类别。", examples=[_EXAMPLE])
]


class VersionRequest(BaseModel):
    """What a version says."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"terms": _EXAMPLE}]})

    terms: TermsField
    applies_from: date | None = None
    applies_to: date | None = None
    note: str = Field(default="", max_length=500)


class RuleRequest(VersionRequest):
    """A rule is written by hand."""

    notice: int | None = Field(default=None, ge=1, le=MOST_ROWS)
    sentence: str = Field(default="", max_length=2000, description="通知中的原文，一字不差；没有通知的不写。")


class DecisionRequest(BaseModel):
    """Why something is decided."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "已与发文单位核实"}]})

    note: str = Field(default="", max_length=500)


class RuleBody(BaseModel):
    """A version of a rule, contacts masked."""

    number: int
    version: int
    kind: RuleKind
    state: RuleState
    sentence: str = Field(description="用一句话写出的要求。")
    terms: dict[str, Any]
    clause: str
    quote: str = Field(description="依据的原文；手工填写的为空。")
    quote_start: int
    quote_end: int
    applies_from: date | None
    applies_to: date | None
    notice: int | None


class RuleStepBody(BaseModel):
    """What was said to a version."""

    version: int
    before: RuleState
    after: RuleState
    at: datetime
    by: str
    note: str


class RuleHistoryAnswer(BaseModel):
    """A rule in all versions."""

    number: int
    versions: list[RuleBody]
    decisions: list[RuleStepBody]
    applies_now: int | None = Field(description="今天适用的是第几版；没有的为空。")


class RulesAnswer(BaseModel):
    """Rules, in the order of their numbers."""

    rules: list[RuleBody]


class DeadlineBody(BaseModel):
    """Something that is due."""

    rule: int
    version: int
    item: str
    unit: str
    form: str
    copies: int | None
    route: str
    moment: datetime = Field(description="最后的时刻。")
    days_left: int = Field(description="按北京时间的日历还有几天；过期的为负。")
    state: DeadlineState
    reminder: str = Field(description="提醒的写法。")


class DeadlinesAnswer(BaseModel):
    """What is due, by moment."""

    deadlines: list[DeadlineBody]


@router.get("", summary="列出规则", description="写了 day 的，只列那一天适用的；known_at 为那时所知道的。")
def listed(
    desk: DeskDep,
    actor: Viewing,
    day: date | None = None,
    known_at: datetime | None = None,
    kind: RuleKind | None = None,
    state: RuleState | None = None,
) -> RulesAnswer:
    """List rules: those that apply on a day, or the newest version of each.

    Raises:
        UsageError: a moment without time zone is named.
    """
    if known_at is not None and known_at.tzinfo is None:
        raise UsageError("known_at 没有写明时区。", remedy="请写成 2026-11-22T09:00:00+08:00 这样的时刻。")
    histories = rules_of(desk.workspace, actor, kind=kind)
    notices = {each.number: each.notice for each in histories}
    found = [each.newest for each in histories] if day is None else standing(histories, day, known_at=known_at)
    return RulesAnswer(
        rules=[_rule(each, notices[each.number]) for each in found if state is None or each.state is state]
    )


@router.post("", status_code=201, summary="手工填写一条规则", responses=CONFLICT, dependencies=JSON_WRITES)
def written(body: RuleRequest, desk: DeskDep, at: Now, actor: Editing, answer: Response) -> RuleBody:
    """Write a rule by hand; it is confirmed by that."""
    made = write(desk.workspace, actor, _draft(body, notice=body.notice, sentence=body.sentence), at=at)
    answer.headers["location"] = f"{PREFIX}/rules/{made.number}"
    return rule_body(made)


@router.get("/deadlines", summary="时限", description="已确认、今天适用的规则要求报送或完成的，按时刻排列。")
def due(
    desk: DeskDep,
    today: Today,
    at: Now,
    actor: Viewing,
    since: Annotated[date | None, Query(description="从哪一天起；不写为三十天前。")] = None,
    until: Annotated[date | None, Query(description="到哪一天止；不写为半年后。")] = None,
) -> DeadlinesAnswer:
    """List what is due."""
    del actor  # all who may look see the same rules
    first, last = since or today - timedelta(days=30), until or today + timedelta(days=180)
    found = deadlines(rules_on(desk.workspace, today), now=at, since=first, until=last)
    return DeadlinesAnswer(
        deadlines=[
            DeadlineBody(
                rule=each.rule.number,
                version=each.rule.version,
                item=masked_text(each.item),
                unit=masked_text(each.unit),
                form=each.form,
                copies=each.copies,
                route=masked_text(each.route),
                moment=each.moment,
                days_left=each.days_left,
                state=each.state,
                reminder=masked_text(reminder(each)),
            )
            for each in found
        ]
    )


@router.get("/{number}", summary="一条规则的各版和经过")
def one(number: RowNumber, desk: DeskDep, today: Today, actor: Viewing, answer: Response) -> RuleHistoryAnswer:
    """Show a rule."""
    history = rule_of(desk.workspace, actor, number)
    tag_version(answer, history.newest.version)
    current = history.on(today)
    return RuleHistoryAnswer(
        number=history.number,
        versions=[_rule(each.rule, history.notice) for each in history.versions],
        decisions=[
            RuleStepBody(
                version=each.version,
                before=each.before,
                after=each.after,
                at=each.at,
                by=each.actor.name,
                note=masked_text(each.note),
            )
            for each in history.decisions
        ],
        applies_now=None if current is None else current.version,
    )


@router.patch("/{number}", summary="写下一版", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def edited(
    number: RowNumber,
    body: VersionRequest,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
) -> RuleBody:
    """Write the next version of a rule; it applies once it is confirmed."""
    return rule_body(edit(desk.workspace, actor, (number, version), _draft(body), at=at))


@router.post("/{number}/confirm", summary="确认一版", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def confirmed(
    number: RowNumber, body: DecisionRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> RuleBody:
    """Confirm the version that was looked at."""
    return rule_body(
        decide(desk.workspace, actor, (number, version), RuleState.CONFIRMED, note=body.note, at=at), version
    )


@router.post("/{number}/reject", summary="不采用一版", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def rejected(
    number: RowNumber, body: DecisionRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> RuleBody:
    """Reject the version that was looked at."""
    return rule_body(
        decide(desk.workspace, actor, (number, version), RuleState.REJECTED, note=body.note, at=at), version
    )


@router.post("/{number}/withdraw", summary="收回对一版的决定", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def withdrawn(
    number: RowNumber, body: DecisionRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> RuleBody:
    """Take back what was decided of the version that was looked at."""
    return rule_body(
        decide(desk.workspace, actor, (number, version), RuleState.PROPOSED, note=body.note, at=at), version
    )


def rule_body(history: RuleHistory, version: int | None = None) -> RuleBody:
    """Return a version of a rule; the newest where none is named."""
    rule = history.newest if version is None else history.version(version)
    return _rule(rule or history.newest, history.notice)


def _rule(rule: Rule, notice: int | None) -> RuleBody:
    return RuleBody(
        number=rule.number,
        version=rule.version,
        kind=rule.kind,
        state=rule.state,
        sentence=masked_text(sentence_of(rule.terms)),
        terms=_masked(terms_to_json(rule.terms)),
        clause=rule.clause,
        quote=masked_text(rule.quote.text),
        quote_start=rule.quote.start,
        quote_end=rule.quote.end,
        applies_from=rule.applies_from,
        applies_to=rule.applies_to,
        notice=notice,
    )


def _masked(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {name: _masked(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return masked_text(value) if isinstance(value, str) else value


def _draft(body: VersionRequest, *, notice: int | None = None, sentence: str = "") -> RuleDraft:
    return RuleDraft(
        terms=_terms(body.terms),
        notice=notice,
        sentence=sentence,
        applies_from=body.applies_from,
        applies_to=body.applies_to,
        note=body.note,
    )


def _terms(given: dict[str, Any]) -> Terms:
    """Return the terms a request tells.

    Raises:
        UsageError: values do not fit; all of them are named.
    """
    try:
        return terms_from_json(given)
    except JsonFaultsError as error:
        raise UsageError(told_faults(error.faults), remedy="请按 docs/rules.md 改正。") from error
