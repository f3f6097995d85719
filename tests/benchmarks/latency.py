"""One search over 100,000 achievements: ours beside bm25s and FAISS called directly, with and without query encoding.

The achievements are those of 51jishu over and over, with sentences in another order and numbers changed. Their vectors
are those of the originals with noise of fixed seed (cosine with the original about 0.9) instead of an hour of encoding:
the time of a search does not depend on what the vectors mean. The libraries get the same words, the same vectors, the
same number of hits and the same parameters (BM25 Lucene 1.5/0.75; the vector index by the size of the collection).
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import bm25s
import faiss
import numpy as np

from data.records.achievements import Achievement
from data.records.needs import Need
from data.storage.marks import RecordMark
from ingest.batch import read_achievements, read_needs
from ingest.cleaning import fold
from matcher.corpus import Corpus
from matcher.language import Language
from matcher.profiles import content_words, profile_achievement
from matcher.retrieval import POOL, Retriever
from models.encoders.cache import CachedEncoder, VectorCache
from models.encoders.e5_export import MODEL_NAME
from models.encoders.transformer import SentenceTransformerEncoder, describe_folder
from models.indexes.bm25 import K1, B
from models.indexes.vectors import EXACT_UP_TO, HNSW_EF_BUILD, HNSW_EF_SEARCH, HNSW_LINKS
from models.protocols import Encoder, Float32Matrix, Progress, TextRole
from service.docking.index_files import IndexFiles
from service.docking.index_state import Documents, IndexState
from service.docking.searching import SideIndex
from service.settings import read_settings
from tests.benchmarks.bench import REPOSITORY, open_language, parser, real_data, say, say_figure, say_machine, seconds

N_WARM: Final = 10
NOISE: Final = 0.025
"""Deviation of the noise in each of 384 dimensions; cosine with the original 1 / sqrt(1 + 384 x NOISE^2) = 0.90."""
SEED: Final = 20261122
TOP: Final = 10
_LOAD: Final = """
import sys
from pathlib import Path
import faiss, psutil
from service.docking.index_files import IndexFiles
home = IndexFiles(Path(sys.argv[1]))
state = home.state()
before = psutil.Process().memory_info().rss
kept = home.load(state)
print(psutil.Process().memory_info().rss - before)
"""
_SENTENCE: Final = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_NUMBER: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Collection:
    """Words and vectors of many achievements."""

    words: list[tuple[str, ...]]
    texts: Float32Matrix
    titles: Float32Matrix


@dataclass(frozen=True, slots=True)
class Query:
    """A text to search for, its words, and its vector of shape (1, dim)."""

    text: str
    words: tuple[str, ...]
    vector: Float32Matrix


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of every query."""

    ours: list[float]
    words: list[float]
    vectors: list[float]
    encoding: list[float]

    def figures(self) -> dict[str, tuple[float, float]]:
        """Return median and 95th percentile in milliseconds, by what was timed."""
        libraries = [sum(parts) for parts in zip(self.words, self.vectors, self.encoding, strict=True)]
        kinds = {"ours": self.ours, "bm25s": self.words, "FAISS": self.vectors}
        kinds |= {"encode by library": self.encoding} if any(self.encoding) else {}
        return {name: quantiles(values) for name, values in (kinds | {"sum of the libraries": libraries}).items()}


