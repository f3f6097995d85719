"""Rules in Chinese: what their kinds and fields are called, and one sentence for the terms of each."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from data.records.notices import PolicyStatus, UnitRole
from data.records.rules import (
    CensusTerms,
    CompositionTerms,
    CriteriaTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    LadderTerms,
    MinCountTerms,
    NameTerms,
    Outcome,
    QuotaTerms,
    RuleKind,
    TargetTreeTerms,
    Terms,
    TimeLimitTerms,
)
from data.storage.json_values import JsonFault

KIND_LABELS: Final[Mapping[RuleKind, str]] = MappingProxyType({
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
})

OUTCOME_LABELS: Final[Mapping[Outcome, str]] = MappingProxyType({
    Outcome.PASSED: "符合",
    Outcome.FAILED: "不符合",
    Outcome.CANNOT_TELL: "无法判断",
})

STATUS_LABELS: Final[Mapping[PolicyStatus, str]] = MappingProxyType({
    PolicyStatus.UNKNOWN: "没有写明",
    PolicyStatus.IN_FORCE: "有效",
    PolicyStatus.TO_BE_REPEALED: "待删除",
    PolicyStatus.REPEALED: "已废止",
})
UNIT_LABELS: Final[Mapping[UnitRole, str]] = MappingProxyType({
    UnitRole.RESPONSIBLE: "责任单位",
    UnitRole.LEAD: "牵头单位",
    UnitRole.SUPPORT: "配合单位",
})

PARTY_LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "": "不限",
    "enterprise": "企业",
    "university": "高校",
    "institute": "科研机构",
})
SEAL_LABELS: Final[Mapping[str, str]] = MappingProxyType({"": "不要求盖章", "lead": "牵头单位", "all": "全部成员"})
NAME_LABELS: Final[Mapping[str, str]] = MappingProxyType({"name": "名称", "field": "领域", "direction": "业务方向"})

FIELD_LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "kind": "类别",
    "min_revenue_yuan": "销售收入起点（元）",
    "or_tech_enterprise": "科技型企业不论收入都要报",
    "min_needs": "每家至少几个需求",
    "max_needs": "每家至多几个需求",
    "due_on": "截止日期",
    "unit": "单位",
    "item": "事项",
    "form": "表格或附件",
    "minimum": "下限",
    "maximum": "上限",
    "is_approximate": "约数（“左右”）",
    "per_year": "每年计一次",
    "on": "截止日期",
    "at": "截止时间",
    "monthly_day": "每月几日前",
    "first_month": "开始的月份",
    "last_month": "结束的月份",
    "copies": "份数",
    "route": "报送去向",
    "lead_kind": "牵头单位",
    "min_enterprises": "企业至少几家",
    "min_universities": "高校院所至少几家",
    "same_province": "高校院所须在本省",
    "counts_lead": "企业数含牵头单位",
    "pattern": "名称样式",
    "unique_by": "不得相同的项",
    "criteria": "条件",
    "needed": "至少符合几条",
    "papers": "材料",
    "sealed_by": "由谁盖章",
    "steps": "由什么深化为什么",
    "by_year": "完成年份",
    "targets": "目标",
    "amount": "数量",
    "part_of": "属于哪个总目标",
    "pairs": "对照",
    "starts_with": "从何时起算",
    "days": "天数",
    "in_working_days": "按工作日计",
    "applies_from": "生效日期",
    "applies_to": "失效日期",
    "facts": "事实",
})
_PLACE: Final = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")


def field_label(place: str) -> str:
    """Return what the path of a value is called: "targets[2].amount" is "目标第 3 项的数量"."""
    told = []
    for part in place.split("."):
        found = _PLACE.match(part)
        label = FIELD_LABELS.get(found[1], found[1]) if found else part
        told.append(f"{label}第 {int(found[2]) + 1} 项" if found and found[2] else label)
    return "的".join(told) or "内容"


def told_faults(faults: Iterable[JsonFault]) -> str:
    """Return faults as one sentence, each with the Chinese name of its field."""
    return "；".join(f"{field_label(each.place)}：{each.reason}" for each in faults) + "。"


def sentence_of(terms: Terms) -> str:
    """Return what a rule asks, in one Chinese sentence without full stop."""
    return _SENTENCES[type(terms)](terms)


def day_words(day: date) -> str:
    """Write a day as official papers do: "2026年11月22日"."""
    return f"{day.year}年{day.month}月{day.day}日"


def yuan_words(yuan: int) -> str:
    """Write an amount of yuan, in units of ten thousand where it is whole: "2,000 万元"."""
    return f"{yuan // 10_000:,} 万元" if yuan and yuan % 10_000 == 0 else f"{yuan:,} 元"


def amount_words(least: int | None, most: int | None, *, is_approximate: bool = False) -> str:
    """Write a range of a quota: "5 至 8", "至少 4", "至多 8", "40 左右"."""
    about = " 左右" if is_approximate else ""
    if least is not None and most is not None:
        return f"{least:,}{about}" if least == most else f"{least:,} 至 {most:,}{about}"
    return f"至少 {least:,}{about}" if least is not None else f"至多 {most or 0:,}{about}"


def _census(terms: CensusTerms) -> str:
    who = []
    if terms.min_revenue_yuan is not None:
        who.append(f"年销售收入 {yuan_words(terms.min_revenue_yuan)}以上的企业")
    if terms.or_tech_enterprise:
        who.append("科技型企业")
    most = None if terms.max_needs is None else terms.max_needs
    needs = amount_words(terms.min_needs, most)
    due = "" if terms.due_on is None else f"，{day_words(terms.due_on)}前完成"
    return f"{'和'.join(who) or '全部企业'}，每家报需求 {needs} 个{due}"


def _quota(terms: QuotaTerms) -> str:
    amount = amount_words(terms.minimum, terms.maximum, is_approximate=terms.is_approximate)
    form = f"（{terms.form}）" if terms.form else ""
    return f"{terms.unit or '全部'}{'每年' if terms.per_year else ''}：{terms.item}{form} {amount}"


def _due(terms: DueTerms) -> str:
    if terms.on is not None:
        when = f"{day_words(terms.on)}{f' {terms.at} ' if terms.at else ''}前"
    else:
        span = (
            f"{terms.first_month} 起" if terms.first_month else "",
            f"{terms.last_month} 止" if terms.last_month else "",
        )
        months = f"（{'，'.join(each for each in span if each)}）" if any(span) else ""
        when = f"每月 {terms.monthly_day} 日前{months}"
    copies = "" if terms.copies is None else f"，一式 {terms.copies} 份"
    form = f"（{terms.form}）" if terms.form else ""
    return f"{terms.unit}{when}报送或完成：{terms.item}{form}{copies}{f'，报 {terms.route}' if terms.route else ''}"


def _composition(terms: CompositionTerms) -> str:
    parts = [f"牵头单位为{PARTY_LABELS.get(terms.lead_kind, terms.lead_kind)}"] if terms.lead_kind else []
    if terms.min_enterprises:
        lead = {True: "（含牵头单位）", False: "（不含牵头单位）", None: "（是否含牵头单位有两种读法）"}[
            terms.counts_lead
        ]
        parts.append(f"企业至少 {terms.min_enterprises} 家{lead if terms.lead_kind in {'', 'enterprise'} else ''}")
    if terms.min_universities:
        where = "本省" if terms.same_province else ""
        parts.append(f"{where}高校院所至少 {terms.min_universities} 家")
    return "，".join(parts)


def _min_count(terms: MinCountTerms) -> str:
    return f"{terms.unit}{'每年' if terms.per_year else '共'}至少 {terms.minimum:,} 次：{terms.item}"


def _name(terms: NameTerms) -> str:
    groups = ["、".join(NAME_LABELS.get(each, each) for each in group) for group in terms.unique_by]
    unique = f"；不得与已登记的{'，也不得'.join(f'{each}相同' for each in groups)}" if groups else ""
    return f"名称写成“{terms.pattern}”{unique}"


def _criteria(terms: CriteriaTerms) -> str:
    return f"{terms.item}：{len(terms.criteria)} 条中至少符合 {terms.needed} 条（{'；'.join(terms.criteria)}）"


def _dossier(terms: DossierTerms) -> str:
    seal = f"，{SEAL_LABELS.get(terms.sealed_by, terms.sealed_by)}盖章" if terms.sealed_by else ""
    return f"{terms.item}：{'、'.join(terms.papers)}{seal}"


def _ladder(terms: LadderTerms) -> str:
    return "；".join(f"{before} → {after}" for before, after in terms.steps)


def _target_tree(terms: TargetTreeTerms) -> str:
    when = f"到 {terms.by_year} 年：" if terms.by_year is not None else "每年："
    return when + "；".join(
        f"{each.item} {each.amount:,}{' 左右' if each.is_approximate else ''}"
        + (f"（属于{each.part_of}）" if each.part_of else "")
        for each in terms.targets
    )


def _field_map(terms: FieldMapTerms) -> str:
    return f"{terms.item}：" + "；".join(f"{ours or '（无）'} = {theirs or '（无）'}" for ours, theirs in terms.pairs)


def _time_limit(terms: TimeLimitTerms) -> str:
    unit = "个工作日" if terms.in_working_days else "天"
    days = "限期（没有写天数）" if terms.days is None else f"{terms.days:,} {unit}内"
    return f"{terms.item}：自{terms.starts_with}起 {days}"


_SENTENCES: Final[Mapping[type[Terms], Callable[[Any], str]]] = MappingProxyType({
    CensusTerms: _census,
    QuotaTerms: _quota,
    DueTerms: _due,
    CompositionTerms: _composition,
    MinCountTerms: _min_count,
    NameTerms: _name,
    CriteriaTerms: _criteria,
    DossierTerms: _dossier,
    LadderTerms: _ladder,
    TargetTreeTerms: _target_tree,
    FieldMapTerms: _field_map,
    TimeLimitTerms: _time_limit,
})
