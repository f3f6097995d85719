"""Archives as streams: zip, and tar without compression for what is larger than memory."""

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Protocol

from data.errors import FileReadError

ENDINGS: Final = (".zip", ".tar")

_DAMAGE: Final = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error)
"""What the libraries raise on files that are cut off or changed."""

Write = Callable[[str, Path], None]
"""Puts the file at a path into an archive, under a name."""


class ArchiveReader(Protocol):
    """An open archive."""

    def names(self) -> frozenset[str]:
        """Return the names of the plain files in it."""

    def open(self, name: str) -> IO[bytes]:
        """Return one of them, to be read from its beginning."""


@contextmanager
def open_writer(path: Path, ending: str) -> Iterator[Write]:
    """Open an archive for writing.

    Args:
        path: a new file.
        ending: ".zip" or ".tar".

    Yields:
        What puts files in.
    """
    if ending.lower() == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            yield lambda name, file: packed.write(file, name)
    else:
        with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as joined:
            yield lambda name, file: joined.add(file, name, recursive=False)


@contextmanager
def open_reader(path: Path) -> Iterator[ArchiveReader]:
    """Open an archive for reading; its form is known by its content.

    Yields:
        The archive.

    Raises:
        FileReadError: it is missing, neither zip nor tar, or cut off.
    """
    if not path.is_file():
        raise FileReadError(f"找不到备份文件“{path}”。", remedy="请核对文件名。")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield _Zip(packed)
        else:
            with tarfile.open(path, "r:") as joined:
                yield _Tar(joined)
    except _DAMAGE as error:
        raise FileReadError(
            f"“{path.name}”不是完整的备份文件。", remedy="请核对文件，或换一份备份；工作区没有改动。"
        ) from error


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def names(self) -> frozenset[str]:
        return frozenset(each.filename for each in self._archive.infolist() if not each.is_dir())

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)


class _Tar:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._members = {member.name: member for member in archive if member.isfile()}

    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def open(self, name: str) -> IO[bytes]:
        file = self._archive.extractfile(self._members[name])
        assert file is not None  # noqa: S101 - only plain files are listed
        return file
