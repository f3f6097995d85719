"""Checks are written down with rule version and facts, so that last year's can be repeated and compared."""

from dataclasses import dataclass
from datetime import date, datetime

from data.errors import RefusalError, UnknownIdError
from data.records.accounts import BUREAUS, Actor, Role
from data.records.audit import AuditAction, FieldChange
from data.records.rulebook import KeptCheck, NewCheck
from data.records.rules import Check, Rule
from data.storage.json_values import to_json
from data.storage.workspace import Workspace
from service.docking.notices.loading import known_rule
from service.docking.permissions import Action, reach_of
from service.docking.rules.engine import check, digest_of, facts_of_json
from service.docking.rules.facts import Facts
from service.docking.visibility import lies_within

CHECKS = "rule_checks"
"""Under which kind the audit trail names checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When a check is made.

    Attributes:
        as_of: the day as of which the facts are told and the rule applies.
        at: now, aware.
        region_code: where the subject belongs: its bureaus and administrators see the check; "" is the region of the
            bureau that checks, and of an administrator none.
    """

    as_of: date
    at: datetime
    region_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A check of then beside another one of now.

    Attributes:
        then: as it was written down.
        now: None where the same facts no longer give that part.
        differences: Chinese: what differs; () where nothing does.
    """

    then: KeptCheck
    now: Check | None
    differences: tuple[str, ...]


def keep_checks(workspace: Workspace, actor: Actor, rule: Rule, facts: Facts, *, occasion: Occasion) -> tuple[int, ...]:
    """Check facts by a rule and write every check down, with its facts, in one transaction.

    Args:
        workspace: where to.
        actor: who checks.
        rule: in the version that is applied.
        facts: what is known.
        occasion: when, as of when, and whose it is.

    Returns:
        The numbers of the checks, in the order of the checks.

    Raises:
        RefusalError: a bureau checks what lies outside of its region.
    """
    reach_of(actor, Action.NOTICES_EDIT)
    region_code = _region(actor, occasion)
    given, digest = to_json(facts), digest_of(facts)
    with workspace.writing(actor, at=occasion.at) as stores:
        numbers = []
        for part, each in enumerate(check(rule, facts)):
            new = NewCheck(
                check=each,
                part=part,
                facts=given,
                facts_digest=digest,
                region_code=region_code,
                as_of=occasion.as_of,
            )
            number = stores.checks.add(new, at=occasion.at, by=actor)
            changes = [FieldChange("rule", "", str(rule.number)), FieldChange("outcome", "", each.outcome.value)]
            stores.audit.tell(AuditAction.ADDED, CHECKS, str(number), changes)
            numbers.append(number)
        return tuple(numbers)


def checks_of(workspace: Workspace, actor: Actor, *rules: int) -> list[KeptCheck]:
    """Return the checks by some rules that an actor may see, newest first: a bureau those of its region."""
    reach_of(actor, Action.NOTICES_VIEW)
    with workspace.reading() as stores:
        found = stores.checks.of_rules(rules)
    return [each for each in reversed(found) if _may_see(actor, each)]


def repeat_check(workspace: Workspace, actor: Actor, number: int) -> Repeated:
    """Make a check of then once more, by the rule's version and the facts of then.

    Returns:
        Both, side by side: they differ only where the engine has changed since.

    Raises:
        UnknownIdError: there is no such check, or it lies outside; which of them is not said.
    """
    reach_of(actor, Action.NOTICES_VIEW)
    with workspace.reading() as stores:
        kept = stores.checks.get(number)
        if kept is None or not _may_see(actor, kept):
            raise UnknownIdError(f"没有第 {number} 号检查。", remedy="请从规则的检查记录中选择。")
        rule = known_rule(stores, kept.rule[0]).version(kept.rule[1])
    assert rule is not None  # noqa: S101 - versions are only ever added
    facts = facts_of_json(rule.kind, kept.facts)
    return compare(kept, check(rule, facts), facts)


def compare(then: KeptCheck, checks: tuple[Check, ...], facts: Facts) -> Repeated:
    """Set a check of then beside those that other facts, or another version, give.

    Args:
        then: as it was written down.
        checks: what the facts give now.
        facts: of now.

    Returns:
        Both, and what differs between them.
    """
    now = checks[then.part] if then.part < len(checks) else None
    if now is None:
        return Repeated(then=then, now=None, differences=("现在的事实里没有这一项",))
    pairs = (
        ("规则版本", f"第 {then.rule[1]} 版", f"第 {now.rule.version} 版"),
        ("事实", then.facts_digest, digest_of(facts)),
        ("对象", then.subject, now.subject),
        ("结论", then.outcome.value, now.outcome.value),
        ("理由", then.reason, now.reason),
    )
    return Repeated(then=then, now=now, differences=tuple(label for label, old, new in pairs if old != new))


def _region(actor: Actor, occasion: Occasion) -> str:
    """Return to which region a check belongs.

    Raises:
        RefusalError: not to that of the bureau that makes it.
    """
    if actor.role not in BUREAUS:
        return occasion.region_code
    region = occasion.region_code or actor.region_code
    if not lies_within(region, actor.region_code):
        raise RefusalError("检查的对象不在您负责的地区。", remedy="请核对地区代码。")
    return region


def _may_see(actor: Actor, kept: KeptCheck) -> bool:
    if actor.role is Role.ADMINISTRATOR:
        return True
    return actor.role in BUREAUS and lies_within(kept.region_code, actor.region_code)
