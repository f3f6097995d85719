"""A workspace loaded for answering: language, indexes and prepared records of both sides."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from data.errors import ArtefactError, WorkspaceError
from data.records.achievements import Achievement
from data.records.needs import Need
from data.storage.workspace import Workspace
from matcher.corpus import Corpus
from matcher.language import Language
from matcher.profiles import Profile
from matcher.retrieval import Retriever, query_words
from models.corpus_terms import CorpusTerm
from models.indexes import Bm25Index
from models.protocols import Int64Matrix, Progress
from service.docking.index_files import MERGE_SHARE
from service.docking.index_state import IndexHome
from service.docking.known_ids import MOST_KEPT
from service.docking.language import LanguageChoice, open_language, with_terms
from service.docking.searching import (
    ACHIEVEMENTS,
    NEEDS,
    IndexUpdate,
    Side,
    SideIndex,
    build_index,
    find_workspace_terms,
    home_of,
    index_stamp,
    load_from,
    load_index,
    read_index_state,
    read_index_terms,
    refresh_index,
    repository_of,
)
from service.docking.splicing import spliced
from service.docking.workspace import stored_records

_log = logging.getLogger(__name__)

FOLLOWED_AT_ONCE: Final = 20
"""Records that came or changed and are indexed within a question, some two seconds with e5; more wait for
`refresh_indexes`, and the answers say so."""

_SIDES: Final = (NEEDS, ACHIEVEMENTS)
_TRIES: Final = 3
_TERMS_LAST: Final = 0.5
"""Share of an index's records that may have come or changed before the terms of the workspace are found anew."""

Stamps = tuple[int | None, int | None, int]


class LoadedSide:
    """One side, loaded.

    Args:
        side: which.
        index: what sentences are searched in.
        origin: where the index was loaded from, and its stamp at that time.
        index_language: the one the index was made with: `language`, and the terms of the workspace.
        language: what everything that is scored is read with.
        records: by id, in the order of the index.
    """

    def __init__(
        self,
        side: Side,
        index: SideIndex,
        *,
        origin: tuple[IndexHome, int],
        index_language: Language,
        language: Language,
        records: Mapping[str, Need | Achievement],
    ) -> None:
        self.index = index
        self.home, self.stamp = origin
        self.index_language = index_language
        self.records = records
        self._side = side
        self._language = language
        self._places: dict[frozenset[str], Int64Matrix] = {}

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """The records read for matching, in the order of the index; some three milliseconds a record, made once."""
        return self._profiled(lambda: None)

    def read_profiles(self, give_way: Callable[[], None]) -> None:
        """Make `profiles` now, where they are not made yet; `give_way` is called before each record."""
        if "profiles" not in vars(self):
            self.profiles = self._profiled(give_way)

    @cached_property
    def corpus(self) -> Corpus:
        """The records prepared for matching, made when first asked for: searching does without.

        Vectors come from the encoder's cache. The encoder takes one thread at a time, and so does this.
        """
        return Corpus.build(self.profiles, self._language, role=self._side.role)

    @cached_property
    def words(self) -> Bm25Index:
        """The words of the records, read without the terms of the workspace."""
        return Bm25Index.build([query_words(self.corpus, position) for position in range(len(self.corpus))])

    @property
    def retriever(self) -> Retriever:
        """What finds candidates for matching, the same as `duijie match` would find over these records.

        It has the vectors of the index, and words without the terms of the workspace.
        """
        if self.index_language is self._language:
            return self.index.retriever
        return replace(self.index.retriever, by_words=self.words)

    def follow(self, before: "LoadedSide") -> None:
        """Take over from an earlier loading what it had made of records that are still the same."""
        made = vars(before)
        if before._language is not self._language or "profiles" not in made:  # noqa: SLF001 - its own class
            return
        places = {mark: place for place, mark in enumerate(before.index.marks)}
        kept = np.array([places.get(mark, -1) for mark in self.index.marks], dtype=np.int64)
        records = zip(self.records.values(), kept.tolist(), strict=True)
        self.profiles = tuple(self._profile(one) if place < 0 else before.profiles[place] for one, place in records)
        if "corpus" in made:
            fresh = [self.profiles[place] for place in np.flatnonzero(kept < 0).tolist()]
            corpus = Corpus.build(fresh, self._language, role=self._side.role)
            self.corpus = spliced(before.corpus, corpus, kept)
            if "words" in made:
                words = before.words.revised(kept, [query_words(corpus, place) for place in range(len(corpus))])
                self.words = words.merged() if words.layout.n_patched > MERGE_SHARE * len(words) else words

    def _profiled(self, give_way: Callable[[], None]) -> tuple[Profile, ...]:
        made = []
        for record in self.records.values():
            give_way()
            made.append(self._profile(record))
        return tuple(made)

    def _profile(self, record: Need | Achievement) -> Profile:
        return self._side.profile(record, self._language.segmenter)

    def retriever_among(self, ids: frozenset[str] | None) -> Retriever:
        """Return what finds candidates among some records; among all where None is given."""
        return self.retriever if ids is None else replace(self.retriever, allowed=self._positions(ids))

    def index_among(self, ids: frozenset[str] | None) -> SideIndex:
        """Return what sentences are searched in, some records alone being found; all where None is given."""
        if ids is None:
            return self.index
        return replace(self.index, retriever=replace(self.index.retriever, allowed=self._positions(ids)))

    def _positions(self, ids: frozenset[str]) -> Int64Matrix:
        """Return the places of some records, rising, kept for the next question; a set keeps its hash as well."""
        if ids not in self._places:
            if len(self._places) >= MOST_KEPT:
                self._places.pop(next(iter(self._places)))
            there = (place for place, number in enumerate(self.records) if number in ids)
            self._places[ids] = np.fromiter(there, dtype=np.int64)
        return self._places[ids]