class KnownVectors:
    """An encoder that looks the query up, to time a search without encoding.

    Args:
        encoder: whose id, width and vectors it has.
        texts: what will be asked for.
    """

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        vectors = encoder.encode(texts, role="query")
        self._known = {text: vectors[row : row + 1] for row, text in enumerate(texts)}

    @property
    def id(self) -> str:
        """The id of the encoder behind."""
        return self._encoder.id

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._encoder.dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return the vector of the one text asked for."""
        del role, progress
        (text,) = texts
        return self._known[text]


def vary(achievement: Achievement, generator: np.random.Generator) -> tuple[str, str]:
    """Return title and content with other numbers and the sentences of the content in another order."""
    sentences = [found[0] for found in _SENTENCE.finditer(achievement.content) if found[0]]
    shuffled = "".join(sentences[place] for place in generator.permutation(len(sentences)).tolist())

    def other(found: re.Match[str]) -> str:
        return str((int(found[0]) + int(generator.integers(10))) % 10)

    return _NUMBER.sub(other, achievement.title), _NUMBER.sub(other, shuffled)


def multiply(records: Sequence[Achievement], language: Language, *, n: int) -> Collection:
    """Return words and vectors of n achievements made from the records in turn."""
    generator = np.random.default_rng(SEED)
    corpus = Corpus.build(
        [profile_achievement(record, language.segmenter) for record in records], language, role="passage"
    )
    rows = np.arange(n) % len(records)
    words = []
    for row in rows.tolist():
        title, content = (fold(text).text for text in vary(records[row], generator))
        named = content_words(title, language.segmenter)
        words.append(named + named + content_words(content, language.segmenter))
    return Collection(
        words=words,
        texts=_noisy(corpus.text_vectors[rows], generator),
        titles=_noisy(corpus.title_vectors_at(rows), generator),
    )


def build_libraries(collection: Collection) -> tuple[Any, Any]:
    """Index the words with bm25s and the text vectors with FAISS, with the parameters of the product's indexes."""
    lexical = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
    lexical.index([list(words) for words in collection.words], show_progress=False)
    dim = collection.texts.shape[1]
    dense: Any = faiss.IndexFlatIP(dim)
    if len(collection.texts) > EXACT_UP_TO:
        dense = faiss.IndexHNSWFlat(dim, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
        dense.hnsw.efConstruction, dense.hnsw.efSearch = HNSW_EF_BUILD, HNSW_EF_SEARCH
    dense.add(collection.texts)
    return lexical, dense


def time_searches(
    index: SideIndex,
    libraries: tuple[Any, Any],
    queries: Sequence[Query],
    *,
    language: Language,
    encode: Callable[[str], Float32Matrix] | None,
) -> Times:
    """Search for every query by ours and by the libraries in turn.

    Args:
        index: ours.
        libraries: bm25s and FAISS.
        queries: the first ten warm up and are not counted.
        language: what our search reads the text with; its encoder decides whether encoding is in our time.
        encode: the library's encoding of a query; None to take the vector that is there.
    """
    lexical, dense = libraries
    times = Times([], [], [], [])
    for number, query in enumerate(queries):
        ours = seconds(lambda: index.search(query.text, language, top=TOP))  # noqa: B023  # called at once
        start = time.perf_counter()
        vector = encode(query.text) if encode else query.vector
        encoding = time.perf_counter() - start
        words = seconds(lambda: lexical.retrieve([list(query.words)], k=POOL, show_progress=False))  # noqa: B023  # called at once
        vectors = seconds(lambda: dense.search(vector, POOL))  # noqa: B023  # called at once
        if number >= N_WARM:
            times.ours.append(1000 * ours)
            times.words.append(1000 * words)
            times.vectors.append(1000 * vectors)
            times.encoding.append(1000 * encoding if encode else 0.0)
    return times


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return statistics.median(values), float(np.percentile(values, 95))


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=300)
    chosen = options.parse_args()
    say_machine()
    language = open_language(chosen.encoder)
    folder = real_data() / "51jishu"
    needs = read_needs([folder / "needs.csv"]).records
    records = read_achievements([folder / "achievements.csv"]).records
    with tempfile.TemporaryDirectory() as temporary:
        measure(needs[: chosen.queries + N_WARM], records, language, size=chosen.size, work=Path(temporary))


