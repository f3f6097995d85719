"""A prepared corpus that follows its records: fresh ones among those that were prepared before."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.corpus import Corpus
from models.protocols import Int64Matrix

ScalarT = TypeVar("ScalarT", bound=np.generic)


def spliced(before: Corpus, fresh: Corpus, kept: Int64Matrix) -> Corpus:
    """Return the corpus of records of which most were prepared before; row by row that of `Corpus.build`.

    Args:
        before: the records until now.
        fresh: those that came or changed, in order; built with the same language.
        kept: shape (n,); the position each record had until now, or -1 for a fresh one.

    Returns:
        A corpus of n records.
    """
    sources = np.where(kept >= 0, kept, len(before) + np.cumsum(kept < 0) - 1)
    starts = np.concatenate([before.offsets, before.offsets[-1] + fresh.offsets[1:]])
    counts = starts[sources + 1] - starts[sources]
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    rows = np.arange(offsets[-1]) + np.repeat(starts[sources] - offsets[:-1], counts)
    profiles = before.profiles + fresh.profiles
    return Corpus(
        profiles=tuple(profiles[source] for source in sources.tolist()),
        passage_vectors=_taken(before.passage_vectors, fresh.passage_vectors, rows),
        offsets=offsets,
        weights=_taken(before.weights, fresh.weights, rows),
        text_vectors=_taken(before.text_vectors, fresh.text_vectors, sources),
        title_words=_picked(before.title_words, fresh.title_words, sources),
        text_words=_picked(before.text_words, fresh.text_words, sources),
        title_characters=_picked(before.title_characters, fresh.title_characters, sources),
        text_characters=_picked(before.text_characters, fresh.text_characters, sources),
        vagueness=_taken(before.vagueness, fresh.vagueness, sources),
        fields={kind: _taken(before.fields[kind], fresh.fields[kind], sources) for kind in before.fields},
    )


def _taken(old: npt.NDArray[ScalarT], new: npt.NDArray[ScalarT], sources: Int64Matrix) -> npt.NDArray[ScalarT]:
    """Return rows of both arrays, counted through; without joining them, for the old one may have a gigabyte."""
    taken = np.empty((len(sources), *old.shape[1:]), dtype=old.dtype)
    is_new = sources >= len(old)
    if len(old):
        np.take(old, np.where(is_new, 0, sources), axis=0, out=taken, mode="clip")
    taken[is_new] = new[sources[is_new] - len(old)]
    return taken


def _picked(old: sp.csr_matrix, new: sp.csr_matrix, sources: Int64Matrix) -> sp.csr_matrix:
    return sp.csr_matrix(sp.vstack([old, new], format="csr")[sources])
