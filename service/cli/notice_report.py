"""A notice on the screen: what it is, its clauses, the rules read from it, and where it does not agree."""

from pathlib import Path
from typing import Final

from data.records.notices import Notice
from ingest.notices.people import mask_people
from ingest.notices.reading import NoticeReading, read_notice
from service.cli.console import show, show_table, tell
from service.cli.outputs import check_outputs
from service.docking.notices.wording import KIND_LABELS, STATUS_LABELS, UNIT_LABELS, sentence_of
from service.exports.files import replace_file
from service.exports.notice_file import notice_json

ENDINGS: Final = (".json",)
MAX_CELL: Final = 40


def report(file: Path, out: Path | None) -> None:
    """Show what a notice asks, and write it where that is wanted."""
    check_outputs([out] if out else [], inputs=[file], endings=ENDINGS)
    reading = read_notice(file)
    _show_head(reading.notice)
    _show_clauses(reading.notice)
    _show_rules(reading)
    _show_conflicts(reading)
    if out:
        replace_file(out, notice_json(reading).encode())
        tell(f"已写出 {out}。")


def _show_head(notice: Notice) -> None:
    show(f"《{mask_people(notice.title)}》")
    rows = [
        ("发文字号", notice.number or "未见"),
        ("发文机关", notice.issuer or "未见"),
        ("日期", notice.issued_on.isoformat() if notice.issued_on else "未见"),
        ("效力", STATUS_LABELS[notice.status]),
        ("网页残留", f"{len(notice.dropped)} 处，未读"),
    ]
    show_table(("项目", "内容"), rows)
    if notice.repairs:
        show()
        show_table(
            ("原文", "应为", "依据"), [(each.raw, each.repaired or "无法判断", each.why) for each in notice.repairs]
        )


def _show_clauses(notice: Notice) -> None:
    """Show the clauses, forms and duties."""
    masked = mask_people(notice.text)
    show(f"\n条款 {len(notice.clauses)} 条")
    rows = [
        (each.number or "（前言）", _short(each.heading or masked[each.quote.start : each.quote.end]))
        for each in notice.clauses
    ]
    show_table(("条款", "内容"), rows)
    if notice.attachments:
        show(f"\n附件 {len(notice.attachments)} 件")
        forms = [
            (each.label, each.title, "" if each.copies is None else str(each.copies), mask_people(each.route))
            for each in notice.attachments
        ]
        show_table(("附件", "名称", "份数", "报送"), forms)
    if notice.assignments:
        show(f"\n责任分工 {len(notice.assignments)} 项")
        duties = [
            (each.clause, _short(each.task), "；".join(f"{UNIT_LABELS[role]}：{unit}" for role, unit in each.units))
            for each in notice.assignments
        ]
        show_table(("条款", "任务", "单位"), duties)


def _show_rules(reading: NoticeReading) -> None:
    """Show each rule with its parameters and, below it, the words that it rests on."""
    show(f"\n规则 {len(reading.proposals)} 条，均待确认")
    masked = mask_people(reading.notice.text)
    for number, each in enumerate(reading.proposals, start=1):
        clause = f"（{each.clause}）" if each.clause else ""
        show(f"{number:3}. {KIND_LABELS[each.kind]}{clause}：{mask_people(sentence_of(each.terms))}")
        show(f"     “{_short(masked[each.quote.start : each.quote.end])}”")


def _show_conflicts(reading: NoticeReading) -> None:
    show(f"\n矛盾 {len(reading.conflicts)} 处")
    masked = mask_people(reading.notice.text)
    for each in reading.conflicts:
        show(f"- {each.why}")
        for quote in each.quotes:
            show(f"  “{_short(masked[quote.start : quote.end])}”（第 {quote.start} 字起）")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MAX_CELL else f"{plain[: MAX_CELL - 1]}…"
