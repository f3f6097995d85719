"""Which words of a need its matches rest on, and what is lost when secret words are hidden."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

import numpy as np

from data.records.enums import Direction, Level
from data.records.ids import AchievementId
from data.records.needs import Need
from ingest.cleaning import fold
from matcher.corpus import Corpus
from matcher.features.shown import as_written, is_shown
from matcher.language import shipped_weights
from matcher.match import Matcher
from matcher.profiles import Profile, profile_need
from matcher.retrieval import POOL, Retriever
from models.protocols import Float64Matrix, Int64Matrix

MOST_WORDS: Final = 10
TOP: Final = 10
"""Candidates a list shows at most; what stands below is not watched, for nobody sees it."""

FEW: Final = 5
"""One in so many may leave a list for words to count as safe to hide: two of ten."""

_TEXT_FIELDS: Final = ("title", "content", "indicators", "existing_base")


@dataclass(frozen=True, slots=True)
class WordShare:
    """How much the matches of a need rest on one of its words.

    Attributes:
        word: as the need writes it.
        idf: how rare it is, see models.term_weights; at least 1.
        share: its part of the shared-words evidence, 0-1: squared idf over the sum of all words of the need.
        drop: how much the mean score of the list falls without it, on the scale 0-1 (negative: it rises); None where no
            achievements were given or the list is empty.
        n_lost: how many of the list would no longer be on it; None as above.
    """

    word: str
    idf: float
    share: float
    drop: float | None = None
    n_lost: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An achievement on a list: rank from 1, score 0-1."""

    achievement_id: AchievementId
    rank: int
    score: float


class MaskVerdict(StrEnum):
    """What hiding words means for a list."""

    SAFE = "safe"
    LOSS = "loss"
    NOT_USED = "not_used"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class MaskEffect:
    """What hiding words does to the list of a need: at most ten candidates above 无相关.

    Attributes:
        masked: word -> what stands in its place ("" where it is taken out); only words that the need has.
        absent: words to hide that the need does not have.
        before: the list with the words; may be empty.
        after: the list without them.
    """

    masked: Mapping[str, str]
    absent: tuple[str, ...]
    before: tuple[Place, ...]
    after: tuple[Place, ...]

    @property
    def kept(self) -> tuple[Place, ...]:
        """What is on both lists, with the places before."""
        after = {place.achievement_id for place in self.after}
        return tuple(place for place in self.before if place.achievement_id in after)

    @property
    def lost(self) -> tuple[Place, ...]:
        """What was on the list and no longer is."""
        after = {place.achievement_id for place in self.after}
        return tuple(place for place in self.before if place.achievement_id not in after)

    @property
    def gained(self) -> tuple[Place, ...]:
        """What has come onto the list."""
        before = {place.achievement_id for place in self.before}
        return tuple(place for place in self.after if place.achievement_id not in before)

    @property
    def verdict(self) -> MaskVerdict:
        """SAFE where at most a fifth of the list leaves it; EMPTY where there is no list to judge by."""
        if not self.masked:
            return MaskVerdict.NOT_USED
        if not self.before:
            return MaskVerdict.EMPTY
        return MaskVerdict.SAFE if FEW * len(self.lost) <= len(self.before) else MaskVerdict.LOSS


@dataclass(frozen=True, slots=True)
class Listed:
    """Scored candidates: scores 0-1 of all, shape (n,), and the rows that a list shows, best first."""

    scores: Float64Matrix
    rows: Int64Matrix


@dataclass(frozen=True, slots=True)
class Bench:
    """A matcher over achievements, and indexes over them, to try needs on."""

    matcher: Matcher
    retriever: Retriever

    @classmethod
    def build(cls, matcher: Matcher) -> Self:
        """Index the achievements of a matcher; its needs are not used."""
        return cls(matcher, Retriever.build(matcher.achievements, matcher.language))

    def corpus(self, needs: Sequence[Need]) -> Corpus:
        """Prepare needs that are nowhere stored."""
        language = self.matcher.language
        return Corpus.build([profile_need(need, language.segmenter) for need in needs], language, role="query")

    def ranked(self, needs: Corpus, position: int, candidates: Int64Matrix) -> "Listed":
        """Score candidates of one need, and tell which of them `duijie match` would list."""
        if not len(candidates):
            return Listed(np.zeros(0), np.zeros(0, np.int64))
        block = replace(self.matcher, needs=needs).rank_candidates(Direction.NEEDS, position, candidates)
        first = np.lexsort((candidates, -block.margin))[:TOP]
        return Listed(block.score, first[block.level[first] > Level.NONE])

    def list_of(self, needs: Corpus, position: int) -> tuple[Place, ...]:
        """Return the list of one need as `duijie match` shows it: at most ten, above 无相关."""
        (candidates,) = self.retriever.candidates(needs, [position], pool=POOL)
        found = self.ranked(needs, position, candidates)
        ids = [AchievementId(self.matcher.achievements.profiles[int(candidates[row])].id) for row in found.rows]
        return tuple(
            Place(number, rank, float(found.scores[row]))
            for rank, (number, row) in enumerate(zip(ids, found.rows, strict=True), start=1)
        )


