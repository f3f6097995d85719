"""The ledger of what was handed in, and who is in time, late or missing by it (GD-13, GD-16, HA-06)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.deals import Stage
from data.records.enums import PartyKind
from data.records.facets import EVERY_RECORD
from data.records.reports import HandedIn
from data.records.rules import Check, DueTerms, Outcome, Rule, RuleKind
from data.records.scopes import Scope
from data.storage.workspace import Stores, Workspace
from service.docking.census.names import name_key
from service.docking.notices.standing import standing
from service.docking.permissions import Action, scope_of
from service.docking.reports.gathering import group_code, groups_of, require_region
from service.docking.reports.periods import read_period
from service.docking.rules.due import check_due, deadline_of, due_days
from service.docking.rules.facts import DueFacts, Submission
from service.docking.rules.finding import BEIJING, terms_of

_MOST_CHARACTERS: Final = 500
_MOST_COPIES: Final = 1000
_MOST_UNITS: Final = 5000
_UNIVERSITY_WORDS: Final = ("高校", "院校", "高等学校", "大学", "科研机构", "院所")
_HOLDER_WORDS: Final = ("承担",)
"""In the words of a rule's unit: who hands in is no region but a university, or whoever holds a project."""
_HELD: Final = frozenset({Stage.CONTRACT, Stage.REGISTRATION, Stage.PERFORMANCE, Stage.ACCEPTANCE, Stage.DEEPENING})


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


@dataclass(frozen=True, slots=True)
class HandingUnit:
    """Who hands in: a region by its code, or an organisation by its name."""

    name: str
    region_code: str
    is_region: bool


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


def units_for(stores: Stores, terms: DueTerms, region_code: str) -> tuple[HandingUnit, ...]:
    """Return who must hand something in, as far as the words of a rule say.

    Universities where it names them, enterprises with a contract where it names holders of projects, and else the
    regions next below, or a region alone that has none.

    Args:
        stores: of one transaction.
        terms: of a deadline rule.
        region_code: whose list it is.

    Returns:
        The units, by name, or by code.
    """
    if any(word in terms.unit for word in _HOLDER_WORDS):
        deals = stores.deals.find(Scope(region_code=region_code))
        held = {each.enterprise: each.region_code for each in deals if each.stage in _HELD and each.enterprise}
        return tuple(HandingUnit(name, held[name], is_region=False) for name in sorted(held))
    if any(word in terms.unit for word in _UNIVERSITY_WORDS):
        page = stores.parties.page(EVERY_RECORD, scope=Scope(region_code=region_code), limit=_MOST_UNITS)
        kinds = {PartyKind.UNIVERSITY, PartyKind.INSTITUTE}
        found = {each.record.name: each.facets.region_code for each in page.records if each.record.kind in kinds}
        return tuple(HandingUnit(name, found[name], is_region=False) for name in sorted(found))
    return tuple(HandingUnit(name, code, is_region=True) for code, name in groups_of(region_code))


def single(rule: Rule, day: date) -> Rule:
    """Return a deadline rule as it is about one of its days."""
    return replace(
        rule, terms=replace(terms_of(rule, DueTerms), on=day, monthly_day=None, first_month="", last_month="")
    )


