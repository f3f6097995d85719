"""What a file really is: found by its first bytes and its inside, not by its ending alone."""

import struct
import zipfile
from enum import Enum
from pathlib import Path
from typing import Final

from data.errors import FileReadError
from ingest.readers.extent import has_possible_dimensions
from ingest.readers.raw import MAX_FILE_BYTES, MAX_UNPACKED_BYTES


class Format(Enum):
    """The formats we read."""

    SPREADSHEET = "Excel工作簿"
    DELIMITED = "分隔文本"
    JSON_LINES = "JSON"
    WORD = "Word文档"
    PDF = "PDF"
    WEB_PAGE = "网页"
    TEXT = "纯文本"


ENDINGS: Final = {
    ".xlsx": Format.SPREADSHEET,
    ".xlsm": Format.SPREADSHEET,
    ".xls": Format.SPREADSHEET,
    ".csv": Format.DELIMITED,
    ".tsv": Format.DELIMITED,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON_LINES,
    ".docx": Format.WORD,
    ".pdf": Format.PDF,
    ".html": Format.WEB_PAGE,
    ".htm": Format.WEB_PAGE,
    ".txt": Format.TEXT,
}
BINARY: Final = frozenset({Format.SPREADSHEET, Format.WORD, Format.PDF})
READABLE: Final = "xlsx、xls、csv、tsv、jsonl、docx、pdf、html、txt"

OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of Microsoft's compound file (MS-CFB 2.2): old Office files, and new ones once encrypted."""

CFB_HEADER_BYTES: Final = 512
"""Sector shift at 30, sectors of FAT at 44, mini FAT at 64, DIFAT at 72 (MS-CFB 2.2)."""

GLOBALS_BOF: Final = bytes.fromhex("0908100000060500")
"""How the globals of an Excel 97-2003 workbook begin (MS-XLS 2.4.21): record 0809, 16 bytes, version 0600, type 5."""

FILEPASS: Final = 0x002F
"""The record that says how the rest is encrypted (MS-XLS 2.4.117)."""

MAX_RECORDS_TO_FILEPASS: Final = 4
"""BOF, WriteProtect, FilePass is the order of the globals (MS-XLS 2.1.7.20.3)."""

HEAD_BYTES: Final = 4096

FOREIGN: Final = (
    (b"Rar!", "RAR压缩包", "请先解压，再选择其中的表格或文档。"),
    (b"7z\xbc\xaf", "7z压缩包", "请先解压，再选择其中的表格或文档。"),
    (b"{\\rtf", "RTF文档", "请用Word或WPS打开后另存为docx。"),
    (b"\x89PNG", "图片", "图片里的文字无法读取，请使用原始的表格或文档。"),
    (b"\xff\xd8\xff", "图片", "图片里的文字无法读取，请使用原始的表格或文档。"),
    (b"MIME-Version:", "单一文件网页（mht）", "请用Excel或WPS打开后另存为xlsx。"),
)
"""Files people send that we cannot read: first bytes, name, what to do."""


