"""Relevance feedback: what was rejected leaves a record's lists, what was recommended comes first, both move the rest.

Rocchio (1971) moves the query towards what was liked; here the query stays and the margin gets one more term, so that
each candidate can be told which judged result moved it, and by how much. Levels and scores stay the ranker's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import scipy.sparse as sp

from data.records.enums import Direction, Level
from data.records.feedback import Feedback, Reason, Scope, Verdict
from data.records.matches import Match
from matcher import feedback_phrases as phrases
from matcher.corpus import Corpus
from matcher.explain import AddedTerm, RankedBlock
from matcher.features.passages import clipped, cosines_between
from models.protocols import Float64Matrix, Int64Matrix

FEATURE: Final = "feedback"

WEIGHT: Final = 2.0
"""What resembling an accepted result completely adds to the margin, and a technically rejected one takes away: the
bound of the term. Chosen among 0.5 to 6 with 1, 3 and 5 results judged, on tests/golden/development with vectors
centred (`tests.benchmarks.feedback`, 2026-11-22); 2 to 4 differ by less than 0.005 nDCG@10."""

GAINS: Final[Mapping[Level, float]] = {Level.STRONG: 1.0, Level.FAIR: 0.5, Level.WEAK: 0.0, Level.NONE: -1.0}
"""How far a judged result draws (above 0) or pushes (below 0) what resembles it. A weak one (用途不清, 太早期) is on
the subject: that it does not suit says nothing of its neighbours. On tests/golden/development counting it against them
(-0.5) measured lower, and for them (0.25) up to 0.01 higher; but nobody would see why a rejection lifts others."""

LEAST_TOLD: Final = 0.05
"""Resemblance below which no judged result is named."""


@dataclass(frozen=True, slots=True)
class QueryFeedback:
    """What was said of one record's candidates.

    Attributes:
        left_out: candidate id to the reason it is never listed again.
        shown_again: the same, where they were asked to be listed in spite of it.
        levels: candidate id to the level a verdict gave it, and why; verdicts that say nothing of it are absent.
        verdicts: candidate id to the verdict that stands, and why.
        closed: why the record wants no candidates at all; None where it does.
        closed_shown: the same, where candidates were asked for in spite of it.
        closed_scope: which side the two speak of.
    """

    left_out: Mapping[str, Reason] = field(default_factory=dict)
    shown_again: Mapping[str, Reason] = field(default_factory=dict)
    levels: Mapping[str, tuple[Level, Reason | None]] = field(default_factory=dict)
    verdicts: Mapping[str, tuple[Verdict, Reason | None]] = field(default_factory=dict)
    closed: Reason | None = None
    closed_shown: Reason | None = None
    closed_scope: Scope = Scope.PAIR

    @property
    def recommended(self) -> frozenset[str]:
        """Ids of the candidates that people recommended and that are not left out."""
        accepted = (number for number, (verdict, _) in self.verdicts.items() if verdict is Verdict.ACCEPT)
        return frozenset(number for number in accepted if number not in self.left_out)

    @property
    def closing_note(self) -> str:
        """One sentence why there is no list; "" where there may be one."""
        if self.closed is None:
            return ""
        return phrases.CLOSED.format(
            label=phrases.SIDE_LABELS[self.closed_scope], reason=phrases.REASON_LABELS[self.closed]
        )

    def note(self) -> str:
        """Say in Chinese what was moved, left out and why; "" where there was nothing to do."""
        sentences = []
        if self.closed_shown is not None:
            label, reason = phrases.SIDE_LABELS[self.closed_scope], phrases.REASON_LABELS[self.closed_shown]
            sentences.append(phrases.CLOSED_SHOWN.format(label=label, reason=reason))
        gains = [GAINS[level] for level, _ in self.levels.values()]
        counts = (
            (phrases.ACCEPTED, sum(gain > 0 for gain in gains)),
            (phrases.REJECTED, sum(gain < 0 for gain in gains)),
        )
        told = "，".join(phrase.format(n=n) for phrase, n in counts if n)
        if told:
            sentences.append(phrases.RERANKED.format(verdicts=told))
        for sentence, reasons in ((phrases.LEFT_OUT, self.left_out), (phrases.SHOWN_AGAIN, self.shown_again)):
            if reasons:
                counted = phrases.counted(Counter(reasons.values()))
                sentences.append(sentence.format(n=len(reasons), reasons=counted))
        return "".join(sentences)


_NOTHING: Final = QueryFeedback()


@dataclass(frozen=True, slots=True)
class FeedbackBook:
    """The standing verdicts, one a pair (`data.records.feedback.standing`), in the order they were given.

    Attributes:
        verdicts: may name records that are in neither corpus; those are passed over.
        include_rejected: list rejected pairs too; they still move the others.
    """

    verdicts: tuple[Feedback, ...] = ()
    include_rejected: bool = False

    def closed(self, scope: Scope) -> dict[str, Reason]:
        """Return the ids of the needs (or achievements) that want no candidates any more, each with the reason.

        A later acceptance of any pair of the same record opens it again: whoever recommends a pair says that both
        sides still look for a partner.
        """
        found: dict[str, Reason] = {}
        for verdict in sorted(self.verdicts, key=lambda each: each.given_at):
            number = verdict.need_id if scope is Scope.NEED else verdict.achievement_id
            if verdict.verdict is Verdict.ACCEPT:
                found.pop(number, None)
            elif verdict.scope is scope and verdict.reason is not None:
                found[number] = verdict.reason
        return found

    def of_queries(self, direction: Direction, ids: Sequence[str], *, targets: Iterable[str]) -> list[QueryFeedback]:
        """Return what was said of each record's candidates.

        Args:
            direction: NEEDS where the records are needs.
            ids: of the records.
            targets: ids of all candidates there are; what was said of others is passed over.

        Returns:
            One a record, in order.
        """
        if not self.verdicts:
            return [_NOTHING] * len(ids)
        own, other = (
            (Scope.NEED, Scope.ACHIEVEMENT) if direction is Direction.NEEDS else (Scope.ACHIEVEMENT, Scope.NEED)
        )
        known = set(targets)
        closed_own = self.closed(own)
        closed_other = {number: reason for number, reason in self.closed(other).items() if number in known}
        by_query: dict[str, list[Feedback]] = {}
        for verdict in self.verdicts:
            number, target = _sides(verdict, direction)
            if target in known:
                by_query.setdefault(number, []).append(verdict)
        return [
            self._of_query(by_query.get(number, []), direction, (closed_own.get(number), own), closed_other)
            for number in ids
        ]

    def _of_query(
        self,
        verdicts: Sequence[Feedback],
        direction: Direction,
        closed: tuple[Reason | None, Scope],
        closed_other: Mapping[str, Reason],
    ) -> QueryFeedback:
        rejected = {
            _sides(verdict, direction)[1]: verdict.reason
            for verdict in verdicts
            if verdict.verdict is Verdict.REJECT and verdict.reason is not None
        }
        barred = {**closed_other, **rejected}
        reason, scope = closed
        return QueryFeedback(
            left_out={} if self.include_rejected else barred,
            shown_again=barred if self.include_rejected else {},
            levels={
                _sides(verdict, direction)[1]: (verdict.level, verdict.reason)
                for verdict in verdicts
                if verdict.level is not None
            },
            verdicts={_sides(verdict, direction)[1]: (verdict.verdict, verdict.reason) for verdict in verdicts},
            closed=None if self.include_rejected else reason,
            closed_shown=reason if self.include_rejected else None,
            closed_scope=scope,
        )


def totals(said: Iterable[QueryFeedback]) -> str:
    """Say in one sentence what feedback left out of all lists together; "" where it left out nothing."""
    left_out: Counter[Reason] = Counter()
    closed: Counter[Reason] = Counter()
    for each in said:
        if each.closed is None:
            left_out.update(each.left_out.values())
        else:
            closed[each.closed] += 1
    clauses = [
        sentence.format(n=reasons.total(), reasons=phrases.counted(reasons))
        for sentence, reasons in ((phrases.TOTAL_LEFT_OUT, left_out), (phrases.TOTAL_CLOSED, closed))
        if reasons
    ]
    return f"{'；'.join(clauses)}。" if clauses else ""


def listable(candidates: Int64Matrix, feedback: QueryFeedback, targets: Corpus) -> Int64Matrix:
    """Return the candidates that feedback does not bar, and behind them those recommended that were not found.

    Args:
        candidates: shape (n,), positions among the targets.
        feedback: what was said of the record's candidates.
        targets: the corpus of the candidates.
    """
    if not feedback.left_out and not feedback.verdicts:
        return candidates
    kept = [place for place in candidates.tolist() if targets.profiles[place].id not in feedback.left_out]
    wanted = feedback.recommended - {targets.profiles[place].id for place in kept}
    if wanted:
        kept += [place for place, profile in enumerate(targets.profiles) if profile.id in wanted]
    return np.array(kept, dtype=np.int64)


def marked(match: Match, direction: Direction, feedback: QueryFeedback) -> Match:
    """Return a match with the verdict that stands on it."""
    number = match.achievement_id if direction is Direction.NEEDS else match.need_id
    verdict, reason = feedback.verdicts.get(number, (None, None))
    return replace(match, verdict=verdict, verdict_reason=reason)


def rerank(ranked: RankedBlock, targets: Corpus, candidates: Int64Matrix, feedback: QueryFeedback) -> RankedBlock:
    """Add the term of feedback to the margins of one record's candidates.

    term = WEIGHT x (max over accepted results a of gain(a) x resemblance(c, a)
                     - max over rejected results r of -gain(r) x resemblance(c, r)),
    between -WEIGHT and WEIGHT. What was judged itself has WEIGHT x its own gain, whatever else it resembles: a person's
    word needs no guess of ours.

    Args:
        ranked: the candidates as the ranker sees them.
        targets: the corpus of the candidates.
        candidates: shape (n,), their positions in it.
        feedback: what was said of the record's candidates, listed or not.

    Returns:
        The same block with the term on top, which moves margins and leaves levels and scores as the ranker gave them;
        the very same object where nothing that was said can move anything.
    """
    judged = _judged(targets, feedback)
    if not judged or not len(candidates):
        return ranked
    positions = np.array([each.position for each in judged], dtype=np.int64)
    gains = np.array([each.gain for each in judged])
    alike = resemblance(targets, candidates, positions)
    values, reasons = np.zeros(len(candidates)), []
    pull, push = _strongest(alike, gains), _strongest(alike, -gains)
    moved = _drawn(alike * gains, pull) + _drawn(alike * gains, push)
    for row, place in enumerate(candidates.tolist()):
        said = feedback.levels.get(targets.profiles[place].id)
        values[row] = moved[row] if said is None else GAINS[said[0]]
        places = (int(pull[row]), int(push[row]))
        reasons.append(_reason(alike[row], judged, places=places) if said is None else _own_reason(*said))
    return replace(ranked, added=AddedTerm(FEATURE, values, WEIGHT * values, tuple(reasons)))


def resemblance(corpus: Corpus, rows: Int64Matrix, columns: Int64Matrix) -> Float64Matrix:
    """Return how much records of one side resemble each other, shape (len(rows), len(columns)), between 0 and 1.

    The mean of four cosines: vectors and characters, of titles and of whole texts. Vectors are centred and not turned:
    the turn leads from what is asked to what is offered. On tests/golden/development vectors alone gained a fifth less;
    characters alone, with twice the weight, gained about as much.
    """
    vectors = corpus.centred_text_vectors
    texts = clipped(cosines_between(vectors[rows], vectors[columns]))
    titles = clipped(cosines_between(corpus.title_vectors_at(rows), corpus.title_vectors_at(columns)))
    mean: Float64Matrix = (
        texts
        + titles
        + _products(corpus.title_characters, rows, columns)
        + _products(corpus.text_characters, rows, columns)
    ) / 4.0
    return np.clip(mean, 0.0, 1.0)


def _sides(verdict: Feedback, direction: Direction) -> tuple[str, str]:
    """Return the ids of the record that is asked for and of its candidate."""
    if direction is Direction.NEEDS:
        return verdict.need_id, verdict.achievement_id
    return verdict.achievement_id, verdict.need_id


@dataclass(frozen=True, slots=True)
class _Judged:
    """A judged result that moves others: where it stands, its gain, its title, and why it was rejected."""

    position: int
    gain: float
    title: str
    reason: Reason | None


def _judged(targets: Corpus, feedback: QueryFeedback) -> list[_Judged]:
    if not feedback.levels:
        return []
    places = {profile.id: place for place, profile in enumerate(targets.profiles)}
    return [
        _Judged(places[number], GAINS[level], targets.profiles[places[number]].title, reason)
        for number, (level, reason) in feedback.levels.items()
        if number in places and GAINS[level]
    ]


def _strongest(alike: Float64Matrix, gains: Float64Matrix) -> Int64Matrix:
    """Return for each row the judged result whose gain above 0 weighs most, ties by order; -1 where there is none."""
    weighed = np.where(gains > 0, alike * gains, 0.0)
    best: Int64Matrix = weighed.argmax(axis=1)
    return np.where(weighed[np.arange(len(weighed)), best] > 0, best, -1)


def _drawn(weighed: Float64Matrix, best: Int64Matrix) -> Float64Matrix:
    values: Float64Matrix = np.where(best >= 0, weighed[np.arange(len(weighed)), best], 0.0)
    return values


def _own_reason(level: Level, reason: Reason | None) -> str:
    if GAINS[level] > 0:
        return phrases.ACCEPTED_ITSELF
    return phrases.REJECTED_ITSELF.format(reason=phrases.REASON_LABELS[reason or Reason.WRONG_TECHNOLOGY])


def _reason(alike: Float64Matrix, judged: Sequence[_Judged], *, places: tuple[int, int]) -> str:
    """Name the accepted and the rejected result that moved a candidate most."""
    clauses = []
    for place in places:
        if place < 0 or alike[place] < LEAST_TOLD:
            continue
        each, percent = judged[place], round(100 * float(alike[place]))
        if each.gain > 0:
            clauses.append(phrases.RESEMBLES_ACCEPTED.format(title=each.title, percent=percent))
        else:
            reason = phrases.REASON_LABELS[each.reason or Reason.WRONG_TECHNOLOGY]
            clauses.append(phrases.RESEMBLES_REJECTED.format(reason=reason, title=each.title, percent=percent))
    return "；".join(clauses) or phrases.RESEMBLES_NONE


def _products(matrix: sp.csr_matrix, rows: Int64Matrix, columns: Int64Matrix) -> Float64Matrix:
    products: Float64Matrix = np.asarray((matrix[rows] @ matrix[columns].T).todense(), dtype=np.float64)
    return products
