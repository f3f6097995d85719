"""What the commands over the workspace share; loaded only when one of them runs."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.errors import ArtefactError, WorkspaceError
from data.records.enums import Direction
from data.records.needs import Need
from data.storage.workspace import Workspace
from matcher.language import Language
from service.cli.console import show, show_table, tell
from service.cli.outputs import TABLE_ENDINGS, check_outputs
from service.cli.progress import progress_of
from service.cli.reading_reports import tell_report, write_report
from service.cli.running import Machinery
from service.docking import searching
from service.docking.language import open_language
from service.docking.workspace import ImportedFile, stored_records
from service.docking.workspace import import_files as store_files
from service.settings import read_settings

_log = logging.getLogger(__name__)

_KIND_LABELS: Final = {"needs": "需求", "achievements": "成果", "parties": "单位"}


def open_workspace() -> Workspace:
    """Open the workspace the settings name."""
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
        if report is not None:
            write_report([each.read for each in imported], report)
        with workspace.reading() as stores:
            n_records = len(getattr(stores, kind))
    show(f"工作区现有 {n_records:,} 条{_KIND_LABELS[kind]}。")
    if kind != "parties":
        show("要用 duijie search 查找新导入的内容，请先运行 duijie index。")


def build_indexes(*, encoder: str | None) -> None:
    """Index both sides of the workspace."""
    with open_workspace() as workspace:
        language = _open_language(workspace, Machinery(encoder))
        counts = [_build(workspace, side, language) for side in (searching.NEEDS, searching.ACHIEVEMENTS)]
    if not any(counts):
        raise WorkspaceError(
            "工作区还没有需求和成果。", remedy="请先用 duijie import needs 和 duijie import achievements 导入。"
        )
    show(f"已建立检索索引：需求 {counts[0]:,} 条，成果 {counts[1]:,} 条。")


def search(text: str, direction: Direction, *, top: int, encoder: str | None) -> None:
    """Find records of the workspace and show them."""
    if not text.strip():
        raise WorkspaceError("没有写要查找的文字。", remedy='例如：duijie search "锌合金压铸件气孔控制"')
    side = searching.TARGETS[direction]
    with open_workspace() as workspace:
        language = _open_language(workspace, Machinery(encoder))
        index = _load(workspace, side, language)
        if not index.is_current:
            tell("提示：建立索引之后工作区有改动，结果可能不全；运行 duijie index 可更新。")
        found = searching.fetch(workspace, side, index.search(text, language, top=top))
    if not found:
        show(f"没有找到相近的{side.label}。")
        return
    rows = [(str(one.rank), one.record.id, _owner(one), one.record.title or one.record.content[:40]) for one in found]
    show_table(("名次", "编号", "企业" if side is searching.NEEDS else "高校院所", "名称"), rows)


def _owner(found: searching.Found) -> str:
    record = found.record
    return record.enterprise if isinstance(record, Need) else record.university


def _open_language(workspace: Workspace, machinery: Machinery) -> Language:
    if not machinery.choice.learns_from_corpus:
        return open_language(machinery.choice)
    needs, achievements = stored_records(workspace)
    return open_language(machinery.choice, needs=needs, achievements=achievements)


def _build(workspace: Workspace, side: searching.Side, language: Language) -> int:
    with progress_of(f"正在编码{side.label}") as progress:
        return searching.build_index(workspace, side, language, progress=progress)


def _load(workspace: Workspace, side: searching.Side, language: Language) -> searching.SideIndex:
    try:
        return searching.load_index(workspace, side, language)
    except ArtefactError as error:
        tell(f"提示：{error.message}现在重新建立。")
        _log.warning("index damaged, built anew: %s", side.name)
        _build(workspace, side, language)
        return searching.load_index(workspace, side, language)


def _tell_import(imported: ImportedFile, kind: str, *, is_written: bool) -> None:
    tell_report(imported.read, shown_rows=read_settings().shown_rows, is_written=is_written)
    added = imported.added
    show(
        f"{imported.path.name}：新增 {len(added.added)} 条{_KIND_LABELS[kind]}，"
        f"更新 {len(added.updated)} 条，原已在库 {len(added.unchanged)} 条。"
    )
    for change in added.updated[: read_settings().shown_rows]:
        show(f"  更新 {change.id}：{'、'.join(change.fields)}")
    if len(added.updated) > read_settings().shown_rows:
        show(f"  ……共更新 {len(added.updated)} 条。")
