"""Bytes to text: UTF-8 with or without mark, UTF-16 with mark, GB18030."""

import codecs
from typing import Final

from data.errors import FileReadError

MAX_BAD_SHARE: Final = 0.02
"""Share of the non-ASCII characters that may be unreadable before we say the encoding is another one.

Also the share of NUL characters: UTF-16 without its mark is full of them.
"""

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, file: str) -> str:
    """Decode a text file.

    Bytes that stand for nothing in an otherwise readable file come back as lone surrogates (see `is_damaged`), so that
    one damaged row can be rejected and the others kept.

    Returns:
        The text without its byte order mark.

    Raises:
        FileReadError: the encoding is none of ours.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            errors = "surrogateescape" if encoding == "utf-8" else "replace"
            return content[len(mark) :].decode(encoding, errors=errors)
    best: tuple[float, str] | None = None
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, errors="surrogateescape")
        if text.count("\0") > MAX_BAD_SHARE * len(text):
            continue
        share = _bad_share(text)
        if share == 0.0:
            return text
        # UTF-8 is tried first and wins a tie: chance makes GB18030 of many byte strings, UTF-8 of hardly any.
        if share <= MAX_BAD_SHARE and best is None:
            best = share, text
    if best is None:
        raise FileReadError(
            f"文件“{file}”的文字编码无法识别。",
            remedy="请用记事本、Excel或WPS打开，另存为UTF-8编码后再试；若打开就是乱码，请重新获取文件。",
        )
    return best[1]


def is_damaged(text: str) -> bool:
    """Return whether a decoded text holds bytes that could not be read."""
    return not text.isascii() and any(character == "\ufffd" or "\ud800" <= character <= "\udfff" for character in text)


def _bad_share(text: str) -> float:
    """Return unreadable bytes as a share of the characters beyond ASCII; 0 where all can be read."""
    if text.isascii():
        return 0.0
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        n_bad = sum("\udc80" <= character <= "\udcff" for character in text)
        return n_bad / sum(character > "\x7f" for character in text)
    return 0.0
