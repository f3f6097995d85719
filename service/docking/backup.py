"""Backup and restore of a workspace: one archive with the database, the originals and what jobs wrote."""

import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from data.errors import FileReadError, OutputError, WorkspaceError
from data.records.accounts import OPERATOR, Actor
from data.records.audit import AuditAction, FieldChange
from data.storage.copying import check_database, copy_database, has_rows, replace_database, settle_database
from data.storage.lock import worker_lock
from data.storage.workspace import DATABASE_NAME, Workspace
from ingest.contacts import mask_field
from models.protocols import Progress
from service.docking.archives import ENDINGS, ArchiveReader, open_reader, open_writer
from service.docking.jobs import BACKUPS, EXPORTS
from service.docking.record_kinds import KINDS

ARCHIVES: Final = "backups"
"""Under which kind the audit trail names backups, each by its file's name."""
MANIFEST: Final = "manifest.json"
_KIND: Final = "duijie_backup"
_LAYOUT: Final = 1
_ROOMS: Final = ("originals", EXPORTS)
"""Folders kept besides the database. Indexes are made anew from it, uploads are on their way in."""
_CHUNK: Final = 1 << 20
_DAMAGED_REMEDY: Final = "请换一份备份；工作区没有改动。"
_FROM_BACKUP: Final = "恢复备份时尚未完成，没有继续执行；请重新提交。"


@dataclass(frozen=True, slots=True)
class BackupFigures:
    """What an archive holds; `n_records` by kind."""

    n_records: Mapping[str, int]
    n_files: int
    n_bytes: int
    made_at: datetime


def check_backup_path(path: Path) -> None:
    """Refuse an archive that could not be written.

    Raises:
        OutputError: the ending is unknown, or there is no such folder.
    """
    if path.suffix.lower() not in ENDINGS:
        raise OutputError(f"备份文件“{path}”的类型无法识别。", remedy="请把文件名的结尾改为 .zip 或 .tar。")
    if not path.parent.is_dir():
        raise OutputError(f"备份文件“{path}”所在的文件夹不存在。", remedy="请先建立该文件夹，或换一个已有的文件夹。")


def write_backup(
    workspace: Workspace, path: Path, *, at: datetime, by: Actor = OPERATOR, progress: Progress | None = None
) -> BackupFigures:
    """Back a workspace up; it may be used meanwhile.

    The archive is written beside its place, flushed to the disk, and takes its name last: a file of that name is a
    whole backup. The database is copied first and holds one moment; originals are there before their records are, so
    none that it names can be missing.

    Args:
        workspace: open.
        path: .zip or .tar, see `check_backup_path`; an existing file is replaced.
        at: now, aware.
        by: who has it written; the audit trail, but not the copy of it in the archive, says so.
        progress: called with bytes written and bytes in all.

    Returns:
        What it holds; `_archive` names the errors.
    """
    figures = _archive(workspace, path, at=at, progress=progress)
    with workspace.writing(by, at=at) as stores:
        size = FieldChange("n_bytes", "", str(figures.n_bytes))
        stores.audit.tell(AuditAction.ADDED, ARCHIVES, path.name, [size])
    return figures


