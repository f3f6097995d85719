"""What the rules of a notice say of an alliance, and what can be checked without one: consents and the grant."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from data.records.alliances import Alliance, AlliancePaper, GrantEntry, GrantLine, MemberState
from data.records.rulebook import KeptNotice
from data.records.rules import (
    Check,
    CriteriaTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    MinCountTerms,
    Outcome,
    Rule,
    RuleKind,
)
from data.storage.workspace import Stores
from service.docking.beijing import beijing_day
from service.docking.notices.standing import standing
from service.docking.rules.composition import check_composition
from service.docking.rules.criteria import check_criteria
from service.docking.rules.dossier import SealCell, check_dossier, seal_matrix
from service.docking.rules.due import check_due, deadline_of
from service.docking.rules.facts import (
    CompositionFacts,
    CriteriaFacts,
    DossierFacts,
    DueFacts,
    FieldFacts,
    Happening,
    Judged,
    MinCountFacts,
    Paper,
    RegisteredName,
    Submission,
)
from service.docking.rules.facts import Member as MemberFact
from service.docking.rules.field_map import check_field_map
from service.docking.rules.finding import Finding, failed, listed, passed, unknown
from service.docking.rules.min_count import check_min_count
from service.docking.rules.name import Nearest, check_name, name_facts

_OURS: Final = ("联盟", "申报", "入盟")
"""Words of which one stands in what a deadline or a yearly number of an alliance is about; others of the same notice
are somebody else's."""
_UPWARD: Final = "登记备案"
"""In a criterion: that a higher authority registered the alliance, which the register itself tells."""
_APPLICATION: Final = "入盟申请表"
"""In the name of a paper: that of each member, on which it declares that it joins; unless somebody says otherwise,
it is there when the declaration is signed."""
_FEN_PER_YUAN: Final = 100


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that an alliance is checked by.

    Attributes:
        notice: the one it answers; None where none was chosen.
        rules: of that notice, confirmed and in force.
        n_waiting: rules of it that nobody confirmed yet.
    """

    notice: KeptNotice | None
    rules: tuple[Rule, ...]
    n_waiting: int


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals that one rule of papers asks for."""

    rule: Rule
    cells: tuple[SealCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """How long there is to hand something in.

    Attributes:
        moment: the last one.
        left: negative where it is past.
        received_at: when it was handed in; None while it was not.
    """

    rule: Rule
    item: str
    moment: datetime
    left: timedelta
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceChecks:
    """Everything that is said of an alliance.

    Attributes:
        checks: by the rules, in the order of the kinds, then of the rules.
        lacking: kinds of rules that alliances are checked by and of which none is in force.
        topics: what the registration with a higher authority opens (CH-15); no condition of anything here.
        consents: whether every member signed (CH-17).
        grant: whether the money adds up and serves its purpose (CH-14).
    """

    rulebook: Rulebook
    checks: tuple[Check, ...]
    topics: tuple[Check, ...]
    lacking: tuple[RuleKind, ...]
    seals: tuple[Seals, ...]
    countdowns: tuple[Countdown, ...]
    consents: Finding
    grant: Finding

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed; of two readings of one rule both must."""
        bad = [each for each in self.checks if each.outcome is Outcome.FAILED]
        good = {each.rule.number for each in self.checks if each.reading and each.outcome is not Outcome.FAILED}
        return tuple(each for each in bad if not (each.reading and each.rule.number in good))


def rulebook_of(stores: Stores, notice: int | None, day: date) -> Rulebook:
    """Return the rules of a notice that are in force on a day."""
    if notice is None:
        return Rulebook(None, (), 0)
    histories = stores.rules.all(notice=notice)
    rules = standing(histories, day)
    waiting = sum(each.newest.state.value == "proposed" for each in histories)
    return Rulebook(stores.notices.get(notice), rules, waiting)


def checks_of(
    alliance: Alliance,
    rulebook: Rulebook,
    *,
    registered: Iterable[Alliance],
    now: datetime,
    nearest: Nearest | None = None,
) -> AllianceChecks:
    """Check an alliance.

    Args:
        alliance: whole.
        rulebook: of its notice.
        registered: the others whose names are taken.
        now: aware.
        nearest: looks for names by meaning; None where that cannot be done.

    Returns:
        One check a rule and reading; papers, deadlines and criteria that are no alliance's are left out.
    """
    told = _Told(alliance, tuple(registered), now, nearest)
    checks = tuple(
        check
        for kind, checker in _CHECKERS.items()
        for rule in rulebook.rules
        if rule.kind is kind
        for check in checker(told, rule)
    )
    there = {each.kind for each in rulebook.rules}
    papers = [each for each in rulebook.rules if isinstance(each.terms, DossierTerms) and each.terms.sealed_by]
    due = [each for each in rulebook.rules if isinstance(each.terms, DueTerms) and _is_ours(each.terms.item)]
    return AllianceChecks(
        rulebook=rulebook,
        checks=tuple(each for each in checks if not _is_topic(each.rule)),
        topics=tuple(each for each in checks if _is_topic(each.rule)),
        lacking=tuple(kind for kind in _NEEDED if kind not in there),
        seals=tuple(Seals(each, seal_matrix(each, told.dossier(each))) for each in papers),
        countdowns=tuple(found for each in due if (found := told.countdown(each)) is not None),
        consents=consent_finding(alliance),
        grant=grant_finding(alliance),
    )


def consent_finding(alliance: Alliance) -> Finding:
    """Tell whether every member signed that it joins of its own will, under its seal."""
    every = alliance.admitted
    unsigned = [each.organisation for each in every if each.consent is None]
    unsealed = [each.organisation for each in every if each.consent is not None and not each.consent.is_sealed]
    used = tuple(str(each.number) for each in every if each.consent is not None)
    told = f"成员 {len(every)} 家，已签字 {len(every) - len(unsigned)} 家"
    if unsigned or unsealed:
        parts = ((unsigned, "没有签字"), (unsealed, "没有盖章"))
        lack = "；".join(f"{listed(names)}{what}" for names, what in parts if names)
        return failed(f"{told}；{lack}", "请补签自愿入盟声明并盖章", used)
    return passed(told, used) if every else unknown("还没有成员", "请登记成员")


def grant_finding(alliance: Alliance) -> Finding:
    """Tell whether planned and spent money stay within what was given, and serve the alliance's activities."""
    money = alliance.grant
    if not money:
        return unknown("没有组建资金的记录", "拨付后请登记预算和支出")
    granted, planned, spent = (_sum(money, line) for line in GrantLine)
    used = tuple(str(number) for number, _ in money)
    told = f"拨付 {_yuan(granted)}，预算 {_yuan(planned)}，支出 {_yuan(spent)}"
    over = [
        f"{label}超出拨付 {_yuan(fen - granted)}"
        for label, fen in (("预算", planned), ("支出", spent))
        if fen > granted
    ]
    outside = [f"第 {number} 号“{each.purpose}”" for number, each in money if each.is_for_activities is False]
    if outside or (over and granted):
        wrong = [*over, *([f"{listed(outside)}不是联盟活动的支出"] if outside else [])]
        return failed(f"{told}；{'；'.join(wrong)}", "请核减，或退回不符合用途的支出", used)
    unjudged = [number for number, each in money if each.line is GrantLine.SPENT and each.is_for_activities is None]
    if unjudged:
        return unknown(f"{told}；{len(unjudged)} 笔支出没有写明是否用于联盟活动", "请逐笔写明", used)
    return passed(told, used) if granted else unknown(f"{told}；还没有拨付", "拨付后请登记", used)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the checkers are told of one alliance."""

    alliance: Alliance
    registered: tuple[Alliance, ...]
    now: datetime
    nearest: Nearest | None

    @property
    def today(self) -> date:
        return beijing_day(self.now)

    def composition(self, rule: Rule) -> tuple[Check, ...]:
        return check_composition(rule, composition_facts(self.alliance))

    def name(self, rule: Rule) -> tuple[Check, ...]:
        taken = [_named(each) for each in self.registered]
        return check_name(rule, name_facts(_named(self.alliance), taken, nearest=self.nearest))

    def papers(self, rule: Rule) -> tuple[Check, ...]:
        return check_dossier(rule, self.dossier(rule))

    def dossier(self, rule: Rule) -> DossierFacts:
        names = rule.terms.papers if isinstance(rule.terms, DossierTerms) else ()
        known = known_papers(self.alliance, names)
        papers = tuple(
            Paper(name=name, is_there=known[name].is_there, id=name, sealed_by=known[name].sealed_by)
            for name in names
            if name in known
        )
        members = tuple(each.organisation for each in self.alliance.admitted)
        return DossierFacts(subject=self.alliance.name, papers=papers, lead=self.alliance.lead, members=members)

    def activities(self, rule: Rule) -> tuple[Check, ...]:
        if not isinstance(rule.terms, MinCountTerms) or not _is_ours(rule.terms.item):
            return ()
        happenings = tuple(Happening(id=str(number), on=each.on) for number, each in self.alliance.activities)
        facts = MinCountFacts(subject=self.alliance.name, happenings=happenings, as_of=self.today, year=self.today.year)
        return check_min_count(rule, facts)

    def field(self, rule: Rule) -> tuple[Check, ...]:
        return check_field_map(rule, FieldFacts(subject=self.alliance.name, field=self.alliance.field))

    def criteria(self, rule: Rule) -> tuple[Check, ...]:
        if not isinstance(rule.terms, CriteriaTerms):
            return ()
        said = [
            Judged(criterion=each.criterion, is_met=each.is_met, evidence=(each.proof,) if each.proof else ())
            for each in self.alliance.judgements
        ]
        said += [self._upward(each) for each in rule.terms.criteria if _UPWARD in each]
        return check_criteria(rule, CriteriaFacts(subject=self.alliance.name, judged=tuple(said)))

    def due(self, rule: Rule) -> tuple[Check, ...]:
        if not isinstance(rule.terms, DueTerms) or not _is_ours(rule.terms.item):
            return ()
        at = self.alliance.submitted_at
        given = () if at is None else (Submission(id=str(self.alliance.number), received_at=at),)
        return check_due(rule, DueFacts(subject=self.alliance.name, submissions=given, at=self.now))

    def countdown(self, rule: Rule) -> Countdown | None:
        """Return how long there is; None for what is due monthly."""
        terms = rule.terms
        if not isinstance(terms, DueTerms) or terms.on is None:
            return None
        moment = deadline_of(terms, terms.on)
        return Countdown(
            rule=rule,
            item=terms.item,
            moment=moment,
            left=moment - self.now,
            received_at=self.alliance.submitted_at,
        )

    def _upward(self, criterion: str) -> Judged:
        registration = self.alliance.registration
        upward = "" if registration is None else registration.upward
        return Judged(criterion=criterion, is_met=bool(upward), evidence=(upward,) if upward else ())


_CHECKERS: Final[dict[RuleKind, Callable[[_Told, Rule], tuple[Check, ...]]]] = {
    RuleKind.DUE: _Told.due,
    RuleKind.FIELD_MAP: _Told.field,
    RuleKind.NAME: _Told.name,
    RuleKind.COMPOSITION: _Told.composition,
    RuleKind.CRITERIA: _Told.criteria,
    RuleKind.DOSSIER: _Told.papers,
    RuleKind.MIN_COUNT: _Told.activities,
}
"""In the order in which the page lists them."""
_NEEDED: Final = (RuleKind.NAME, RuleKind.COMPOSITION, RuleKind.DOSSIER, RuleKind.MIN_COUNT, RuleKind.DUE)


def composition_facts(alliance: Alliance) -> CompositionFacts:
    """Return the admitted members as the checker of compositions takes them."""
    members = tuple(
        MemberFact(
            id=str(each.number),
            name=each.organisation,
            kind="" if each.kind is None else each.kind.value,
            region_code=each.region_code,
            is_lead=each.organisation == alliance.lead,
        )
        for each in alliance.members
        if each.state is MemberState.ADMITTED
    )
    return CompositionFacts(subject=alliance.name, members=members, region_code=alliance.region_code)


def ticked_fields(alliance: Alliance, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return what a field of the notice's list is called in the list of its form (CH-02); () where no map tells."""
    maps = [each.terms for each in rules if isinstance(each.terms, FieldMapTerms)]
    found = [theirs for each in maps for ours, theirs in each.pairs if alliance.field in {ours, theirs} and theirs]
    return tuple(dict.fromkeys(found))[:1] if alliance.field else ()


def fields_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the fields that a notice lists, in its order."""
    maps = [each.terms for each in rules if isinstance(each.terms, FieldMapTerms)]
    return tuple(dict.fromkeys(ours or theirs for each in maps for ours, theirs in each.pairs))


def _named(alliance: Alliance) -> RegisteredName:
    return RegisteredName(
        id=str(alliance.number), name=alliance.name, field=alliance.field, direction=alliance.direction
    )


def known_papers(alliance: Alliance, names: Iterable[str]) -> dict[str, AlliancePaper]:
    """Return what is known of some papers; of one of which nothing is, there is none."""
    written = {each.name: each for each in alliance.papers}
    told = {name: _applications(name, alliance) for name in names if _APPLICATION in name}
    return told | written


def _applications(name: str, alliance: Alliance) -> AlliancePaper:
    """Return the application forms of all members as one paper, as their consents tell it."""
    every = alliance.admitted
    return AlliancePaper(
        name=name,
        is_there=bool(every) and all(each.consent is not None for each in every),
        sealed_by=tuple(each.organisation for each in every if each.consent is not None and each.consent.is_sealed),
    )


def _is_topic(rule: Rule) -> bool:
    return isinstance(rule.terms, CriteriaTerms) and any(_UPWARD in each for each in rule.terms.criteria)


def _is_ours(item: str) -> bool:
    return any(word in item for word in _OURS)


def _sum(money: Iterable[tuple[int, GrantEntry]], line: GrantLine) -> int:
    return sum(each.amount_fen for _, each in money if each.line is line)


def _yuan(fen: int) -> str:
    return f"{fen / _FEN_PER_YUAN:,.2f} 元"
