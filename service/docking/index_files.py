"""The search index of one side in files: a base that stays, a small patch beside it, and a manifest that names both.

A revision writes a new patch and then the manifest, by one rename; what no manifest names is swept away afterwards. So
a program that is killed leaves the old index or the new one, and at most some files that the next revision clears up.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from data.errors import ArtefactError, WorkspaceError
from data.storage.marks import RecordMark, digest_of
from matcher.retrieval import Retriever
from models.artefacts import MANIFEST_NAME, Manifest, read_manifest, replace_manifest, sha256_of, write_artefact
from models.corpus_terms import CorpusTerm
from models.indexes import Bm25Index, FaissIndex
from models.indexes.patch import Patch
from models.protocols import Int64Matrix
from service.docking.index_state import Documents, IndexState

T = TypeVar("T")

KIND: Final = "workspace_index"
TERMS_FILE: Final = "terms.txt"
"""One new term a line: the term, a tab, its occurrences."""

MERGE_SHARE: Final = 0.1
"""Share of the base that may be dead or replaced before base and patch become a new base: merging 20,000 records takes
seconds, and a patch of a tenth lengthens a search by no more than a tenth."""

_BASE_KIND: Final = "workspace_index_base"
_PATCH_KIND: Final = "workspace_index_patch"
_RECORDS_FILE: Final = "records.json"
_VECTORS: Final = ("meaning", "title")
_NUMBERED: Final = re.compile(r"(?:base|patch)-(\d+)")
WAIT_SECONDS: Final = 30
"""A merge of 100,000 records holds the lock for about as long."""

_REBUILD: Final = "请运行 duijie index 重新建立。"


@dataclass(frozen=True, slots=True)
class _Indexes:
    """The three indexes over one side."""

    words: Bm25Index
    meaning: FaissIndex
    title: FaissIndex

    @property
    def retriever(self) -> Retriever:
        return Retriever(by_words=self.words, by_meaning=self.meaning, by_title=self.title)

    def patched(self, patch: Patch) -> "_Indexes":
        """Return the same bases with a patch."""
        layout = patch.layout
        return _Indexes(
            Bm25Index(self.words.counts, layout=layout, patch=patch.words),
            *(
                FaissIndex(one.base, encoder_id=one.encoder_id, layout=layout, patch=patch.vectors[name])
                for name, one in (("meaning", self.meaning), ("title", self.title))
            ),
        )

    def merged(self) -> "_Indexes":
        return _Indexes(self.words.merged(), self.meaning.merged(), self.title.merged())

    def save(self, folder: Path) -> None:
        self.words.save(folder / "words")
        self.meaning.save(folder / "meaning")
        self.title.save(folder / "title")


class IndexFiles:
    """The index of one side in a folder; an answer to `IndexHome`.

    Args:
        folder: made when missing.
        wait_seconds: how long `locked` waits for another writer.
    """

    def __init__(self, folder: Path, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self._folder = folder
        self._wait_seconds = wait_seconds
        self._opened: tuple[str, _Indexes] | None = None
        self._known: tuple[int, IndexState] | None = None

    def stamp(self) -> int | None:
        """Return when the manifest was written; None where there is none."""
        try:
            return (self._folder / MANIFEST_NAME).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes and threads from writing; see `IndexHome.locked`.

        Yields:
            Nothing.

        Raises:
            WorkspaceError: somebody else has been writing for too long.
        """
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        # An empty SQLite file: its lock works on every system, and ends with the process that holds it.
        path = self._folder.parent / f"{self._folder.name}.lock"
        with closing(sqlite3.connect(path, timeout=self._wait_seconds, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise WorkspaceError("另一个程序正在更新检索索引。", remedy="请等它完成后再试。") from error
            yield

    def state(self) -> IndexState | None:
        """Return what the index holds; see `IndexHome.state`. It is read again only after a write."""
        if not self._folder.is_dir():
            return None
        stamp = self.stamp()
        if self._known is None or self._known[0] != stamp:
            state = self._patiently(self._read_state)
            self._known = None if stamp is None else (stamp, state)
            return state
        return self._known[1]

    def load(self, state: IndexState) -> Retriever:
        """Return the index, base and patch together; see `IndexHome.load`."""

        def read() -> Retriever:
            pointer = self._pointer()
            base = self._read_base(pointer, state.vector_id)
            return base.patched(self._read_patch(pointer)).retriever

        return self._patiently(read)

    def write(self, state: IndexState, documents: Documents) -> None:
        """Replace the index as a whole."""
        base = _Indexes(
            Bm25Index.build(documents.words),
            FaissIndex.build(documents.meaning, encoder_id=state.vector_id),
            FaissIndex.build(documents.title, encoder_id=state.vector_id),
        )
        self._write_base(state, base, dim=documents.meaning.shape[1])

    def revise(self, state: IndexState, *, kept: Int64Matrix, fresh: Documents) -> None:
        """Write a new patch, or a new base where the patch has grown; see `IndexHome.revise`."""
        pointer = self._pointer()
        vectors = {"meaning": fresh.meaning, "title": fresh.title}
        patch = self._read_patch(pointer).revised(kept, words=fresh.words, vectors=vectors)
        if patch.layout.n_patched <= MERGE_SHARE * len(patch.layout.base):
            self._commit(state, base=str(pointer.figures["base"]), patch=patch)
            return
        base = self._read_base(pointer, state.vector_id).patched(patch).merged()
        self._write_base(state, base, dim=fresh.meaning.shape[1])

    def discard(self) -> None:
        """Remove the index, the manifest first."""
        (self._folder / MANIFEST_NAME).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _patiently(self, read: Callable[[], T]) -> T:
        """Return what was read, at a second try where a revision swept the files away meanwhile.

        Raises:
            ArtefactError: a file is missing or damaged.
        """
        stamp = self.stamp()
        try:
            return read()
        except ArtefactError:
            if self.stamp() == stamp:
                raise
            return read()

    def _pointer(self) -> Manifest:
        """Return the manifest, its parts named.

        Raises:
            ArtefactError: it is damaged, or of another version.
        """
        pointer = read_manifest(self._folder, kind=KIND)
        if not {"base", "patch", "segmenter"} <= pointer.figures.keys():
            raise ArtefactError(f"检索索引“{self._folder}”由其他版本的程序建立。", remedy=_REBUILD)
        return pointer

    def _read_state(self) -> IndexState:
        pointer = self._pointer()
        base, patch = (self._folder / str(pointer.figures[part]) for part in ("base", "patch"))
        read_manifest(patch, kind=_PATCH_KIND)
        terms = read_manifest(base, kind=_BASE_KIND, verify=False).files.get(TERMS_FILE)
        if terms != sha256_of(base / TERMS_FILE):
            raise ArtefactError(f"检索索引“{base}”已损坏（校验和不符）。", remedy=_REBUILD)
        lines = (line.partition("\t") for line in (base / TERMS_FILE).read_text(encoding="utf-8").splitlines())
        records = json.loads((patch / _RECORDS_FILE).read_text(encoding="utf-8"))
        return IndexState(
            records=tuple(RecordMark(*each) for each in records),
            vector_id=pointer.encoder_id,
            segmenter=str(pointer.figures["segmenter"]),
            terms=tuple(CorpusTerm(text, int(count)) for text, _, count in lines),
            n_since_terms=int(pointer.figures["n_since_terms"]),
        )

    def _read_patch(self, pointer: Manifest) -> Patch:
        folder = self._folder / str(pointer.figures["patch"])
        read_manifest(folder, kind=_PATCH_KIND)
        return Patch.read(folder, names=_VECTORS)

    def _read_base(self, pointer: Manifest, vector_id: str) -> _Indexes:
        name = str(pointer.figures["base"])
        if self._opened is None or self._opened[0] != name:
            folder = self._folder / name
            read_manifest(folder, kind=_BASE_KIND, verify=False)  # each index checks its own files
            meaning, title = (FaissIndex.load(folder / each, encoder_id=vector_id) for each in _VECTORS)
            self._opened = (name, _Indexes(Bm25Index.load(folder / "words"), meaning, title))
        return self._opened[1]

    def _write_base(self, state: IndexState, base: _Indexes, *, dim: int) -> None:
        listed = "".join(f"{term.text}\t{term.count}\n" for term in state.terms)

        def fill(folder: Path) -> None:
            base.save(folder)
            (folder / TERMS_FILE).write_bytes(listed.encode())

        name = f"base-{self._next_number()}"
        size = len(state.records)
        write_artefact(self._folder / name, Manifest(kind=_BASE_KIND, id=f"{name}-{size}"), fill)
        self._commit(state, base=name, patch=Patch.empty(size, dims=dict.fromkeys(_VECTORS, dim)))

    def _commit(self, state: IndexState, *, base: str, patch: Patch) -> None:
        """Write the patch, then the manifest that makes it hold, and sweep away what it does not name."""

        def fill(folder: Path) -> None:
            patch.write(folder)
            (folder / _RECORDS_FILE).write_text(json.dumps(state.records, ensure_ascii=False), encoding="utf-8")

        name = f"patch-{self._next_number()}"
        write_artefact(self._folder / name, Manifest(kind=_PATCH_KIND, id=f"{base}+{name}"), fill)
        digest = digest_of(state.records)
        figures: dict[str, float | str] = {"segmenter": state.segmenter, "n_records": len(state.records)}
        figures |= {"n_terms": len(state.terms), "n_since_terms": state.n_since_terms, "base": base, "patch": name}
        pointer = Manifest(
            kind=KIND,
            id=f"{self._folder.name}@{digest[:12]}",
            encoder_id=state.vector_id,
            trained_on=digest,
            figures=figures,
        )
        replace_manifest(self._folder, pointer)
        self._sweep({MANIFEST_NAME, base, name})

    def _next_number(self) -> int:
        """Return a number that no part has, one that was left behind included."""
        names = [_NUMBERED.match(path.name) for path in self._folder.iterdir()] if self._folder.is_dir() else []
        return 1 + max((int(found.group(1)) for found in names if found), default=0)

    def _sweep(self, kept: Collection[str]) -> None:
        for path in self._folder.iterdir():
            if path.name in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
