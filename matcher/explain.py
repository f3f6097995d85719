"""Turns the numbers of a ranked pair into a match that a person can check against the texts."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from data.records.enums import ConditionStatus, Level
from data.records.ids import AchievementId, NeedId
from data.records.matches import Condition, Contribution, Match, PassagePair
from matcher import phrases
from matcher.conditions import check_conditions
from matcher.denials import Denial, denials, only_denied, undenied
from matcher.encoder_scales import E5, Scale
from matcher.features.block import Block
from matcher.features.passages import clipped, cosines_between
from matcher.features.table import FEATURES
from matcher.features.words import telling_words
from matcher.indicators import compare_indicators
from models.protocols import Float64Matrix, Int64Matrix, Ranking

N_PASSAGES = 3
SNIPPET = 24
"""Characters of a passage that the one-sentence summary quotes."""

_NAMED = re.compile(r"[^、：；“”]+")
_LEADING = re.compile(
    r"^(?:[\s\"'“”‘’、，。；：,.;:)）】\]》>•·*#—-]|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．](?!\d)|[①-⑳⑴-⒇])+"
)


@dataclass(frozen=True, slots=True)
class AddedTerm:
    """A share of the margin that no feature of the pair gave; it moves places, never levels or scores.

    Attributes:
        name: as a feature's.
        values: shape (n,).
        shares: shape (n,), what it adds to each margin.
        reasons: one a pair.
    """

    name: str
    values: Float64Matrix
    shares: Float64Matrix
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RankedBlock:
    """The pairs of one list with everything computed for them; what scores is what explains.

    Attributes:
        block: n pairs.
        values: shape (n, n_features).
        ranking: of the same n pairs, as the ranker gave it.
        added: a term on top of the features; told after them and before the bias.
        scale: what the similarities of passages mean.
    """

    block: Block
    values: Float64Matrix
    ranking: Ranking
    added: AddedTerm | None = None
    scale: Scale = E5

    @cached_property
    def level(self) -> Int64Matrix:
        """The level of each pair, shape (n,): worked out once for all rows that are explained."""
        return self.ranking.level

    @cached_property
    def margin(self) -> Float64Matrix:
        """What each list is ordered by, shape (n,): the ranker's margin and the term on top of it."""
        return self.ranking.margin if self.added is None else self.ranking.margin + self.added.shares

    @cached_property
    def score(self) -> Float64Matrix:
        """The score of each pair, shape (n,)."""
        return self.ranking.score


def explain(ranked: RankedBlock, row: int, *, rank: int, as_of: date) -> Match:
    """Return the match of one row of a ranked block."""
    need, achievement = ranked.block.pair(row)
    levels = ranked.ranking.levels[row]
    level = Level(int(ranked.level[row]))
    denied = denials(need, achievement)
    absent = only_denied(denied, achievement)
    passages = _passages(ranked, row, denied)
    indicators = compare_indicators(need, achievement)
    conditions = check_conditions(need, achievement, indicators=indicators, as_of=as_of)
    words = telling_words(need, achievement, limit=3, left_out=absent)
    return Match(
        need_id=NeedId(need.id),
        achievement_id=AchievementId(achievement.id),
        rank=rank,
        score=float(ranked.score[row]),
        level=level,
        levels=(float(levels[0]), float(levels[1]), float(levels[2]), float(levels[3])),
        margin=float(ranked.margin[row]),
        summary=_summary(level, words, _evidence(passages, denied, close=ranked.scale.close), conditions),
        contributions=_contributions(ranked, row, absent),
        passages=passages,
        indicators=indicators,
        conditions=conditions,
        denials=tuple(each.quote for each in denied),
    )


def _contributions(ranked: RankedBlock, row: int, absent: frozenset[str]) -> tuple[Contribution, ...]:
    values, shares = ranked.values[row].tolist(), ranked.ranking.contributions[row].tolist()
    told = tuple(
        Contribution(feature.name, None, share, feature.unknown(ranked.block, row))
        if math.isnan(value)
        else Contribution(feature.name, value, share, _honest(feature.reason(ranked.block, row, value), absent))
        for feature, value, share in zip(FEATURES, values, shares, strict=False)
    )
    added = ranked.added
    more = (
        ()
        if added is None
        else (Contribution(added.name, float(added.values[row]), float(added.shares[row]), added.reasons[row]),)
    )
    return (*told, *more, Contribution("bias", None, shares[-1], phrases.BIAS))


