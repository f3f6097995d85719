"""What the templates of the census speak with."""

from typing import Final

from data.records.rules import Outcome
from service.docking.census.coverage import Duty, State
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
