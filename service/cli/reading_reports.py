"""What reading the files gave, for a person: a few lines on the screen, everything in a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ingest.report import SEVERITY_LABELS, ImportReport
from service.cli.console import tell
from service.cli.outputs import write_table
from service.docking.workspace import NearRepeat

REPORT_HEADINGS: Final = ("文件", "工作表", "行", "列", "情况", "原因", "处理办法")


def tell_report(report: ImportReport, *, shown_rows: int, is_written: bool) -> None:
    """Print the sum, the first rejected rows with place and reason, and how many other remarks there are.

    Args:
        report: what reading gave.
        shown_rows: how many rejected rows are told one by one.
        is_written: all of it goes to a file that will be named elsewhere.
    """
    tell(report.total)
    for fault in report.rejected[:shown_rows]:
        tell(f"  {fault.sentence()}")
    n_more = max(0, report.n_rejected - shown_rows)
    n_remarks = len(report.faults) - report.n_rejected
    rest = [
        f"{number} {what}"
        for number, what in (
            (n_more, "行未导入"),
            (n_remarks, "处需要核对"),
            (len(report.duplicates), "行与前面的内容重复（都保留）"),
            (len(report.unknown_columns), "列未识别（原样保留）"),
        )
        if number
    ]
    if rest:
        tell(f"  另有 {'、'.join(rest)}" + ("。" if is_written else "；加 --report 文件.csv 可写出全部明细。"))


def tell_near(repeats: Sequence[NearRepeat], *, is_written: bool) -> None:
    """Print how many imported records are near duplicates; nothing where there are none."""
    if repeats:
        ending = "。" if is_written else "；加 --report 文件.csv 可逐条写出。"
        tell(f"导入的记录中有 {len(repeats)} 条与其他记录内容相近或相同（都保留）{ending}")


def write_report(reports: Iterable[ImportReport], path: Path, *, more: Iterable[Sequence[str]] = ()) -> None:
    """Write every fault, skip, duplicate and unknown column, one a row, and further rows of the same headings."""
    write_table(path, REPORT_HEADINGS, [*(row for report in reports for row in report_rows(report)), *more])
    tell(f"导入情况已写入 {path}。")


def report_rows(report: ImportReport) -> list[Sequence[str]]:
    """Return the whole report as rows under `REPORT_HEADINGS`."""
    rows: list[Sequence[str]] = [
        (
            fault.file,
            fault.sheet,
            _number(fault.row),
            fault.column,
            SEVERITY_LABELS[fault.severity],
            fault.reason,
            fault.remedy,
        )
        for fault in report.faults
    ]
    for skip in report.skipped:
        span = str(skip.first_row) if skip.first_row == skip.last_row else f"{skip.first_row}-{skip.last_row}"
        rows.append((skip.file, skip.sheet, span, "", "已跳过", skip.reason, ""))
    for duplicate in report.duplicates:
        place = duplicate.place
        rows.append((
            place.file,
            place.sheet,
            _number(place.row),
            "",
            "内容重复，已保留",
            f"与{duplicate.first}相同",
            "",
        ))
    for sheet in report.columns:
        rows += [(sheet.file, sheet.sheet, "", header, "未识别的列，原样保留", "", "") for header in sheet.unknown]
    return rows


def near_rows(repeats: Iterable[NearRepeat]) -> list[Sequence[str]]:
    """Return near duplicates as rows under `REPORT_HEADINGS`, both ids and places in each."""
    return [
        (
            repeat.place.file,
            repeat.place.sheet,
            _number(repeat.place.row),
            "",
            "内容相近，已保留",
            f"{repeat.id} 与{repeat.other_place}的 {repeat.other_id} 相近（相似度 {repeat.similarity:.2f}）",
            "请核对两条是否为同一项",
        )
        for repeat in repeats
    ]


def _number(row: int) -> str:
    return str(row) if row else ""
