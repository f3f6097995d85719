"""Checks by rules: made of facts that are sent, written down where asked for, listed, made once more."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.rulebook import KeptCheck
from data.records.rules import Check, Outcome, Rule
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.notices.loading import rule_of
from service.docking.permissions import Action
from service.docking.rules.engine import check, facts_of_json
from service.docking.rules.keeping import Occasion, checks_of, keep_checks, repeat_check
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/rules", tags=["通知和规则"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.NOTICES_VIEW)]
Editing = Annotated[Actor, permitted(Action.NOTICES_EDIT)]


class CheckRequest(BaseModel):
    """Facts to be checked."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"facts": {"units": [{"unit": "某市", "count": 6}], "as_of": "2026-09-30"}, "as_of": "2026-09-30"}
            ]
        },
    )

    facts: dict[str, Any] = Field(description="这一类规则的事实，见 docs/rules.md；不知道的写 null。")
    as_of: date | None = Field(default=None, description="按哪一天适用的版本检查；不写为今天。")
    is_kept: bool = Field(default=False, description="把检查和事实记下来，以便日后重做。")
    region_code: str = Field(
        default="", pattern=r"^(\d{6})?$", description="对象所在地区；记下来的由该地区的科技局查看。"
    )


class RuleCheckCheckBody(BaseModel):
    """What a check says."""

    number: int | None = Field(description="记下来的号；没有记的为空。")
    rule: int
    version: int
    subject: str
    reading: str = Field(description="规则有两种读法的，是哪一种。")
    outcome: Outcome
    reason: str
    remedy: str
    used: list[str]
    quote: str


class ChecksAnswer(BaseModel):
    """Checks by one rule."""

    checks: list[RuleCheckCheckBody]


class KeptBody(RuleCheckCheckBody):
    """A check that was written down."""

    as_of: date
    at: datetime
    by: str
    facts_digest: str


class KeptAnswer(BaseModel):
    """Checks that were written down, newest first."""

    checks: list[KeptBody]


class RepeatedAnswer(BaseModel):
    """A check of then, and the same made once more by the rule and facts of then."""

    then: KeptBody
    now: RuleCheckCheckBody | None
    differences: list[str] = Field(description="有哪些不同；没有的为空。")


@router.post("/{number}/check", summary="按规则检查事实", responses=CONFLICT, dependencies=JSON_WRITES)
def made(number: RowNumber, body: CheckRequest, desk: DeskDep, today: Today, at: Now, actor: Editing) -> ChecksAnswer:
    """Check facts by the version that applies on a day.

    Raises:
        UnknownIdError: no version applies on that day.
    """
    as_of = body.as_of or today
    rule = rule_of(desk.workspace, actor, number).on(as_of)
    if rule is None:
        raise UnknownIdError(f"第 {number} 号规则在 {as_of} 没有适用的版本。", remedy="请先确认规则，或换一天。")
    facts = facts_of_json(rule.kind, body.facts)
    found = check(rule, facts)
    numbers: tuple[int | None, ...] = (None,) * len(found)
    if body.is_kept:
        occasion = Occasion(as_of=as_of, at=at, region_code=body.region_code)
        numbers = keep_checks(desk.workspace, actor, rule, facts, occasion=occasion)
    return ChecksAnswer(checks=[_check(each, kept) for each, kept in zip(found, numbers, strict=True)])


@router.get("/{number}/checks", summary="按这条规则做过的检查", description="科技局看到本地区的，管理员看到全部。")
def listed(number: RowNumber, desk: DeskDep, actor: Viewing) -> KeptAnswer:
    """List the checks by a rule."""
    history = rule_of(desk.workspace, actor, number)
    rules = {each.rule.version: each.rule for each in history.versions}
    return KeptAnswer(checks=[_kept(each, rules[each.rule[1]]) for each in checks_of(desk.workspace, actor, number)])


@router.get("/checks/{number}", summary="把一次检查重做一遍")
def repeated(number: RowNumber, desk: DeskDep, actor: Viewing) -> RepeatedAnswer:
    """Make a check once more by the rule and facts of then."""
    again = repeat_check(desk.workspace, actor, number)
    rule = rule_of(desk.workspace, actor, again.then.rule[0]).version(again.then.rule[1])
    return RepeatedAnswer(
        then=_kept(again.then, rule),
        now=None if again.now is None else _check(again.now, None),
        differences=list(again.differences),
    )


def _check(each: Check, number: int | None) -> RuleCheckCheckBody:
    return RuleCheckCheckBody(
        number=number,
        rule=each.rule.number,
        version=each.rule.version,
        subject=masked_text(each.subject),
        reading=each.reading,
        outcome=each.outcome,
        reason=masked_text(each.reason),
        remedy=masked_text(each.remedy),
        used=list(each.used),
        quote=masked_text(each.rule.quote.text),
    )


def _kept(kept: KeptCheck, rule: Rule | None) -> KeptBody:
    return KeptBody(
        number=kept.number,
        rule=kept.rule[0],
        version=kept.rule[1],
        subject=masked_text(kept.subject),
        reading=kept.reading,
        outcome=kept.outcome,
        reason=masked_text(kept.reason),
        remedy=masked_text(kept.remedy),
        used=list(kept.used),
        quote="" if rule is None else masked_text(rule.quote.text),
        as_of=kept.as_of,
        at=kept.at,
        by=kept.actor.name,
        facts_digest=kept.facts_digest,
    )
