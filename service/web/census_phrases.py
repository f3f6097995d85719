"""Chinese words of the census pages."""

from typing import Final

from data.records.census import Campaign
from data.records.enums import Triage
from data.records.rules import Outcome
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


def told_source(campaign: Campaign) -> str:
    """Return where the terms of a campaign come from."""
    if campaign.rule_number is not None:
        return f"第 {campaign.rule_number} 号规则第 {campaign.rule_version} 版"
    return "人工填写"
