"""Encoder without a network: the weighted sum of word vectors, for texts by the hundred thousand."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
import scipy.sparse as sp

from data.errors import ArtefactError
from data.reference.cues import stop_words
from data.reference.words import load_domain_words
from models.artefacts import Manifest, read_manifest, write_artefact
from models.protocols import Encoder, Float32Matrix, Progress, Segmenter, TextRole
from models.segmenters import open_segmenter
from models.texts import encode_lettered, has_letter, normalised
from models.word_distillation import DIM, Distillation, distil_words, lettered_words
from models.word_vectors import WordVectors, shipped_word_vectors

WORDS_FILE: Final = "words.safetensors"
"""What tells a folder of a static encoder from one of sentence-transformers."""
TEXTS_PER_BATCH: Final = 2048
MOST_WORDS: Final = 100_000
"""Words whose vectors are kept between calls, 100 MB at 256 numbers; beyond it they are looked up anew."""


class StaticEncoder:
    """Encodes a text as the sum of its words' vectors, each times how much the word says; needs no torch.

    The weight is a / (a + frequency) (Arora, Liang & Ma 2017). What all texts share was taken out of the word vectors
    already: taking the first component out of the text vectors once more changed nothing (tests/benchmarks/static.py).
    Stop words do not count, unless a text has nothing else. A word that no piece is known of, such as a model number,
    gets a direction of its own, drawn from its letters, so that it meets itself.

    Args:
        vectors: of the words.
        segmenter: cuts the texts; part of the id, since another one gives other vectors.
    """

    def __init__(self, vectors: WordVectors, segmenter: Segmenter) -> None:
        self._vectors = vectors
        self._segmenter = segmenter
        self._forget()

    @classmethod
    def shipped(cls) -> Self:
        """Return the encoder that ships, distilled from multilingual-e5-small."""
        return cls(shipped_word_vectors(), open_segmenter())

    @property
    def id(self) -> str:
        """Width, checksum of the numbers, and segmenter."""
        return f"static:{self.dim}@{self._vectors.checksum}+{self._segmenter.id}"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._vectors.dim

    @property
    def n_words(self) -> int:
        """Number of words it knows whole."""
        return len(self._vectors)

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states, queries and passages alike; the texts should be folded."""
        del role
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_PER_BATCH):
            part = texts[start : start + TEXTS_PER_BATCH]
            vectors[start : start + len(part)] = encode_lettered(part, dim=self.dim, encode=self._encode)
            if progress is not None:
                progress(start + len(part), len(texts))
        return vectors

    def save(self, folder: Path) -> None:
        """Write the encoder as an artefact folder; `load` opens it with a segmenter of the same name."""
        about = self._vectors.about
        manifest = Manifest(
            kind="encoder",
            id=self.id,
            dim=self.dim,
            encoder_id=about.get("encoder", ""),
            source="distilled by duijie",
            trained_on=about.get("source", ""),
            figures={"words": len(self._vectors), "segmenter": self._segmenter.id.split("-")[0]},
        )
        write_artefact(folder, manifest, lambda place: self._vectors.save(place / WORDS_FILE))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read an encoder back.

        Args:
            folder: where `save` wrote it.

        Returns:
            An encoder of the same vectors; of the same id too unless the dictionary has changed since.

        Raises:
            ArtefactError: a file is missing or damaged.
        """
        manifest = read_manifest(folder, kind="encoder")
        if WORDS_FILE not in manifest.files:
            raise ArtefactError(f"“{folder}”不是词向量编码器。", remedy="请检查所填的文件夹。")
        return cls(WordVectors.load(folder / WORDS_FILE), open_segmenter(str(manifest.figures["segmenter"])))

    def _encode(self, texts: list[str]) -> Float32Matrix:
        words = [self._segmenter.words_for_index(text) for text in texts]
        self._learn(sorted({word for found in words for word in found} - self._columns.keys()))
        columns = np.array([self._columns[word] for found in words for word in found], dtype=np.int32)
        starts = np.concatenate([[0], np.cumsum([len(found) for found in words])]).astype(np.int32)
        ones = np.ones(len(columns), dtype=np.float32)
        counts = sp.csr_matrix((ones, columns, starts), shape=(len(texts), len(self._table)))
        sums: Float32Matrix = np.asarray(counts @ self._table, dtype=np.float32)
        for row in np.flatnonzero(~sums.any(axis=1)).tolist():
            sums[row] = self._without_content_words(texts[row])
        if len(self._columns) > MOST_WORDS:
            self._forget()
        return normalised(sums)

    def _forget(self) -> None:
        # Words that do not count share the first row, which is zero.
        self._columns: dict[str, int] = {}
        self._table: Float32Matrix = np.zeros((1, self.dim), dtype=np.float32)

    def _learn(self, words: Sequence[str]) -> None:
        self._columns.update(dict.fromkeys(words, 0))
        counted = [word for word in words if has_letter(word) and word.lower() not in stop_words()]
        self._columns.update(zip(counted, range(len(self._table), len(self._table) + len(counted)), strict=True))
        if counted:
            self._table = np.concatenate([self._table, self._weighted(counted)])

    def _weighted(self, words: Sequence[str]) -> Float32Matrix:
        rows = self._vectors.vectors(words)
        for row in np.flatnonzero(~rows.any(axis=1)).tolist():
            rows[row] = _own_direction(words[row].lower(), self.dim)
        weighted: Float32Matrix = rows * self._vectors.weights(words)[:, None]
        return weighted

    def _without_content_words(self, text: str) -> Float32Matrix:
        words = lettered_words(text, self._segmenter)
        total: Float32Matrix = self._weighted(words).sum(axis=0)
        return total if total.any() else _own_direction(text, self.dim)


def distil(
    encoder: Encoder,
    texts: Sequence[str],
    segmenter: Segmenter,
    *,
    dim: int = DIM,
    source: str = "the user's texts",
    progress: Progress | None = None,
) -> StaticEncoder:
    """Make a static encoder from another encoder and a corpus; it also learns the words of the domain dictionary.

    Args:
        encoder: what is learned from; each word of the corpus is encoded once.
        texts: folded; a few thousand of the trade at hand.
        segmenter: cuts them.
        dim: width of the vectors, less where the encoder is narrower.
        source: where the texts came from, for the manifest.
        progress: told of words encoded and words in all.

    Returns:
        The encoder.

    Raises:
        UsageError: there are too few words.
    """
    documents = [lettered_words(text, segmenter) for text in texts]
    settings = Distillation(dim=dim, source=source)
    vectors = distil_words(encoder, documents, extra_words=load_domain_words(), settings=settings, progress=progress)
    return StaticEncoder(vectors, segmenter)


def _own_direction(word: str, dim: int) -> Float32Matrix:
    """Return a direction of length 1 that depends on the letters alone; those of different words are near upright."""
    drawn = np.frombuffer(hashlib.shake_256(word.encode("utf-8", "replace")).digest(dim), dtype=np.uint8)
    direction: Float32Matrix = (drawn.astype(np.float32) - 127.5)[None]
    unit: Float32Matrix = normalised(direction)[0]
    return unit