def _honest(reason: str, absent: frozenset[str]) -> str:
    """Return a reason that says which of the words it names as shared the achievement only denies."""
    named = [word for word in _NAMED.findall(reason) if word.lower() in absent]
    return phrases.DENIED_WORDS.format(reason=reason, words="、".join(dict.fromkeys(named))) if named else reason


def _passages(ranked: RankedBlock, row: int, denied: Sequence[Denial]) -> tuple[PassagePair, ...]:
    block = ranked.block
    need, achievement = block.pair(row)
    need_rows = block.needs.rows(int(block.need_positions[row]))
    achievement_rows = block.achievements.rows(int(block.achievement_positions[row]))
    cosines = cosines_between(
        block.needs.passage_vectors[need_rows], block.achievements.passage_vectors[achievement_rows]
    )
    counted = block.needs.weights[need_rows] > 0
    offered = [undenied(passage.quote, denied) for passage in achievement.quoted]
    is_open = np.array([quote is not None for quote in offered])
    similarities = np.where(counted[:, None] & is_open, clipped(cosines), -1.0)
    return tuple(
        PassagePair(need.quoted[i].quote, quote, float(similarities[i, j]))
        for i, j in _best_cells(similarities, least=ranked.scale.least_similar)
        if (quote := offered[j]) is not None
    )


def _best_cells(similarities: Float64Matrix, *, least: float) -> list[tuple[int, int]]:
    """Pick cells greedily, best first, ties by smaller row then column, no row or column twice."""
    left = similarities.copy()
    chosen: list[tuple[int, int]] = []
    while len(chosen) < N_PASSAGES:
        i, j = divmod(int(left.argmax()), left.shape[1])
        if left[i, j] < least:
            break
        chosen.append((i, j))
        left[i, :] = -1.0
        left[:, j] = -1.0
    return chosen


def _summary(level: Level, words: Sequence[str], passage_clause: str, conditions: Sequence[Condition]) -> str:
    clauses = []
    if words:
        clauses.append(phrases.SUMMARY_WORDS.format(words="、".join(words)))
    clauses.append(passage_clause)
    failed = [
        phrases.FAILED_SHORT[condition.name] for condition in conditions if condition.status is ConditionStatus.FAIL
    ]
    if failed:
        clauses.append(phrases.SUMMARY_FAILED.format(reasons="、".join(failed)))
    start = phrases.SUMMARY_START.format(level=phrases.LEVEL_LABELS[level])
    return start + "；".join(clauses) + "。"


def _evidence(passages: Sequence[PassagePair], denied: Sequence[Denial], *, close: float) -> str:
    clause = _passage_clause(passages, close=close)
    if not denied:
        return clause
    return "；".join((clause, phrases.SUMMARY_DENIED.format(text=_snippet(denied[0].quote.text))))


def _passage_clause(passages: Sequence[PassagePair], *, close: float) -> str:
    if not passages:
        return phrases.SUMMARY_NO_PASSAGE
    best = passages[0]
    phrase = phrases.SUMMARY_PASSAGE if best.similarity >= close else phrases.SUMMARY_LOOSE_PASSAGE
    return phrase.format(need=_snippet(best.need.text), achievement=_snippet(best.achievement.text))


_NUMBER_TAIL = re.compile(r"[\d.]+$")


def _snippet(text: str) -> str:
    """Return the start of a passage for a sentence: without its number and leading marks, cut at a mark if need be."""
    line = _LEADING.sub("", " ".join(text.split())).rstrip("。；;，,：:")
    if len(line) <= SNIPPET:
        return line
    head = line[: SNIPPET - 1]
    mark = max(head.rfind(mark) for mark in "，。；：、,;（(")
    # A number cut in half is another number.
    whole = _NUMBER_TAIL.sub("", head) if line[len(head)] in "0123456789." else head
    return (head[:mark] if mark >= SNIPPET // 2 else whole) + "…"
