"""Chinese words of the census pages."""

from typing import Final

from data.records.census import Campaign
from data.records.enums import Triage
from data.records.rules import CensusTerms, Outcome
from service.docking.census.coverage import Duty, State

STATE_LABELS: Final = {
    State.LISTED: "名册企业",
    State.DUE: "应报",
    State.REPORTED: "已报",
    State.MISSING: "未报",
    State.LATE: "迟报",
    State.CANNOT_TELL: "无法判断",
    State.NOT_DUE: "不必报",
}
DUTY_LABELS: Final = {Duty.DUE: "应报", Duty.NOT_DUE: "不必报", Duty.CANNOT_TELL: "无法判断是否应报"}
OUTCOME_LABELS: Final = {Outcome.PASSED: "完成", Outcome.FAILED: "未完成", Outcome.CANNOT_TELL: "无法判断"}
VERDICT_LABELS: Final = {
    Triage.READY: "可以对接",
    Triage.ASK_BACK: "需补问",
    Triage.TOO_VAGUE: "过于空泛",
    None: "未诊断",
}
_YUAN_PER_WAN: Final = 10_000


def told_terms(terms: CensusTerms) -> str:
    """Return who must report, how many and by when."""
    reasons = [
        *(
            [f"上年销售收入 {told_money(terms.min_revenue_yuan)}以上的企业"]
            if terms.min_revenue_yuan is not None
            else []
        ),
        *(["全部科技型企业"] if terms.or_tech_enterprise else []),
    ]
    who = "和".join(reasons) or "全部企业"
    most = f"—{terms.max_needs}" if terms.max_needs not in {None, terms.min_needs} else ""
    fewest = "至少 " if terms.max_needs is None else ""
    due = terms.due_on
    until = "" if due is None else f"，{due.year}年{due.month}月{due.day}日前完成"
    return f"{who}，每家{fewest}{terms.min_needs}{most} 项需求{until}"


def told_money(yuan: int | None) -> str:
    """Return an amount in 万元 with two decimals where it has any; "" for none."""
    if yuan is None:
        return ""
    return f"{yuan / _YUAN_PER_WAN:,.2f}".rstrip("0").rstrip(".") + " 万元"


def told_source(campaign: Campaign) -> str:
    """Return where the terms of a campaign come from."""
    if campaign.rule_number is not None:
        return f"第 {campaign.rule_number} 号规则第 {campaign.rule_version} 版"
    return "人工填写"
