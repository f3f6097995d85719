"""Latent semantic analysis: TF-IDF of character n-grams and a truncated SVD, fitted on the corpus at hand."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from data.errors import UsageError
from models.artefacts import Manifest, read_manifest, write_artefact
from models.protocols import Float32Matrix, Progress, TextRole
from models.texts import encode_lettered, has_letter, normalised, without_surrogates

WIDTH: Final = 256
GRAM_LENGTHS: Final = (1, 3)
MAX_GRAMS: Final = 60_000
_SMALL_CORPUS: Final = 50
"""Below so many texts n-grams of a single text are kept too, else little would be left."""
_SEED: Final = 20261122
_VERSION: Final = 1


class LsaEncoder:
    """Encodes by the n-grams of a corpus; a text that shares none with the corpus gives a zero row.

    Args:
        grams: the vocabulary, in the order of the columns.
        idf: inverse document frequency of each n-gram, shape (n_grams,).
        components: the projection, shape (dim, n_grams).
        fit_checksum: digest of corpus and settings.
    """

    def __init__(
        self, *, grams: Sequence[str], idf: npt.NDArray[np.float32], components: Float32Matrix, fit_checksum: str
    ) -> None:
        self._grams = list(grams)
        self._idf = idf
        self._components = components
        self._fit_checksum = fit_checksum
        self._counter: Any = None

    @classmethod
    def fit(cls, corpus: Sequence[str], *, width: int = WIDTH) -> Self:
        """Learn n-grams and projection; the same corpus gives the same encoder.

        Args:
            corpus: at least two texts with letters.
            width: of the vectors, less where the corpus is smaller.

        Returns:
            The encoder.

        Raises:
            UsageError: fewer than two different texts with letters.
        """
        from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415  # 1 s to import
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # as above

        texts = [without_surrogates(text) for text in corpus if has_letter(text)]
        if len(set(texts)) < 2:
            raise UsageError("编码器 lsa 需要至少两条不同的文本作为语料。", remedy="请提供语料，或改用编码器 e5。")
        vectorizer = TfidfVectorizer(
            analyzer="char",
            ngram_range=GRAM_LENGTHS,
            min_df=1 if len(texts) < _SMALL_CORPUS else 2,
            max_features=MAX_GRAMS,
            sublinear_tf=True,
            dtype=np.float32,
        )
        weights = vectorizer.fit_transform(texts)
        rank = max(1, min(width, weights.shape[0] - 1, weights.shape[1] - 1))
        svd = TruncatedSVD(n_components=rank, random_state=_SEED).fit(weights)
        return cls(
            grams=vectorizer.get_feature_names_out().tolist(),
            idf=vectorizer.idf_.astype(np.float32),
            components=svd.components_.astype(np.float32),
            fit_checksum=corpus_checksum(corpus, width=width),
        )

    @property
    def id(self) -> str:
        """Name and digest of corpus and settings."""
        return f"lsa:{self._fit_checksum}"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return int(self._components.shape[0])

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states, queries and passages alike."""
        del role
        vectors = encode_lettered(texts, dim=self.dim, encode=self._encode)
        if progress is not None:
            progress(len(texts), len(texts))
        return vectors

    def save(self, folder: Path) -> None:
        """Write the encoder as an artefact folder."""
        manifest = Manifest(
            kind="encoder",
            id=self.id,
            dim=self.dim,
            source="fitted here",
            trained_on="the user's corpus",
            figures={"grams": len(self._grams)},
        )
        write_artefact(folder, manifest, self._write)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read an encoder back.

        Args:
            folder: where `save` wrote it.

        Returns:
            An encoder of the same id and the same vectors.
        """
        manifest = read_manifest(folder, kind="encoder")
        grams = json.loads((folder / "grams.json").read_text(encoding="utf-8"))
        with np.load(folder / "lsa.npz", allow_pickle=False) as arrays:
            idf, components = arrays["idf"], arrays["components"]
        return cls(grams=grams, idf=idf, components=components, fit_checksum=manifest.id.removeprefix("lsa:"))

    def _write(self, folder: Path) -> None:
        (folder / "grams.json").write_text(json.dumps(self._grams, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "lsa.npz", idf=self._idf, components=self._components)

    def _encode(self, texts: list[str]) -> Float32Matrix:
        if self._counter is None:
            from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # 1 s to import

            self._counter = CountVectorizer(
                analyzer="char", ngram_range=GRAM_LENGTHS, vocabulary=self._grams, dtype=np.float32
            )
        weights = self._counter.transform(texts)
        # As TfidfVectorizer does: 1 + ln(count), times idf. The length of the row does not matter, it is scaled below.
        weights.data = 1.0 + np.log(weights.data)
        projected: Float32Matrix = weights.multiply(self._idf).tocsr().astype(np.float32) @ self._components.T
        return normalised(projected)


def corpus_checksum(corpus: Sequence[str], *, width: int = WIDTH) -> str:
    """Return a digest of what a fit depends on, so that a saved fit is found again without fitting."""
    digest = hashlib.sha256(f"{_VERSION} {width} {GRAM_LENGTHS} {MAX_GRAMS} {_SEED}".encode())
    for text in corpus:
        digest.update(b"\0" + text.encode("utf-8", "replace"))
    return digest.hexdigest()[:12]
