"""A growing formula of clauses over numbered variables, with the counters the timetable needs."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Final

from pysat.card import CardEnc, EncType
from pysat.formula import CNFPlus

_PAIRWISE_LIMIT: Final = 40
"""Up to here pairs of clauses propagate best; participants have fewer meetings than this in a slot."""


class Clauses:
    """Clauses in the signed integers of DIMACS; variables count from 1."""

    def __init__(self) -> None:
        self.top = 0
        self.clauses: list[list[int]] = []
        self.is_contradictory = False

    def variable(self) -> int:
        """Return a new variable."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """Demand that at least one of the literals holds."""
        self.clauses.append(list(literals))
        self.is_contradictory |= not literals

    def any_of(self, literals: Sequence[int]) -> int:
        """Return a literal that holds exactly when one of these does (at least one is given)."""
        if len(literals) == 1:
            return literals[0]
        whole = self.variable()
        for literal in literals:
            self.add(-literal, whole)
        self.add(-whole, *literals)
        return whole

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Demand that no two of the literals hold."""
        if len(literals) > _PAIRWISE_LIMIT:
            self._take(CardEnc.atmost(list(literals), 1, top_id=self.top, encoding=EncType.seqcounter))
            return
        for first, second in combinations(literals, 2):
            self.add(-first, -second)

    def at_most(self, literals: Sequence[int], count: int) -> None:
        """Demand that at most `count` of the literals hold."""
        if len(literals) > count:
            self._take(CardEnc.atmost(list(literals), count, top_id=self.top, encoding=EncType.totalizer))

    def exactly(self, literals: Sequence[int], count: int) -> None:
        """Demand that `count` of the literals hold."""
        if count > len(literals):
            self.add()
        elif count == len(literals):
            for literal in literals:
                self.add(literal)
        elif count:
            self._take(CardEnc.equals(list(literals), count, top_id=self.top, encoding=EncType.seqcounter))
        else:
            for literal in literals:
                self.add(-literal)

    def counter(self, literals: Sequence[int], most: int) -> list[int]:
        """Return literals that say how many of the given ones hold.

        A totalizer (Bailleux and Boufkhad, CP 2003) with the clauses of both directions.

        Args:
            literals: what to count.
            most: counts above this are not told apart.

        Returns:
            One literal each for "at least 1", "at least 2", ..., "at least min(most, number of literals)".
        """
        if most <= 0 or not literals:
            return []
        if len(literals) == 1:
            return list(literals)
        middle = len(literals) // 2
        left, right = self.counter(literals[:middle], most), self.counter(literals[middle:], most)
        outputs = [self.variable() for _ in range(min(most, len(literals)))]
        for first, second in product(range(len(left) + 1), range(len(right) + 1)):
            both = first + second
            if 0 < both <= len(outputs):
                parts = [-left[first - 1]] if first else []
                parts += [-right[second - 1]] if second else []
                self.add(*parts, outputs[both - 1])
            if both < len(outputs):
                limits = [left[first]] if first < len(left) else []
                limits += [right[second]] if second < len(right) else []
                self.add(-outputs[both], *limits)
        return outputs

    def _take(self, formula: CNFPlus) -> None:
        self.top = max(self.top, formula.nv)
        self.clauses.extend(formula.clauses)
