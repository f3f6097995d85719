"""Who to ask so that the meetings of the day are worth most: an exact choice of both sides together.

Neither side is worth anything alone: an enterprise adds nothing until a team that fits it comes, so that the worth of
a set of parties is not submodular and a greedy choice has no guarantee (Nemhauser, Wolsey and Fisher 1978 prove 1 - 1/e
for submodular worth only). At the size of an event, tens of parties and hundreds of fits, an integer programme (HiGHS)
finds the best choice and proves it; cut short by its time limit it still bounds what is missing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from data.records.ids import NeedId
from data.records.invitations import WEIGHTS, Fit, InviteTerms

SECONDS: Final = 30.0
_WHOLE: Final = 0.5
"""Above it an integer variable of the solver is 1."""


@dataclass(frozen=True, slots=True)
class Served:
    """A fit that is used: which partner of its need it is, from 1, and what it adds."""

    fit: Fit
    place: int
    value: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is asked.

    Attributes:
        served: the fits that meetings of the asked parties use, in the order of needs, then of places.
        bound: no choice within the terms is worth more.
    """

    served: tuple[Served, ...]
    bound: float

    @property
    def value(self) -> float:
        """Return what all meetings are worth."""
        return sum(each.value for each in self.served)

    @property
    def enterprises(self) -> tuple[str, ...]:
        """Return the enterprises that meet somebody, each once."""
        return tuple(dict.fromkeys(each.fit.enterprise for each in self.served))

    @property
    def teams(self) -> tuple[str, ...]:
        """Return the teams that meet somebody, each once."""
        return tuple(dict.fromkeys(each.fit.team for each in self.served))

    @property
    def meetings(self) -> frozenset[tuple[str, str]]:
        """Return the pairs (enterprise, team) that meet; one meeting may serve several needs."""
        return frozenset((each.fit.enterprise, each.fit.team) for each in self.served)

    def value_of(self, party: str) -> float:
        """Return what the meetings of a party add; over one side this sums to `value`."""
        return sum(each.value for each in self.served if party in {each.fit.enterprise, each.fit.team})


def choose(fits: Sequence[Fit], terms: InviteTerms, *, seconds: float = SECONDS) -> Choice:
    """Choose the parties whose meetings are worth most.

    A need counts its partners by `WEIGHTS`, best first; one meeting of two parties serves all needs they share.

    Args:
        fits: of pairs that may meet; of several of one need and team the best counts, ties by the smaller id.
        terms: how many of each side, and how many meetings of each party.
        seconds: for the solver.

    Returns:
        The best choice found, with a bound.
    """
    best = _best_of_each(fits)
    if not best:
        return Choice((), 0.0)
    return _Programme(best, terms).solve(seconds)


def _best_of_each(fits: Sequence[Fit]) -> list[Fit]:
    found: dict[tuple[NeedId, str], Fit] = {}
    for fit in sorted(fits, key=lambda each: (-each.score, each.need_id, each.achievement_id)):
        found.setdefault((fit.need_id, fit.team), fit)
    # In an order that does not depend on that of the file.
    return sorted(found.values(), key=lambda each: (each.need_id, -each.score, each.team))


