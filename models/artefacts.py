"""Artefact folders: written whole or not at all, named by a manifest, checked by SHA-256, never pickled.

An artefact is a folder with `manifest.json` and the files it lists. Vectors, indexes, rankers and unpacked weights are
all kept this way.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from data.errors import ArtefactError, OutputError

_log = logging.getLogger(__name__)

MANIFEST_NAME: Final = "manifest.json"
FORMAT_VERSION: Final = 1
_CHUNK_BYTES: Final = 1 << 20
_REBUILD: Final = "请删除该文件夹后重新生成。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an artefact is and which files belong to it.

    Attributes:
        kind: what may read it: "encoder", "text_index", "vector_index", "ranker".
        id: name and version; artefacts with one id give the same results.
        dim: width of its vectors, 0 where it has none.
        encoder_id: the encoder whose vectors it holds, "" where there is none.
        source: where it came from.
        licence: SPDX name of the licence of its content, "" for what the user made.
        trained_on: the texts or labels it learned from.
        figures: what was measured or set: counts, parameters.
        files: SHA-256 of every file, by path relative to the folder.
        format_version: layout of the folder.
    """

    kind: str
    id: str
    dim: int = 0
    encoder_id: str = ""
    source: str = ""
    licence: str = ""
    trained_on: str = ""
    figures: Mapping[str, float | str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def check_target(folder: Path) -> None:
    """Refuse a place where no artefact may be written; to be asked before minutes of work as well.

    Raises:
        OutputError: a file, or a folder with something else in it, is there.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"无法写入“{folder}”：该位置已有同名文件。", remedy="请换一个文件夹。")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST_NAME).is_file():
        raise OutputError(f"无法写入“{folder}”：文件夹中已有其他内容。", remedy="请换一个空文件夹。")


def write_artefact(folder: Path, manifest: Manifest, fill: Callable[[Path], None]) -> Manifest:
    """Write an artefact folder: first beside its place, then moved there in one step.

    An older artefact in its place is replaced; whoever reads meanwhile sees the old or the new one.

    Args:
        folder: where the artefact shall be; its parents are made when missing.
        manifest: everything but `files`, which is computed here.
        fill: writes the files into the (temporary) folder it is given.

    Returns:
        The manifest as written, with checksums.

    Raises:
        OutputError: the folder holds something that is no artefact, or cannot be written.
    """
    check_target(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"无法写入“{folder}”：{reason}。", remedy="请检查权限与磁盘空间。") from error
    try:
        fill(temporary)
        written = replace(manifest, files=_checksums(temporary))
        (temporary / MANIFEST_NAME).write_text(_to_json(written), encoding="utf-8")
        _open_to_readers(temporary)
        _move_into_place(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return written


def replace_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder whose parts are artefacts of their own, in one step.

    Raises:
        OutputError: it cannot be written.
    """
    partial = folder / f".{MANIFEST_NAME}.{os.getpid()}.part"
    try:
        partial.write_text(_to_json(manifest), encoding="utf-8")
        partial.replace(folder / MANIFEST_NAME)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"无法写入“{folder}”：{reason}。", remedy="请检查权限与磁盘空间。") from error


def read_manifest(folder: Path, *, kind: str, verify: bool = True) -> Manifest:
    """Read the manifest of an artefact and check its files.

    Args:
        folder: the artefact.
        kind: the kind expected.
        verify: compare every checksum (about 1 GB/s); False checks only that the files exist.

    Returns:
        The manifest.

    Raises:
        ArtefactError: something is missing, damaged, of another kind or of another version.
    """
    manifest = _parse(folder / MANIFEST_NAME)
    if manifest.format_version != FORMAT_VERSION:
        raise ArtefactError(f"“{folder}”由其他版本的程序生成（格式 {manifest.format_version}）。", remedy=_REBUILD)
    if manifest.kind != kind:
        raise ArtefactError(f"“{folder}”的类型是 {manifest.kind}，需要 {kind}。", remedy="请检查所填的文件夹。")
    for name, checksum in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise ArtefactError(f"“{folder}”缺少文件 {name}。", remedy=_REBUILD)
        if verify and sha256_of(path) != checksum:
            raise ArtefactError(f"“{folder}”中的文件 {name} 已损坏（校验和不符）。", remedy=_REBUILD)
    return manifest


def _open_to_readers(folder: Path) -> None:
    # mkdtemp and safetensors make private files; an artefact may be read by whoever may read its parent.
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


def _to_json(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _parse(path: Path) -> Manifest:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(**values)
    except FileNotFoundError as error:
        raise ArtefactError(f"“{path.parent}”中没有 {MANIFEST_NAME}。", remedy=_REBUILD) from error
    except (OSError, ValueError, TypeError) as error:
        raise ArtefactError(f"“{path}”无法读取或已损坏。", remedy=_REBUILD) from error


def _move_into_place(temporary: Path, folder: Path) -> None:
    # rename() replaces an empty folder on POSIX but no folder at all on Windows, so the old one always steps aside.
    aside = temporary.with_name(temporary.name + ".old")
    if folder.exists():
        folder.rename(aside)
    try:
        temporary.rename(folder)
    except OSError as error:
        if not (folder / MANIFEST_NAME).is_file():
            if aside.exists():
                aside.rename(folder)
            raise OutputError(f"无法写入“{folder}”。", remedy="请关闭正在使用该文件夹的程序后重试。") from error
        # Another process put its own artefact there in between: theirs is as good as ours.
        _log.info("artefact written by another process meanwhile: %s", os.fspath(folder))
    shutil.rmtree(aside, ignore_errors=True)
