"""Answers from one open workspace: what fits a need or an achievement, and what resembles a sentence."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Final

from data.errors import DuijieError, UnknownIdError, UsageError
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.feedback import Shown
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchReport
from data.records.needs import Need
from data.storage.workspace import Workspace
from matcher.corpus import Corpus
from matcher.doctor.dependence import Bench
from matcher.feedback import FeedbackBook
from matcher.match import Matcher
from matcher.pooling import pooled
from matcher.scoring import are_titles_alone, ranker_for
from models.protocols import Ranker
from service.docking.doctoring import Consultation, examine, try_words
from service.docking.feedback import book_of
from service.docking.known_ids import KnownIds
from service.docking.language import LanguageChoice, plain_segmenter
from service.docking.loading import Loaded, LoadedSide, index_stamps, load, stamps_of
from service.docking.matching import ranker_note
from service.docking.pasted import MOST_CONTENT_CHARACTERS, first_words, refuse_longer
from service.docking.precedence import Precedence
from service.docking.searching import ACHIEVEMENTS, NEEDS, TARGETS, Found, repository_of

_log = logging.getLogger(__name__)

OUTDATED: Final = "建立索引之后工作区有改动，结果可能不全；请运行 duijie index 更新。"
FOLLOWING: Final = "工作区有较多新的改动，检索索引正在更新，结果可能不全；请稍后再看。"
"""The same where a job follows by itself."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What a workspace holds; `is_indexed` tells whether every kind of record it has can be searched."""

    n_needs: int
    n_achievements: int
    is_indexed: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """Records that resemble a sentence, best first; `note` is "" or says why some may be missing."""

    found: tuple[Found, ...]
    note: str


