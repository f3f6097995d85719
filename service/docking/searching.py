"""Indexes over the workspace, and finding records with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from data.errors import WorkspaceError
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.needs import Need
from data.storage.marks import RecordMark
from data.storage.workspace import Stores, Workspace
from ingest.cleaning import fold
from matcher.corpus import Corpus
from matcher.language import Language
from matcher.profiles import Profile, profile_achievement, profile_need
from matcher.retrieval import Retriever
from models.corpus_terms import CorpusTerm, find_new_terms
from models.protocols import Int64Matrix, Progress, Segmenter, TextRole
from service.docking.index_files import IndexFiles
from service.docking.index_state import Documents, IndexHome, IndexState
from service.docking.index_tables import IndexTables


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the workspace that can be searched.

    Attributes:
        name: name of its repository and of its index folder.
        label: what its records are called.
        role: how its texts are encoded, see Corpus.build.
        profile: reads one record for matching.
    """

    name: str
    label: str
    role: TextRole
    profile: Callable[[Any, Any], Profile]


NEEDS: Final = Side("needs", "需求", "query", profile_need)
ACHIEVEMENTS: Final = Side("achievements", "成果", "passage", profile_achievement)

TARGETS: Final = {Direction.NEEDS: ACHIEVEMENTS, Direction.ACHIEVEMENTS: NEEDS}
"""What is listed for whom."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found; `rank` from 1."""

    rank: int
    record: Need | Achievement


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """What became of an index.

    Attributes:
        n_records: records it holds now.
        n_fresh: records that were read, because they came or changed.
        n_gone: records that were taken out, because they went or changed.
        is_rebuilt: the index was built anew as a whole; `terms` are those that were found for it.
    """

    n_records: int
    n_fresh: int = 0
    n_gone: int = 0
    is_rebuilt: bool = False
    terms: tuple[CorpusTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class SideIndex:
    """An index over one side, loaded.

    Attributes:
        ids: ids of the records by position.
        role: how the records' texts were encoded.
        is_current: the records are still those the index was made from.
        marks: of the records by position.
    """

    retriever: Retriever
    ids: tuple[str, ...]
    role: TextRole
    is_current: bool
    marks: tuple[RecordMark, ...] = ()

    def search(self, text: str, language: Language, *, top: int) -> list[str]:
        """Return the ids of the records nearest to a text, best first."""
        asked: TextRole = "passage" if self.role == "query" else "query"
        hits = self.retriever.search(fold(text).text, language, role=asked, top=top)
        return [self.ids[position] for position in hits.positions[0].tolist() if position >= 0]


def find_workspace_terms(workspace: Workspace, segmenter: Segmenter) -> tuple[CorpusTerm, ...]:
    """Find the terms that needs and achievements of a workspace use often and the dictionary lacks.

    Indexes and search know them, `match` and `score` do not: a pair's score must not depend on other rows.

    Args:
        workspace: holds the records.
        segmenter: knows the dictionary alone.

    Returns:
        See `models.corpus_terms.find_new_terms`.
    """
    with workspace.reading() as stores:
        records: list[Need | Achievement] = [*stores.needs.all(), *stores.achievements.all()]
    return find_new_terms([fold(f"{record.title}\n{record.content}").text for record in records], segmenter)


def build_index(
    workspace: Workspace,
    side: Side,
    language: Language,
    *,
    terms: Sequence[CorpusTerm] = (),
    progress: Progress | None = None,
) -> int:
    """Index one side of the workspace, replacing an older index as a whole.

    Args:
        workspace: holds the records; the index goes into its index folder.
        side: which records.
        language: what to read them with; knows the terms, see `service.docking.language.with_terms`.
        terms: new terms, kept with the index so that it is always read with the words it was built with.
        progress: called with texts encoded and texts in all.

    Returns:
        The number of records indexed.
    """
    home = home_of(workspace, side)
    with workspace.reading() as stores:
        repository = repository_of(stores, side)
        marks, records = repository.marks(), repository.all()
    if not records:
        with home.locked():
            home.discard()
        return 0
    documents = _documents(side, records, language, progress)
    with home.locked():
        home.write(IndexState(tuple(marks), language.vector_id, language.segmenter.id, tuple(terms)), documents)
    return len(records)


def refresh_index(
    workspace: Workspace,
    side: Side,
    language: Language,
    *,
    home: IndexHome | None = None,
    most_fresh: int | None = None,
    progress: Progress | None = None,
) -> IndexUpdate:
    """Let the index of one side follow its records: what came, went or changed since is read, and nothing else.

    Answers and scores are those of an index built anew with the same terms; which terms the records use is not asked
    again (`service.docking.loading.refresh_indexes` does so when much has changed).

    Args:
        workspace: holds the records and the index.
        side: which records.
        language: what the index was made with, see `read_index_terms`.
        home: of the index, where the caller has it at hand.
        most_fresh: where more records came or changed, none of them is read, and their old values are taken out alone.
        progress: called with texts encoded and texts in all.

    Returns:
        What was done. The errors are those of `load_index`.
    """
    home = home or home_of(workspace, side)
    while True:
        # Encoding may take minutes, in which nobody is to wait for the lock; if the index was written meanwhile, what
        # is missing is asked anew, and most texts have their vectors in the cache by then.
        stamp, state = home.stamp(), read_index_state(home, side)
        _require_same_language(state, language, side)
        with workspace.reading() as stores:
            repository = repository_of(stores, side)
            step = _step(state.records, repository.marks(), most_fresh=most_fresh)
            stored = repository.get_many([mark.id for mark in step.fresh])
        update = IndexUpdate(n_records=len(step.now), n_fresh=len(step.fresh), n_gone=step.n_gone)
        if not step.is_needed:
            return update
        documents = _documents(side, [stored[mark.id] for mark in step.fresh], language, progress)
        after = replace(state, records=step.now, n_since_terms=state.n_since_terms + len(step.fresh))
        with home.locked():
            if home.stamp() != stamp:
                continue
            if step.now:
                home.revise(after, kept=step.kept, fresh=documents)
            else:
                home.discard()
            return update


def read_index_state(home: IndexHome, side: Side) -> IndexState:
    """Return what an index holds.

    Raises:
        WorkspaceError: there is no index yet.
    """
    state = home.state()
    if state is None:
        raise WorkspaceError(f"工作区的{side.label}还没有检索索引。", remedy="请先运行 duijie index。")
    return state


def read_index_terms(workspace: Workspace, side: Side) -> tuple[CorpusTerm, ...]:
    """Return the new terms the index of one side was built with; `load_index` names the errors."""
    return read_index_state(home_of(workspace, side), side).terms


def load_index(workspace: Workspace, side: Side, language: Language) -> SideIndex:
    """Load the index of one side, with a language that knows its terms (`read_index_terms`).

    The errors are WorkspaceError, where there is none yet or it was made with another encoder, segmenter or terms, and
    ArtefactError, where it is damaged.
    """
    index = load_from(home_of(workspace, side), side, language)
    with workspace.reading() as stores:
        marks = repository_of(stores, side).marks()
    return replace(index, is_current=list(index.marks) == marks)


def load_from(home: IndexHome, side: Side, language: Language) -> SideIndex:
    """Load an index without asking whether it is current: that is left to the caller; errors as of `load_index`."""
    state = read_index_state(home, side)
    _require_same_language(state, language, side)
    return SideIndex(home.load(state), state.ids, role=side.role, is_current=False, marks=state.records)


def fetch(workspace: Workspace, side: Side, ids: Sequence[str]) -> tuple[Found, ...]:
    """Return the records of those ids, ranked as given; ids no longer in the workspace are left out."""
    with workspace.reading() as stores:
        repository = repository_of(stores, side)
        records = [record for number in ids if (record := repository.get(number)) is not None]
    return tuple(Found(rank, record) for rank, record in enumerate(records, start=1))


def home_of(workspace: Workspace, side: Side) -> IndexHome:
    """Return where the index of one side lies: with the records where these are in PostgreSQL, else in files."""
    if workspace.has_index_tables:
        return IndexTables(workspace, side.name)
    return IndexFiles(workspace.index_folder / side.name)


def index_stamp(workspace: Workspace, side: Side) -> int | None:
    """Return a number that changes whenever the index of one side is written; None where there is none."""
    return home_of(workspace, side).stamp()


@dataclass(frozen=True, slots=True)
class _Step:
    """From the records an index holds to those it shall hold.

    Attributes:
        now: those it shall hold.
        kept: see `IndexHome.revise`.
        n_gone: records that were there and are not, or are others now.
    """

    now: tuple[RecordMark, ...]
    kept: Int64Matrix
    n_gone: int

    @property
    def fresh(self) -> list[RecordMark]:
        """The records that are to be read."""
        return [mark for mark, before in zip(self.now, self.kept.tolist(), strict=True) if before < 0]

    @property
    def is_needed(self) -> bool:
        return bool(self.n_gone or self.fresh)


def _step(before: Sequence[RecordMark], now: Sequence[RecordMark], *, most_fresh: int | None) -> _Step:
    held = {mark: place for place, mark in enumerate(before)}
    if most_fresh is not None and sum(mark not in held for mark in now) > most_fresh:
        now = [mark for mark in now if mark in held]
    kept = np.array([held.get(mark, -1) for mark in now], dtype=np.int64)
    return _Step(tuple(now), kept, n_gone=len(before) - int((kept >= 0).sum()))


def _documents(
    side: Side, records: Sequence[Need | Achievement], language: Language, progress: Progress | None
) -> Documents:
    profiles = [side.profile(record, language.segmenter) for record in records]
    return Documents.of(Corpus.build(profiles, language, role=side.role, progress=progress))


def _require_same_language(state: IndexState, language: Language, side: Side) -> None:
    made_with = (state.vector_id, state.segmenter)
    if made_with != (language.vector_id, language.segmenter.id):
        raise WorkspaceError(
            f"{side.label}的检索索引是用“{'、'.join(made_with)}”建立的，"
            f"本次要用“{language.vector_id}、{language.segmenter.id}”，两者的向量不能混用。",
            remedy="请用同一编码器重新运行 duijie index，或改回建立索引时的编码器。",
        )


def repository_of(stores: Stores, side: Side) -> Any:  # noqa: ANN401 - the two repositories differ by their record only
    """Return the repository of the records of one side."""
    return getattr(stores, side.name)
