"""A register for tests: plainly invented."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter.workbook import Workbook

from data.records.registers import Register, RegisterEntry
from data.reference.register_layouts import register_of

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)

VOUCHERS: Register = register_of(
    "sample",
    {
        "title": "示例台账",
        "section": "示例",
        "purpose": "示例。",
        "asked_by": "示例通知",
        "requirements": ["FJ-05"],
        "unique_by": ["number"],
        "columns": [
            {"key": "number", "header": "券号", "is_required": True},
            {"key": "holder", "header": "持券单位", "kind": "organisation", "is_owner": True, "completes": True},
            {"key": "kind", "header": "类型", "kind": "choice", "options": ["企业", "创客"]},
            {"key": "subsidy", "header": "补助金额", "kind": "money"},
            {"key": "n", "header": "次数", "kind": "integer", "unit": "次"},
            {"key": "year", "header": "年度", "kind": "year"},
            {"key": "used", "header": "已使用", "kind": "flag", "completes": True},
            {"key": "region", "header": "地区", "kind": "region"},
            {"key": "contact", "header": "联系人", "kind": "contact"},
            {"key": "issued_on", "header": "发放日期", "kind": "date"},
            {"key": "paid_on", "header": "兑付日期", "kind": "date"},
        ],
        "clocks": [{"label": "兑付", "start": "issued_on", "days": 90, "done": "paid_on", "warn_days": 30}],
        "figures": [
            {"id": "all", "label": "券", "counting_rule": "每张计一次。", "by": "kind", "year_of": "issued_on",
             "target": 3},
            {"id": "paid", "label": "补助", "counting_rule": "已兑付的。", "tally": "sum", "key": "subsidy",
             "where": {"paid_on": []}, "unit": "万元"},
            {"id": "holders", "label": "单位", "counting_rule": "去重。", "tally": "distinct", "key": "holder"},
        ],
    },
)  # fmt: skip


def workbook_of(path: Path, sheets: Mapping[str, str], *hidden: str) -> Path:
    """Write a workbook of sheets, each a csv text."""
    with Workbook(path) as book:
        for name, text in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(text.splitlines()):
                sheet.write_row(row, 0, line.split(","))
            if name in hidden:
                sheet.hide()
    return path


def entry(number: int, **values: str) -> RegisterEntry:
    """Return an entry of the sample register."""
    return RegisterEntry(
        number=number, register="sample", values=values, region_code="", version=1, added_at=NOW, changed_at=NOW
    )
