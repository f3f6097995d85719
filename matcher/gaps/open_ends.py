"""Pairs that one condition blocks, needs that nobody answers, achievements that nobody needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from data.records.enums import ConditionStatus, Level
from data.records.ids import AchievementId, NeedId
from data.records.matches import Condition, IndicatorComparison, Match
from matcher.doctor.vagueness import Vagueness, vagueness
from matcher.gaps.survey import Survey

N_SHORTCOMINGS: Final = 2


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A pair that fits but for one hard condition.

    Attributes:
        match: the pair, at least 较强相关, with its evidence.
        blocked_by: the one condition that fails.
        unmet: the indicators that the achievement misses, where that condition is the indicators; else empty.
    """

    match: Match
    blocked_by: Condition
    unmet: tuple[IndicatorComparison, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A need whose best candidate is below 较强相关.

    Attributes:
        need_id: the need.
        nearest: the best candidate there is; None where nothing shares a word or a meaning.
        shortcomings: reasons of the features that speak most against the nearest, worst first; at most two.
        vagueness: how vague the need is: too vague a need is to be asked back before anybody plans research.
    """

    need_id: NeedId
    nearest: Match | None
    shortcomings: tuple[str, ...]
    vagueness: Vagueness


@dataclass(frozen=True, slots=True)
class Unneeded:
    """An achievement that no need takes at 较强相关 or above.

    Attributes:
        achievement_id: the achievement.
        nearest: the need that comes nearest; None where it is no candidate of any.
        score: of that pair, 0-1; 0 where there is none.
        level: of that pair; NONE where there is none.
    """

    achievement_id: AchievementId
    nearest: NeedId | None
    score: float
    level: Level


def near_misses(survey: Survey, *, top: int, as_of: date) -> Iterator[NearMiss]:
    """Yield the pairs that exactly one failed condition blocks, need by need, best first.

    Args:
        survey: all needs scored.
        top: candidates looked at a need, at most; only those of at least 较强相关 are.
        as_of: the day against which validity is checked.
    """
    for position, scored in enumerate(survey.scored):
        for match in survey.explained(position, min(top, scored.n_fitting), as_of=as_of):
            failed = [each for each in match.conditions if each.status is ConditionStatus.FAIL]
            if match.level >= Level.FAIR and len(failed) == 1:
                is_indicators = failed[0].name == "indicators"
                unmet = [each for each in match.indicators if each.status is ConditionStatus.FAIL]
                yield NearMiss(match, failed[0], tuple(unmet) if is_indicators else ())


def unanswered(survey: Survey, *, as_of: date) -> Iterator[Unanswered]:
    """Yield the needs without an answer, in their order."""
    for position, scored in enumerate(survey.scored):
        if scored.is_answered:
            continue
        profile = survey.matcher.needs.profiles[position]
        nearest = next(iter(survey.explained(position, 1, as_of=as_of)), None)
        yield Unanswered(NeedId(profile.id), nearest, _shortcomings(nearest), vagueness(profile))


def unneeded(survey: Survey) -> Iterator[Unneeded]:
    """Yield the achievements that nobody needs, in their order."""
    n = len(survey.matcher.achievements)
    best, nearest, level = np.zeros(n), np.full(n, -1), np.full(n, int(Level.NONE))
    for position, scored in enumerate(survey.scored):
        higher = scored.scores > best[scored.candidates]
        places = scored.candidates[higher]
        best[places], nearest[places] = scored.scores[higher], position
        level[scored.candidates] = np.maximum(level[scored.candidates], scored.levels)
    for position in np.flatnonzero(level < Level.FAIR).tolist():
        need = int(nearest[position])
        need_id = None if need < 0 else NeedId(survey.matcher.needs.profiles[need].id)
        number = AchievementId(survey.matcher.achievements.profiles[position].id)
        yield Unneeded(number, need_id, float(best[position]), Level(int(level[position])))


def _shortcomings(match: Match | None) -> tuple[str, ...]:
    if match is None:
        return ()
    told = [part for part in match.contributions if part.value is not None and part.contribution < 0]
    told.sort(key=lambda part: part.contribution)
    return tuple(dict.fromkeys(part.reason for part in told[:N_SHORTCOMINGS]))
