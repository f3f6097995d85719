"""The pairs that features are computed for, and what a feature is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import scipy.sparse as sp

from matcher import phrases
from matcher.corpus import Corpus
from matcher.features.overlap import Meetings, paired_dots
from matcher.features.passages import BestPassages, best_passages
from matcher.profiles import Profile
from models.protocols import Float64Matrix, Int64Matrix


@dataclass(frozen=True)
class Block:
    """n pairs of a need and an achievement.

    Attributes:
        needs: every need.
        achievements: every achievement.
        need_positions: shape (n,), the need of each pair.
        achievement_positions: shape (n,), the achievement of each pair.
    """

    needs: Corpus
    achievements: Corpus
    need_positions: Int64Matrix
    achievement_positions: Int64Matrix

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.need_positions)

    @cached_property
    def passages(self) -> BestPassages:
        """How near the passages of each pair come to each other; several features look at it."""
        return best_passages(self.needs, self.need_positions, self.achievements, self.achievement_positions)

    def dots(self, needs: sp.csr_matrix, achievements: sp.csr_matrix) -> Float64Matrix:
        """Return the dot product of each pair's rows of two matrices of their corpora, shape (n,)."""
        return paired_dots(needs, achievements, self._meetings)

    def values_of(self, feature: "Feature") -> Float64Matrix:
        """Return the values of a feature, shape (n,), computed once: some features build on others."""
        if feature.name not in self._computed:
            self._computed[feature.name] = feature.values(self)
        return self._computed[feature.name]

    @cached_property
    def _meetings(self) -> Meetings:
        return Meetings.of(self.need_positions, self.achievement_positions)

    @cached_property
    def _computed(self) -> dict[str, Float64Matrix]:
        return {}

    def pair(self, i: int) -> tuple[Profile, Profile]:
        """Return the need and the achievement of pair i."""
        need = self.needs.profiles[int(self.need_positions[i])]
        return need, self.achievements.profiles[int(self.achievement_positions[i])]

    @cached_property
    def pairs(self) -> list[tuple[Profile, Profile]]:
        """Return the need and the achievement of every pair."""
        needs, achievements = self.needs.profiles, self.achievements.profiles
        places = zip(self.need_positions.tolist(), self.achievement_positions.tolist(), strict=True)
        return [(needs[need], achievements[achievement]) for need, achievement in places]

    def only(self, rows: Int64Matrix) -> "Block":
        """Return the block of the named pairs, in that order."""
        return Block(
            needs=self.needs,
            achievements=self.achievements,
            need_positions=self.need_positions[rows],
            achievement_positions=self.achievement_positions[rows],
        )


def _not_stated(_block: Block, _i: int) -> str:
    return phrases.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Feature:
    """One kind of evidence.

    Attributes:
        name: code name; its Chinese label is in matcher.phrases.
        values: the value of each pair of a block, shape (n,), between 0 (against) and 1 (for); NaN where it cannot be
            told. Its docstring states the fact and is shown to users.
        reason: one Chinese clause for pair i of the block and its value, which a person can check against the texts.
        is_agreement: more of it means a better fit, so that no trained model may lower a score for it; False for a
            circumstance of the pair, such as how much was written, whose effect is learned.
        refines: it tells more finely what another feature counts as a whole. Its curve is held near the table's weight:
            left free, it would count the same words twice and follow chance.
        unknown: one Chinese clause that says why the value of pair i cannot be told.
    """

    name: str
    values: Callable[[Block], Float64Matrix]
    reason: Callable[[Block, int, float], str]
    is_agreement: bool = True
    unknown: Callable[[Block, int], str] = _not_stated
    refines: bool = False


def percent_reason(phrase: str) -> Callable[[Block, int, float], str]:
    """Return a feature's reason that states its value as a whole percentage, in the place {percent} of a phrase."""

    def reason(_block: Block, _i: int, value: float) -> str:
        return phrase.format(percent=round(100 * value))

    return reason