def word_shares(profile: Profile) -> tuple[WordShare, ...]:
    """Rank the words of a need by their part of the shared-words evidence.

    Returns:
        The ten heaviest and the words of the title, heaviest first, ties by the word; what `is_shown` rejects is
        left out of the list, but not of the sum.
    """
    words = sorted(set(profile.words))
    if not words:
        return ()
    rarity = shipped_weights().word_idf(words)
    shares = np.square(rarity) / np.square(rarity).sum()
    order = sorted(range(len(words)), key=lambda i: (-shares[i], words[i]))
    whole = [i for i in order if is_shown(words[i])]
    named = set(profile.title_words)
    kept = [i for rank, i in enumerate(whole) if rank < MOST_WORDS or words[i] in named]
    return tuple(WordShare(as_written(words[i], profile), float(rarity[i]), float(shares[i])) for i in kept)


def try_without(need: Need, shares: Sequence[WordShare], bench: Bench) -> tuple[WordShare, ...]:
    """Score the candidates of a need again without each of its words.

    Args:
        need: the need.
        shares: its words, see `word_shares`.
        bench: what to try on.

    Returns:
        The same words with `drop` and `n_lost`, those whose loss costs most first; ties keep their order. Unchanged
        where the need's list is empty.
    """
    variants = bench.corpus([need, *(hide(need, {share.word: ""}) for share in shares)])
    (candidates,) = bench.retriever.candidates(variants, [0], pool=POOL)
    whole = bench.ranked(variants, 0, candidates)
    if not len(whole.rows):
        return tuple(shares)
    tried = []
    for position, share in enumerate(shares, start=1):
        without = bench.ranked(variants, position, candidates)
        drop = float(whole.scores[whole.rows].mean() - without.scores[whole.rows].mean())
        n_lost = len(set(whole.rows.tolist()) - set(without.rows.tolist()))
        tried.append(replace(share, drop=drop, n_lost=n_lost))
    return tuple(sorted(tried, key=lambda share: -(share.drop or 0.0)))


def mask_effect(need: Need, masks: Mapping[str, str], bench: Bench) -> MaskEffect:
    """Show what hiding words does to the list of a need.

    Args:
        need: the need.
        masks: word -> what to write in its place; "" takes it out.
        bench: what to try on.

    Returns:
        The list before and after, each found and scored anew.
    """
    text = "\n".join(fold(getattr(need, field)).text for field in _TEXT_FIELDS).lower()
    # What folding leaves nothing of, such as a blank of no width, would be found between any two characters.
    plain = {word: fold(word).text.lower() for word in masks}
    present = {word: general for word, general in masks.items() if plain[word] and plain[word] in text}
    absent = tuple(word for word in masks if word not in present)
    variants = bench.corpus([need, hide(need, present)])
    return MaskEffect(present, absent, bench.list_of(variants, 0), bench.list_of(variants, 1))


def hide(need: Need, masks: Mapping[str, str]) -> Need:
    """Return a need whose texts hold other words in the place of some; upper and lower case count as the same.

    Texts come out folded, as matching reads them: a word is found however its characters were written. Where one word
    holds another, the longer is replaced. Without masks the very same need comes back.
    """
    longest_first = sorted(masks.items(), key=lambda mask: -len(fold(mask[0]).text))
    if not longest_first:
        return need
    # All at once: what stands in for one word is not searched for the next, and 石墨 leaves no 烯 of 石墨烯 behind.
    pattern = re.compile("|".join(f"({re.escape(fold(word).text)})" for word, _ in longest_first), re.IGNORECASE)

    def general(found: re.Match[str]) -> str:
        return longest_first[(found.lastindex or 1) - 1][1]

    def hidden(value: str) -> str:
        return pattern.sub(general, fold(value).text)

    return replace(
        need,
        title=hidden(need.title),
        content=hidden(need.content),
        indicators=hidden(need.indicators),
        existing_base=hidden(need.existing_base),
    )
