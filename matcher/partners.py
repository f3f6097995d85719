"""All needs of one company against all achievements: who could help it, with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from data.records.achievements import Achievement
from data.records.enums import Level
from data.records.ids import AchievementId
from data.records.matches import Match, MatchList


@dataclass(frozen=True, slots=True)
class Partner:
    """One university (or one team of it) and what of its results fits the company's needs.

    Attributes:
        university: as written; "" where the file names none.
        team: as written; "" where the file names none.
        score: that of the best match.
        matches: what a person recommended first, then best first, each achievement once a need.
    """

    university: str
    team: str
    score: float
    matches: tuple[Match, ...]

    @property
    def best(self) -> Match:
        """The match with the highest score, whatever a person recommends; of equal ones the first."""
        return max(self.matches, key=lambda match: match.score)

    @property
    def n_achievements(self) -> int:
        """How many of its results fit; one that fits two needs counts once."""
        return len({match.achievement_id for match in self.matches})

    @property
    def is_recommended(self) -> bool:
        """Whether a person recommends any of its matches."""
        return any(match.is_recommended for match in self.matches)


def rank_achievements(lists: Sequence[MatchList]) -> tuple[Match, ...]:
    """Return one match of every achievement over all needs of a company, in the order partners are listed in.

    Of several needs that of a recommended match stands for the achievement, else that of the highest score.

    Returns:
        What a person recommends first, then best first, ties by achievement id.
    """
    best: dict[AchievementId, Match] = {}
    for match in sorted(_matches(lists), key=_recommended_first):
        best.setdefault(match.achievement_id, match)
    return tuple(sorted(best.values(), key=lambda match: (*_recommended_first(match), match.achievement_id)))


def group_partners(
    lists: Sequence[MatchList], achievements: Mapping[AchievementId, Achievement], *, least: Level = Level.WEAK
) -> tuple[Partner, ...]:
    """Group the matches of a company's needs by university and team.

    Args:
        lists: one a need of the company.
        achievements: by id.
        least: matches below this level do not make a partner, unless a person recommends them.

    Returns:
        Partners, those with a recommended match first, then by their best match, then by the number of achievements,
        then by name.
    """
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in _matches(lists):
        if match.level >= least or match.is_recommended:
            achievement = achievements[match.achievement_id]
            groups.setdefault((achievement.university, achievement.team), []).append(match)
    partners = [
        Partner(university, team, max(match.score for match in matches), tuple(sorted(matches, key=_best_first)))
        for (university, team), matches in groups.items()
    ]
    return tuple(
        sorted(partners, key=lambda p: (not p.is_recommended, -p.score, -p.n_achievements, p.university, p.team))
    )


def _matches(lists: Sequence[MatchList]) -> chain[Match]:
    return chain.from_iterable(found.matches for found in lists)


def _best_first(match: Match) -> tuple[bool, float, str, str]:
    return *_recommended_first(match), match.need_id, match.achievement_id


def _recommended_first(match: Match) -> tuple[bool, float]:
    return not match.is_recommended, -match.score
