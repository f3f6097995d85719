"""Answers to the VectorIndex protocol: faiss, exact for collections of common size and HNSW above, and plain numpy."""

from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from data.errors import ArtefactError, DimensionError, EncoderMismatchError, IndexEmptyError
from models.artefacts import Manifest, read_manifest, write_artefact
from models.indexes.layout import Layout
from models.indexes.ranking import COSINE_DECIMALS, best_positions, empty_hits
from models.protocols import Float32Matrix, Hits, Int64Matrix

EXACT_UP_TO: Final = 100_000
"""Measured on two busy cores, 384 dimensions: exact search 16 ms a query among 20,000 vectors and 43 ms among 100,000,
in the order of what encoding the query takes; a graph answers in 0.5 ms, but is approximate and takes 6 s to build for
20,000."""
HNSW_LINKS: Final = 32
HNSW_EF_BUILD: Final = 80
HNSW_EF_SEARCH: Final = 128
SPARE_HITS: Final = 16
"""Hits asked for beyond k, so that ties at the edge are decided by position."""
_MORE_HITS: Final = 8
"""How many times as many hits are asked for when too many were dead."""
_SCORES_AT_ONCE: Final = 16_000_000
"""Scores held at a time by the plain index: 64 MB."""
_KIND: Final = "vector_index"
_REBUILD: Final = "请删除后重建索引。"