class Desk:
    """Answers questions over one workspace; may be asked from several threads.

    Records, indexes and language machinery are loaded at the first question that needs them, or by `prepare`. When an
    index was written or a record changed, the next question sees it, and what did not change is not read again.
    Questions are worked on one at a time: the encoder uses every core, so two at once would each take twice as long.

    Args:
        workspace: open; closed by `close`.
        choice: which encoder and segmenter to read with; the indexes must have been made with the same.
        ranker: scores the pairs.
        ask_index: called where records wait that are in no index, more than a question indexes by itself: once for each
            state of the workspace, so that a job brings the indexes up to them; None where nobody does such jobs.
    """

    def __init__(
        self,
        workspace: Workspace,
        choice: LanguageChoice,
        ranker: Ranker,
        *,
        ask_index: Callable[[], None] | None = None,
    ) -> None:
        self._workspace = workspace
        self._choice = choice
        self._ranker = ranker
        self._ask_index = ask_index
        self._lock = Lock()
        self._loaded: Loaded | None = None
        self._is_preparing = False
        self._is_loading = False
        self._precedence = Precedence()
        self.known_ids = KnownIds(workspace)

    def close(self) -> None:
        """Let go of the workspace."""
        self._workspace.close()

    def prepare(self) -> None:
        """Load and prepare what matching needs, so that the first question does not wait for it."""
        self._is_preparing = True
        try:
            with self._holding():
                loaded = self._current()
            for side in loaded.sides.values():
                side.read_profiles(self._precedence.give_way)  # the long part, which keeps no question waiting
                with self._holding():
                    _ = side.corpus, side.retriever
        except DuijieError as error:
            # Whoever asks a question is told in full.
            _log.info("workspace not ready: %s", type(error).__name__)
        finally:
            self._is_preparing = False

    @property
    def is_preparing(self) -> bool:
        """Whether `prepare` is at work: a match asked for now waits until it is done, seconds to a minute."""
        return self._is_preparing

    @property
    def is_loading(self) -> bool:
        """Whether `prepare` is at a step that keeps searches waiting too, which need no prepared records."""
        return self._is_loading

    def stock(self) -> Stock:
        """Count the records; nothing is loaded."""
        with self._workspace.reading() as stores:
            counts = (len(stores.needs), len(stores.achievements))
        stamps = index_stamps(self._workspace)
        covered = all(stamp is not None for count, stamp in zip(counts, stamps, strict=True) if count)
        return Stock(*counts, is_indexed=any(counts) and covered)

    def need(self, number: str) -> Need:
        """Return a need of the workspace.

        Raises:
            UnknownIdError: it has no such need.
        """
        with self._workspace.reading() as stores:
            record = stores.needs.get(NeedId(number))
        if record is None:
            raise UnknownIdError(f"工作区里没有编号为“{number}”的需求。", remedy="请核对编号，或从首页查找。")
        return record

    def achievement(self, number: str) -> Achievement:
        """Return an achievement of the workspace.

        Raises:
            UnknownIdError: it has no such achievement.
        """
        with self._workspace.reading() as stores:
            record = stores.achievements.get(AchievementId(number))
        if record is None:
            raise UnknownIdError(f"工作区里没有编号为“{number}”的成果。", remedy="请核对编号，或从首页查找。")
        return record

    @property
    def segmenter(self) -> str:
        """Name of the segmenter that texts are read with."""
        return self._choice.segmenter

    @property
    def workspace(self) -> Workspace:
        """The workspace it answers from."""
        return self._workspace

    def match(
        self,
        query: Need | Achievement,
        *,
        top: int,
        as_of: date,
        include_rejected: bool = False,
        feedback: FeedbackBook | None = None,
        among: frozenset[str] | None = None,
    ) -> MatchReport:
        """List what fits one record; it need not be in the workspace, and is not put there.

        Args:
            query: a need is given achievements, an achievement needs.
            top: candidates listed at most, at least 1.
            as_of: the day against which validity is checked.
            include_rejected: list pairs that people rejected, too.
            feedback: what people said, where the asker may not see all of it; `include_rejected` is then its own.
            among: ids of the other side that may be listed, as if there were no others; None for all.

        Returns:
            A report of one list, moved and shortened by what people said of the record's pairs, with the records it
            names as the index knows them. Where the other side is empty or was never indexed, the errors are those of
            `loading.Loaded.side`.
        """
        for_need = isinstance(query, Need)
        direction = Direction.NEEDS if for_need else Direction.ACHIEVEMENTS
        said_of_pairs = book_of(self._workspace, include_rejected=include_rejected) if feedback is None else feedback
        with self._precedence.question(), self._lock:
            matcher, target = self._matcher_of(query)
            said = replace(matcher, feedback=said_of_pairs)
            (found,) = said.match(direction, top=top, as_of=as_of, retriever=target.retriever_among(among))
        named = (*found.matches, *found.nearest)
        records = (query, *(target.records[one.achievement_id if for_need else one.need_id] for one in named))
        notes = (ranker_note(matcher.ranker, matcher.language.encoder.id), self._note(target))
        return MatchReport(
            direction=direction,
            lists=(found,),
            needs={record.id: record for record in records if isinstance(record, Need)},
            achievements={record.id: record for record in records if isinstance(record, Achievement)},
            as_of=as_of,
            model=model_id(matcher),
            notes=tuple(note for note in notes if note),
        )

    def pool(self, need: Need) -> tuple[tuple[Achievement, Shown], ...]:
        """Pool the achievements that are worth judging for a need, in an order that tells nothing.

        Returns:
            Each with how the model saw it, which is for the record of a verdict and not for whoever judges; the errors
            are those of `loading.Loaded.side`.
        """
        with self._precedence.question(), self._lock:
            matcher, target = self._matcher_of(need)
            found = pooled(matcher, 0, target.retriever)
        model = model_id(matcher)
        records = [(target.records[each.id], each) for each in found]
        return tuple(
            (record, Shown(model=model, rank=each.rank, score=each.score, is_blind=True))
            for record, each in records
            if isinstance(record, Achievement)
        )

    def matcher_of_needs(self, ids: Collection[str]) -> Matcher:
        """Return needs of the workspace prepared to be compared with each other, without any achievement.

        Args:
            ids: of the needs; those the index does not know are left out.

        Returns:
            In the order of the index; the errors are those of `loading.Loaded.side`.
        """
        wanted = frozenset(ids)
        with self._lock:
            loaded = self._current()
            side, language = loaded.side(NEEDS), loaded.language
            profiles = [profile for profile in side.profiles if profile.id in wanted]
            needs, nothing = (Corpus.build(some, language, role=NEEDS.role) for some in (profiles, []))
            return Matcher(needs, nothing, language, self._fitting(loaded))

    def consult(self, need: Need, *, masks: Mapping[str, str], is_tried: bool, as_of: date) -> Consultation:
        """Examine a need that need not be in the workspace, and is not put there.

        Args:
            need: to be examined.
            masks: words to hide -> what stands in their place; only looked at where the need is tried.
            is_tried: whether to try it on the achievements of the workspace, which takes a second or two; otherwise
                neither index nor encoder is used.
            as_of: the day of the report.

        Returns:
            A report of one need; the errors are those of `loading.Loaded.side`.
        """
        are_titled = need.title != first_words(need.content)
        if not is_tried:
            diagnoses = examine([need], plain_segmenter(self._choice.segmenter), are_titled=are_titled)
            return Consultation(diagnoses, as_of, {})
        with self._precedence.question(), self._lock:
            loaded = self._current()
            target, language = loaded.side(ACHIEVEMENTS), loaded.language
            diagnoses = examine([need], language.segmenter, are_titled=are_titled)
            empty = Corpus.build([], language, role="query")
            matcher = Matcher(empty, target.corpus, language, self._fitting(loaded))
            diagnoses = try_words(diagnoses, Bench(matcher, target.retriever), masks=masks)
        offered = {record.id: record for record in target.records.values() if isinstance(record, Achievement)}
        note = self._note(target)
        return Consultation(diagnoses, as_of, offered, model_id(matcher), (note,) if note else ())

    def search(self, text: str, direction: Direction, *, top: int, among: frozenset[str] | None = None) -> Findings:
        """Find records that resemble a sentence.

        Args:
            text: a need, where achievements are wanted, or the other way round.
            direction: NEEDS finds achievements, ACHIEVEMENTS finds needs.
            top: at least 1.
            among: ids that may be found, as if there were no others; None for all.

        Returns:
            The records as the index knows them; the errors are those of `loading.Loaded.side`.

        Raises:
            UsageError: the text is empty or too long.
        """
        if not text.strip():
            raise UsageError("没有写要查找的文字。", remedy="请写一句话：要解决的问题，或能提供的技术。")
        refuse_longer(text, most=MOST_CONTENT_CHARACTERS, name="查找的文字")
        side = TARGETS[direction]
        with self._precedence.question(), self._lock:
            loaded = self._current()
            target = loaded.side(side)
            ids = target.index_among(among).search(text, target.index_language, top=top)
        found = tuple(Found(rank, target.records[number]) for rank, number in enumerate(ids, start=1))
        return Findings(found, self._note(target))

    def _matcher_of(self, query: Need | Achievement) -> tuple[Matcher, LoadedSide]:
        """Return a matcher of one record against the other side, and that side; the lock is held."""
        for_need = isinstance(query, Need)
        own, other = (NEEDS, ACHIEVEMENTS) if for_need else (ACHIEVEMENTS, NEEDS)
        loaded = self._current()
        target, language = loaded.side(other), loaded.language
        corpus = Corpus.build([own.profile(query, language.segmenter)], language, role=own.role)
        needs, achievements = (corpus, target.corpus) if for_need else (target.corpus, corpus)
        return Matcher(needs, achievements, language, self._fitting(loaded)), target

    def _fitting(self, loaded: Loaded) -> Ranker:
        """Return the ranker for the achievements of the workspace, whichever side is asked for."""
        offered = loaded.sides.get(ACHIEVEMENTS.name)
        records = [] if offered is None else list(offered.records.values())
        achievements = [record for record in records if isinstance(record, Achievement)]
        return ranker_for(self._ranker, loaded.language.encoder.id, titles_alone=are_titles_alone(achievements))

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """Hold the lock for a step of `prepare`.

        Yields:
            Nothing.
        """
        self._is_loading = True
        try:
            with self._lock:
                yield
        finally:
            self._is_loading = False

    def _current(self) -> Loaded:
        """Return what the indexes give now; the lock is held."""
        if self._loaded is None or self._loaded.stamps != stamps_of(self._workspace):
            self._loaded = load(self._workspace, self._choice, known=self._loaded)
            if self._ask_index is not None and _is_behind(self._workspace, self._loaded):
                self._ask_index()
        return self._loaded

    def _note(self, side: LoadedSide) -> str:
        """Say whether records came after the index that it could not follow within a question."""
        if side.index.is_current:
            return ""
        return OUTDATED if self._ask_index is None else FOLLOWING


def _is_behind(workspace: Workspace, loaded: Loaded) -> bool:
    """Tell whether records wait that are in no index, more than a question indexes by itself."""
    if not all(side.index.is_current for side in loaded.sides.values()):
        return True
    with workspace.reading() as stores:
        return any(len(repository_of(stores, side)) for side in (NEEDS, ACHIEVEMENTS) if side.name not in loaded.sides)


def model_id(matcher: Matcher) -> str:
    """Return the id of encoder and ranker."""
    return f"{matcher.language.id}+{matcher.ranker.id}"
