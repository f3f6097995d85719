"""`duijie backup` and `duijie restore`: the workspace into one file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import show
from service.cli.interruption import keeping
from service.cli.progress import progress_of
from service.docking.beijing import in_beijing
from service.settings import read_settings

BackupFile = Annotated[
    Path, typer.Argument(metavar="文件", help="备份文件，结尾为 .zip（压缩）或 .tar（不压缩，较快）。")
]
Replace = Annotated[bool, typer.Option("--replace", help="用备份替换工作区里现有的数据；现有数据先另存一份备份。")]


def backup(file: BackupFile) -> None:
    """Write a backup of the workspace."""
    from service.cli.importing import open_workspace  # noqa: PLC0415 - the database is loaded only when needed
    from service.docking.backup import check_backup_path, write_backup  # noqa: PLC0415 - as above

    check_backup_path(file)
    with keeping("没有留下不完整的备份文件。"), open_workspace() as workspace, progress_of("正在备份") as progress:
        figures = write_backup(workspace, file, at=datetime.now(UTC), progress=progress)
    size = f"共 {figures.n_files:,} 个文件，{figures.n_bytes / 1e6:.1f} MB，备份文件 {file.stat().st_size / 1e6:.1f} MB"
    show(f"已备份到 {file}：{told(figures.n_records)}；{size}。")
    show("备份里有联系方式，请妥善保管，并另存到别的磁盘或电脑。")


def restore(file: BackupFile, replace: Replace = False) -> None:
    """Put a backup in place of the workspace."""
    from service.docking.backup import restore_backup  # noqa: PLC0415 - as above

    settings = read_settings()
    with keeping("工作区没有改动：恢复要么全部完成，要么全部不做。"), progress_of("正在核对备份") as progress:
        figures = restore_backup(
            file, settings.home, url=settings.database_url, replace=replace, at=datetime.now(UTC), progress=progress
        )
    made = in_beijing(figures.made_at)
    size = f"{figures.n_files:,} 个文件，{figures.n_bytes / 1e6:.1f} MB"
    show(f"已恢复 {made:%Y年%m月%d日 %H:%M} 的备份：{told(figures.n_records)}；{size}。")
    show("检索索引要重新建立：请运行 duijie index。")


def told(n_records: object) -> str:
    """Return the number of records of each kind in Chinese."""
    from service.docking.record_kinds import KIND_LABELS  # noqa: PLC0415 - as above

    assert isinstance(n_records, dict)  # noqa: S101 - as the manifest has it
    return "，".join(f"{KIND_LABELS[kind]} {n:,} 条" for kind, n in n_records.items())
