"""Indexes over the workspace, and finding records with them."""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.errors import ArtefactError, WorkspaceError
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.needs import Need
from data.storage.workspace import Stores, Workspace
from ingest.cleaning import fold
from matcher.corpus import Corpus
from matcher.language import Language
from matcher.profiles import Profile, profile_achievement, profile_need
from matcher.retrieval import Retriever
from models.artefacts import MANIFEST_NAME, Manifest, read_manifest, sha256_of, write_artefact
from models.corpus_terms import CorpusTerm, find_new_terms
from models.protocols import Progress, Segmenter, TextRole

KIND: Final = "workspace_index"
_IDS_FILE: Final = "ids.json"
TERMS_FILE: Final = "terms.txt"
"""One new term a line: the term, a tab, its occurrences."""


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
class SideIndex:
    """An index over one side, loaded.

    Attributes:
        ids: ids of the records by position.
        role: how the records' texts were encoded.
        is_current: the records are still those the index was made from.
    """

    retriever: Retriever
    ids: tuple[str, ...]
    role: TextRole
    is_current: bool

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
    with workspace.reading() as stores:
        repository = _repository(stores, side)
        records = repository.all()
        digest = repository.digest()
    if not records:
        return 0
    profiles = [side.profile(record, language.segmenter) for record in records]
    corpus = Corpus.build(profiles, language, role=side.role, progress=progress)
    retriever = Retriever.build(corpus, language)

    listed = "".join(f"{term.text}\t{term.count}\n" for term in terms)

    def fill(folder: Path) -> None:
        retriever.save(folder)
        (folder / _IDS_FILE).write_text(json.dumps([record.id for record in records]), encoding="utf-8")
        (folder / TERMS_FILE).write_bytes(listed.encode())

    manifest = Manifest(
        kind=KIND,
        id=f"{side.name}@{digest[:12]}+terms@{hashlib.sha256(listed.encode()).hexdigest()[:12]}",
        encoder_id=language.vector_id,
        trained_on=digest,
        figures={"segmenter": language.segmenter.id, "n_records": len(records), "n_terms": len(terms)},
    )
    folder = _folder(workspace, side)
    if folder.is_dir() and not (folder / MANIFEST_NAME).is_file():
        shutil.rmtree(folder)  # the rest of a damaged index, which write_artefact would take for a stranger's folder
    write_artefact(folder, manifest, fill)
    return len(records)


def read_index_terms(workspace: Workspace, side: Side) -> tuple[CorpusTerm, ...]:
    """Return the new terms the index of one side was built with; `_manifest` and `_checked_text` name the errors."""
    lines = _checked_text(_folder(workspace, side), _manifest(workspace, side), TERMS_FILE).splitlines()
    return tuple(CorpusTerm(text, int(count)) for text, _, count in (line.partition("\t") for line in lines))


def load_index(workspace: Workspace, side: Side, language: Language) -> SideIndex:
    """Load the index of one side, with a language that knows its terms (`read_index_terms`).

    The errors are WorkspaceError, where there is none yet or it was made with another encoder, segmenter or terms, and
    ArtefactError, where it is damaged.
    """
    folder = _folder(workspace, side)
    manifest = _manifest(workspace, side)
    _require_same_language(manifest, language, side)
    ids = json.loads(_checked_text(folder, manifest, _IDS_FILE))
    with workspace.reading() as stores:
        digest = _repository(stores, side).digest()
    return SideIndex(
        Retriever.load(folder, encoder_id=language.vector_id),
        tuple(ids),
        role=side.role,
        is_current=manifest.trained_on == digest,
    )


def fetch(workspace: Workspace, side: Side, ids: Sequence[str]) -> tuple[Found, ...]:
    """Return the records of those ids, ranked as given; ids no longer in the workspace are left out."""
    with workspace.reading() as stores:
        repository = _repository(stores, side)
        records = [record for number in ids if (record := repository.get(number)) is not None]
    return tuple(Found(rank, record) for rank, record in enumerate(records, start=1))


def index_stamp(workspace: Workspace, side: Side) -> int | None:
    """Return a number that changes whenever the index of one side is made anew; None where there is none."""
    try:
        return (_folder(workspace, side) / MANIFEST_NAME).stat().st_mtime_ns
    except FileNotFoundError:
        return None


def is_index_current(workspace: Workspace, side: Side) -> bool:
    """Tell whether the records are still those the index of one side was made from."""
    manifest = read_manifest(_folder(workspace, side), kind=KIND, verify=False)
    with workspace.reading() as stores:
        return manifest.trained_on == str(_repository(stores, side).digest())


def _manifest(workspace: Workspace, side: Side) -> Manifest:
    """Return the manifest of the index of one side.

    Raises:
        WorkspaceError: there is no index yet.
    """
    folder = _folder(workspace, side)
    if not folder.is_dir():
        raise WorkspaceError(f"工作区的{side.label}还没有检索索引。", remedy="请先运行 duijie index。")
    return read_manifest(folder, kind=KIND, verify=False)


def _checked_text(folder: Path, manifest: Manifest, name: str) -> str:
    """Return a file of an index.

    Raises:
        ArtefactError: it is missing or not the one that was written.
    """
    path = folder / name
    if name not in manifest.files or manifest.files[name] != sha256_of(path):
        raise ArtefactError(f"检索索引“{folder}”已损坏（校验和不符）。", remedy="请运行 duijie index 重新建立。")
    return path.read_text(encoding="utf-8")


def _require_same_language(manifest: Manifest, language: Language, side: Side) -> None:
    made_with = (manifest.encoder_id, str(manifest.figures.get("segmenter", "")))
    if made_with != (language.vector_id, language.segmenter.id):
        raise WorkspaceError(
            f"{side.label}的检索索引是用“{'、'.join(made_with)}”建立的，"
            f"本次要用“{language.vector_id}、{language.segmenter.id}”，两者的向量不能混用。",
            remedy="请用同一编码器重新运行 duijie index，或改回建立索引时的编码器。",
        )


def _folder(workspace: Workspace, side: Side) -> Path:
    return workspace.index_folder / side.name


def _repository(stores: Stores, side: Side) -> Any:  # noqa: ANN401 - the two repositories differ by their record only
    return getattr(stores, side.name)
