"""What `duijie index` and `duijie search` do over the workspace."""

from typing import Final

from data.errors import UsageError, WorkspaceError
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.needs import Need
from data.storage.workspace import Workspace
from matcher.language import Language
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.progress import progress_of
from service.cli.running import Machinery
from service.docking import searching
from service.docking.language import open_language
from service.docking.loading import open_index, refresh_indexes
from service.docking.workspace import stored_records
from service.exports.masking import MASKED, RecordTexts

SHOWN_TERMS: Final = 10
LONGEST_CONTENT: Final = 40
"""Characters of the content that stand in for a title."""


def update_indexes(*, encoder: str | None, is_rebuilt: bool) -> None:
    """Bring the indexes of the workspace up to its records.

    Raises:
        WorkspaceError: nothing has been imported yet.
    """
    with open_workspace() as workspace:
        with workspace.reading() as stores:
            if not len(stores.needs) and not len(stores.achievements):
                raise WorkspaceError("工作区还没有需求和成果。", remedy="请先用 duijie import 导入。")
        machinery = Machinery(encoder)
        needs, achievements = refresh_indexes(
            workspace,
            machinery.choice,
            _open_language(workspace, machinery),
            is_rebuilt=is_rebuilt,
            watch=lambda side: progress_of(f"正在编码{side.label}"),
        )
    done = "建立" if needs.is_rebuilt and achievements.is_rebuilt else "更新"
    show(f"已{done}检索索引：需求 {_update_told(needs)}，成果 {_update_told(achievements)}。")
    terms = needs.terms or achievements.terms
    if terms:
        first = "、".join(term.text for term in terms[:SHOWN_TERMS])
        rest = " 等" if len(terms) > SHOWN_TERMS else ""
        show(f"从文字中发现词典里没有的新词 {len(terms):,} 个，查找时作为整词使用：{first}{rest}。")


def _update_told(update: searching.IndexUpdate) -> str:
    if update.is_rebuilt:
        return f"{update.n_records:,} 条"
    return f"{update.n_records:,} 条（读入 {update.n_fresh:,} 条，移出 {update.n_gone:,} 条）"


def search(text: str, direction: Direction, *, top: int, encoder: str | None) -> None:
    """Find records of the workspace and show them.

    Raises:
        UsageError: the text is empty.
    """
    if not text.strip():
        raise UsageError("没有写要查找的文字。", remedy='例如：duijie search "锌合金压铸件气孔控制"')
    side = searching.TARGETS[direction]
    with open_workspace() as workspace:
        machinery = Machinery(encoder)
        language, index = _load(workspace, side, machinery, _open_language(workspace, machinery))
        if not index.is_current:
            tell("提示：建立索引之后工作区有改动，结果可能不全；运行 duijie index 可更新。")
        found = searching.fetch(workspace, side, index.search(text, language, top=top))
    if not found:
        show(f"没有找到相近的{side.label}。")
        return
    texts = RecordTexts(MASKED)
    rows = [(str(one.rank), one.record.id, *_record_told(one.record, texts)) for one in found]
    show_table(("名次", "编号", "企业" if side is searching.NEEDS else "高校院所", "名称"), rows)


def _record_told(record: Need | Achievement, texts: RecordTexts) -> tuple[str, str]:
    """Return whose a record is and what it is called, masked as in the files: a title may name whom to call."""
    fields = texts.fields(record)
    owner = fields.get("enterprise" if isinstance(record, Need) else "university", "")
    return owner, fields.get("title") or fields.get("content", "")[:LONGEST_CONTENT]


def _open_language(workspace: Workspace, machinery: Machinery) -> Language:
    choice = machinery.choice.upon(machinery.open_model())
    if not choice.learns_from_corpus:
        return open_language(choice)
    needs, achievements = stored_records(workspace)
    return open_language(choice, needs=needs, achievements=achievements)


def _load(
    workspace: Workspace, side: searching.Side, machinery: Machinery, language: Language
) -> tuple[Language, searching.SideIndex]:
    """Return the index of one side and the language it was built with."""
    return open_index(workspace, side, machinery.choice, language, watch=lambda: progress_of(f"正在编码{side.label}"))