def measure(
    needs: Sequence[Need], records: Sequence[Achievement], language: Language, *, size: int, work: Path
) -> dict[str, tuple[float, float]]:
    """Build, load, search, and print the figures.

    Returns:
        Median and 95th percentile without encoding, in milliseconds.
    """
    start = time.perf_counter()
    collection = multiply(records, language, n=size)
    say_figure(f"reading and segmenting {size} texts (no encoding)", f"{time.perf_counter() - start:.1f} s")
    index = _build_and_load(collection, language, work)
    libraries: list[tuple[Any, Any]] = []
    taken = seconds(lambda: libraries.append(build_libraries(collection)))
    say_figure("bm25s and one FAISS index built directly", f"{taken:.1f} s")
    queries = _queries(needs, language)
    known = replace(language, encoder=KnownVectors(language.encoder, [query.text for query in queries]))
    say(f"p50 / p95 of {len(queries) - N_WARM} searches with the query's vector at hand")
    figures = time_searches(index, libraries[0], queries, language=known, encode=None).figures()
    _say_times(figures)
    if MODEL_NAME in language.encoder.id:
        say("p50 / p95 with query encoding on both sides (ours: through the cache, every query a new one)")
        fresh, encode = _encoders(work)
        reading = replace(language, encoder=fresh)
        _say_times(time_searches(index, libraries[0], queries, language=reading, encode=encode).figures())
    return figures


def _build_and_load(collection: Collection, language: Language, work: Path) -> SideIndex:
    ids = tuple(f"A{number:06}" for number in range(len(collection.words)))
    marks = tuple(RecordMark(place, number, "") for place, number in enumerate(ids))
    state = IndexState(marks, language.vector_id, language.segmenter.id, ())
    documents = Documents(collection.words, collection.texts, collection.titles)
    place = work / "index"
    taken = seconds(lambda: IndexFiles(place).write(state, documents))
    say_figure("our three indexes built and written", f"{taken:.1f} s")
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    say_figure("... size on disk", f"{size / 1e6:.0f} MB")
    loaded: list[Retriever] = []
    taken = seconds(lambda: loaded.append(IndexFiles(place).load(state)))
    say_figure("... loaded", f"{taken:.1f} s")
    say_figure("... resident memory it adds", f"{_resident_bytes(place) / 1e6:.0f} MB")
    return SideIndex(loaded[0], ids, role="passage", is_current=True)


def _resident_bytes(place: Path) -> int:
    # In a process of its own: this one has memory to spare from building, which a load would use up unseen.
    told = subprocess.run([sys.executable, "-c", _LOAD, str(place)], cwd=REPOSITORY, check=True, capture_output=True)
    return int(told.stdout)


def _queries(needs: Sequence[Need], language: Language) -> list[Query]:
    texts = [fold(need.title).text for need in needs]
    adapter = language.adapter
    vectors = adapter.turned(adapter.centred(language.encoder.encode(texts, role="query"), adapter.title_centre))
    return [
        Query(text, content_words(text, language.segmenter), vectors[row : row + 1]) for row, text in enumerate(texts)
    ]


def _encoders(work: Path) -> tuple[Encoder, Callable[[str], Float32Matrix]]:
    """Return our encoder with an empty cache, and the library's encode, both loaded."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # 2 s: only when it is measured

    folder = describe_folder(read_settings().cache_dir / "encoders" / MODEL_NAME)
    engine = SentenceTransformerEncoder(folder)
    ours = CachedEncoder(encoder_id=folder.id, dim=folder.dim, make=lambda: engine, cache=VectorCache(work))
    library = SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
    return ours, lambda text: library.encode([f"query: {text}"], show_progress_bar=False, normalize_embeddings=True)


def _noisy(vectors: Float32Matrix, generator: np.random.Generator) -> Float32Matrix:
    moved = vectors + generator.normal(scale=NOISE, size=vectors.shape).astype(np.float32)
    unit: Float32Matrix = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def _say_times(figures: dict[str, tuple[float, float]]) -> None:
    for name, (middle, late) in figures.items():
        say_figure(f"   {name}", f"{middle:.2f} / {late:.2f} ms")
    ratios = [ours / sums for ours, sums in zip(figures["ours"], figures["sum of the libraries"], strict=True)]
    say_figure("   ours / sum", f"{ratios[0]:.2f} / {ratios[1]:.2f}", "<= 1.5")


if __name__ == "__main__":
    main()
