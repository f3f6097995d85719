"""What `duijie connect` does."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.reference.connector_profiles import find_connector, load_connectors
from data.storage.edits import LABELS
from service.cli.console import show, show_table
from service.cli.importing import open_workspace
from service.cli.outputs import check_outputs
from service.cli.reading_reports import tell_report
from service.docking import connecting
from service.docking.beijing import today
from service.exports.files import replace_file
from service.exports.platform_files import render_platform_file
from service.settings import read_settings

_MOST_TOLD: Final = 10


def show_connectors() -> None:
    """Show every profile: what for, which file, and whether the platform's own template was seen."""
    rows = [
        (each.id, each.platform, LABELS[each.kind], each.ending, "已核对" if each.is_confirmed else "待核对")
        for each in load_connectors().values()
    ]
    show_table(("样式", "平台", "类别", "文件", "栏目"), rows)
    show("“待核对”：平台没有公开的文件样式，栏目按通常写法预设；使用前请与平台的模板核对，见 docs/connectors.md。")


def export(profile: str, out: Path) -> None:
    """Write the records of a profile's kind, and say which required columns stay empty."""
    connector = find_connector(profile)
    check_outputs([out], inputs=[], endings=(f".{connector.ending}",))
    with open_workspace() as workspace:
        going = connecting.outgoing(workspace, connector)
    drawn = render_platform_file(connector, going.records, going.facets, as_of=today())
    replace_file(out, drawn.content)
    show(f"已写出 {drawn.n_rows:,} 条{LABELS[connector.kind]}：{out}。联系方式一栏留空，请由有权的人填写。")
    for told, places in (("必填而为空", drawn.lacking), ("原文没有对应的代码", drawn.uncoded)):
        for number, header in places[:_MOST_TOLD]:
            show(f"  {told}：{number} 的“{header}”")
        if len(places) > _MOST_TOLD:
            show(f"  ……{told}的共 {len(places):,} 处。")


def take_in(profile: str, file: Path) -> None:
    """Store a platform's file in the workspace and say what became of every row."""
    connector = find_connector(profile)
    with open_workspace() as workspace:
        stored = connecting.take_in(workspace, connector, file, at=datetime.now(UTC))
    tell_report(stored.read, shown_rows=read_settings().shown_rows, is_written=False)
    added = stored.added
    show(
        f"{file.name}：新增 {len(added.added)} 条{LABELS[connector.kind]}，更新 {len(added.updated)} 条，"
        f"原已在库 {len(added.unchanged)} 条。"
    )
