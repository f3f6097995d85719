"""A workspace loaded for answering: language, indexes and prepared records of both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from data.errors import WorkspaceError
from data.records.achievements import Achievement
from data.records.needs import Need
from data.storage.workspace import Workspace
from matcher.corpus import Corpus
from matcher.cosines import cosine_floor
from matcher.language import Language
from matcher.retrieval import Retriever, query_words
from models.indexes import Bm25Index
from service.docking.language import LanguageChoice, open_language, with_terms
from service.docking.searching import (
    ACHIEVEMENTS,
    NEEDS,
    Side,
    SideIndex,
    index_stamp,
    load_index,
    read_index_terms,
)
from service.docking.workspace import stored_records

_SIDES: Final = (NEEDS, ACHIEVEMENTS)


@dataclass(frozen=True, slots=True)
class LoadedSide:
    """One side, loaded: the rows of `corpus` and the records are in the order of the index.

    Attributes:
        index: what sentences are searched in.
        index_language: what the index was built with: the language of the run, and the terms of the workspace.
        corpus: read without these terms, as everything that is scored.
        retriever: candidates for matching; it has the vectors of the index, and words without these terms.
        records: by id.
    """

    index: SideIndex
    index_language: Language
    corpus: Corpus
    retriever: Retriever
    records: Mapping[str, Need | Achievement]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one state of the indexes gave.

    Attributes:
        stamps: name that state; see `stamps_of`.
        sides: by name; a side that was never indexed is absent.
        floor: see `matcher.cosines.cosine_floor`.
    """

    stamps: tuple[int | None, ...]
    language: Language
    sides: Mapping[str, LoadedSide]
    floor: float

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
    """Load what the indexes cover; vectors come from the encoder's cache, so that little is encoded anew.

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
    return Loaded(stamps, language, sides, _floor(language, sides))


def _load_side(
    workspace: Workspace,
    side: Side,
    opened: tuple[LanguageChoice, Language],
    stored: Mapping[str, Need | Achievement],
) -> LoadedSide:
    choice, language = opened
    index_language = with_terms(language, choice, read_index_terms(workspace, side))
    index = load_index(workspace, side, index_language)
    if not stored.keys() >= set(index.ids):
        raise WorkspaceError(f"{side.label}的检索索引与工作区里的记录不符。", remedy="请运行 duijie index 重新建立。")
    records = {number: stored[number] for number in index.ids}
    profiles = [side.profile(record, language.segmenter) for record in records.values()]
    corpus = Corpus.build(profiles, language, role=side.role)
    return LoadedSide(index, index_language, corpus, _retriever_of(index, index_language, corpus, language), records)


def _retriever_of(index: SideIndex, index_language: Language, corpus: Corpus, language: Language) -> Retriever:
    """Return what finds candidates for matching: the same as `duijie match` would find over these records."""
    if index_language is language:
        return index.retriever
    words = Bm25Index.build([query_words(corpus, position) for position in range(len(corpus))])
    return replace(index.retriever, by_words=words)


def _floor(language: Language, sides: Mapping[str, LoadedSide]) -> float:
    """Return the cosine floor over both sides; over the one there is, taken twice, where the other is missing."""
    present = [sides[side.name].corpus for side in _SIDES if side.name in sides]
    return cosine_floor(language.encoder.id, present[0], present[-1]) if present else 0.0
