"""What `duijie ceremonies` does."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from data.records.accounts import OPERATOR
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.outputs import check_outputs
from service.cli.papers import check_papers, give_paper
from service.docking.alliances.wording import region_words
from service.docking.beijing import today
from service.docking.ceremonies.keeping import ceremonies_of, open_ceremony
from service.docking.ceremonies.opening import OpenedCeremony
from service.docking.ceremonies.selecting import running_order, wanted_of
from service.docking.deals.amounts import wan
from service.docking.deals.phrases import STAGE_LABELS, marks_text
from service.exports.ceremonies import FORM_RENDERERS, order_paper, render_recommended
from service.exports.feedback import masked_text
from service.exports.files import replace_file


def show_ceremonies() -> None:
    """Show every ceremony, newest first."""
    with open_workspace() as workspace:
        found = ceremonies_of(workspace, OPERATOR)
    if not found:
        show("还没有签约仪式：请在网页的“签约 → 签约仪式”中安排。")
        return
    rows = [
        (
            str(each.number),
            masked_text(each.title),
            region_words(each.region_code),
            "未定" if each.on is None else str(each.on),
            "" if each.wanted is None else str(each.wanted),
        )
        for each in found
    ]
    show_table(("号", "名称", "地区", "日期", "项目数"), rows)


def show_ranking(number: int) -> None:
    """Show the ranking of a ceremony's deals, and what was left out of it."""
    opened = _opened(number)
    wanted = wanted_of(opened.ceremony, opened.rules)
    n_chosen = sum(each.is_chosen for each in opened.ranked)
    plan = "没有写明项数" if wanted is None else f"要约 {wanted} 项"
    show(f"{masked_text(opened.ceremony.title)}：{plan}，已选 {n_chosen} 项。")
    rows = [
        (
            str(each.rank),
            str(each.deal.number),
            masked_text(each.deal.title),
            STAGE_LABELS[each.deal.stage],
            marks_text(each.deal.marks),
            f"{each.n_met}/{len(each.criteria)}",
            wan(each.deal.sums.contract.fen) if each.deal.sums.contract else "",
            "条件不足，由人列入" if each.is_against else "列入" if each.is_chosen else "",
        )
        for each in opened.ranked
    ]
    show_table(("名次", "台账", "项目", "阶段", "优先标记", "有依据的条件", "合同额（万元）", "名单"), rows)
    for deal in opened.fallen:
        show(f"台账 {deal.number}“{masked_text(deal.title)}”写过依据，现已{STAGE_LABELS[deal.stage]}，不再列入。")


def give_order(number: int, *, outputs: Sequence[Path]) -> None:
    """Show or write the running order."""
    check_papers(outputs)
    opened = _opened(number)
    turns = running_order(opened.ranked, per_group=opened.ceremony.per_group)
    give_paper(order_paper(opened.ceremony, turns, as_of=_today()), outputs)


def write_form(number: int, *, outputs: Sequence[Path]) -> None:
    """Write the form of recommended projects."""
    check_outputs(outputs, inputs=(), endings=tuple(f".{each}" for each in FORM_RENDERERS))
    opened = _opened(number)
    for path in outputs:
        content = render_recommended(
            opened.ranked, path.suffix[1:].lower(), unit=region_words(opened.ceremony.region_code), on=_today()
        )
        replace_file(path, content)
        tell(f"已写出 {path}。")


def _opened(number: int) -> OpenedCeremony:
    with open_workspace() as workspace:
        return open_ceremony(workspace, OPERATOR, number, now=datetime.now(UTC))


def _today() -> date:
    return today()
