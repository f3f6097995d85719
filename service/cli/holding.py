"""What `duijie events` does."""

from datetime import UTC, datetime
from pathlib import Path

from data.errors import FileReadError
from data.records.accounts import OPERATOR
from service.cli.console import show, show_table
from service.cli.importing import open_workspace
from service.docking.events.access import require_event, visible_events
from service.docking.events.book import read_book
from service.docking.events.event_content import event_text
from service.docking.events.plan_work import run_plan
from service.docking.events.planning import PlanOrder
from service.docking.events.setup import import_event
from service.docking.events.versions import agenda_desk
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.exports.files import check_output, replace_file


def show_events() -> None:
    """List the events, newest first."""
    with open_workspace() as workspace:
        found = visible_events(workspace, OPERATOR)
        with workspace.reading() as stores:
            versions = stores.agendas.newest_versions()
    if not found:
        show("还没有对接会；请用 duijie events import 导入活动文件，或在网页上新建。")
        return
    rows = [
        (str(each.number), each.plan.held_on, str(versions.get(each.number, "-")), masked_text(each.plan.name))
        for each in found
    ]
    show_table(("号", "日期", "已发布", "名称"), rows)


def take_event(file: Path, region_code: str) -> None:
    """Set an event up from a file.

    Raises:
        FileReadError: it cannot be read, or does not fit.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileReadError(f"无法读取“{file}”。", remedy="请核对文件名，并确认是 UTF-8 文字。") from error
    with open_workspace() as workspace:
        number = import_event(workspace, OPERATOR, text, name=str(file), region_code=region_code, at=datetime.now(UTC))
    show(f"已建立第 {number} 号对接会。请用 duijie events plan {number} 排日程。")


def give_event(number: int, out: Path) -> None:
    """Write the file of an event, contacts masked."""
    check_output(out, endings=(".json",))
    with open_workspace() as workspace, workspace.reading() as stores:
        book = read_book(stores, require_event(stores, OPERATOR, number, Action.EVENTS_PLAN))
    replace_file(out, event_text(book).encode("utf-8"))
    show(f"已写出：{out}")


def plan_event(number: int, *, is_replan: bool, seconds: int, seed: int) -> None:
    """Plan an event, or change its draft as little as can be; the draft is kept."""
    with open_workspace() as workspace:
        draft = agenda_desk(workspace, OPERATOR, number).draft
        order = PlanOrder(
            number, is_replan=is_replan, seconds=seconds, seed=seed, seen=0 if draft is None else draft.revision
        )
        done = run_plan(workspace, OPERATOR, order, at=datetime.now(UTC), progress=lambda _step, _share: None)
    proof = "（已证明改动最少）" if done.is_minimal else ""
    changed = f"改动 {done.n_changes} 场{proof}；" if is_replan else ""
    show(f"{changed}排入 {done.n_meetings} 场会面，{done.n_left} 项意愿未排上。草稿核对后在网页上发布。")