@dataclass(frozen=True)
class Loaded:
    """What one state of records and indexes gave; to be used by one thread at a time.

    Attributes:
        stamps: name that state; see `stamps_of`.
        sides: by name; a side that was never indexed is absent.
    """

    stamps: Stamps
    language: Language
    sides: Mapping[str, LoadedSide]

    def side(self, side: Side) -> LoadedSide:
        """Return one side.

        Raises:
            WorkspaceError: it was never indexed.
        """
        if side.name not in self.sides:
            raise WorkspaceError(
                f"工作区的{side.label}还没有检索索引。",
                remedy=f"请先用 duijie import {side.name} 导入{side.label}，再运行 duijie index。",
            )
        return self.sides[side.name]


def index_stamps(workspace: Workspace) -> tuple[int | None, int | None]:
    """Return what changes when an index is written: of needs, then of achievements; None where there is none."""
    return index_stamp(workspace, NEEDS), index_stamp(workspace, ACHIEVEMENTS)


def stamps_of(workspace: Workspace) -> Stamps:
    """Return what changes when an index is written or any record changes; two queries, however many records."""
    with workspace.reading() as stores:
        newest = stores.revisions.newest()
    return (*index_stamps(workspace), newest)


def load(workspace: Workspace, choice: LanguageChoice, *, known: Loaded | None = None) -> Loaded:
    """Load what the indexes cover, having let them follow what little changed since.

    Args:
        workspace: holds records and indexes.
        choice: what to read them with.
        known: an earlier loading; what has not changed is taken from it, unless the encoder learns from the records.

    Returns:
        Both sides, as far as they were indexed.
    """
    if choice.learns_from_corpus:
        needs, achievements = stored_records(workspace)
        known, language = None, open_language(choice, needs=needs, achievements=achievements)
    else:
        language = known.language if known is not None else open_language(choice)
    stamps = stamps_of(workspace)
    sides: dict[str, LoadedSide] = {}
    for side, stamp in zip(_SIDES, stamps[:2], strict=True):
        before = None if known is None else known.sides.get(side.name)
        loaded = None if stamp is None else _load_side(workspace, side, (choice, language), before)
        if loaded is not None:
            sides[side.name] = loaded
    needs_stamp, achievements_stamp = (sides[side.name].stamp if side.name in sides else None for side in _SIDES)
    return Loaded((needs_stamp, achievements_stamp, stamps[2]), language, sides)


def refresh_indexes(
    workspace: Workspace,
    choice: LanguageChoice,
    language: Language,
    *,
    is_rebuilt: bool = False,
    watch: Callable[[Side], AbstractContextManager[Progress | None]] = lambda _side: nullcontext(),
) -> tuple[IndexUpdate, IndexUpdate]:
    """Bring both indexes up to the records: what an import or an edit is followed by.

    An index is built anew as a whole, and the terms its records use are found anew, where there is none, where it is
    damaged or was made with another encoder or segmenter, and where more than half of its records came or changed
    since its terms were found.

    Args:
        workspace: holds the records and the indexes.
        choice: what the language was opened with.
        language: knows the dictionary alone.
        is_rebuilt: build both anew in any case.
        watch: entered for each side; gives what encoding reports to.

    Returns:
        What became of needs and achievements.
    """
    found: list[tuple[Language, tuple[CorpusTerm, ...]]] = []
    updates: list[IndexUpdate] = []
    for side in _SIDES:
        own = None if is_rebuilt else _language_of_index(workspace, side, choice, language)
        with watch(side) as progress:
            if own is not None:
                updates.append(refresh_index(workspace, side, own, progress=progress))
                continue
            if not found:
                found.append(with_workspace_terms(workspace, choice, language))
            widened, terms = found[0]
            size = build_index(workspace, side, widened, terms=terms, progress=progress)
            updates.append(IndexUpdate(size, n_fresh=size, is_rebuilt=True, terms=terms))
    return updates[0], updates[1]


