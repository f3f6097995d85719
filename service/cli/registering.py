"""What `duijie registers` does."""

from pathlib import Path
from typing import Final

from data.records.accounts import OPERATOR
from data.reference.register_layouts import load_registers
from service.cli.console import show, show_table
from service.cli.importing import open_workspace
from service.cli.outputs import check_outputs
from service.docking.beijing import today
from service.docking.registers.clocks import Due, ageing
from service.docking.registers.entries import counts_of, entries_of, register_named
from service.docking.registers.figures import figures_of
from service.docking.registers.importing import import_entries
from service.docking.registers.values import shown_value
from service.exports.paper_files import PAPER_ENDINGS, write_paper
from service.exports.registers import DUE_LABELS, register_paper, told_amount, told_left, told_part, told_rule

_MOST_TOLD: Final = 20


def show_registers() -> None:
    """Show every register with the number of its entries."""
    with open_workspace() as workspace:
        counts = counts_of(workspace, OPERATOR)
    rows = [
        (each.id, each.title, str(counts.get(each.id, 0)), each.section, each.asked_by)
        for each in load_registers().values()
    ]
    show_table(("名称", "台账", "登记", "类别", "依据"), rows)


def show_register(name: str) -> None:
    """Show the figures of a register with their counting rules, and what is due."""
    register = register_named(name)
    with open_workspace() as workspace:
        entries = entries_of(workspace, OPERATOR, name)
    show(f"{register.title}：{len(entries):,} 条。{register.purpose}")
    counted = figures_of(register, entries)
    figures = [(each.figure.label, told_part(register, each), told_amount(each), told_rule(each)) for each in counted]
    if figures:
        show_table(("指标", "分项", "数量", "统计口径"), figures)
    open_ = [each for each in ageing(register, entries, as_of=today()) if each.state is not Due.DONE]
    first = register.columns[0]
    rows = [
        (
            str(each.entry.number),
            shown_value(first, each.entry.values.get(first.key, "")),
            each.clock.label,
            DUE_LABELS[each.state],
            told_left(each),
        )
        for each in open_[:_MOST_TOLD]
    ]
    if rows:
        show_table(("号", first.header, "期限", "情况", ""), rows)
    if len(open_) > _MOST_TOLD:
        show(f"……还有 {len(open_) - _MOST_TOLD:,} 条。")


def take_in(name: str, file: Path) -> None:
    """Take a table into a register and say what became of every row."""
    with open_workspace() as workspace:
        imported = import_entries(workspace, OPERATOR, name, file)
    told = f"新登记 {len(imported.numbers)} 条，原已登记 {imported.n_known} 条，未导入 {len(imported.refused)} 行"
    if imported.completed:
        told += f"，补全已有登记的空缺 {len(imported.completed)} 条"
    show(f"{file.name}：{told}。")
    for each in (*imported.refused, *imported.differing):
        place = f"“{each.sheet}”" if each.sheet else ""
        show(f"  {place}第 {each.row} 行：{each.reason}")
    for sheet in imported.skipped:
        show(f"  工作表{sheet.sentence}")
    if imported.unknown_headers:
        show(f"没有导入的列：{'、'.join(imported.unknown_headers)}。")


def export(name: str, out: Path) -> None:
    """Write a register out, contacts masked."""
    register = register_named(name)
    check_outputs([out], inputs=[], endings=PAPER_ENDINGS)
    with open_workspace() as workspace:
        entries = entries_of(workspace, OPERATOR, name)
    write_paper(register_paper(register, entries, as_of=today()), out)
    show(f"已写出 {len(entries):,} 条登记：{out}。")
