"""The main job: for every record of one side, the ranked and explained records of the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

import numpy as np

from data.errors import ArtefactError
from data.records.achievements import Achievement
from data.records.enums import Direction, Level
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchList
from data.records.needs import Need
from data.records.pairs import Pair
from matcher import phrases
from matcher.corpus import Corpus
from matcher.encoder_scales import scale_of
from matcher.explain import RankedBlock, explain
from matcher.features.block import Block
from matcher.features.table import FEATURES, feature_values
from matcher.feedback import FeedbackBook, QueryFeedback, listable, marked, rerank
from matcher.language import Language
from matcher.profiles import profile_achievement, profile_need
from matcher.retrieval import POOL, Finder, Retriever
from models.protocols import Float64Matrix, Int64Matrix, Progress, Ranker, Ranking

N_NEAREST = 3
"""How many of the nearest are shown where nothing fits."""

BATCH = 256
"""Queries searched together: enough for the indexes to work in bulk, few enough to keep progress and memory steady."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Two corpora and a ranker, ready to answer in both directions.

    Attributes:
        feedback: what people said of pairs; moves and shortens lists, never levels and scores.
    """

    needs: Corpus
    achievements: Corpus
    language: Language
    ranker: Ranker
    feedback: FeedbackBook = field(default_factory=FeedbackBook)

    def __post_init__(self) -> None:
        """Refuse a ranker whose columns are not those that are computed here.

        Raises:
            ArtefactError: the ranker was made for other features.
        """
        if self.ranker.features != tuple(feature.name for feature in FEATURES):
            raise ArtefactError(
                f"排序模型 {self.ranker.id} 的特征与本程序的不同。",
                remedy="请用本版本重新训练，或不写 --model 使用自带的模型。",
            )

    @classmethod
    def build(
        cls,
        needs: Sequence[Need],
        achievements: Sequence[Achievement],
        *,
        language: Language,
        ranker: Ranker,
        progress: Progress | None = None,
    ) -> Self:
        """Prepare both sides; the encoder's work is done here.

        Args:
            needs: may be empty.
            achievements: may be empty.
            language: what to read them with; never with terms found in the records, on which scores must not depend.
            ranker: expects the columns of matcher.features.table.FEATURES.
            progress: called with texts encoded and texts in all, first for needs, then for achievements.

        Returns:
            A matcher; with a given ranker a pair's score depends on its two texts alone. Which ranker, and so which of
            two scales of levels, depends on whether the list is one of titles (docs/decisions/0015).
        """
        segmenter = language.segmenter
        need_corpus = Corpus.build(
            [profile_need(need, segmenter) for need in needs], language, role="query", progress=progress
        )
        achievement_corpus = Corpus.build(
            [profile_achievement(achievement, segmenter) for achievement in achievements],
            language,
            role="passage",
            progress=progress,
        )
        return cls(need_corpus, achievement_corpus, language, ranker)

    def match(
        self,
        direction: Direction,
        *,
        top: int,
        as_of: date,
        retriever: Finder | None = None,
        progress: Progress | None = None,
    ) -> tuple[MatchList, ...]:
        """List the candidates of every record of one side.

        Args:
            direction: NEEDS lists achievements for every need, ACHIEVEMENTS the other way round.
            top: candidates a list holds at most, at least 1.
            as_of: the day against which validity is checked.
            retriever: names the candidates, such as indexes made before; None makes these here, which takes seconds
                for 20,000.
            progress: called with lists made and lists in all.

        Returns:
            One list a record, in the order of the records.
        """
        queries, targets = self.sides(direction)
        indexes = Retriever.build(targets, self.language) if retriever is None else retriever
        lists: list[MatchList] = []
        for start in range(0, len(queries), BATCH):
            positions = range(start, min(start + BATCH, len(queries)))
            ids = [queries.profiles[position].id for position in positions]
            said = self.feedback.of_queries(direction, ids, targets=(each.id for each in targets.profiles))
            # A list longer than the usual pool must not end early, nor one that leaves much out.
            n_left_out = max(len(each.left_out) for each in said)
            candidates = indexes.candidates(queries, positions, pool=max(POOL, top) + n_left_out)
            for position, found, each in zip(positions, candidates, said, strict=True):
                lists.append(self._list(direction, position, found, top=top, as_of=as_of, feedback=each))
            if progress is not None:
                progress(len(lists), len(queries))
        return tuple(lists)

    def rank_candidates(self, direction: Direction, position: int, candidates: Int64Matrix) -> RankedBlock:
        """Score the candidates of one record; rows stay in the order given."""
        queries = np.full(len(candidates), position, dtype=np.int64)
        for_needs = direction is Direction.NEEDS
        block = Block(
            needs=self.needs,
            achievements=self.achievements,
            need_positions=queries if for_needs else candidates,
            achievement_positions=candidates if for_needs else queries,
        )
        values = feature_values(block)
        return RankedBlock(block, values, self.ranker.rank(values), scale=scale_of(self.language.encoder.id))

    def score(self, pairs: Sequence[Pair]) -> Ranking:
        """Score given pairs, in their order; every id must be known (see matcher.pairs)."""
        ranking = self._empty_ranking(len(pairs))
        for need_position, rows, candidates in self._by_need(pairs):
            ranked = self.rank_candidates(Direction.NEEDS, need_position, candidates).ranking
            ranking.levels[rows] = ranked.levels
            ranking.margin[rows] = ranked.margin
            ranking.contributions[rows] = ranked.contributions
        return ranking

    def sides(self, direction: Direction) -> tuple[Corpus, Corpus]:
        """Return the side that lists are made for, and the side of the candidates."""
        if direction is Direction.NEEDS:
            return self.needs, self.achievements
        return self.achievements, self.needs

    def _list(
        self,
        direction: Direction,
        position: int,
        candidates: Int64Matrix,
        *,
        top: int,
        as_of: date,
        feedback: QueryFeedback,
    ) -> MatchList:
        queries, targets = self.sides(direction)
        profile = queries.profiles[position]
        query_id = NeedId(profile.id) if direction is Direction.NEEDS else AchievementId(profile.id)
        if feedback.closed is not None:
            return MatchList(query_id, (), note=feedback.closing_note)
        n_found, candidates = len(candidates), listable(candidates, feedback, targets)
        if not len(candidates):
            nothing = phrases.ALL_LEFT_OUT if n_found else phrases.NO_CANDIDATE
            return MatchList(query_id, (), note=(nothing if len(targets) else phrases.EMPTY_SIDE) + feedback.note())
        ranked = rerank(self.rank_candidates(direction, position, candidates), targets, candidates, feedback)
        wanted = feedback.recommended
        recommended = np.array([targets.profiles[place].id in wanted for place in candidates.tolist()])
        order = np.lexsort((candidates, -ranked.margin, ~recommended))
        # Chosen before the list is cut: what feedback lifts above its level must not take the place of what fits.
        listed = [int(row) for row in order if ranked.level[row] > Level.NONE or recommended[row]][:top]
        shown = tuple(
            marked(explain(ranked, row, rank=rank, as_of=as_of), direction, feedback)
            for rank, row in enumerate(listed or order[: min(top, N_NEAREST)].tolist(), start=1)
        )
        if not listed:
            best = targets.profiles[int(candidates[order[0]])]
            note = phrases.nothing_fits(best.title, shown[0].level, shown[0].score)
            return MatchList(query_id, (), shown, note + feedback.note())
        found = MatchList(query_id, shown)
        return replace(found, note=("" if found.has_fit else phrases.ONLY_WEAK) + feedback.note())

    def _by_need(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Int64Matrix, Int64Matrix]]:
        need_places = {profile.id: place for place, profile in enumerate(self.needs.profiles)}
        achievement_places = {profile.id: place for place, profile in enumerate(self.achievements.profiles)}
        places = np.array([need_places[pair.need_id] for pair in pairs], dtype=np.int64)
        candidates = np.array([achievement_places[pair.achievement_id] for pair in pairs], dtype=np.int64)
        for place in np.unique(places):
            rows = np.flatnonzero(places == place)
            yield int(place), rows, candidates[rows]

    def _empty_ranking(self, n: int) -> Ranking:
        empty: Float64Matrix = np.zeros((n, 4))
        return Ranking(levels=empty, margin=np.zeros(n), contributions=np.zeros((n, len(self.ranker.features) + 1)))
