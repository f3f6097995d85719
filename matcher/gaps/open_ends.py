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
from matcher.features.shown import as_written, is_shown
from matcher.gaps.clusters import naming_words
from matcher.gaps.survey import Survey
from matcher.profiles import Profile

N_WORDS: Final = 5
NOT_SPOKEN_OF: Final = "成果没有谈到“{words}”"


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
        shortcomings: why the nearest is not enough: words of the need's title that it does not speak of and conditions
            it fails; empty where there are none, for how near meanings are in percent tells a reader nothing.
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
            if match.fits and len(failed) == 1:
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
        offers = survey.matcher.achievements.profiles
        offer = offers[int(scored.candidates[0])] if nearest else None
        yield Unanswered(NeedId(profile.id), nearest, _shortcomings(nearest, profile, offer), vagueness(profile))


def unneeded(survey: Survey) -> Iterator[Unneeded]:
    """Yield the achievements that nobody needs, in their order."""
    n = len(survey.matcher.achievements)
    best, nearest, level = np.zeros(n), np.full(n, -1), np.full(n, int(Level.NONE))
    for position, scored in enumerate(survey.scored):
        higher = scored.scores > best[scored.candidates]
        places = scored.candidates[higher]
        best[places], nearest[places] = scored.scores[higher], position
        level[scored.candidates] = np.maximum(level[scored.candidates], scored.levels)
    for position in np.flatnonzero([not Level(each).fits for each in level.tolist()]).tolist():
        need = int(nearest[position])
        need_id = None if need < 0 else NeedId(survey.matcher.needs.profiles[need].id)
        number = AchievementId(survey.matcher.achievements.profiles[position].id)
        yield Unneeded(number, need_id, float(best[position]), Level(int(level[position])))


def _shortcomings(match: Match | None, need: Profile, achievement: Profile | None) -> tuple[str, ...]:
    if match is None or achievement is None:
        return ()
    offered = "\n".join(achievement.texts).lower()
    titled = set(need.title_words)
    named = [word for word in naming_words(need) if word in titled and word not in offered]
    missing = [as_written(word, need) for word in filter(is_shown, named)][:N_WORDS]
    told = [NOT_SPOKEN_OF.format(words="、".join(missing))] if missing else []
    told += [each.reason for each in match.conditions if each.status is ConditionStatus.FAIL]
    return tuple(told)
