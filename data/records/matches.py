"""A ranked, explained match: the one result that page, workbook, Word and JSON show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.records.achievements import Achievement
from data.records.enums import ConditionStatus, Direction, Level
from data.records.feedback import Reason, Verdict
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of a record's field, as it stood in the file.

    Attributes:
        field: name of the record's field ("title", "content", "indicators", ...).
        text: exactly `original[start:end]` of that field.
        start: first character, from 0.
        end: one past the last character.
    """

    field: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PassagePair:
    """Two passages that speak of the same thing.

    `similarity` is their cosine, mapped so that 0 is the lowest level of unrelated texts and 1 is the same meaning;
    where the achievement's quote leaves out a clause that denies something, it is that of the whole passage.
    """

    need: Quote
    achievement: Quote
    similarity: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature added to the margin.

    Attributes:
        feature: code name of the feature.
        value: the feature's value; None where it cannot be told.
        contribution: signed share of the margin; over all features (and "bias") they sum to `Match.margin`.
        reason: one Chinese clause a person can check against the texts.
    """

    feature: str
    value: float | None
    contribution: float
    reason: str


@dataclass(frozen=True, slots=True)
class IndicatorComparison:
    """One indicator asked for, beside what the achievement states.

    Attributes:
        name: what is measured, as the need says it ("抗冲击韧性"); may be empty.
        required: the need's words.
        offered: the achievement's words; None where it states nothing comparable.
        status: does the offer meet the requirement?
        reason: one Chinese clause.
    """

    name: str
    required: Quote
    offered: Quote | None
    status: ConditionStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A hard condition, kept apart from the score; `name` is its code name ("budget", "valid_until", ...)."""

    name: str
    status: ConditionStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate of one need (or of one achievement), with its evidence.

    Attributes:
        rank: from 1, within the list it stands in.
        score: expected relevance scaled to 0-1.
        level: the median of `levels`: the highest level reached with a probability of at least one half.
        levels: probabilities of the four levels, in order; they sum to 1.
        margin: what the contributions add up to, on the ranker's own scale; feedback moves it, and with it the rank,
            but neither score nor level.
        summary: one Chinese sentence why.
        verdict: what a person said of this pair and still holds; None where nobody did.
        verdict_reason: the reason given with it; None where there was none.
        denials: where the achievement writes that it does not do what the need speaks of; no evidence for the pair.
    """

    need_id: NeedId
    achievement_id: AchievementId
    rank: int
    score: float
    level: Level
    levels: tuple[float, float, float, float]
    margin: float
    summary: str
    contributions: tuple[Contribution, ...]
    passages: tuple[PassagePair, ...]
    indicators: tuple[IndicatorComparison, ...]
    conditions: tuple[Condition, ...]
    verdict: Verdict | None = None
    verdict_reason: Reason | None = None
    denials: tuple[Quote, ...] = ()

    @property
    def is_recommended(self) -> bool:
        """Whether a person recommended the pair."""
        return self.verdict is Verdict.ACCEPT

    @property
    def fits(self) -> bool:
        """Whether it counts as a fitting match: its level does, or a person recommended it."""
        return self.level.fits or self.is_recommended


@dataclass(frozen=True, slots=True)
class MatchList:
    """The candidates of one query record, best first.

    Attributes:
        query_id: the need (or the achievement) the list was made for.
        matches: candidates above 无相关 and those that people recommended, which come first; at most as many as asked
            for; may be empty.
        nearest: where `matches` is empty, what was nearest, so that a person can judge; else empty.
        note: one Chinese sentence where there is something to say about the list ("没有合适的匹配：..."); else "".
    """

    query_id: NeedId | AchievementId
    matches: tuple[Match, ...]
    nearest: tuple[Match, ...] = ()
    note: str = ""

    @property
    def has_fit(self) -> bool:
        """Whether any candidate fits; where none does, the record counts as one without a fitting match."""
        return any(match.fits for match in self.matches)


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Everything an export needs: the lists, the records they speak of, and how they came about.

    Attributes:
        direction: for whom candidates are listed.
        lists: one a query record, in the order of the input file.
        needs: every need of the input, by id.
        achievements: every achievement of the input, by id.
        as_of: the day against which validity was checked; the only date an export shows.
        model: id of encoder and ranker, for the foot of the page.
        notes: Chinese sentences about what was left out and why (rejected rows, duplicates).
        company: the company a shortlist is made for, and may be handed to; "" for a general result.
    """

    direction: Direction
    lists: tuple[MatchList, ...]
    needs: Mapping[NeedId, Need]
    achievements: Mapping[AchievementId, Achievement]
    as_of: date
    model: str
    notes: tuple[str, ...] = ()
    company: str = ""
