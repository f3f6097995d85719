"""What `duijie import` does: files into the workspace, every row accounted for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.records.accounts import OPERATOR
from data.storage.batches import ImportBatch
from data.storage.workspace import Workspace
from service.cli.console import show, show_table
from service.cli.outputs import TABLE_ENDINGS, check_outputs
from service.cli.reading_reports import near_rows, tell_near, tell_report, write_report
from service.docking import workspace as workspaces
from service.docking.beijing import in_beijing
from service.docking.record_kinds import KIND_LABELS, VALUE_LABELS
from service.docking.undo import undo_batch
from service.docking.workspace import ImportedFile, near_repeats
from service.settings import read_settings

_BATCH_HEADINGS: Final = ("号", "时间", "导入人", "类别", "文件", "新增", "更新", "原有", "未导入", "状态")


def open_workspace() -> Workspace:
    """Return the workspace the settings name, open."""
    settings = read_settings()
    return workspaces.open_workspace(settings.home, url=settings.database_url)


def import_files(kind: str, files: Sequence[Path], *, report: Path | None) -> None:
    """Store files in the workspace and say what became of every row."""
    if report is not None:
        check_outputs([report], inputs=files, endings=TABLE_ENDINGS)
    with open_workspace() as workspace:
        imported = workspaces.import_files(workspace, kind, files, at=datetime.now(UTC))
        for each in imported:
            _tell_import(each, kind, is_written=report is not None)
        repeats = near_repeats(workspace, kind, imported)
        tell_near(repeats, is_written=report is not None)
        if report is not None:
            write_report([each.read for each in imported], report, more=near_rows(repeats))
        with workspace.reading() as stores:
            n_records = len(getattr(stores, kind))
    show(f"工作区现有 {n_records:,} 条{KIND_LABELS[kind]}。")
    if kind != "parties":
        show("要用 duijie search 查找新导入的内容，请先运行 duijie index。")


def show_batches() -> None:
    """Show every imported file, taken back or not."""
    with open_workspace() as workspace, workspace.reading() as stores:
        batches = stores.batches.all()
    if not batches:
        show("还没有导入过文件。")
        return
    show_table(_BATCH_HEADINGS, [_batch_row(batch) for batch in batches])


def take_back(number: int) -> None:
    """Undo the import of a file and say what became of its records."""
    with open_workspace() as workspace:
        undone = undo_batch(workspace, number, actor=OPERATOR, at=datetime.now(UTC))
    batch, records = undone.batch, undone.records
    label = KIND_LABELS[batch.kind]
    show(f"已撤销第 {number} 号导入（{batch.file_name}）：")
    for told, ids in (
        ("删除", records.removed),
        ("恢复原样", records.reverted),
        ("此前已删除的", records.gone),
        ("导入后又有改动而未动的", records.kept),
    ):
        show(f"  {told} {len(ids):,} 条{label}。")
    for kept in records.kept:
        show(f"  未动 {kept}")
    if batch.kind != "parties":
        show("查找结果要到下次 duijie index 之后才会更新。")


def _batch_row(batch: ImportBatch) -> tuple[str, ...]:
    state = "" if batch.undone_at is None else f"{_moment(batch.undone_at)} 由{batch.undone_by}撤销"
    counts = (batch.n_added, batch.n_updated, batch.n_unchanged, batch.n_rejected)
    who = batch.imported_by or "未记录"
    told = (_moment(batch.imported_at), who, KIND_LABELS[batch.kind], batch.file_name, *map(str, counts), state)
    return str(batch.number), *told


def _moment(at: datetime) -> str:
    return f"{in_beijing(at):%Y-%m-%d %H:%M}"


def _tell_import(imported: ImportedFile, kind: str, *, is_written: bool) -> None:
    shown_rows = read_settings().shown_rows
    tell_report(imported.read, shown_rows=shown_rows, is_written=is_written)
    added = imported.added
    show(
        f"{imported.path.name}：新增 {len(added.added)} 条{KIND_LABELS[kind]}，"
        f"更新 {len(added.updated)} 条，原已在库 {len(added.unchanged)} 条。"
    )
    for change in added.updated[:shown_rows]:
        show(f"  更新 {change.id}：{'、'.join(VALUE_LABELS.get(name, name) for name in change.fields)}")
    if len(added.updated) > shown_rows:
        show(f"  ……共更新 {len(added.updated)} 条。")
