"""The Chinese words of overview pages and appendices."""

from typing import Final

AS_OF: Final = "核对日期：{day}"
COMPANY: Final = "企业：{name}{place}。技术需求{needs}项，参加比对的科技成果{achievements}项。"
PARTNERS: Final = "值得约谈的候选伙伴{partners}家，成果{achievements}项（较强相关以上，或经工作人员推荐）。"
NEED_LINE: Final = "需求{number}　{title}：{counts}"
FITS: Final = "合适的成果{n}项，最高{level}（{score}分）"
NO_FITS: Final = "没有合适的成果"
WEAK: Final = "；另有弱相关{n}项"

NEEDS_TITLE: Final = "企业需求"
PARTNERS_TITLE: Final = "候选伙伴"
LEFT_OUT_TITLE: Final = "没有列入的和原因"
LEVELS_TITLE: Final = "总体情况"
FITTING_TITLE: Final = "有合适{candidate}的{query}"
UNFIT_TITLE: Final = "没有合适{candidate}的{query}"
REST_TITLE: Final = "附表：不附证据的候选"

NO_PARTNER: Final = "没有较强相关以上的候选伙伴；弱相关和最接近的候选见附表，不建议据此约谈。"
NO_UNIT: Final = "文件未写明单位"
MORE_ACHIEVEMENTS: Final = "等{n}项"
WEAK_LEFT_OUT: Final = "弱相关的候选{n}条{units}，不足以约谈，{where}。"
WEAK_UNITS: Final = "（涉及另外{n}家单位）"
NEAREST_LEFT_OUT: Final = "没有合适成果的需求，其最接近的{n}条仅供参考，{where}。"
IN_APPENDIX: Final = "只列在附表，不附证据"
IN_RESULTS: Final = "列在“匹配结果”和“没有合适匹配”工作表"
NOT_LISTED: Final = "其余成果与各项需求相关程度更低，没有列出。"
READING_NOTES: Final = "读取文件时的提示{n}条（略去的行、重复等）由经办人在 Excel 文件的“说明”工作表中查看。"
METHOD: Final = (
    "方法：由计算机逐项比对需求与成果的名称、全文、段落、指标和条件，供工作人员参考，不代替人工判断。联系方式已作遮盖。"
)
LEVEL_COUNT: Final = "最高为{level}"

ELSEWHERE: Final = "Excel 文件（.xlsx）或网页（.html）"
CAPPED: Final = "共{n}行，本文件只列{order}前{most}行，其余见{where}。"
CARDS_CAPPED: Final = (
    "值得约谈的候选共{n}条，本文件只附推荐的和得分最高的共{most}条的证据；其余{rest}条的证据见{where}。"
)
CARDS_NOTE: Final = "以下只为值得约谈的候选（较强相关以上，或经工作人员推荐）附证据；其余候选见文末附表。"
NO_CARDS: Final = "没有值得约谈的候选，不附证据；最接近的见附表。"
REST_NOTE: Final = "以下候选或不足以约谈，或超出本文件可附证据的数量；证据见{where}。"
NO_REST: Final = "全部候选均已附证据。"
EVIDENCE_TITLE: Final = "候选与证据"