def with_workspace_terms(
    workspace: Workspace, choice: LanguageChoice, language: Language
) -> tuple[Language, tuple[CorpusTerm, ...]]:
    """Return the language that knows the terms the workspace's records use, and these terms."""
    terms = find_workspace_terms(workspace, language.segmenter)
    return with_terms(language, choice, terms), terms


def open_index(
    workspace: Workspace,
    side: Side,
    choice: LanguageChoice,
    language: Language,
    *,
    watch: Callable[[], AbstractContextManager[Progress | None]] = nullcontext,
) -> tuple[Language, SideIndex]:
    """Return the index of one side and the language it was built with.

    An index that is damaged or was made by another version is built anew first, with a warning; nothing in it is
    trusted. `watch` is entered only then, and gives what building reports to.
    """
    try:
        own = with_terms(language, choice, read_index_terms(workspace, side))
        return own, load_index(workspace, side, own)
    except ArtefactError:
        own = _rebuild_damaged(workspace, side, choice, language, watch=watch)
        return own, load_index(workspace, side, own)


def _rebuild_damaged(
    workspace: Workspace,
    side: Side,
    choice: LanguageChoice,
    language: Language,
    *,
    watch: Callable[[], AbstractContextManager[Progress | None]] = nullcontext,
) -> Language:
    """Build an index anew with a warning, and return what it was made with."""
    _log.warning("index damaged, built anew: %s", side.label)
    own, terms = with_workspace_terms(workspace, choice, language)
    with watch() as progress:
        build_index(workspace, side, own, terms=terms, progress=progress)
    return own


def _language_of_index(workspace: Workspace, side: Side, choice: LanguageChoice, language: Language) -> Language | None:
    """Return what an index was made with, None where it has to be built anew."""
    if index_stamp(workspace, side) is None:
        return None
    try:
        state = read_index_state(home_of(workspace, side), side)
    except ArtefactError:
        _log.warning("index damaged, built anew: %s", side.label)
        return None
    own = with_terms(language, choice, state.terms)
    is_aged = state.n_since_terms > _TERMS_LAST * len(state.records)
    is_same = (state.vector_id, state.segmenter) == (own.vector_id, own.segmenter.id)
    return own if is_same and not is_aged else None


def _load_side(
    workspace: Workspace, side: Side, opened: tuple[LanguageChoice, Language], before: LoadedSide | None
) -> LoadedSide | None:
    """Return one side, its index having followed what little changed; None where nothing is left of it.

    Raises:
        WorkspaceError: records changed again and again while they were read.
    """
    home = home_of(workspace, side) if before is None else before.home
    for _ in range(_TRIES):
        try:
            own = _followed(workspace, side, opened, home, before)
            stamp = home.stamp()
            if stamp is None:
                return None
            index = load_from(home, side, own)
        except ArtefactError:
            _rebuild_damaged(workspace, side, *opened)
            continue
        records, is_current = _records_of(workspace, side, index, before)
        if records is not None:
            index = replace(index, is_current=is_current)
            loaded = LoadedSide(
                side, index, origin=(home, stamp), index_language=own, language=opened[1], records=records
            )
            if before is not None:
                loaded.follow(before)
            return loaded
    raise WorkspaceError(f"{side.label}在读取期间不断改动，检索索引与记录不符。", remedy="请稍后再试。")


def _followed(
    workspace: Workspace,
    side: Side,
    opened: tuple[LanguageChoice, Language],
    home: IndexHome,
    before: LoadedSide | None,
) -> Language:
    """Let the index follow what little changed, and return what it was made with."""
    choice, language = opened
    state = read_index_state(home, side)
    is_known = before is not None and before.index_language.segmenter.id == state.segmenter
    own = before.index_language if before is not None and is_known else with_terms(language, choice, state.terms)
    refresh_index(workspace, side, own, home=home, most_fresh=FOLLOWED_AT_ONCE)
    return own


def _records_of(
    workspace: Workspace, side: Side, index: SideIndex, before: LoadedSide | None
) -> tuple[dict[str, Need | Achievement] | None, bool]:
    """Return the records of an index by id, None where one is no longer as indexed, and whether it has them all."""
    held = {} if before is None else dict(zip(before.index.marks, before.records.values(), strict=True))
    missing = [mark.id for mark in index.marks if mark not in held]
    with workspace.reading() as stores:
        repository = repository_of(stores, side)
        now = repository.marks()
        if not set(now) >= set(index.marks):
            return None, False
        read = repository.get_many(missing)
    records = {mark.id: held[mark] if mark in held else read[mark.id] for mark in index.marks}
    return records, len(now) == len(index.marks)
