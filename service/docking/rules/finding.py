"""What a checker finds part by part, and how parts become one check."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from data.errors import UsageError
from data.records.rules import Check, Outcome, Rule

LEEWAY_PERCENT: Final = 10
"""How far from a number that a notice calls approximate ("左右") one may be before it is plainly missed. No notice
says; within it the answer is "cannot tell", and a person decides."""
MOST_NAMED: Final = 10
"""Names in one sentence; the records stand in `Check.used`."""

_WORST: Final = (Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.PASSED)
TermsType = TypeVar("TermsType")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a check; reason and remedy are Chinese, without full stop."""

    outcome: Outcome
    reason: str
    used: tuple[str, ...] = ()
    remedy: str = ""


def passed(reason: str, used: Iterable[str] = ()) -> Finding:
    """Return that a part holds."""
    return Finding(Outcome.PASSED, reason, tuple(used))


def failed(reason: str, remedy: str, used: Iterable[str] = ()) -> Finding:
    """Return that a part does not hold, and what would make it hold."""
    return Finding(Outcome.FAILED, reason, tuple(used), remedy)


def unknown(reason: str, remedy: str, used: Iterable[str] = ()) -> Finding:
    """Return that a part cannot be told, and what would make it hold or tell."""
    return Finding(Outcome.CANNOT_TELL, reason, tuple(used), remedy)


def checked(rule: Rule, subject: str, findings: Iterable[Finding], *, reading: str = "") -> Check:
    """Return one check of some parts: as bad as the worst of them; without any part it cannot tell."""
    parts = tuple(findings) or (unknown("没有可以检查的事实", "请补充资料"),)
    outcome = next(each for each in _WORST if any(part.outcome is each for part in parts))
    remedies = dict.fromkeys(part.remedy for part in parts if part.outcome is not Outcome.PASSED and part.remedy)
    return Check(
        rule=rule,
        subject=subject,
        outcome=outcome,
        reason="；".join(part.reason for part in parts) + "。",
        used=tuple(dict.fromkeys(each for part in parts for each in part.used if each)),
        remedy=f"{'；'.join(remedies)}。" if remedies else "",
        reading=reading,
        faults=tuple(part.reason for part in parts if part.outcome is Outcome.FAILED),
    )


def terms_of(rule: Rule, wanted: type[TermsType]) -> TermsType:
    """Return the terms of a rule of the kind that a checker is for.

    Raises:
        UsageError: the rule is of another kind.
    """
    if not isinstance(rule.terms, wanted):
        raise UsageError(f"第 {rule.number} 号规则不能这样检查：类别不对。", remedy="请选择同一类别的规则。")
    return rule.terms


def listed(names: Iterable[str]) -> str:
    """Return names in one phrase, the first few of many."""
    every = list(names)
    rest = f"等 {len(every)} 个" if len(every) > MOST_NAMED else ""
    return f"{'、'.join(every[:MOST_NAMED])}{rest}"


def at_least(sure: int, perhaps: int, wanted: int) -> Outcome:
    """Tell whether a number is reached of which `sure` are certain and `perhaps` more are possible."""
    if sure >= wanted:
        return Outcome.PASSED
    return Outcome.CANNOT_TELL if sure + perhaps >= wanted else Outcome.FAILED