def read_bytes(path: Path) -> bytes:
    """Return all bytes of a file.

    Raises:
        FileReadError: it is missing, a folder, empty, too large, or may not be read.
    """
    name = path.name
    if not path.exists():
        raise FileReadError(f"找不到文件“{path}”。", remedy="请检查路径和文件名（包括后缀）是否正确。")
    if path.is_dir():
        raise FileReadError(f"“{path}”是文件夹，不是文件。", remedy="请指定其中的具体文件。")
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise FileReadError(
            f"文件“{name}”有{size // 2**20}MB，超过一次可读的{MAX_FILE_BYTES // 2**20}MB。",
            remedy="请删除其中的图片和多余的工作表，或拆成几个文件分别导入。",
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileReadError(f"文件“{name}”无法打开。", remedy="请检查是否有读取权限，是否正被其他程序独占。") from error
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise FileReadError(f"文件“{name}”是空的。", remedy="请确认保存时有内容，再重新选择文件。")
    return content


def sniff(content: bytes, path: Path) -> Format:
    """Return what the file is.

    Args:
        content: all bytes of the file, not empty.
        path: its name, whose ending decides among the formats that are plain text.

    Raises:
        FileReadError: encrypted, damaged, of a kind we do not read, or with an unknown ending.
    """
    name = path.name
    for magic, kind, remedy in FOREIGN:
        if content.startswith(magic):
            raise FileReadError(f"文件“{name}”是{kind}，无法读取。", remedy=remedy)
    if content.startswith(OLE_MAGIC):
        return _sniff_compound(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _sniff_zip(path)
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    return _sniff_text(content[:HEAD_BYTES], path)


def _sniff_compound(content: bytes, name: str) -> Format:
    """Return the format of a compound file, told by the names of its streams (UTF-16 in its directory).

    Raises:
        FileReadError: encrypted, an old Word document, or something else.
    """
    if _stream_name("EncryptedPackage") in content or _has_password(content):
        raise FileReadError(
            f"文件“{name}”已加密，需要密码才能打开。",
            remedy="请用Excel、Word或WPS打开，取消打开密码后另存，再重新选择。",
        )
    if not _is_sound(content):
        raise FileReadError(f"文件“{name}”已损坏，无法打开。", remedy="可能没有下载或传输完整，请重新获取后再试。")
    if _stream_name("WordDocument") in content:
        raise FileReadError(f"文件“{name}”是旧版Word文档（doc）。", remedy="请用Word或WPS打开后另存为docx。")
    if _stream_name("Workbook") in content or _stream_name("Book") in content:
        return Format.SPREADSHEET
    raise FileReadError(
        f"文件“{name}”不是可读的表格或文档，也可能已损坏。", remedy=f"可读的格式有{READABLE}；请重新导出后再试。"
    )


def _is_sound(content: bytes) -> bool:
    """Return whether the counts of sectors in a compound file's header are possible for its size.

    calamine reserves memory for as many as the header claims, and the process dies on an absurd number.
    """
    if len(content) < CFB_HEADER_BYTES:
        return False
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in {9, 12}:
        return False
    n_fat, _, _, _, _, n_mini, _, n_difat = struct.unpack_from("<8I", content, 44)
    return max(n_fat, n_mini, n_difat) <= len(content) >> shift and has_possible_dimensions(content)


def _has_password(content: bytes) -> bool:
    """Return whether an old workbook is encrypted: FILEPASS follows BOF, or one of the few records after it."""
    at = content.find(GLOBALS_BOF)
    for _ in range(MAX_RECORDS_TO_FILEPASS if at >= 0 else 0):
        kind, length = struct.unpack_from("<HH", content.ljust(at + 4, b"\0"), at)
        if kind == FILEPASS:
            return True
        at += 4 + length
    return False


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


def _sniff_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise FileReadError(
            f"文件“{path.name}”已损坏，无法解开。",
            remedy="可能没有下载或传输完整，请重新获取，或用Excel、WPS打开后另存。",
        ) from error
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise FileReadError(
            f"文件“{path.name}”解开后超过{MAX_UNPACKED_BYTES // 2**20}MB。",
            remedy="请删除其中的图片和多余的工作表，或拆成几个文件分别导入。",
        )
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Format.SPREADSHEET
    if "word/document.xml" in names:
        return Format.WORD
    raise FileReadError(
        f"文件“{path.name}”是压缩包或我们不认识的文档，不是xlsx或docx。",
        remedy="若是压缩包请先解压；若是其他办公软件的文档，请另存为xlsx或docx。",
    )


def _sniff_text(head: bytes, path: Path) -> Format:
    named = ENDINGS.get(path.suffix.lower())
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise FileReadError(f"文件“{path.name}”是XML表格（2003版）。", remedy="请用Excel或WPS打开后另存为xlsx。")
    is_page = start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body"))
    if is_page or (start.startswith(b"<?xml") and b"<html" in start):
        return Format.WEB_PAGE
    if named is None:
        raise FileReadError(
            f"文件“{path.name}”的后缀“{path.suffix}”不是可读的格式。"
            if path.suffix
            else f"文件“{path.name}”没有后缀。",
            remedy=f"可读的格式有{READABLE}；请另存为其中之一，或改正后缀。",
        )
    if named not in BINARY:
        return named
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not is_utf16:
        raise FileReadError(
            f"文件“{path.name}”的内容不是{named.value}，可能已损坏。", remedy="请重新获取，或用原来的软件打开后另存。"
        )
    if named is Format.SPREADSHEET:
        # Many web systems "export to Excel" by giving a delimited text the ending xls.
        return Format.DELIMITED
    raise FileReadError(
        f"文件“{path.name}”的内容不是{named.value}，而是普通文本。", remedy="请改正后缀为txt或csv，或重新导出。"
    )
