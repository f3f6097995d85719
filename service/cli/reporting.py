"""What `duijie reports` does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from data.records.accounts import OPERATOR
from data.records.reports import Report, ReportKey, ReportKind
from data.reference.form_layouts import load_form_layouts
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.cli.outputs import check_outputs
from service.docking.beijing import in_beijing
from service.docking.reports.building import draft
from service.docking.reports.forms import SOURCES
from service.docking.reports.handing_in import EXTRA, HANDING_LABELS, Late, lates_of
from service.docking.reports.periods import usual_period
from service.docking.reports.sending import (
    Sending,
    compare_with_today,
    file_of,
    remake,
    send,
    sent_reports,
    versions_of,
)
from service.docking.reports.words import figure_words
from service.exports.feedback import masked_text
from service.exports.files import replace_file
from service.exports.report_files import REPORT_ENDINGS, filled_forms, render_report, render_report_file

_ENDINGS: Final = tuple(f".{each}" for each in REPORT_ENDINGS)
_SPAN: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report was asked for, as it was typed."""

    kind: ReportKind
    region: str
    period: str = ""
    form: str = ""
    subject: str = ""

    @property
    def key(self) -> ReportKey:
        """Its key; without a period it is that of today."""
        is_monthly = SOURCES[self.form].is_monthly if self.form in SOURCES else None
        period = self.period.strip() or usual_period(self.kind, _today(), is_monthly=is_monthly)
        return ReportKey(
            kind=self.kind, form=self.form, region_code=self.region, subject=self.subject.strip(), period=period
        )


def show_report(asked: Asked, *, outputs: Sequence[Path]) -> None:
    """Show a report, or write it as files."""
    check_outputs(outputs, inputs=(), endings=_ENDINGS)
    with open_workspace() as workspace:
        report = draft(workspace, OPERATOR, asked.key, at=_now())
    for path in outputs:
        replace_file(path, render_report_file(report, path.suffix[1:].lower()))
        tell(f"已写出 {path}。")
    if not outputs:
        _tell(report)
    for label in dict.fromkeys(label for each in _forms(report) for label in each):
        tell(f"缺：{label}")


def show_forms() -> None:
    """List the forms with whose data fill them."""
    layouts = load_form_layouts()
    rows = [(name, layouts[name].label, layouts[name].title, source.whose) for name, source in SOURCES.items()]
    show_table(("表格", "附件号", "表名", "由谁的数据填写"), rows)


def send_report(asked: Asked, *, recipient: str, note: str) -> None:
    """Keep a report as sent; what it corrects is the newest version there is."""
    with open_workspace() as workspace:
        versions = versions_of(workspace, OPERATOR, asked.key)
        newest = versions[0].version if versions else 0
        sending = Sending(expected_version=newest, recipient=recipient, note=note)
        sent = send(workspace, OPERATOR, asked.key, sending, render=render_report, at=_now())
    show(f"已留存：第 {sent.number} 号，{masked_text(sent.title)}，第 {sent.version} 版。")


def show_sent() -> None:
    """List what was sent, newest first."""
    with open_workspace() as workspace:
        found = sent_reports(workspace, OPERATOR)
    rows = [
        (
            str(each.number),
            masked_text(each.title),
            f"第 {each.version} 版",
            f"{in_beijing(each.sent_at):%Y-%m-%d %H:%M}",
            masked_text(each.sent_by.name),
        )
        for each in found
    ]
    show_table(("号", "报表", "版本", "报送时间", "报送人"), rows)


def write_sent(number: int, out: Path) -> None:
    """Write a file byte for byte as it was sent."""
    check_outputs([out], inputs=(), endings=_ENDINGS)
    with open_workspace() as workspace:
        _, content = file_of(workspace, OPERATOR, number, out.suffix[1:].lower(), render=render_report)
    replace_file(out, content)
    tell(f"已写出 {out}。")


def show_compared(number: int) -> None:
    """Show what differs today, and whether the files can be made again exactly."""
    with open_workspace() as workspace:
        remade = remake(workspace, OPERATOR, number, render=render_report)
        found = compare_with_today(workspace, OPERATOR, number, at=_now())
    for ending, is_same in remade.is_same.items():
        show(f"{ending} 重新生成{'，逐字节相同' if is_same else '，与报送时不同（软件版本已变）'}。")
    rows = [
        (
            each.table,
            masked_text(each.line),
            f"{each.head.label}（{each.head.unit}）",
            "—" if each.before is None else figure_words(each.head.measure, each.before),
            "—" if each.after is None else figure_words(each.head.measure, each.after),
        )
        for each in found.figures
    ]
    if rows:
        show_table(("表", "地区或单位", "指标", "报送时", "今天"), rows)
    for word in found.words:
        show(f"{'今天有' if word.is_new else '报送时有'}（{word.place}）：{masked_text(word.row)}")
    if found.is_same:
        show("数字、清单和表格都与报送时相同。")


def show_due(region: str) -> None:
    """Show how every unit stands with what is due in the quarter around today."""
    today = _today()
    with open_workspace() as workspace:
        found = lates_of(workspace, OPERATOR, region_code=region, since=today - _SPAN, until=today + _SPAN, at=_now())
    rows = [
        (str(late.day), str(late.rule.number), masked_text(words), state)
        for late in found
        for words, state in _standings(late)
    ]
    if rows:
        show_table(("截止日期", "规则", "单位", "情况"), rows)
    else:
        show("这段时间没有到期的报送事项。")


def _standings(late: Late) -> Iterator[tuple[str, str]]:
    for each in late.standings:
        yield each.unit.name, HANDING_LABELS[each.state]
    for each in late.extras:
        yield each.unit.name, f"{HANDING_LABELS[each.state]}{EXTRA}"
    for words, state, _ in late.apart:
        yield words, state


def _tell(report: Report) -> None:
    show(masked_text(report.title))
    for line in report.lead:
        show(masked_text(line))
    for table in report.tables:
        lines = [*table.lines, *([] if table.total is None else [table.total])]
        rows = [
            (
                masked_text(line.name),
                *(figure_words(head.measure, figure) for head, figure in zip(table.heads, line.figures, strict=True)),
            )
            for line in lines
        ]
        show(table.name)
        show_table(("地区或单位", *(f"{head.label}（{head.unit}）" for head in table.heads)), rows)
    for used in report.rules:
        show(f"规则 {used.number}：{used.outcome}，{masked_text(used.reason)}")


def _forms(report: Report) -> list[tuple[str, ...]]:
    is_filled = report.key.kind is ReportKind.FORM and report.tables[0].lines[0].figures[0].amount
    return [each.missing for each in filled_forms(report)] if is_filled else []


def _today() -> date:
    return in_beijing(_now()).date()


def _now() -> datetime:
    return datetime.now(UTC)