class FlatIndex:
    """All cosines by one matrix product.

    Args:
        vectors: shape (n, dim).
        encoder_id: the encoder that made them.
    """

    def __init__(self, vectors: Float32Matrix, *, encoder_id: str) -> None:
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self._encoder_id = encoder_id

    @classmethod
    def build(cls, vectors: Float32Matrix, *, encoder_id: str) -> Self:
        """Return an index of the rows of a matrix of shape (n, dim)."""
        return cls(vectors, encoder_id=encoder_id)

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._vectors)

    @property
    def encoder_id(self) -> str:
        """The encoder that made the vectors."""
        return self._encoder_id

    def search(self, queries: Float32Matrix, k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Return the k vectors of highest cosine for each query; see `VectorIndex.search`."""
        check_queries(queries, size=len(self), dim=self._vectors.shape[1])
        hits = empty_hits(len(queries), k)
        step = max(1, _SCORES_AT_ONCE // len(self))
        for start in range(0, len(queries), step):
            part = np.round(queries[start : start + step] @ self._vectors.T, COSINE_DECIMALS)
            for row, scores in enumerate(part, start):
                best = best_positions(scores, k, among=among)
                hits.positions[row, : len(best)] = best
                hits.scores[row, : len(best)] = scores[best]
        return hits

    def save(self, folder: Path) -> None:
        """Write the index into the folder, with a manifest."""
        manifest = _manifest("flat", size=len(self), dim=self._vectors.shape[1], encoder_id=self._encoder_id)
        write_artefact(
            folder, manifest, lambda place: np.save(place / "vectors.npy", self._vectors, allow_pickle=False)
        )

    @classmethod
    def load(cls, folder: Path, *, encoder_id: str) -> Self:
        """Return an index read back; see `VectorIndex.load`."""
        _read(folder, encoder_id=encoder_id, file="vectors.npy")
        return cls(np.load(folder / "vectors.npy", allow_pickle=False), encoder_id=encoder_id)


class FaissIndex:
    """Cosines by faiss: exact up to `exact_up_to` vectors, an HNSW graph above.

    The vectors lie in a base and a patch (see `models.indexes.layout`), so that an index follows its documents without
    being built anew. The patch is searched exactly.

    Args:
        index: the faiss index over the base.
        encoder_id: the encoder that made the vectors.
        layout: where documents lie; None where all are in the base.
        patch: vectors of the patch, shape (n, dim); None where it is empty.
    """

    def __init__(
        self,
        index: Any,  # noqa: ANN401  # faiss has no types
        *,
        encoder_id: str,
        layout: Layout | None = None,
        patch: Float32Matrix | None = None,
    ) -> None:
        self.base = index
        self.layout = layout if layout is not None else Layout.whole(int(index.ntotal))
        self.patch = np.zeros((0, index.d), dtype=np.float32) if patch is None else patch
        self._size = len(self.layout)
        self._encoder_id = encoder_id

    @classmethod
    def build(cls, vectors: Float32Matrix, *, encoder_id: str, exact_up_to: int = EXACT_UP_TO) -> Self:
        """Index the rows of a matrix of shape (n, dim); see `VectorIndex.build`.

        Args:
            vectors: rows of length 1 (or 0).
            encoder_id: the encoder that made them.
            exact_up_to: largest collection that is searched exhaustively.

        Returns:
            The index. A graph is built by one thread: with more, links depend on chance, and so would the hits.
        """
        import faiss  # noqa: PLC0415  # 0.3 s

        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        dim = rows.shape[1]
        if len(rows) <= exact_up_to:
            index = faiss.IndexFlatIP(dim)
            index.add(rows)
            return cls(index, encoder_id=encoder_id)
        graph = faiss.IndexHNSWFlat(dim, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = HNSW_EF_BUILD
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            graph.add(rows)
        finally:
            faiss.omp_set_num_threads(threads)
        graph.hnsw.efSearch = HNSW_EF_SEARCH
        return cls(graph, encoder_id=encoder_id)

    def revised(self, kept: Int64Matrix, fresh: Float32Matrix) -> Self:
        """Return the index after documents came, went or were replaced, with the same base.

        Args:
            kept: see `Layout.revised`, which names the error.
            fresh: vectors of the documents that `kept` marks as fresh, in order.

        Returns:
            The index of the collection as it is now.
        """
        layout, sources = self.layout.revised(kept)
        patch = np.concatenate([self.patch, fresh])[sources]
        return type(self)(self.base, encoder_id=self._encoder_id, layout=layout, patch=patch)

    def merged(self) -> Self:
        """Return the same index with everything in the base; a graph is built anew."""
        vectors = np.concatenate([self.base.reconstruct_n(0, self.base.ntotal), self.patch])[self.layout.order]
        return self.build(vectors, encoder_id=self._encoder_id)

    def __len__(self) -> int:
        """Return the number of vectors."""
        return self._size

    @property
    def encoder_id(self) -> str:
        """The encoder that made the vectors."""
        return self._encoder_id

    def search(self, queries: Float32Matrix, k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Return the k vectors of highest cosine for each query; see `VectorIndex.search`."""
        check_queries(queries, size=len(self), dim=self.base.d)
        hits = empty_hits(len(queries), k)
        if not len(queries):
            return hits
        found = [self._search_base(queries, k) if among is None else self._search_base_among(queries, k, among)]
        if len(self.patch):
            there = None if among is None else np.flatnonzero(np.isin(self.layout.patch, among))
            near = FlatIndex(self.patch, encoder_id=self._encoder_id).search(
                queries, min(k, len(self.patch)), among=there
            )
            places = np.where(near.positions < 0, -1, self.layout.patch[near.positions])
            found.append((places, near.scores))
        positions = np.hstack([places for places, _ in found])
        cosines = np.hstack([scores for _, scores in found])
        order = np.lexsort((positions, -cosines))[:, :k]
        width = order.shape[1]
        hits.positions[:, :width] = np.take_along_axis(positions, order, axis=1)
        hits.scores[:, :width] = np.take_along_axis(cosines, order, axis=1)
        return hits

    def _search_base(self, queries: Float32Matrix, k: int) -> tuple[Int64Matrix, Float32Matrix]:
        """Return places and rounded cosines of at least the k nearest of the base, as far as it has them, unordered."""
        rows = np.ascontiguousarray(queries, dtype=np.float32)
        size = len(self.layout.base)
        if not size:
            return np.zeros((len(rows), 0), dtype=np.int64), np.zeros((len(rows), 0), dtype=np.float32)
        living = int((self.layout.base >= 0).sum())
        wanted = min(k + SPARE_HITS, size)
        while True:
            scores, found = self.base.search(rows, wanted)
            # Places that a graph left empty come as -1 with the lowest score; they sort last, as -inf, like dead ones.
            places = np.where(found < 0, -1, self.layout.base[found])
            cosines = np.where(places < 0, -np.inf, np.round(scores, COSINE_DECIMALS)).astype(np.float32)
            # Dead ones seldom crowd the first places; where they do, more are asked for.
            if size in {wanted, living} or int((places >= 0).sum(axis=1).min()) >= min(k, living):
                return places, cosines
            wanted = min(wanted * _MORE_HITS, size)

    def _search_base_among(
        self, queries: Float32Matrix, k: int, among: Int64Matrix
    ) -> tuple[Int64Matrix, Float32Matrix]:
        """Return the same for some places of the collection alone: the vectors of the base that lie there, one by one.

        A graph has its vectors in a flat index below: links that lead away from what may be found are of no use.
        """
        import faiss  # noqa: PLC0415  # as above

        is_allowed = np.zeros(len(self) + 1, dtype=np.bool_)  # the last one is for -1, the dead
        is_allowed[among] = True
        is_counted = is_allowed[self.layout.base]
        wanted = min(k + SPARE_HITS, int(is_counted.sum()))
        if not wanted:
            return np.zeros((len(queries), 0), dtype=np.int64), np.zeros((len(queries), 0), dtype=np.float32)
        flat = faiss.downcast_index(self.base.storage) if hasattr(self.base, "hnsw") else self.base
        faces: Any = faiss  # its types are those of C++, not of what wraps it
        chosen = faces.IDSelectorBitmap(np.packbits(is_counted, bitorder="little"))
        rows = np.ascontiguousarray(queries, dtype=np.float32)
        scores, found = flat.search(rows, wanted, params=faces.SearchParameters(sel=chosen))
        return self.layout.base[found], np.round(scores, COSINE_DECIMALS)

    def save(self, folder: Path) -> None:
        """Write the index into the folder, with a manifest; everything is in the base of what is written."""
        import faiss  # noqa: PLC0415  # as above

        whole = self.merged() if self.layout.n_patched else self
        # Through memory, since faiss itself cannot open paths with Chinese names on Windows.
        content: npt.NDArray[np.uint8] = faiss.serialize_index(whole.base)
        manifest = _manifest("faiss", size=len(self), dim=int(self.base.d), encoder_id=self._encoder_id)
        write_artefact(folder, manifest, lambda place: content.tofile(place / "index.faiss"))

    @classmethod
    def load(cls, folder: Path, *, encoder_id: str) -> Self:
        """Return an index read back; see `VectorIndex.load`."""
        _read(folder, encoder_id=encoder_id, file="index.faiss")
        import faiss  # noqa: PLC0415  # as above

        return cls(faiss.deserialize_index(np.fromfile(folder / "index.faiss", dtype=np.uint8)), encoder_id=encoder_id)


def _manifest(name: str, *, size: int, dim: int, encoder_id: str) -> Manifest:
    return Manifest(kind=_KIND, id=f"{name}-{size}", dim=dim, encoder_id=encoder_id, figures={"vectors": size})


def _read(folder: Path, *, encoder_id: str, file: str) -> None:
    manifest = read_manifest(folder, kind=_KIND)
    if file not in manifest.files:
        raise ArtefactError(f"“{folder}”中的索引由其他程序生成。", remedy=_REBUILD)
    if manifest.encoder_id != encoder_id:
        raise EncoderMismatchError(
            f"“{folder}”中的向量由编码器 {manifest.encoder_id} 生成，当前编码器是 {encoder_id}，两者不能混用。",
            remedy="请用当前编码器重建索引，或改回原来的编码器。",
        )


def check_queries(queries: Float32Matrix, *, size: int, dim: int) -> None:
    """Refuse a search in nothing, or with vectors of another width.

    Raises:
        IndexEmptyError: there is no vector.
        DimensionError: the queries have another width.
    """
    if not size:
        raise IndexEmptyError("向量索引中没有任何向量。", remedy="请先导入数据。")
    if queries.ndim != 2 or queries.shape[1] != dim:
        raise DimensionError(f"查询向量的宽度是 {queries.shape[-1]}，索引的宽度是 {dim}。", remedy="请用同一编码器。")
