"""The Chinese words of a report of gaps."""

from typing import Final

TITLE: Final = "对接缺口与共性技术需求"
TOTALS: Final = (
    "共有需求{needs}项，其中{answered}项有合适的匹配（较强相关以上）；只差一个条件的候选{near}对；"
    "没有合适的匹配{unanswered}项（{open}项无人能解，{vague}项写得太空泛，应先退回补充）；成果{achievements}项，其中{unneeded}项暂无需求；"
    "归纳出共性技术需求{common}组，涉及需求{members}项。"
)
OVERVIEW: Final = "总体情况"

NEAR: Final = "只差一个条件"
OPEN: Final = "无人能解的需求"
VAGUE: Final = "先退回补充的需求"
UNNEEDED: Final = "暂无需求的成果"
COMMON: Final = "共性技术需求"
SOURCES: Final = "共性需求来源"

NO_NEAR: Final = "没有只差一个条件的候选。"
NO_OPEN: Final = "没有这样的需求。"
NO_UNNEEDED: Final = "每项成果都有需求。"
NO_COMMON: Final = "没有归纳出共性技术需求。"
NO_NEAREST: Final = "没有任何用词或意思相近的成果"
NO_NEED: Final = "没有任何用词或意思相近的需求"
NO_REASON: Final = "各项依据都偏弱"
NO_BEST: Final = "没有较强相关的成果，最接近的是："
NONE_NAMED: Final = "未填写"

NEAR_NOTE: Final = "判断为较强相关以上，只有一个硬性条件不满足的候选：除这个条件外达到较强相关，能否对接仍需双方商谈。"
OPEN_NOTE: Final = "最高只到弱相关，且需求写得够清楚，可考虑列入科研计划、张榜或另找技术来源。"
VAGUE_NOTE: Final = "没有合适的匹配，但需求太空泛，还看不出要什么。请先按建议询问企业，补充后再匹配，不宜直接据此立项。"
UNNEEDED_NOTE: Final = "没有一项需求与之较强相关；可换地区、换行业推介。"
COMMON_NOTE: Final = (
    "由需求的意思和共有的少见词归组；太空泛的需求不参加。组名取组内共有、平时少见的词。请人工核对后使用。"
)

REMEDIES: Final = {
    "valid_until": "向企业确认需求是否仍然有效；确认后更新有效期即可推荐。",
    "cooperation": "需求写“{need}”，成果写“{achievement}”：请双方商定能否改用对方的方式。",
    "budget": "预算“{need}”，要价“{achievement}”：可商谈降价、分期、许可代替转让，或申请补助。",
    "indicators": "补齐指标：{indicators}。可请成果方说明能否改进，或请企业确认能否放宽。",
}
UNMET: Final = "要求“{required}”，成果为“{offered}”"

GUIDE: Final = (
    "“只差一个条件”指双方材料较强相关以上，有效期、合作方式、预算与价格、硬性指标中恰有一项不满足；“无法判断”不算不满足。",
    "“无人能解”只对照本次输入的成果，不表示国内没有这项技术；立项前请另行查新。",
    "“适合的需求数”是与该成果较强相关以上的组内需求数；“平均得分”是对组内全部需求的平均。",
    "结果由计算机根据材料得出，供工作人员参考，不代替人工判断。联系方式已作遮盖。",
)
