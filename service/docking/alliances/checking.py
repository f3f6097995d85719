"""What the rules of a notice say of an alliance, and by which of them nothing is checked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from data.records.alliances import Alliance, AlliancePaper, MemberState
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
from service.docking.alliances.consents_and_grant import consent_finding, grant_finding
from service.docking.alliances.taken import Named
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
from service.docking.rules.finding import Finding
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
        received_at: when it was handed in first, by which it is in time or late; None while it was not.
        amended_at: when it was handed in again after it had been returned; None where it was not.
    """

    rule: Rule
    item: str
    moment: datetime
    left: timedelta
    received_at: datetime | None
    amended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule of the notice by which nothing was checked, and why."""

    rule: Rule
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceChecks:
    """Everything that is said of an alliance.

    Attributes:
        checks: by the rules, in the order of the kinds, then of the rules.
        lacking: kinds of rules that alliances are checked by and of which none is in force.
        skipped: every rule of the notice that says nothing here.
        topics: what the registration with a higher authority opens (CH-15); no condition of anything here.
        consents: whether every member signed (CH-17).
        grant: whether the money adds up and serves its purpose (CH-14).
    """

    rulebook: Rulebook
    checks: tuple[Check, ...]
    topics: tuple[Check, ...]
    lacking: tuple[RuleKind, ...]
    skipped: tuple[Skipped, ...]
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


def rulebook_of(stores: Stores, notice: int | None, day: date, *, region_code: str = "") -> Rulebook:
    """Return the rules of a notice that are in force on a day; for a region, those that bind it."""
    if notice is None:
        return Rulebook(None, (), 0)
    histories = stores.rules.all(notice=notice)
    rules = standing(histories, day, region_code=region_code)
    waiting = sum(each.newest.state.value == "proposed" for each in histories)
    return Rulebook(stores.notices.get(notice), rules, waiting)


def checks_of(
    alliance: Alliance,
    rulebook: Rulebook,
    *,
    registered: Iterable[Named],
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
        One check a rule, reading and year; rules that are no alliance's are named with the reason.
    """
    told = _Told(alliance, tuple(registered), now, nearest)
    checked = [each for each in rulebook.rules if not why_skipped(each)]
    checks = tuple(
        check
        for kind, checker in _CHECKERS.items()
        for rule in checked
        if rule.kind is kind
        for check in checker(told, rule)
    )
    there = {each.kind for each in rulebook.rules}
    papers = [each for each in rulebook.rules if isinstance(each.terms, DossierTerms) and each.terms.sealed_by]
    due = [each for each in rulebook.rules if isinstance(each.terms, DueTerms) and _is_ours(each.terms.item)]
    return AllianceChecks(
        rulebook=rulebook,
        checks=checks,
        topics=tuple(check for rule in checked for check in told.topics(rule)),
        lacking=tuple(kind for kind in _NEEDED if kind not in there),
        skipped=tuple(Skipped(each, why_skipped(each)) for each in rulebook.rules if why_skipped(each)),
        seals=tuple(Seals(each, seal_matrix(each, told.dossier(each))) for each in papers),
        countdowns=tuple(found for each in due if (found := told.countdown(each)) is not None),
        consents=consent_finding(alliance),
        grant=grant_finding(alliance),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the checkers are told of one alliance."""

    alliance: Alliance
    registered: tuple[Named, ...]
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
        """Check every year since the registration; the present one is open until it ends."""
        happenings = tuple(Happening(id=str(number), on=each.on) for number, each in self.alliance.activities)
        registration, this_year = self.alliance.registration, self.today.year
        is_yearly = isinstance(rule.terms, MinCountTerms) and rule.terms.per_year
        first = registration.on.year if registration is not None and is_yearly else this_year
        facts = MinCountFacts(subject=self.alliance.name, happenings=happenings, as_of=self.today, year=this_year)
        return tuple(
            check for year in range(first, this_year + 1) for check in check_min_count(rule, replace(facts, year=year))
        )

    def field(self, rule: Rule) -> tuple[Check, ...]:
        return check_field_map(rule, FieldFacts(subject=self.alliance.name, field=self.alliance.field))

    def criteria(self, rule: Rule) -> tuple[Check, ...]:
        """Check the criteria; what a higher authority's registration tells is no condition where all are needed."""
        own = _without(rule, upward=True)
        if own is None:
            return ()
        return check_criteria(own, CriteriaFacts(subject=self.alliance.name, judged=self.judged(own)))

    def topics(self, rule: Rule) -> tuple[Check, ...]:
        """Check what a registration with a higher authority opens (CH-15)."""
        topic = _without(rule, upward=False)
        if topic is None:
            return ()
        return check_criteria(topic, CriteriaFacts(subject=self.alliance.name, judged=self.judged(topic)))

    def judged(self, rule: Rule) -> tuple[Judged, ...]:
        """Return what the office said of criteria, and the register of those it tells."""
        said = [
            Judged(criterion=each.criterion, is_met=each.is_met, evidence=(each.proof,) if each.proof else ())
            for each in self.alliance.judgements
        ]
        told = [self._upward(each) for each in _criteria(rule) if _UPWARD in each]
        return (*said, *told)

    def due(self, rule: Rule) -> tuple[Check, ...]:
        """Check the first handing in: what was returned to be completed had come in time."""
        at = self.alliance.first_submitted_at
        given = () if at is None else (Submission(id=str(self.alliance.number), received_at=at),)
        return check_due(rule, DueFacts(subject=self.alliance.name, submissions=given, at=self.now))

    def countdown(self, rule: Rule) -> Countdown | None:
        """Return how long there is; None for what is due monthly."""
        terms = rule.terms
        if not isinstance(terms, DueTerms) or terms.on is None:
            return None
        moment = deadline_of(terms, terms.on)
        first, last = self.alliance.first_submitted_at, self.alliance.submitted_at
        return Countdown(
            rule=rule,
            item=terms.item,
            moment=moment,
            left=moment - self.now,
            received_at=first,
            amended_at=last if last != first else None,
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


def _named(alliance: Named) -> RegisteredName:
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


def criteria_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the criteria that the office judges; what the register of higher authorities tells is none of them."""
    return tuple(dict.fromkeys(each for rule in rules for each in _criteria(rule) if _UPWARD not in each))


def why_skipped(rule: Rule) -> str:
    """Return why nothing is checked by a rule; "" where something is."""
    if rule.kind not in _CHECKERS:
        return "不是对单个联盟的要求，这里不查"
    item = rule.terms.item if isinstance(rule.terms, MinCountTerms | DueTerms) else _OURS[0]
    return "" if _is_ours(item) else f"“{item}”不含{'、'.join(_OURS)}，看作别的事项"


def without_judgements(checks: AllianceChecks) -> AllianceChecks:
    """Return the checks without those that tell what the office judged."""
    return replace(checks, checks=tuple(each for each in checks.checks if each.rule.kind is not RuleKind.CRITERIA))


def _criteria(rule: Rule) -> tuple[str, ...]:
    return rule.terms.criteria if isinstance(rule.terms, CriteriaTerms) else ()


def _without(rule: Rule, *, upward: bool) -> Rule | None:
    """Return a rule of criteria without those of higher authorities, or without the others; None if none is left.

    Where some of several are enough, the rule itself stays whole: each of them may be what makes it hold.
    """
    terms = rule.terms
    if not isinstance(terms, CriteriaTerms):
        return None
    left = tuple(each for each in terms.criteria if (_UPWARD in each) is not upward)
    if not left or (upward and terms.needed < len(terms.criteria)):
        return rule if left else None
    return replace(rule, terms=replace(terms, criteria=left, needed=min(terms.needed, len(left))))


def _is_ours(item: str) -> bool:
    return any(word in item for word in _OURS)