def _archive(workspace: Workspace, path: Path, *, at: datetime, progress: Progress | None = None) -> BackupFigures:
    """Write an archive and return what it holds.

    Raises:
        OutputError: the disk refuses, or `check_backup_path` does.
    """
    check_backup_path(path)
    part = path.with_name(f".duijie-{secrets.token_hex(8)}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".duijie-", suffix=".part", dir=path.parent) as copied:
            database = copy_database(workspace, Path(copied))
            files = _files(workspace.folder, database)
            manifest = _describe(files, at=at)
            listed = Path(copied) / MANIFEST
            listed.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
            _write_archive(part, path.suffix, {**files, MANIFEST: listed}, progress=progress)
        part.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise OutputError(
            f"备份文件“{path}”无法写入：{error.strerror}。", remedy="请检查磁盘空间和权限，或换一个位置。"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return _figures_of(manifest)


def restore_backup(
    path: Path, folder: Path, *, url: str = "", replace: bool = False, at: datetime, progress: Progress | None = None
) -> BackupFigures:
    """Put a backup in place of a workspace: wholly, or not at all.

    The whole archive is checked first. Originals are added under their checksums, which changes nothing that is there;
    then one transaction of the database decides; then the indexes, which belong to the old records, are cleared away.
    Of a workspace that is replaced a backup is left in its own folder.

    Args:
        path: written by `write_backup`.
        folder: of the workspace; made when missing.
        url: of its database, see `Workspace.open`.
        replace: put it in place of records that are there.
        at: now, aware.
        progress: called with bytes checked and bytes in all.

    Returns:
        What the archive holds. Where it is damaged, `read_backup` names the error; where a service runs, `worker_lock`.

    Raises:
        WorkspaceError: there are records, and `replace` was not asked for.
    """
    with Workspace.open(folder, url=url) as workspace, worker_lock(folder):
        is_used = has_rows(workspace)
        if is_used and not replace:
            raise WorkspaceError(
                f"工作区 {folder} 里已有数据，没有恢复。",
                remedy="请用 DUIJIE_HOME 指定一个空的文件夹，或加 --replace 用备份替换现有数据（会先另存一份）。",
            )
        # In the workspace itself: its files are then moved, not copied.
        with tempfile.TemporaryDirectory(prefix=".duijie-", suffix=".part", dir=folder) as taken:
            figures = read_backup(path, Path(taken), progress=progress)
            if is_used:
                _keep_former(workspace, at=at)
            _tell_restored(Path(taken), path.name, figures, at=at)
            _take_over(workspace, Path(taken))
    return figures


def read_backup(path: Path, folder: Path, *, progress: Progress | None = None) -> BackupFigures:
    """Unpack an archive into an empty folder, every file checked against its checksum.

    Raises:
        FileReadError: it is no backup, is damaged, or was made by a newer version.
    """
    with open_reader(path) as archive:
        manifest = _manifest(archive, path)
        listed: Mapping[str, Mapping[str, Any]] = manifest["files"]
        total, done = sum(each["bytes"] for each in listed.values()), 0
        for name, expected in listed.items():
            if not _is_ours(name) or _unpack(archive, name, folder / name) != expected["sha256"]:
                raise FileReadError(f"备份“{path.name}”已损坏：{name} 与清单不符。", remedy=_DAMAGED_REMEDY)
            done += expected["bytes"]
            if progress is not None:
                progress(done, total)
    check_database(folder / DATABASE_NAME)
    return _figures_of(manifest)


def _files(folder: Path, database: Path) -> dict[str, Path]:
    """Return what goes into an archive, by its name there."""
    found = sorted(path for room in _ROOMS for path in (folder / room).rglob("*") if path.is_file())
    kept = [path for path in found if not path.name.endswith(".part")]
    return {DATABASE_NAME: database} | {path.relative_to(folder).as_posix(): path for path in kept}


def _describe(files: Mapping[str, Path], *, at: datetime) -> dict[str, Any]:
    with Workspace.open(files[DATABASE_NAME].parent) as copy, copy.reading() as stores:
        counts = {kind: len(getattr(stores, kind)) for kind in KINDS}
    settle_database(files[DATABASE_NAME])
    return {
        "kind": _KIND,
        "layout": _LAYOUT,
        "made_at": at.isoformat(timespec="seconds"),
        "n_records": counts,
        "files": {name: {"sha256": _sha256(path), "bytes": path.stat().st_size} for name, path in files.items()},
    }


def _figures_of(manifest: Mapping[str, Any]) -> BackupFigures:
    return BackupFigures(
        n_records=manifest["n_records"],
        n_files=len(manifest["files"]),
        n_bytes=sum(each["bytes"] for each in manifest["files"].values()),
        made_at=datetime.fromisoformat(manifest["made_at"]),
    )


def _write_archive(part: Path, ending: str, files: Mapping[str, Path], *, progress: Progress | None) -> None:
    total, done = sum(path.stat().st_size for path in files.values()), 0
    with open_writer(part, ending) as put:
        for name, path in files.items():
            put(name, path)
            done += path.stat().st_size
            if progress is not None:
                progress(done, total)
    with part.open("rb+") as written:
        os.fsync(written.fileno())


def _flush_folder(folder: Path) -> None:
    """Bring a new name to the disk; Windows does so by itself, and cannot open a folder."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(archive: ArchiveReader, path: Path) -> Mapping[str, Any]:
    """Return the list of an archive's files.

    Raises:
        FileReadError: it is no backup of ours, lacks a file or has one too many, or is of a newer form.
    """
    if MANIFEST not in archive.names():
        raise FileReadError(f"“{path.name}”不是本程序的备份文件。", remedy="请选择 duijie backup 写出的文件。")
    try:
        manifest: dict[str, Any] = json.loads(archive.open(MANIFEST).read())
        kind, layout, names = manifest["kind"], manifest["layout"], set(manifest["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise FileReadError(f"备份“{path.name}”的清单已损坏。", remedy=_DAMAGED_REMEDY) from error
    if kind != _KIND or layout != _LAYOUT:
        raise FileReadError(f"备份“{path.name}”由更新版本的程序写出。", remedy="请升级本程序后再恢复。")
    if names | {MANIFEST} != archive.names() or DATABASE_NAME not in names:
        raise FileReadError(f"备份“{path.name}”缺少文件或多出文件，与清单不符。", remedy=_DAMAGED_REMEDY)
    return manifest


def _is_ours(name: str) -> bool:
    """Tell whether a file may be put where its name says: nothing may leave the folder it is unpacked into."""
    parts = PurePosixPath(name).parts
    is_plain = not re.search(r"[\\:\x00]", name) and not {"..", "/"} & set(parts)
    return is_plain and (name == DATABASE_NAME or (len(parts) > 1 and parts[0] in _ROOMS))


def _unpack(archive: ArchiveReader, name: str, target: Path) -> str:
    """Return the checksum of a file of an archive, having written it."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("xb") as sink:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            sink.write(chunk)
    return digest.hexdigest()


def _keep_former(workspace: Workspace, *, at: datetime) -> None:
    folder = workspace.folder / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    _archive(workspace, folder / f"before-restore-{at:%Y%m%d-%H%M%S}.zip", at=at)


def _tell_restored(taken: Path, name: str, figures: BackupFigures, *, at: datetime) -> None:
    """Write into the unpacked database that it is one, so that this counts from the same moment as its records.

    Nobody is signed in to it: a session that has ended since the backup must not begin again.
    """
    with Workspace.open(taken, mask=mask_field) as source, source.writing(OPERATOR, at=at) as stores:
        stores.jobs.interrupt_all(at=at, message=_FROM_BACKUP)
        stores.sessions.end_all()
        made = FieldChange("made_at", "", figures.made_at.isoformat(timespec="seconds"))
        stores.audit.tell(AuditAction.RESTORED, ARCHIVES, name, [made])


def _take_over(workspace: Workspace, taken: Path) -> None:
    """Put what was unpacked and checked in place of what the workspace holds."""
    for original in sorted((taken / "originals").glob("*")):
        target = workspace.folder / "originals" / original.name
        target.parent.mkdir(exist_ok=True)
        original.replace(target)  # the same bytes, where the name was there: it is their checksum
    with Workspace.open(taken) as source:
        replace_database(workspace, source)
    for room in (workspace.index_folder, workspace.folder / EXPORTS):
        shutil.rmtree(room, ignore_errors=True)
    if (taken / EXPORTS).is_dir():
        (taken / EXPORTS).replace(workspace.folder / EXPORTS)
