"""Needs that many companies have in common (共性技术): groups of needs, named by the words they share."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from sklearn.cluster import AgglomerativeClustering

from data.errors import UsageError
from data.records.enums import Level, Triage
from data.reference.vagueness import load_vague_words
from ingest.parsing.regions import find_region
from matcher.corpus import Corpus
from matcher.doctor.vagueness import vagueness
from matcher.features.passages import clipped
from matcher.features.shown import as_written
from matcher.features.words import LEAST_TELLING
from matcher.gaps.survey import Survey
from matcher.language import shipped_weights
from matcher.profiles import Profile
from models.protocols import Float64Matrix, Int64Matrix

LEAST_SIMILAR: Final = 0.34
"""Mean similarity of two groups from which on they are one.

The lowest at which more than four in five of the pairs inside groups of three or more are of one product or process:
84% at 0.34, 86% at 0.36 and 0.40, 70% at 0.32. Measured 2026-11-22 on 360 pairs of 51jishu's needs, 60 a band of
similarity, read by an automatic reader without sight of the similarity; e5, vectors centred and not turned
(docs/gaps.md).
"""

LEAST_SIMILAR_PAIR: Final = 0.38
"""The same for a group that stays a pair, by the same rule and readings: 83% at 0.38, 79% at 0.36."""

MEANING_SHARE: Final = 0.5
"""Part of the vectors in a similarity; the rest is shared rare words. On the same readings 0.4 to 0.75 tell one product
from several about as well (AUC 0.86 to 0.88), vectors alone 0.84, words alone 0.80."""

MOST_NEEDS: Final = 8000
"""Needs grouped at once: the distances of 8,000 take half a gigabyte."""

_COMPANY_MARK: Final = re.compile(r"[\"“]?([\u4e00-\u9fff]{2,4})[-—－]")
_NAMING: Final = re.compile(r"[^\W\d_]{2}")

N_TITLE_WORDS: Final = 3
N_NEAREST: Final = 3
"""Pairs of needs named that stay below a group."""
MOST_TELLING: Final = 7.0
"""Idf of a word that one background text in 400 holds; rarer words count no more in a title."""
N_BEST: Final = 3


@dataclass(frozen=True, slots=True)
class BestForAll:
    """An achievement for a whole group: mean score over its needs, and how many of them it fits (较强相关)."""

    position: int
    score: float
    n_answered: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Needs of one kind.

    Attributes:
        words: what names the group, most telling first; at least one.
        members: positions of its needs, the most central first.
        cohesion: mean similarity of its pairs, 0-1.
        n_answered: how many of its needs have an answer.
        best: the achievements that fit the group as a whole, best first.
    """

    words: tuple[str, ...]
    members: tuple[int, ...]
    cohesion: float
    n_answered: int
    best: tuple[BestForAll, ...]


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two needs that are in no common group: their positions, the smaller first, and how similar they are, 0-1."""

    members: tuple[int, int]
    similarity: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """What grouping found.

    Attributes:
        clusters: groups of at least two needs, the largest first, then the tightest.
        nearest: the nearest two needs that no group holds together, nearest first, at most three such pairs; what is
            not similar at all is not among them.
    """

    clusters: tuple[Cluster, ...] = ()
    nearest: tuple[NearPair, ...] = ()


def find_clusters(survey: Survey, *, least_similar: float = LEAST_SIMILAR) -> Grouping:
    """Group the needs that ask for the same kind of technology.

    Average linkage on 1 - similarity; no random start, so the same needs always give the same groups. Needs that are
    too vague are left out: they have general words in common, not a technology.

    Args:
        survey: all needs scored.
        least_similar: mean similarity of two groups from which on they are one.

    Returns:
        The groups, and which needs came nearest to being one.

    Raises:
        UsageError: there are more needs than can be grouped at once.
    """
    corpus = survey.matcher.needs
    told = [i for i, profile in enumerate(corpus.profiles) if vagueness(profile).verdict is not Triage.TOO_VAGUE]
    if len(told) > MOST_NEEDS:
        raise UsageError(
            f"需要归类的需求有 {len(told):,} 项，超过 {MOST_NEEDS:,} 项。", remedy="请按地区或行业分成几份，分别处理。"
        )
    if len(told) < 2:
        return Grouping()
    similarities = need_similarities(corpus, told)
    grouping = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - least_similar
    )
    labels = grouping.fit_predict(1.0 - similarities)
    groups = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
    found = [_cluster(survey, told, similarities, group) for group in groups if len(group) > 1]
    # Near in tone, but without one word that names what they have in common: no technology to plan for.
    named = [each for each in found if each.words and (len(each.members) > 2 or each.cohesion >= LEAST_SIMILAR_PAIR)]
    clusters = tuple(sorted(named, key=lambda each: (-len(each.members), -each.cohesion, each.members)))
    return Grouping(clusters, tuple(_nearest(told, similarities, clusters)))


def _nearest(told: Sequence[int], similarities: Float64Matrix, clusters: Sequence[Cluster]) -> Iterator[NearPair]:
    """Yield the most similar pairs that no group holds together; ties by position."""
    places = {position: place for place, position in enumerate(told)}
    left = np.triu(similarities, 1)
    for cluster in clusters:
        inside = [places[member] for member in cluster.members]
        left[np.ix_(inside, inside)] = 0.0
    for _ in range(min(N_NEAREST, left.size)):
        i, j = divmod(int(left.argmax()), left.shape[1])
        if left[i, j] <= 0.0:
            return
        yield NearPair((told[i], told[j]), float(left[i, j]))
        left[i, j] = 0.0


def need_similarities(corpus: Corpus, positions: Sequence[int]) -> Float64Matrix:
    """Compare needs with each other, shape (n, n), 0-1.

    Meaning is the cosine of texts and of titles, their mean, both centred and neither turned: the turn leads from what
    is asked to what is offered. Words are the cosine over the idf of those that name something, a title's counted
    twice.
    """
    rows = np.asarray(positions, dtype=np.int64)
    vectors = corpus.centred_text_vectors[rows]
    texts = clipped(vectors @ vectors.T)
    titles = corpus.title_vectors_at(rows)
    meaning = (texts + clipped(titles @ titles.T)) / 2.0
    weights = shipped_weights()
    profiles = [corpus.profiles[position] for position in positions]
    named = [naming_words(profile) for profile in profiles]
    titled = [[word for word in dict.fromkeys(profile.title_words) if word in set(words)]
              for profile, words in zip(profiles, named, strict=True)]  # fmt: skip
    weighed = sp.csr_matrix(weights.word_matrix(named) + weights.word_matrix(titled))
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    lengths[lengths == 0.0] = 1.0
    scaled = sp.csr_matrix(sp.diags(1.0 / lengths) @ weighed)
    words = np.asarray((scaled @ scaled.T).todense())
    mixed: Float64Matrix = np.clip(MEANING_SHARE * meaning + (1.0 - MEANING_SHARE) * words, 0.0, 1.0).astype(np.float64)
    np.fill_diagonal(mixed, 1.0)
    return (mixed + mixed.T) / 2.0


def naming_words(profile: Profile) -> list[str]:
    """Return the distinct words of a need that name an object, a material or a method, in the order of the text.

    Left out are general words, words that one background text in 55 holds, values, and the mark of a company that
    some write before a title ("某钢-连铸测温"): what they share is the company, not the technology.
    """
    generic, mark = load_vague_words().generic, _COMPANY_MARK.match(profile.title)
    marked = mark[1] if mark else ""
    words = [word for word in dict.fromkeys(profile.words) if _NAMING.match(word) and word not in generic]
    rarity = shipped_weights().word_idf(words)
    return [
        word
        for word, idf in zip(words, rarity.tolist(), strict=True)
        if idf >= LEAST_TELLING and not (marked and word in marked)
    ]


def _cluster(survey: Survey, told: Sequence[int], similarities: Float64Matrix, group: Int64Matrix) -> Cluster:
    own = similarities[np.ix_(group, group)]
    n = len(group)
    central = np.lexsort((group, -own.sum(axis=1)))
    members = tuple(told[int(group[i])] for i in central)
    return Cluster(
        words=tuple(title_words(survey.matcher.needs, members)),
        members=members,
        cohesion=float((own.sum() - n) / (n * (n - 1))),
        n_answered=sum(survey.scored[member].is_answered for member in members),
        best=tuple(_best(survey, members)),
    )


def title_words(corpus: Corpus, members: Sequence[int]) -> list[str]:
    """Name a group by class-based TF-IDF (Grootendorst, 2022): needs with a word, times the word's idf.

    The idf is that of the background that ships, so that a group's name does not depend on the other groups. Only
    words that at least two needs and two fifths of them share, and that name an object.

    Returns:
        At most three, most telling first, none inside another, as the needs write them.
    """
    counts = Counter(word for member in members for word in naming_words(corpus.profiles[member]))
    titled = Counter(word for member in members for word in set(corpus.profiles[member].title_words))
    least = max(2.0, 0.4 * len(members))
    shared = sorted(word for word, n in counts.items() if n >= least)
    rarity = dict(zip(shared, shipped_weights().word_idf(shared).tolist(), strict=True))
    placeless = [word for word in shared if find_region(word) is None]
    # Past a point rarity says that the segmenter cut wrongly, not that a word names more; titles name the object.
    weight = {word: min(rarity[word], MOST_TELLING) * (counts[word] + 2 * titled[word]) for word in placeless}
    telling = sorted(placeless, key=lambda word: (-weight[word], word))
    return list(_apart(telling, corpus, members))


def _apart(words: Sequence[str], corpus: Corpus, members: Sequence[int]) -> Iterator[str]:
    chosen: list[str] = []
    for word in words:
        if len(chosen) < N_TITLE_WORDS and not any(word in other or other in word for other in chosen):
            chosen.append(word)
            owner = next(member for member in members if word in corpus.profiles[member].words)
            yield as_written(word, corpus.profiles[owner])


def _best(survey: Survey, members: Sequence[int]) -> Iterator[BestForAll]:
    """Yield the achievements with the highest mean score; one that is no candidate of a need scores 0 there."""
    sums: Counter[int] = Counter()
    fits: Counter[int] = Counter()
    for member in members:
        scored = survey.scored[member]
        for place, score, level in zip(
            scored.candidates.tolist(), scored.scores.tolist(), scored.levels.tolist(), strict=True
        ):
            sums[place] += score
            fits[place] += Level(level).fits
    order = sorted(sums, key=lambda place: (-fits[place], -sums[place], place))[:N_BEST]
    yield from (BestForAll(place, sums[place] / len(members), fits[place]) for place in order)
