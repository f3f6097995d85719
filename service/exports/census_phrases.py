"""Chinese words of the census files."""

from typing import Final

from service.docking.census.coverage import State

STATES: Final = {
    State.LISTED: "名册企业",
    State.DUE: "应报",
    State.REPORTED: "已报",
    State.MISSING: "未报",
    State.LATE: "其中迟报",
    State.CANNOT_TELL: "无法判断",
    State.NOT_DUE: "不必报",
}
FIGURES: Final = "各县区情况"
MISSING: Final = "未报企业"
UNKNOWN: Final = "无法判断是否应报的企业"
OUTSIDE: Final = "名册外的需求"
NO_COUNTY: Final = "没有县区。"
NOBODY_MISSING: Final = "没有未报的企业。"
NOBODY_UNKNOWN: Final = "没有无法判断的企业。"
NOBODY_OUTSIDE: Final = "没有名册外的需求。"
REMINDER_TITLE: Final = "{name}催报通知"
ADDRESSEE: Final = "{county}科技主管部门："
REMINDER: Final = "{name}要求：{terms}。{stand}"
STANDS: Final = "截至{day}，应报 {due} 家，已报 {reported} 家，未报 {missing} 家，覆盖率 {share}"
STANDS_UNKNOWN: Final = "；另有 {unknown} 家因名册缺少销售收入或科技型企业标识，无法判断是否应报。"
QUOTED: Final = "依据原文：“{text}”"
REQUEST: Final = "请督促下列企业尽快报送技术需求。"
REQUEST_BY: Final = "请督促下列企业于{day}前报送技术需求。"
OVERDUE: Final = "规定期限{day}已过，请督促下列企业立即补报技术需求。"
THANKS: Final = "你处应报企业均已报送。"
THANKS_SO_FAR: Final = "你处已确定应报的企业均已报送；无法判断的 {unknown} 家见下表，请尽快核实。"
UNDECIDED: Final = "你处目前没有能够确定应报的企业，{unknown} 家无法判断是否应报，见下表，请尽快核实。"
NOBODY_DUE: Final = "你处名册中没有应报的企业。"
NOBODY_LISTED: Final = "你处名册中还没有企业，请先导入企业名册。"
ADD_FACTS: Final = "请补全这些企业的上年销售收入和是否科技型企业，以便确定是否应报。"
GUIDE: Final = (
    "应报＝已报＋未报。已报指报足每家至少的项数；无法判断的单列，不计入应报和覆盖率。",
    "需求按入库日期统计到所写日期，名册按生成文件时的内容。联系方式已作遮盖。",
)
