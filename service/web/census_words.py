"""What the templates of the census speak with."""

from collections.abc import Mapping
from typing import Final

from data.records.census import DispatchState
from data.records.rules import Outcome
from service.docking.census.coverage import Duty, State
from service.docking.census.mechanisms import PROGRESS_LABELS
from service.docking.census.names import short_name
from service.docking.census.phrases import VERDICT_LABELS, told_money, told_terms
from service.exports.feedback import masked_text

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
DISPATCH_LABELS: Final = {
    DispatchState.SENT: "已转送，待答复",
    DispatchState.TAKEN_UP: "有意承接",
    DispatchState.DECLINED: "不能承接",
    DispatchState.WITHDRAWN: "已撤回",
}
CENSUS_KINDS: Final[Mapping[str, str]] = {
    "census_campaigns": "需求普查",
    "census_register": "企业名册",
    "census_units": "普查通讯录",
    "census_problems": "共性问题",
    "plan_projects": "计划项目",
    "dispatches": "需求转送",
    "visits": "走访",
    "county_mechanisms": "长效机制",
}
"""What the kinds of the audit trail are called."""
CENSUS_PAGES: Final[Mapping[str, str]] = {
    "census_campaigns": "/census/{number}",
    "census_problems": "/census/problems/{number}",
    "visits": "/census/visits/{number}",
}
"""Where a record of a kind has a page of its own."""
CENSUS_FIELDS: Final[Mapping[str, str]] = {
    "counties": "参加的县区",
    "starts_on": "开始日期",
    "ends_on": "结束日期",
    "min_revenue_yuan": "销售收入起点（元）",
    "or_tech_enterprise": "科技型企业都报",
    "min_needs": "最少项数",
    "max_needs": "最多项数",
    "due_on": "期限",
    "quote_text": "依据原文",
    "county_code": "县区代码",
    "revenue_yuan": "销售收入（元）",
    "is_tech": "科技型企业",
    "unit": "单位",
    "group": "工作组",
    "person": "姓名",
    "post": "职务",
    "statement": "凝练后的问题",
    "need_ids": "需求",
    "is_withdrawn": "已撤销",
    "year": "年度",
    "money_yuan": "经费（元）",
    "problems": "共性问题",
    "sent_on": "转送日期",
    "answered_on": "答复日期",
    "note": "说明",
    "held_on": "日期",
    "leader": "带队领导",
    "host": "走访单位",
    "members": "参加人员",
    "purpose": "目的",
    "outcome": "结果",
    "progress": "进展",
    "proof": "依据",
    "checked_on": "核实日期",
}
CENSUS_VALUES: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("dispatches", "state"): {each.value: label for each, label in DISPATCH_LABELS.items()},
    ("county_mechanisms", "progress"): {each.value: label for each, label in PROGRESS_LABELS.items()},
    ("census_register", "is_tech"): {"True": "是", "False": "否"},
    ("census_campaigns", "or_tech_enterprise"): {"True": "是", "False": "否"},
    ("census_problems", "is_withdrawn"): {"True": "是", "False": "否"},
}


def census_words() -> dict[str, object]:
    """Return what every template of the census may use: labels by code, and how terms, money and places are told."""
    return {
        "states": STATE_LABELS,
        "duties": DUTY_LABELS,
        "outcomes": OUTCOME_LABELS,
        "verdicts": VERDICT_LABELS,
        "terms_told": told_terms,
        "money": told_money,
        "region": short_name,
        "masked": masked_text,
    }
