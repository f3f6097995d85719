"""Chinese sentences of the census."""

from typing import Final

from data.records.enums import Triage
from data.records.rules import CensusTerms

UNKNOWN_FACTS: Final = "名册中没有写明销售收入和是否科技型企业，或写明的不足以判断，无法判断是否应报。"
ADD_FACTS: Final = "在企业名册中补全上年销售收入、是否科技型企业。"
ADD_REGISTER: Final = "导入这个县区的企业名册。"
HAS_REPORTED: Final = "已报 {n} 项需求，要求至少 {wanted} 项。"
REPORT_MORE: Final = "还须报送 {short} 项需求。"
COUNTY_STANDS: Final = "应报 {due} 家，已报 {reported} 家，未报 {missing} 家；另有 {unknown} 家无法判断是否应报。"
ASK_MISSING: Final = "请未报的 {missing} 家企业报送需求。"

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