def standings_of(
    rule: Rule, day: date, units: Sequence[HandingUnit], lines: Iterable[HandedIn], *, at: datetime
) -> tuple[UnitStanding, ...]:
    """Tell how every unit stands with one day of a deadline rule.

    Args:
        rule: a deadline rule.
        day: one of its days.
        units: who must hand in.
        lines: of the ledger that answer the rule; those of nobody among the units follow as units of their own.
        at: now, aware.

    Returns:
        One standing a unit, in the order given.
    """
    terms = terms_of(rule, DueTerms)
    own = [each for each in lines if terms.monthly_day is None or _month_of(each) == f"{day:%Y-%m}"]
    groups = tuple((each.region_code, each.name) for each in units if each.is_region)
    found: dict[str, list[HandedIn]] = defaultdict(list)
    extra: dict[str, HandingUnit] = {}
    known = {name_key(each.name) for each in units if not each.is_region}
    for line in own:
        key = group_code(groups, line.region_code) or name_key(line.unit)
        if key not in known and key not in {code for code, _ in groups}:
            extra.setdefault(key, HandingUnit(line.unit, line.region_code, is_region=False))
        found[key].append(line)
    return tuple(
        _standing(single(rule, day), day, unit, found[unit.region_code if unit.is_region else name_key(unit.name)], at)
        for unit in (*units, *extra.values())
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


def due_rules(stores: Stores, day: date) -> tuple[Rule, ...]:
    """Return the deadline rules that apply on a day."""
    return standing(stores.rules.all(), day, kind=RuleKind.DUE)


@dataclass(frozen=True, slots=True)
class Late:
    """One day of a rule with how every unit stands."""

    rule: Rule
    day: date
    standings: tuple[UnitStanding, ...]

    def counted(self, state: Handing) -> int:
        """Count the units in a state."""
        return sum(each.state is state for each in self.standings)


def lates_in(stores: Stores, region_code: str, *, since: date, until: date, at: datetime) -> tuple[Late, ...]:
    """Tell how every unit below a region stands with every deadline of a span, by day, then by rule."""
    scope = Scope(region_code=region_code)
    by_rule: dict[int | None, list[HandedIn]] = defaultdict(list)
    for line in stores.reports.handed_in.within(scope):
        if not line.is_withdrawn:
            by_rule[line.rule].append(line)
    found = []
    for rule in due_rules(stores, until):
        terms = terms_of(rule, DueTerms)
        days = due_days(rule, since=since, until=until)
        units = units_for(stores, terms, region_code) if days else ()
        lines = by_rule[rule.number]
        found += [Late(rule, day, standings_of(rule, day, units, lines, at=at)) for day in days]
    return tuple(sorted(found, key=lambda each: (each.day, each.rule.number)))


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
        lines = [each for each in stores.reports.handed_in.within(scope) if not each.is_withdrawn]
        units: dict[str, tuple[HandingUnit, ...]] = {}
        found = {}
        for rule, day in wanted:
            terms = terms_of(rule, DueTerms)
            if terms.unit not in units:
                units[terms.unit] = units_for(stores, terms, scope.region_code)
            own = [each for each in lines if each.rule == rule.number]
            found[rule.number, day] = Late(rule, day, standings_of(rule, day, units[terms.unit], own, at=at))
        return found


def lates_of(
    workspace: Workspace, actor: Actor, *, region_code: str = "", since: date, until: date, at: datetime
) -> tuple[Late, ...]:
    """Return `lates_in` of a region that somebody may see; `require_region` names the error."""
    region = require_region(actor, region_code)
    with workspace.reading() as stores:
        return lates_in(stores, region, since=since, until=until, at=at)


def ledger_of(workspace: Workspace, actor: Actor) -> list[HandedIn]:
    """Return the ledger as somebody may see it, newest first."""
    scope = scope_of(actor, Action.REPORTS_VIEW)
    with workspace.reading() as stores:
        return list(reversed(stores.reports.handed_in.within(scope)))


def hand_in(workspace: Workspace, actor: Actor, line: HandedIn, *, at: datetime) -> HandedIn:
    """Write down what was handed in.

    Args:
        workspace: where to.
        actor: a bureau, for what lies in its region.
        line: without number.
        at: now, aware; nothing is received later.

    Returns:
        The line as it is kept; `_checked` and `require_region` name the errors.
    """
    _checked(line, at)
    require_region(actor, line.region_code, Action.REPORTS_SEND)
    with workspace.writing(actor, at=at) as stores:
        _require_rule(stores, line)
        return stores.reports.handed_in.add(line)


def change_line(workspace: Workspace, actor: Actor, line: HandedIn, *, expected_version: int, at: datetime) -> HandedIn:
    """Change a line of the ledger; the report it is, and the rule it answers, stay.

    Args:
        workspace: holds it.
        actor: a bureau, for what lies in its region.
        line: as it shall be, with its number.
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
        values = {name: getattr(line, name) for name in _CHANGEABLE}
        return stores.reports.handed_in.change(line.number, values, expected_version=expected_version)


_CHANGEABLE: Final = (
    "item", "form", "unit", "region_code", "month", "received_at", "copies", "route", "note", "is_withdrawn",
)  # fmt: skip


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
    return f"{line.received_at.astimezone(BEIJING):%Y-%m}"
