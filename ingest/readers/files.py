"""One way in: a path becomes the raw tables of the file, whatever its format."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ingest.readers.delimited import read_delimited
from ingest.readers.jsonlines import read_json_lines
from ingest.readers.pdfdocument import read_pdf
from ingest.readers.plaintext import read_text
from ingest.readers.raw import RawFile, RawTable
from ingest.readers.sniffing import ENDINGS, Format, read_bytes, sniff
from ingest.readers.spreadsheet import read_workbook
from ingest.readers.webpage import read_web_page
from ingest.readers.worddocument import read_word

READERS: Final[dict[Format, Callable[[bytes, str], tuple[RawTable, ...]]]] = {
    Format.SPREADSHEET: read_workbook,
    Format.DELIMITED: read_delimited,
    Format.JSON_LINES: read_json_lines,
    Format.WORD: read_word,
    Format.PDF: read_pdf,
    Format.WEB_PAGE: read_web_page,
    Format.TEXT: read_text,
}


def read_file(path: Path) -> RawFile:
    """Read a file of any of our formats; what it is, its content decides before its ending does.

    Returns:
        Its tables in order, with a note where ending and content disagree.

    Raises:
        FileReadError: see `sniff` and the reader of the format.
    """
    content = read_bytes(path)
    kind = sniff(content, path)
    notes: tuple[str, ...] = ()
    if ENDINGS.get(path.suffix.lower()) is not kind:
        notes = (f"文件“{path.name}”的后缀是“{path.suffix}”，实际是{kind.value}，已按{kind.value}读取。",)
    return RawFile(path.name, READERS[kind](content, path.name), notes=notes)
