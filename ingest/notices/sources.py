"""The text of a notice, whole and in order, whatever kind of file it came in."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.errors import FileReadError
from ingest.readers.decoding import decode
from ingest.readers.pdfdocument import pages_text
from ingest.readers.sniffing import Format, read_bytes, sniff
from ingest.readers.webpage import page_text
from ingest.readers.worddocument import document_text

MAX_CHARACTERS: Final = 1_000_000
"""The longest policy documents have about 100,000 characters; more is not a notice."""

_UNREADABLE: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd") | {0: "\ufffd"}


def _plain_text(content: bytes, file: str) -> str:
    return decode(content, file)


_TEXTS: Final[dict[Format, Callable[[bytes, str], str]]] = {
    Format.TEXT: _plain_text,
    Format.WEB_PAGE: page_text,
    Format.WORD: document_text,
    Format.PDF: pages_text,
}


def source_text(path: Path) -> tuple[str, bool]:
    """Return the text of a notice, and whether its lines are printed ones that break sentences (PDF).

    Bytes that could not be read stand as U+FFFD, one each.

    Raises:
        FileReadError: see `sniff` and the reader of the format; or a table, an empty text, or far too long.
    """
    content = read_bytes(path)
    kind = sniff(content, path)
    if kind not in _TEXTS:
        raise FileReadError(
            f"文件“{path.name}”是{kind.value}，不是通知的正文。", remedy="请使用txt、html、docx或pdf格式的通知。"
        )
    text = _TEXTS[kind](content, path.name).translate(_UNREADABLE)
    if not text.strip():
        raise FileReadError(f"文件“{path.name}”里没有文字。", remedy="请检查文件，或重新获取。")
    if len(text) > MAX_CHARACTERS:
        raise FileReadError(
            f"文件“{path.name}”超过{MAX_CHARACTERS // 10_000}万字。", remedy="请只保留通知和附件，或拆成几个文件。"
        )
    return text, kind is Format.PDF
