"""Jobs that put records into the workspace and take them out: import, export, backup."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from data.errors import BadInputError
from data.reference.connector_profiles import load_connectors
from data.storage.batches import ImportBatch
from ingest.contacts import mask_field
from service.docking.amounts import with_units
from service.docking.backup import write_backup
from service.docking.connecting import read_completed
from service.docking.job_running import Outcome
from service.docking.jobs import BACKUPS, now, scope_of_import
from service.docking.record_kinds import KIND_LABELS
from service.docking.workspace import ImportedFile, near_repeats, read_import, store_imports
from service.exports.files import replace_file
from service.exports.records import render_records
from service.jobs.task import Task

_MOST_LISTED: Final = 100
"""Records told one by one in a job's result."""
_MOST_FAULTS: Final = 500
"""Rows told one by one in a job's result; the rest is counted. A page lists no more."""


def run_import(task: Task) -> Outcome:
    """Import the uploaded files, all or none, in the name and within the scope of whoever asked for it.

    The register of imported files gets the moment at which the job was asked for. By that a job that is done anew
    after a fall sees that its files were taken in before.

    Returns:
        How many records came, and what is to be said of rows and columns.

    Raises:
        BadInputError: an uploaded file is no longer there.
    """
    kind, at, actor = task.given["kind"], task.job.asked.created_at, task.job.asked.created_by
    paths = [task.workspace.folder / name for name in task.given["files"]]
    missing = [_hidden(path.name) for path in paths if not path.is_file()]
    if missing:
        raise BadInputError(f"上传的文件“{'”、“'.join(missing)}”已不在。", remedy="请重新上传。")
    task.watch.begin("正在读取并导入，完成后一次写入")
    before = _registered(task, paths)
    if before:
        return _told_import(kind, before), {"files_read": [_batch(each) for each in before]}
    scope = scope_of_import(kind, actor)
    columns = task.given.get("columns", {})
    connector = task.given.get("connector", "")
    read = [
        read_completed(task.workspace, load_connectors()[connector], path, actor=actor)
        if connector
        else read_import(kind, path, actor=actor, columns=columns)
        for path in paths
    ]
    imported = store_imports(task.workspace, kind, read, at=at, actor=actor, scope=scope)
    near = near_repeats(task.workspace, kind, imported)
    registered = _registered(task, paths)
    return _told_import(kind, registered), {
        "files_read": [_batch(each) for each in registered],
        "faults": _faults(imported),
        "n_faults": sum(len(each.read.faults) for each in imported),
        "near_repeats": [{"id": each.id, "other_id": each.other_id} for each in near[:_MOST_LISTED]],
        "n_near_repeats": len(near),
        "repeats": _repeats(imported),
        "n_repeats": sum(len(each.read.duplicates) for each in imported),
        "changed": _changed(imported),
        "unknown_columns": list(
            dict.fromkeys(_hidden(name) for each in imported for name in each.read.unknown_columns)
        ),
    }


def run_export(task: Task) -> Outcome:
    """Write all records of one kind as a table, contacts masked."""
    kind = task.given["kind"]
    task.watch.begin("正在写出")
    with task.workspace.reading() as stores:
        records = getattr(stores, kind).all()
    path = task.place(f"{kind}.csv")
    replace_file(path, render_records([with_units(each) for each in records]))
    message = f"已导出 {len(records):,} 条{KIND_LABELS[kind]}，联系方式已遮盖。"
    return message, {"files": task.below([path]), "n_records": len(records)}


def run_backup(task: Task) -> Outcome:
    """Back the workspace up into its own folder."""
    folder = task.workspace.folder / BACKUPS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"duijie-{task.job.asked.created_at:%Y%m%d-%H%M%S}-{task.job.number}.zip"
    asker = task.job.asked.created_by
    figures = write_backup(task.workspace, path, at=now(), by=asker, progress=task.watch.begin("正在备份"))
    message = f"备份完成：{figures.n_files:,} 个文件，{figures.n_bytes / 1e6:.1f} MB。请把它另存到别的磁盘或电脑。"
    return message, {"files": task.below([path]), "n_records": dict(figures.n_records)}


def _registered(task: Task, paths: Sequence[Path]) -> list[ImportBatch]:
    """Return the register's lines of this very job, in the order of its files; none before it was done."""
    checksums = {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    with task.workspace.reading() as stores:
        batches = stores.batches.all()
    return [each for each in batches if each.imported_at == task.job.asked.created_at and each.sha256 in checksums]


def _told_import(kind: str, batches: Sequence[ImportBatch]) -> str:
    added, updated = sum(each.n_added for each in batches), sum(each.n_updated for each in batches)
    unchanged, rejected = sum(each.n_unchanged for each in batches), sum(each.n_rejected for each in batches)
    told = f"新增 {added:,} 条{KIND_LABELS[kind]}，更新 {updated:,} 条，原已在库 {unchanged:,} 条"
    return f"{told}，{rejected:,} 行未导入。" if rejected else f"{told}。"


def _batch(batch: ImportBatch) -> dict[str, Any]:
    return {
        "number": batch.number,
        "name": _hidden(batch.file_name),
        "sha256": batch.sha256,
        "n_added": batch.n_added,
        "n_updated": batch.n_updated,
        "n_unchanged": batch.n_unchanged,
        "n_rejected": batch.n_rejected,
    }


def _repeats(imported: Sequence[ImportedFile]) -> list[str]:
    """Return which rows hold just what an earlier one holds, told as sentences; both are kept."""
    told = [repeat.sentence() for each in imported for repeat in each.read.duplicates]
    return [_hidden(each) for each in told[:_MOST_LISTED]]


def _changed(imported: Sequence[ImportedFile]) -> list[dict[str, Any]]:
    """Return which stored records the files changed, and in which fields."""
    changes = [change for each in imported for change in each.added.updated]
    return [{"id": change.id, "fields": list(change.fields)} for change in changes[:_MOST_LISTED]]


def _faults(imported: Sequence[ImportedFile]) -> list[dict[str, Any]]:
    """Return what was wrong with which row; a fault never quotes a cell."""
    faults = [fault for each in imported for fault in each.read.faults]
    return [
        {
            "file": _hidden(fault.file),
            "sheet": _hidden(fault.sheet),
            "row": fault.row,
            "column": _hidden(fault.column),
            "severity": fault.severity.value,
            "reason": fault.reason,
            "remedy": fault.remedy,
        }
        for fault in faults[:_MOST_FAULTS]
    ]


def _hidden(name: str) -> str:
    """Return what a file, a sheet or a column is called, as a job's result may keep it: people write contacts there."""
    return mask_field("", name)
