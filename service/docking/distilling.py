"""Makes a static encoder of one's own from texts and another encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import BadInputError, HeaderError
from data.records.achievements import Achievement
from data.records.needs import Need
from ingest.batch import Batch, read_achievements, read_needs
from ingest.cleaning import fold
from ingest.report import ImportReport
from models.artefacts import check_target
from models.encoders.opening import open_encoder
from models.encoders.static import distil
from models.protocols import Progress
from models.segmenters import open_segmenter
from service.docking.language import LanguageChoice


@dataclass(frozen=True, slots=True)
class CorpusTexts:
    """Folded texts of needs and achievements, and what reading their files gave."""

    texts: tuple[str, ...]
    reports: tuple[ImportReport, ...]


@dataclass(frozen=True, slots=True)
class Distilled:
    """A static encoder that was written: its id, its width, and how many words it knows."""

    id: str
    dim: int
    n_words: int


def read_corpus(paths: Sequence[Path]) -> CorpusTexts:
    """Read the titles and contents of files of needs or of achievements.

    Raises:
        BadInputError: there is no record in any of them.
    """
    batches = [_read_either(path) for path in paths]
    records = [record for batch in batches for record in batch.records]
    if not records:
        raise BadInputError("文件中没有可用的文本。", remedy="请提供需求或成果文件，最好有几千条。")
    texts = tuple(fold(f"{record.title}\n{record.content}").text for record in records)
    return CorpusTexts(texts, tuple(batch.report for batch in batches))


def distil_encoder(
    corpus: CorpusTexts, choice: LanguageChoice, folder: Path, *, progress: Progress | None = None
) -> Distilled:
    """Distil the encoder chosen over the words of the corpus and write the result.

    Args:
        corpus: what the words come from.
        choice: the encoder that is learned from, and the segmenter.
        folder: where the result goes.
        progress: told of words encoded and words in all.

    Returns:
        What was written.
    """
    check_target(folder)
    teacher = open_encoder(choice.encoder, cache_dir=choice.cache_dir, corpus=corpus.texts)
    encoder = distil(teacher, corpus.texts, open_segmenter(choice.segmenter), progress=progress)
    encoder.save(folder)
    return Distilled(encoder.id, encoder.dim, encoder.n_words)


def _read_either(path: Path) -> Batch[Need] | Batch[Achievement]:
    try:
        return read_needs(path)
    except HeaderError:
        return read_achievements(path)
