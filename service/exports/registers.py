"""A register as a paper: its entries, what is due, figures with their counting rules; contacts masked."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from data.records.registers import Register, RegisterEntry, Tally, ValueKind
from service.docking.deals.amounts import wan
from service.docking.registers.clocks import Due, DueEntry, ageing
from service.docking.registers.figures import Counted, figures_of
from service.docking.registers.values import shown_value
from service.exports.masking import printable
from service.exports.paper import Paper, PaperCell, PaperPart, PaperTable, columns

DUE_LABELS: Final = {
    Due.OVERDUE: "已超期",
    Due.NEAR: "临近期限",
    Due.RUNNING: "未到期",
    Due.CANNOT_TELL: "无法判断：缺少日期",
    Due.DONE: "已完成",
}
_WIDTHS: Final = {ValueKind.LONG_TEXT: 36.0, ValueKind.TEXT: 20.0, ValueKind.ORGANISATION: 20.0}


def register_paper(register: Register, entries: Sequence[RegisterEntry], *, as_of: date) -> Paper:
    """Return a register as it stands on a day.

    Args:
        register: names columns, clocks and figures.
        entries: those to show.
        as_of: the day; the only date of the files.
    """
    sheets = [_entries(register, entries)]
    if register.clocks:
        sheets.append(_due(register, ageing(register, entries, as_of=as_of)))
    if register.figures:
        sheets.append(_figures(register, figures_of(register, entries)))
    parts = tuple(PaperPart(sheet.name, table=sheet) for sheet in sheets)
    lead = (register.purpose, f"依据：{register.asked_by}。", f"共 {len(entries):,} 条；联系方式已遮盖。")
    return Paper(register.title, as_of, lead, parts, tuple(sheets))


def told_amount(counted: Counted) -> str:
    """Return an amount with its unit; money in 万元."""
    figure = counted.figure
    if figure.tally is Tally.SUM and figure.unit == "万元":
        return f"{wan(counted.amount)} 万元"
    return f"{counted.amount:,} {figure.unit}"


def told_part(register: Register, counted: Counted) -> str:
    """Return what a figure was broken down to, in words; "" for the whole."""
    if counted.is_whole:
        return ""
    column = next(each for each in register.columns if each.key == counted.figure.by)
    return shown_value(column, counted.part) or "未填写"


def told_rule(counted: Counted) -> str:
    """Return by what rule a figure was counted, of which years, and what is not in it."""
    without = f"另有 {counted.n_without} 条缺少数值或日期，未计入。" if counted.n_without else ""
    return f"{counted.figure.counting_rule}{counted.years}。{without}"


def told_left(due: DueEntry) -> str:
    """Return how long there is, in words."""
    if due.days_left is None:
        return ""
    return f"超期 {-due.days_left} 天" if due.days_left < 0 else f"还有 {due.days_left} 天"


def _target(counted: Counted) -> str:
    figure = counted.figure
    if figure.target is None or not counted.is_whole:
        return ""
    return f"{'每年 ' if figure.year_of else ''}{figure.target:,} {figure.unit}"


def _entries(register: Register, entries: Sequence[RegisterEntry]) -> PaperTable:
    heads = columns(("号", 6), *((each.header, _WIDTHS.get(each.kind, 14.0)) for each in register.columns))
    rows: tuple[tuple[PaperCell, ...], ...] = tuple(
        (
            entry.number,
            *(printable(shown_value(each, entry.values.get(each.key, ""))) for each in register.columns),
        )
        for entry in entries
    )
    return PaperTable("台账", heads, rows, "还没有登记。")


def _due(register: Register, due: Sequence[DueEntry]) -> PaperTable:
    heads = columns(("号", 6), (register.columns[0].header, 24), ("期限", 20), ("到期日", 14), ("情况", 14), ("", 12))
    first = register.columns[0]
    rows = tuple(
        (
            each.entry.number,
            printable(shown_value(first, each.entry.values.get(first.key, ""))),
            each.clock.label,
            "" if each.due_on is None else each.due_on.isoformat(),
            DUE_LABELS[each.state],
            told_left(each),
        )
        for each in due
    )
    return PaperTable("期限", heads, rows, "没有要盯的期限。")


def _figures(register: Register, counted: Sequence[Counted]) -> PaperTable:
    heads = columns(("指标", 20), ("分项", 14), ("数量", 12), ("目标", 10), ("统计口径", 44), ("记录", 30))
    rows = tuple(
        (
            each.figure.label,
            printable(told_part(register, each)),
            told_amount(each),
            _target(each),
            told_rule(each),
            "、".join(map(str, each.numbers)),
        )
        for each in counted
    )
    return PaperTable("统计", heads, rows, "没有指标。")
