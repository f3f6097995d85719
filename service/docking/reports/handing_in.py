"""The ledger of what was handed in, and who is in time, late or missing by it (GD-13, GD-16, HA-06)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.reports import HandedIn
from data.records.rules import Check, DueTerms, Outcome, Rule, RuleKind
from data.records.scopes import Scope
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import BEIJING, in_beijing
from service.docking.census.names import name_key
from service.docking.notices.standing import standing
from service.docking.permissions import Action, scope_of
from service.docking.reports.gathering import require_region
from service.docking.reports.handing_units import HandingUnit, Ledgers, Owing, is_office
from service.docking.reports.periods import EARLIEST, read_period, require_span
from service.docking.rules.due import check_due, deadline_of, due_days
from service.docking.rules.facts import DueFacts, Submission
from service.docking.rules.finding import terms_of

_MOST_CHARACTERS: Final = 500
_MOST_COPIES: Final = 1000
_EARLIEST: Final = datetime.combine(EARLIEST, time(), BEIJING)


class Handing(StrEnum):
    """How one unit stands with one deadline."""

    IN_TIME = "in_time"
    LATE = "late"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


HANDING_LABELS: Final = {
    Handing.IN_TIME: "按时报送",
    Handing.LATE: "迟报",
    Handing.INCOMPLETE: "已报，份数不足",
    Handing.MISSING: "未报",
    Handing.NOT_YET: "未到期",
    Handing.UNKNOWN: "已报，待核对",
}
EXTRA: Final = "（不在应报单位之列）"
CANNOT_TELL: Final = "无法判断由谁报送"
OWN_TASK: Final = "这个单位自己的工作，不用下级报送"
NOBODY_NAMED: Final = "规则没有写明报送单位"
_NAME_UNIT: Final = "请在规则中写明报送单位，例如“各县(区)”“各高校”。"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """How a unit stands with a deadline.

    Attributes:
        day: the last one.
        lines: of the ledger that answer it, oldest first.
        check: by the rule, in the version that applies.
    """

    unit: HandingUnit
    day: date
    state: Handing
    lines: tuple[HandedIn, ...]
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """One day of a rule with how every unit that owes stands.

    Attributes:
        extras: who handed in without being asked, as far as the rule says; they count nowhere.
        unclear: words of the rule that do not tell who owes; "" where it names nobody.
        offices: whose own task it is.
    """

    rule: Rule
    day: date
    standings: tuple[UnitStanding, ...]
    extras: tuple[UnitStanding, ...] = ()
    unclear: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    @property
    def apart(self) -> tuple[tuple[str, str, str], ...]:
        """What the rule says that names no unit that owes: words, what they mean here, what can be done."""
        unclear = ((words or NOBODY_NAMED, CANNOT_TELL, _NAME_UNIT) for words in self.unclear)
        return (*unclear, *((words, OWN_TASK, "") for words in self.offices))

    def counted(self, state: Handing) -> int:
        """Count the units that owe in a state."""
        return sum(each.state is state for each in self.standings)


def single(rule: Rule, day: date) -> Rule:
    """Return a deadline rule as it is about one of its days."""
    return replace(
        rule, terms=replace(terms_of(rule, DueTerms), on=day, monthly_day=None, first_month="", last_month="")
    )


def late_of(rule: Rule, day: date, owing: Owing, lines: Iterable[HandedIn], *, at: datetime) -> Late:
    """Tell how every unit that owes stands with one day of a deadline rule; whoever else handed in is listed apart.

    Args:
        rule: a deadline rule.
        day: one of its days.
        owing: who must hand in.
        lines: of the ledger that answer the rule.
        at: now, aware.
    """
    terms = terms_of(rule, DueTerms)
    own: dict[str, list[HandedIn]] = defaultdict(list)
    for line in lines:
        if terms.monthly_day is None or _month_of(line) == f"{day:%Y-%m}":
            own[name_key(line.unit)].append(line)
    found = {unit: unit.sent_among(own) for unit in owing.units}
    asked = {each.number for given in found.values() for each in given}
    others = ([each for each in given if each.number not in asked] for given in own.values())
    extra = {HandingUnit(each[0].unit, each[0].region_code, is_region=False): each for each in others if each}
    alone = single(rule, day)
    return Late(
        rule=rule,
        day=day,
        standings=tuple(_standing(alone, day, unit, given, at) for unit, given in found.items()),
        extras=tuple(_standing(alone, day, unit, given, at) for unit, given in extra.items()),
        unclear=owing.unclear,
        offices=owing.offices,
    )


def _standing(rule: Rule, day: date, unit: HandingUnit, lines: list[HandedIn], at: datetime) -> UnitStanding:
    given = tuple(
        Submission(id=f"handed_in:{each.number}", received_at=each.received_at, copies=each.copies, route=each.route)
        for each in lines
    )
    (check,) = check_due(rule, DueFacts(subject=unit.name, submissions=given, at=at))
    return UnitStanding(unit=unit, day=day, state=_state(check, rule, day, lines), lines=tuple(lines), check=check)


def _state(check: Check, rule: Rule, day: date, lines: Sequence[HandedIn]) -> Handing:
    if check.outcome is Outcome.PASSED:
        return Handing.IN_TIME
    if not lines:
        return Handing.MISSING if check.outcome is Outcome.FAILED else Handing.NOT_YET
    if check.outcome is Outcome.CANNOT_TELL:
        return Handing.UNKNOWN
    deadline = deadline_of(terms_of(rule, DueTerms), day)
    is_late = all(each.received_at is not None and each.received_at > deadline for each in lines)
    return Handing.LATE if is_late else Handing.INCOMPLETE


def due_rules(stores: Stores, day: date, *, region_code: str = "") -> tuple[Rule, ...]:
    """Return the deadline rules that apply on a day, to a region those that bind it."""
    return standing(stores.rules.all(), day, kind=RuleKind.DUE, region_code=region_code)


def lates_in(stores: Stores, region_code: str, *, since: date, until: date, at: datetime) -> tuple[Late, ...]:
    """Tell how every unit of a region stands with every deadline of a span, by day, then by rule."""
    rules = due_rules(stores, until, region_code=region_code)
    wanted = [(rule, day) for rule in rules for day in due_days(rule, since=since, until=until)]
    found = _lates(stores, region_code, wanted, at=at)
    return tuple(sorted(found, key=lambda each: (each.day, each.rule.number)))


def _lates(stores: Stores, region_code: str, wanted: Iterable[tuple[Rule, date]], *, at: datetime) -> Iterator[Late]:
    by_rule: dict[int | None, list[HandedIn]] = defaultdict(list)
    for line in _ledger(stores, Scope(region_code=region_code)):
        if not line.is_withdrawn:
            by_rule[line.rule].append(line)
    ledgers = Ledgers(stores, region_code)
    for rule, day in wanted:
        yield late_of(rule, day, ledgers.owing(rule), by_rule[rule.number], at=at)


def lates_on(
    workspace: Workspace, actor: Actor, wanted: Iterable[tuple[Rule, date]], *, at: datetime
) -> dict[tuple[int, date], Late]:
    """Tell how every unit of one's own region stands with some days of deadline rules.

    Args:
        workspace: holds the ledger.
        actor: who looks; one without a region of their own is told nothing.
        wanted: rules of deadlines, each with one of its days.
        at: now, aware.

    Returns:
        Number of the rule and day -> how every unit stands.
    """
    scope = scope_of(actor, Action.REPORTS_VIEW)
    if not scope.region_code:
        return {}
    with workspace.reading() as stores:
        found = _lates(stores, scope.region_code, wanted, at=at)
        return {(each.rule.number, each.day): each for each in found}


def lates_of(
    workspace: Workspace, actor: Actor, *, region_code: str = "", since: date, until: date, at: datetime
) -> tuple[Late, ...]:
    """Return `lates_in` of a region that somebody may see; `require_region` and `require_span` name the errors."""
    require_span(since, until)
    region = require_region(actor, region_code)
    with workspace.reading() as stores:
        return lates_in(stores, region, since=since, until=until, at=at)


def ledger_of(workspace: Workspace, actor: Actor) -> list[HandedIn]:
    """Return the ledger as somebody may see it, newest first."""
    scope = scope_of(actor, Action.REPORTS_VIEW)
    with workspace.reading() as stores:
        return list(reversed(_ledger(stores, scope)))


def _ledger(stores: Stores, scope: Scope) -> list[HandedIn]:
    """Return the lines of a scope; a report came when it was sent, whatever its line says."""
    moments = stores.reports.sent.moments()
    return [
        replace(each, received_at=moments[each.report]) if each.report in moments else each
        for each in stores.reports.handed_in.within(scope)
    ]


def hand_in(workspace: Workspace, actor: Actor, line: HandedIn, *, at: datetime) -> HandedIn:
    """Write down what was handed in.

    Args:
        workspace: where to.
        actor: a bureau, for what lies in its region.
        line: without number. When it came is taken from whoever received it alone, see `receives`; who sends it
            writes it down at the moment it says so. Reports are written down by `sending.send`.
        at: now, aware; nothing is received later.

    Returns:
        The line as it is kept; `_checked` and `require_region` name the errors.
    """
    _checked(line, at)
    require_region(actor, line.region_code, Action.REPORTS_SEND)
    received_at = line.received_at if receives(actor, line) else at
    with workspace.writing(actor, at=at) as stores:
        _require_rule(stores, line)
        return stores.reports.handed_in.add(replace(line, received_at=received_at, report=None))


def change_line(workspace: Workspace, actor: Actor, line: HandedIn, *, expected_version: int, at: datetime) -> HandedIn:
    """Change a line of the ledger; the report it is, and the rule it answers, stay.

    Args:
        workspace: holds it.
        actor: a bureau, for what lies in its region.
        line: as it shall be, with its number; what `_values` does not let them change stays.
        expected_version: the one that was looked at.
        at: now, aware.

    Returns:
        The line as it is now; `NumberedRepository.change` names the errors of versions.

    Raises:
        UnknownIdError: there is none, or it lies outside.
    """
    _checked(line, at)
    require_region(actor, line.region_code, Action.REPORTS_SEND)
    with workspace.writing(actor, at=at) as stores:
        stored = stores.reports.handed_in.get(line.number)
        if stored is None:
            raise UnknownIdError(f"没有第 {line.number} 号收件登记。", remedy="请从收件登记中选择。")
        require_region(actor, stored.region_code, Action.REPORTS_SEND)
        is_receiver = receives(actor, stored) and receives(actor, line)
        sent_at = None if stored.report is None else stores.reports.sent.moments().get(stored.report)
        values = _values(stored, line, is_receiver=is_receiver, sent_at=sent_at, at=at)
        return stores.reports.handed_in.change(line.number, values, expected_version=expected_version)


def receives(actor: Actor, line: HandedIn) -> bool:
    """Tell whether somebody who may write a line is who received it, and not the bureau that sent it itself."""
    is_wider = actor.region_code != line.region_code
    return is_wider or not is_office(line.unit, line.region_code)


_OF_SENDER: Final = ("note", "is_withdrawn")
_OF_REPORT: Final = ("copies", "route", *_OF_SENDER)
_SAID: Final = ("item", "form", "unit", "region_code", "month", *_OF_REPORT)


def _values(
    stored: HandedIn, line: HandedIn, *, is_receiver: bool, sent_at: datetime | None, at: datetime
) -> dict[str, Any]:
    """Return what a change makes of a line, so that nobody who is late becomes punctual by writing.

    A report came when it was sent. Who sent a line and says something else by it says so now; notes and withdrawing
    aside.
    """
    if sent_at is not None:
        names = _OF_REPORT if is_receiver else _OF_SENDER
        return {name: getattr(line, name) for name in names} | {"received_at": sent_at}
    values = {name: getattr(line, name) for name in _SAID}
    if is_receiver:
        return values | {"received_at": _as_exact(line.received_at, stored.received_at)}
    says_same = all(getattr(stored, name) == values[name] for name in _SAID if name not in _OF_SENDER)
    is_same = says_same and (line.is_withdrawn or not stored.is_withdrawn)
    return values | {"received_at": stored.received_at if is_same else at}


def _as_exact(given: datetime | None, known: datetime | None) -> datetime | None:
    """Return a moment; the one that is known where a page, which shows minutes, gives it back."""
    return known if known is not None and given == known.replace(second=0, microsecond=0) else given


def _checked(line: HandedIn, at: datetime) -> None:
    """Refuse a line that says nothing, or what cannot be.

    Raises:
        UsageError: a field is empty, too long or impossible.
    """
    texts = (line.item, line.form, line.unit, line.route, line.note)
    faults = {
        "没有写报送的是什么。": not line.item.strip(),
        "没有写报送单位。": not line.unit.strip(),
        f"有一项超过 {_MOST_CHARACTERS} 个字。": any(len(each) > _MOST_CHARACTERS for each in texts),
        "份数不对。": line.copies is not None and not 0 <= line.copies <= _MOST_COPIES,
        "收到的时间在现在之后。": line.received_at is not None and line.received_at > at,
        f"收到的时间在 {EARLIEST} 之前。": line.received_at is not None and line.received_at < _EARLIEST,
    }
    for message, is_so in faults.items():
        if is_so:
            raise UsageError(message, remedy="请改正后重新提交。")
    if line.month and not read_period(line.month).is_month:
        raise UsageError(f"“{line.month}”不是月份。", remedy="请写成 2026-11 这样。")


def _require_rule(stores: Stores, line: HandedIn) -> None:
    """Refuse a rule that is none of deadlines.

    Raises:
        UnknownIdError: as said.
    """
    found = None if line.rule is None else stores.rules.get(line.rule)
    if line.rule is not None and (found is None or found.kind is not RuleKind.DUE):
        raise UnknownIdError(f"没有第 {line.rule} 号报送时限规则。", remedy="请从时限一览中选择。")


def _month_of(line: HandedIn) -> str:
    if line.month or line.received_at is None:
        return line.month
    return f"{in_beijing(line.received_at):%Y-%m}"
