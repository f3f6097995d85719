"""A notice on the screen: what it is, its clauses, the rules read from it, and where it does not agree."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.records.notices import Notice, PolicyStatus, UnitRole
from data.records.rules import Proposal, RuleKind, Target
from ingest.notices.people import mask_people
from ingest.notices.reading import NoticeReading, read_notice
from service.cli.console import show, show_table, tell
from service.cli.outputs import check_outputs
from service.exports.files import replace_file
from service.exports.notice_file import notice_json

ENDINGS: Final = (".json",)
MAX_CELL: Final = 40

STATUS_WORDS: Final = {
    PolicyStatus.UNKNOWN: "未注明",
    PolicyStatus.IN_FORCE: "有效",
    PolicyStatus.TO_BE_REPEALED: "待废止",
    PolicyStatus.REPEALED: "已废止",
}
ROLE_WORDS: Final = {UnitRole.RESPONSIBLE: "责任", UnitRole.LEAD: "牵头", UnitRole.SUPPORT: "配合"}
KIND_WORDS: Final = {
    RuleKind.CENSUS: "需求普查",
    RuleKind.QUOTA: "名额",
    RuleKind.DUE: "报送时限",
    RuleKind.COMPOSITION: "成员构成",
    RuleKind.MIN_COUNT: "最少次数",
    RuleKind.NAME: "名称",
    RuleKind.CRITERIA: "入选条件",
    RuleKind.DOSSIER: "申报材料",
    RuleKind.LADDER: "合作深化",
    RuleKind.TARGET_TREE: "目标任务",
    RuleKind.FIELD_MAP: "领域对照",
    RuleKind.TIME_LIMIT: "限时办理",
}
FIELD_WORDS: Final = {
    "min_revenue_yuan": "销售收入起点（元）",
    "or_tech_enterprise": "含科技型企业",
    "min_needs": "每家至少",
    "max_needs": "每家至多",
    "due_on": "截止",
    "unit": "单位",
    "item": "事项",
    "form": "表格",
    "minimum": "至少",
    "maximum": "至多",
    "is_approximate": "左右",
    "per_year": "每年",
    "on": "截止",
    "at": "时间",
    "monthly_day": "每月几日",
    "first_month": "从",
    "last_month": "到",
    "copies": "份数",
    "route": "报送",
    "lead_kind": "牵头",
    "min_enterprises": "企业至少",
    "min_universities": "高校院所至少",
    "same_province": "须在本省",
    "counts_lead": "含牵头单位",
    "pattern": "样式",
    "unique_by": "不得相同",
    "criteria": "条件",
    "needed": "至少符合",
    "papers": "材料",
    "sealed_by": "盖章",
    "steps": "深化",
    "by_year": "年份",
    "targets": "目标",
    "pairs": "对照",
    "starts_with": "起算",
    "days": "天数",
    "in_working_days": "按工作日计",
}
VALUE_WORDS: Final = {
    "enterprise": "企业",
    "university": "高校",
    "institute": "科研机构",
    "all": "全部成员",
    "lead": "牵头（申报）单位",
    "name": "名称",
    "field": "领域",
    "direction": "方向",
}


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
        ("效力", STATUS_WORDS[notice.status]),
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
            (each.clause, _short(each.task), "；".join(f"{ROLE_WORDS[role]}：{unit}" for role, unit in each.units))
            for each in notice.assignments
        ]
        show_table(("条款", "任务", "单位"), duties)


def _show_rules(reading: NoticeReading) -> None:
    """Show each rule with its parameters and, below it, the words that it rests on."""
    show(f"\n规则 {len(reading.proposals)} 条，均待确认")
    masked = mask_people(reading.notice.text)
    for number, each in enumerate(reading.proposals, start=1):
        clause = f"（{each.clause}）" if each.clause else ""
        show(f"{number:3}. {KIND_WORDS[each.kind]}{clause}：{_terms_words(each)}")
        show(f"     “{_short(masked[each.quote.start : each.quote.end])}”")


def _show_conflicts(reading: NoticeReading) -> None:
    show(f"\n矛盾 {len(reading.conflicts)} 处")
    masked = mask_people(reading.notice.text)
    for each in reading.conflicts:
        show(f"- {each.why}")
        for quote in each.quotes:
            show(f"  “{_short(masked[quote.start : quote.end])}”（第 {quote.start} 字起）")


def _terms_words(proposal: Proposal) -> str:
    """Write the parameters that are set: 事项 重大项目，至少 5，至多 8."""
    terms: Any = proposal.terms
    told = []
    for each in fields(terms):
        value = getattr(terms, each.name)
        if each.name == "counts_lead" and value is None:
            told.append("含牵头单位 两种读法")
        elif value not in {None, "", ()} and value is not False:
            told.append(f"{FIELD_WORDS[each.name]} {_value_words(value)}".removesuffix(" 是"))
    return "，".join(told)


def _value_words(value: object) -> str:
    if value is True:
        return "是"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Target):
        about = "左右" if value.is_approximate else ""
        return f"{value.item} {value.amount}{about}" + (f"（属{value.part_of}）" if value.part_of else "")
    if isinstance(value, tuple):
        joint = "；" if value and not isinstance(value[0], tuple) else "／"
        return joint.join(_pair_words(each) if isinstance(each, tuple) else _value_words(each) for each in value)
    return mask_people(VALUE_WORDS.get(str(value), str(value)))


def _pair_words(pair: Sequence[object]) -> str:
    return "→".join(_value_words(each) or "（无）" for each in pair)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MAX_CELL else f"{plain[: MAX_CELL - 1]}…"
