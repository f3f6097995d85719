"""Notices and rules as the workspace keeps them: who brought and decided what, when; versions, decisions, checks."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from data.records.accounts import Actor
from data.records.notices import Notice
from data.records.rules import Check, Conflict, Outcome, Rule, RuleKind, RuleState, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotice:
    """A notice of the workspace.

    Attributes:
        number: of the workspace, from 1.
        conflicts: what the grammar found at odds when the notice was read.
        file_name: as it was called when it came, without its folder.
        sha256: checksum of the file's bytes; the original lies in the workspace under it.
        added_at: aware, UTC.
    """

    number: int
    notice: Notice
    conflicts: tuple[Conflict, ...]
    file_name: str
    sha256: str
    added_at: datetime
    added_by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """One version of a rule.

    Attributes:
        rule: with the state that was asked for, see `RuleHistory.known_at`.
        note: why it was written; "" not said.
    """

    rule: Rule
    written_at: datetime
    written_by: Actor
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDecision:
    """What a person said to a version; the last one said of it counts."""

    version: int
    before: RuleState
    after: RuleState
    at: datetime
    actor: Actor
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHistory:
    """A rule with all its versions and decisions, oldest first.

    Attributes:
        notice: number of the notice in the workspace; None where there is none.
    """

    number: int
    notice: int | None
    versions: tuple[RuleVersion, ...]
    decisions: tuple[RuleDecision, ...] = ()

    @property
    def newest(self) -> Rule:
        """The newest version."""
        return self.versions[-1].rule

    @property
    def kind(self) -> RuleKind:
        """Which of the twelve it is; the same in every version."""
        return self.newest.kind

    def version(self, number: int) -> Rule | None:
        """Return a version, or None."""
        return next((each.rule for each in self.versions if each.rule.version == number), None)

    def known_at(self, moment: datetime) -> "RuleHistory | None":
        """Return the rule as it was known then: later versions and decisions left out; None where it was not yet."""
        said = tuple(each for each in self.decisions if each.at <= moment)
        states = {each.version: each.after for each in said}
        versions = tuple(
            replace(each, rule=replace(each.rule, state=states.get(each.rule.version, RuleState.PROPOSED)))
            for each in self.versions
            if each.written_at <= moment
        )
        return replace(self, versions=versions, decisions=said) if versions else None

    def on(self, day: date) -> Rule | None:
        """Return the version that applies on a day: the newest confirmed one whose time holds it; None where none."""
        return next(
            (
                each.rule
                for each in reversed(self.versions)
                if each.rule.state is RuleState.CONFIRMED and applies_on(each.rule, day)
            ),
            None,
        )


def applies_on(rule: Rule, day: date) -> bool:
    """Tell whether the time of a version holds a day, whatever was decided of it."""
    return (rule.applies_from is None or rule.applies_from <= day) and (
        rule.applies_to is None or day <= rule.applies_to
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A rule that is to be kept.

    Attributes:
        notice: number of the notice in the workspace; None where a person writes it without one.
        clause: number of the clause; "" unknown.
        quote: its sentence with its place in the notice; ("", 0, 0) without one.
    """

    terms: Terms
    notice: int | None = None
    clause: str = ""
    quote: tuple[str, int, int] = ("", 0, 0)
    applies_from: date | None = None
    applies_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """The next version of a rule."""

    terms: Terms
    applies_from: date | None = None
    applies_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCheck:
    """A check that was written down, so that it can be repeated and compared.

    Attributes:
        rule: number and version that were applied.
        part: which of the checks that the facts gave, from 0.
        facts: what was checked, as JSON values.
        facts_digest: of `facts`, SHA-256.
        region_code: where the subject belongs, for the bureau in charge; "" unknown.
        as_of: the day as of which it was made.
    """

    number: int
    rule: tuple[int, int]
    part: int
    subject: str
    reading: str
    outcome: Outcome
    reason: str
    used: tuple[str, ...]
    remedy: str
    facts: object
    facts_digest: str
    region_code: str
    as_of: date
    at: datetime
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheck:
    """A check that is to be written down; see `KeptCheck`."""

    check: Check
    part: int
    facts: object
    facts_digest: str
    region_code: str
    as_of: date
