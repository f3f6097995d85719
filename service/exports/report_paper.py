"""A report as a paper: totals with their counting rules, figures by region, lists, and the records behind each."""

from collections.abc import Iterator, Sequence
from typing import Final

from data.records.reports import FigureHead, FigureLine, FigureTable, Report, TextList
from service.docking.reports.words import figure_words
from service.exports.masking import printable
from service.exports.paper import Paper, PaperPart, PaperTable, capped, columns

_MOST_FIGURES: Final = 6
"""Columns of figures that fit on a line of A4."""
_WIDE: Final = 12
_TIGHT: Final = 9
"""Width of a column of figures, where there are few and many."""
_RECORDS_A_ROW: Final = 300
"""Records named in one cell: a cell holds 32,767 characters."""
_MONEY: Final = "万元"
"""In the head of a column of amounts, which are short."""
_MOST_PRINTED: Final = 60
"""Rows of a list that a Word file prints; two or three pages."""
MONEY_NOTE: Final = "金额单位为万元；意向、合同、登记、到账分别统计，任何两种都不相加。"


def report_paper(report: Report) -> Paper:
    """Return a report as a paper."""
    parts = [part for table in report.tables for part in _parts(table)]
    lists = [PaperPart(each.name, table=_list_table(each)) for each in report.lists]
    lead = (*report.lead, *([f"说明：{report.remarks}"] if report.remarks else []))
    briefs = [capped(each, most=_MOST_PRINTED) for each in lists]
    rules = _rules_part(report)
    return Paper(
        title=report.title,
        as_of=report.as_of,
        lead=tuple(printable(each) for each in lead),
        parts=(*parts, *lists, *rules),
        sheets=tuple(_sheets(report)),
        foot=(MONEY_NOTE, "每个数字所依据的记录列在 Excel 的“依据的记录”中。"),
        brief=(*parts, *briefs, *rules),
    )


def _parts(table: FigureTable) -> Iterator[PaperPart]:
    whole = table.total or (table.lines[0] if len(table.lines) == 1 else None)
    yield PaperPart(table.name, table=_rules_table(table, whole))
    if table.total is None and len(table.lines) == 1:
        return
    starts = range(0, len(table.heads), _MOST_FIGURES)
    for number, start in enumerate(starts, start=1):
        heads = table.heads[start : start + _MOST_FIGURES]
        is_ranked = start == 0 and any(line.rank is not None for line in table.lines)
        shown = _figures_table(table, heads, start, is_ranked=is_ranked)
        which = f"（{number}/{len(starts)}）" if len(starts) > 1 else ""
        yield PaperPart(f"{table.name}：按地区和单位{which}", level=2, table=shown)


def _rules_table(table: FigureTable, whole: FigureLine | None) -> PaperTable:
    """Return figures one below the other, each with its counting rule beside it."""
    heads = columns(("指标", 16), ("数量", 14), ("单位", 7), ("统计口径", 60))
    rows = []
    for place, head in enumerate(table.heads):
        figure = None if whole is None else whole.figures[place]
        words = "见分项" if figure is None else figure_words(head.measure, figure)
        note = f"（{figure.note}）" if figure is not None and figure.note else ""
        rows.append((head.label, words, head.unit, printable(f"{head.rule}{note}")))
    return PaperTable(_sheet_name(table.name, "口径"), heads, tuple(rows), "没有指标。")


def _figures_table(table: FigureTable, heads: Sequence[FigureHead], start: int, *, is_ranked: bool) -> PaperTable:
    """Return figures side by side, one line a region or unit."""
    first = (("名次", 6), ("地区或单位", 18)) if is_ranked else (("地区或单位", 18),)
    width = _WIDE if len(heads) <= _MOST_FIGURES else _TIGHT
    named = columns(*first, *((f"{each.label}（{each.unit}）", width) for each in heads))
    rows = []
    for line in (*table.lines, *([] if table.total is None else [table.total])):
        rank = [("" if line.rank is None else str(line.rank))] if is_ranked else []
        figures = line.figures[start : start + len(heads)]
        told = (figure_words(head.measure, figure) for head, figure in zip(heads, figures, strict=True))
        rows.append((*rank, printable(line.name), *told))
    return PaperTable(_sheet_name(table.name, ""), named, tuple(rows), "没有可列的地区或单位。")


def _sheets(report: Report) -> Iterator[PaperTable]:
    for table in report.tables:
        whole = table.total or (table.lines[0] if len(table.lines) == 1 else None)
        if whole is None or table.total is not None:
            is_ranked = any(line.rank is not None for line in table.lines)
            yield _figures_table(table, table.heads, 0, is_ranked=is_ranked)
        yield _rules_table(table, whole)
    for each in report.lists:
        yield _list_table(each)
    yield from (part.table for part in _rules_part(report) if part.table is not None)
    yield _records_table(report)


def _list_table(shown: TextList) -> PaperTable:
    heads = columns(*((head, 10 if _MONEY in head else 14 if index else 12) for index, head in enumerate(shown.heads)))
    rows = tuple(tuple(printable(cell) for cell in row) for row in shown.rows)
    return PaperTable(_sheet_name(shown.name, ""), heads, rows, shown.empty)


def _rules_part(report: Report) -> tuple[PaperPart, ...]:
    if not report.rules:
        return ()
    heads = columns(("规则", 12), ("结论", 10), ("理由", 40), ("依据的原文", 48))
    rows = tuple(
        (f"第 {each.number} 号第 {each.version} 版", each.outcome, printable(each.reason), printable(each.quote))
        for each in report.rules
    )
    return (PaperPart("按规则核对", table=PaperTable("按规则核对", heads, rows, "")),)


def _records_table(report: Report) -> PaperTable:
    heads = columns(("表", 16), ("地区或单位", 18), ("指标", 16), ("记录数", 9), ("记录", 90))
    rows: list[tuple[str | int, ...]] = []
    for table in report.tables:
        for line in table.lines:
            for head, figure in zip(table.heads, line.figures, strict=True):
                for start in range(0, len(figure.records), _RECORDS_A_ROW):
                    part = figure.records[start : start + _RECORDS_A_ROW]
                    rows.append((table.name, printable(line.name), head.label, len(part), printable("、".join(part))))
    return PaperTable("依据的记录", heads, tuple(rows), "没有记录。")


def _sheet_name(name: str, suffix: str) -> str:
    """Return the name of a sheet: Excel takes 31 characters, and none of its own signs."""
    plain = "".join("、" if character in "[]:*?/\\" else character for character in name)
    return f"{plain[: 30 - len(suffix)]}{suffix}"
