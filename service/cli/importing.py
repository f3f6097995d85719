"""What `duijie import` does: files into the workspace, every row accounted for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.storage.workspace import Workspace
from service.cli.console import show
from service.cli.outputs import TABLE_ENDINGS, check_outputs
from service.cli.reading_reports import near_rows, tell_near, tell_report, write_report
from service.docking.workspace import ImportedFile, near_repeats
from service.docking.workspace import import_files as store_files
from service.settings import read_settings

KIND_LABELS: Final = {"needs": "需求", "achievements": "成果", "parties": "单位"}


def open_workspace() -> Workspace:
    """Return the workspace the settings name, open."""
    settings = read_settings()
    return Workspace.open(settings.home, url=settings.database_url)


def import_files(kind: str, files: Sequence[Path], *, report: Path | None) -> None:
    """Store files in the workspace and say what became of every row."""
    if report is not None:
        check_outputs([report], inputs=files, endings=TABLE_ENDINGS)
    with open_workspace() as workspace:
        imported = store_files(workspace, kind, files, at=datetime.now(UTC))
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


def _tell_import(imported: ImportedFile, kind: str, *, is_written: bool) -> None:
    shown_rows = read_settings().shown_rows
    tell_report(imported.read, shown_rows=shown_rows, is_written=is_written)
    added = imported.added
    show(
        f"{imported.path.name}：新增 {len(added.added)} 条{KIND_LABELS[kind]}，"
        f"更新 {len(added.updated)} 条，原已在库 {len(added.unchanged)} 条。"
    )
    for change in added.updated[:shown_rows]:
        show(f"  更新 {change.id}：{'、'.join(change.fields)}")
    if len(added.updated) > shown_rows:
        show(f"  ……共更新 {len(added.updated)} 条。")
