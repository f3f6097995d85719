"""A workspace loaded for answering: language, indexes and prepared records of both sides."""

import logging
from collections.abc import Callable, Collection, Mapping
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
from matcher.narrowed_retrieval import NarrowedRetriever
from matcher.profiles import Profile
from matcher.retrieval import Retriever, query_words
from models.corpus_terms import CorpusTerm
from models.indexes import Bm25Index
from models.protocols import Int64Matrix, Progress
from service.docking.language import LanguageChoice, open_language, with_terms
from service.docking.searching import (
    ACHIEVEMENTS,
    NEEDS,
    Side,
    SideIndex,
    build_index,
    find_workspace_terms,
    index_stamp,
    load_index,
    read_index_terms,
)
from service.docking.workspace import stored_records

_log = logging.getLogger(__name__)

_SIDES: Final = (NEEDS, ACHIEVEMENTS)


class LoadedSide:
    """One side, loaded.

    Args:
        side: which.
        index: what sentences are searched in.
        index_language: the one the index was made with: `language`, and the terms of the workspace.
        language: what everything that is scored is read with.
        records: by id, in the order of the index.
    """

    def __init__(
        self,
        side: Side,
        index: SideIndex,
        *,
        index_language: Language,
        language: Language,
        records: Mapping[str, Need | Achievement],
    ) -> None:
        self.index = index
        self.index_language = index_language
        self.records = records
        self._side = side
        self._language = language

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """The records read for matching, in the order of the index; some three milliseconds a record, made once."""
        return tuple(self._side.profile(record, self._language.segmenter) for record in self.records.values())

    @cached_property
    def corpus(self) -> Corpus:
        """The records prepared for matching, made when first asked for: searching does without.

        Vectors come from the encoder's cache. The encoder takes one thread at a time, and so does this.
        """
        return Corpus.build(self.profiles, self._language, role=self._side.role)

    @cached_property
    def retriever(self) -> Retriever:
        """What finds candidates for matching, the same as `duijie match` would find over these records.

        It has the vectors of the index, and words without the terms of the workspace.
        """
        if self.index_language is self._language:
            return self.index.retriever
        words = Bm25Index.build([query_words(self.corpus, position) for position in range(len(self.corpus))])
        return replace(self.index.retriever, by_words=words)

    def retriever_among(self, ids: Collection[str] | None) -> Retriever:
        """Return what finds candidates among some records; among all where None is given."""
        return self.retriever if ids is None else NarrowedRetriever.of(self.retriever, self._positions(ids))

    def index_among(self, ids: Collection[str] | None) -> SideIndex:
        """Return what sentences are searched in, some records alone being found; all where None is given."""
        if ids is None:
            return self.index
        return replace(self.index, retriever=NarrowedRetriever.of(self.index.retriever, self._positions(ids)))

    def _positions(self, ids: Collection[str]) -> Int64Matrix:
        return np.array([place for place, number in enumerate(self.records) if number in ids], dtype=np.int64)


@dataclass(frozen=True)
class Loaded:
    """What one state of the indexes gave; to be used by one thread at a time.

    Attributes:
        stamps: name that state; see `stamps_of`.
        sides: by name; a side that was never indexed is absent.
    """

    stamps: tuple[int | None, ...]
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


def stamps_of(workspace: Workspace) -> tuple[int | None, int | None]:
    """Return what changes when an index is made anew: of needs, then of achievements; None where there is none."""
    return index_stamp(workspace, NEEDS), index_stamp(workspace, ACHIEVEMENTS)


def load(workspace: Workspace, choice: LanguageChoice, *, known: Language | None = None) -> Loaded:
    """Load what the indexes cover.

    Args:
        workspace: holds records and indexes.
        choice: what to read them with.
        known: the language of an earlier loading; kept unless its encoder learns from the records.

    Returns:
        Both sides, as far as they were indexed.
    """
    stamps = stamps_of(workspace)
    needs, achievements = stored_records(workspace)
    if choice.learns_from_corpus:
        language = open_language(choice, needs=needs, achievements=achievements)
    else:
        language = known or open_language(choice)
    records: tuple[list[Need] | list[Achievement], ...] = (needs, achievements)
    sides = {
        side.name: _load_side(workspace, side, (choice, language), {record.id: record for record in stored})
        for side, stored, stamp in zip(_SIDES, records, stamps, strict=True)
        if stamp is not None
    }
    return Loaded(stamps, language, sides)


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
        _log.warning("index damaged, built anew: %s", side.label)
        own, terms = with_workspace_terms(workspace, choice, language)
        with watch() as progress:
            build_index(workspace, side, own, terms=terms, progress=progress)
        return own, load_index(workspace, side, own)


def _load_side(
    workspace: Workspace,
    side: Side,
    opened: tuple[LanguageChoice, Language],
    stored: Mapping[str, Need | Achievement],
) -> LoadedSide:
    choice, language = opened
    index_language, index = open_index(workspace, side, choice, language)
    if not stored.keys() >= set(index.ids):
        raise WorkspaceError(f"{side.label}的检索索引与工作区里的记录不符。", remedy="请运行 duijie index 重新建立。")
    records = {number: stored[number] for number in index.ids}
    return LoadedSide(side, index, index_language=index_language, language=language, records=records)