class _Programme:
    """Columns: parties asked, then meetings, then fits by place; rows: what each of them needs of the others."""

    def __init__(self, fits: Sequence[Fit], terms: InviteTerms) -> None:
        self._fits = fits
        self._terms = terms
        enterprises = sorted({fit.enterprise for fit in fits})
        teams = sorted({fit.team for fit in fits})
        meetings = sorted({(fit.enterprise, fit.team) for fit in fits})
        self._n_enterprises, self._n_teams = len(enterprises), len(teams)
        self._party = {name: column for column, name in enumerate([*enterprises, *teams])}
        first_meeting = len(self._party)
        self._meeting = {pair: first_meeting + number for number, pair in enumerate(meetings)}
        self._first_fit = first_meeting + len(meetings)
        self._n_columns = self._first_fit + len(fits) * len(WEIGHTS)
        self._entries: list[tuple[int, int, float]] = []
        self._limits: list[float] = []

    def solve(self, seconds: float) -> Choice:
        self._limit_parties()
        self._limit_meetings()
        self._limit_fits()
        rows, columns, values = (np.array(part) for part in zip(*self._entries, strict=True))
        matrix = coo_array((values, (rows, columns)), shape=(len(self._limits), self._n_columns)).tocsr()
        # Places of fits follow from parties and meetings as in a transport problem: whole by themselves.
        whole = np.arange(self._n_columns) < self._first_fit
        found = milp(
            -self._worth(),
            integrality=whole.astype(np.int64),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, -np.inf, np.array(self._limits)),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        bound = self._worth().sum() if found.mip_dual_bound is None else -found.mip_dual_bound
        if found.x is None:
            return Choice((), float(bound))
        return self._choice(found.x, float(bound))

    def _worth(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scores = np.array([fit.score for fit in self._fits], dtype=np.float64)
        worth = np.zeros(self._n_columns)
        worth[self._first_fit :] = np.outer(scores, WEIGHTS).ravel()
        return worth

    def _column(self, fit: int, place: int) -> int:
        return self._first_fit + fit * len(WEIGHTS) + place

    def _add(self, terms: Sequence[tuple[int, float]], most: float) -> None:
        self._entries += [(len(self._limits), column, value) for column, value in terms]
        self._limits.append(most)

    def _limit_parties(self) -> None:
        columns = range(len(self._party))
        self._add([(column, 1.0) for column in columns[: self._n_enterprises]], self._terms.most_enterprises)
        self._add([(column, 1.0) for column in columns[self._n_enterprises :]], self._terms.most_teams)

    def _limit_meetings(self) -> None:
        """Let a party meet only when it is asked, and not more often than its day has slots."""
        of_party: dict[str, list[int]] = defaultdict(list)
        for pair, column in self._meeting.items():
            for party in pair:
                of_party[party].append(column)
                self._add([(column, 1.0), (self._party[party], -1.0)], 0.0)
        for party, columns in of_party.items():
            own = (self._party[party], -float(self._terms.most_meetings))
            self._add([*((column, 1.0) for column in columns), own], 0.0)

    def _limit_fits(self) -> None:
        """Let a fit count once, in one place of its need, when its parties meet."""
        of_need: dict[NeedId, list[int]] = defaultdict(list)
        for number, fit in enumerate(self._fits):
            of_need[fit.need_id].append(number)
            meeting = self._meeting[fit.enterprise, fit.team]
            places = [(self._column(number, place), 1.0) for place in range(len(WEIGHTS))]
            self._add([*places, (meeting, -1.0)], 0.0)
        for numbers in of_need.values():
            enterprise = self._party[self._fits[numbers[0]].enterprise]
            for place in range(len(WEIGHTS)):
                # Not 1 but the enterprise itself: half an enterprise has half a place, which bounds far better.
                self._add([*((self._column(number, place), 1.0) for number in numbers), (enterprise, -1.0)], 0.0)

    def _choice(self, found: np.ndarray[tuple[int], np.dtype[np.float64]], bound: float) -> Choice:
        met = {pair for pair, column in self._meeting.items() if found[column] > _WHOLE}
        of_need: dict[NeedId, list[Fit]] = defaultdict(list)
        for fit in self._fits:
            if (fit.enterprise, fit.team) in met:
                of_need[fit.need_id].append(fit)
        # Fits of a need stand best first, which is how places are worth most.
        served = [
            Served(fit, place, weight * fit.score)
            for fits in of_need.values()
            for place, (fit, weight) in enumerate(zip(fits, WEIGHTS, strict=False), start=1)
        ]
        value = sum(each.value for each in served)
        return Choice(tuple(served), max(bound, value))
