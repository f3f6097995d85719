"""Where an export is written: checks before the work, and one atomic replacement after it."""

import secrets
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from data.errors import OutputError

MATCH_ENDINGS: Final = (".xlsx", ".csv", ".jsonl", ".html", ".docx")
_REMEDY: Final = "请确认有写入权限、磁盘未满，并关闭正在打开该文件的程序，或换一个位置。"


def check_output(path: Path, *, endings: tuple[str, ...] = MATCH_ENDINGS) -> None:
    """Refuse an output that could not be written, before any long work is done for it.

    Whether the system takes the file is found out by trying: rights alone tell neither of odd file systems nor of a
    file that another program holds, and nothing at all to an administrator. Nothing is left behind.

    Args:
        path: the file to be written; an existing file will be replaced.
        endings: the file endings (lower case, with the dot) that the writer knows.

    Raises:
        OutputError: unknown ending, missing folder, a folder where the file should be, or the system refuses.
    """
    if path.suffix.lower() not in endings:
        known = "、".join(endings)
        raise OutputError(f"输出文件“{path}”的类型无法识别。", remedy=f"请把文件名的结尾改为下列之一：{known}。")
    try:
        has_folder, is_folder, exists = path.parent.is_dir(), path.is_dir(), path.exists()
    except OSError as error:  # a name that is too long, a drive that is not ready
        raise OutputError(_unwritable(path, reason=error.strerror or ""), remedy=_REMEDY) from error
    if not has_folder:
        raise OutputError(f"输出文件“{path}”所在的文件夹不存在。", remedy="请先建立该文件夹，或换一个已有的文件夹。")
    if is_folder:
        raise OutputError(f"输出位置“{path}”是一个文件夹，不能写成文件。", remedy="请换一个文件名。")
    try:
        with TemporaryFile(dir=path.parent):
            pass
        if exists:
            with path.open("r+b"):
                pass
    except OSError as error:
        raise OutputError(_unwritable(path, reason=error.strerror or ""), remedy=_REMEDY) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never half of it.

    The new content is written beside the old and then takes its name, which is atomic within one file system.

    Args:
        path: the file to write.
        content: its whole content.

    Raises:
        OutputError: the system refuses (permission, full disk, file open in another program).
    """
    # A name of its own keeps two runs apart, and a short one leaves long Chinese names their 255 bytes.
    part = path.with_name(f".duijie-{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise OutputError(_unwritable(path, reason=error.strerror or ""), remedy=_REMEDY) from error
    finally:
        part.unlink(missing_ok=True)


def _unwritable(path: Path, *, reason: str) -> str:
    detail = f"（系统提示：{reason}）" if reason else ""
    return f"输出文件“{path}”无法写入{detail}。"
