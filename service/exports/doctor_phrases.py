"""The Chinese words of a doctor's report."""

from typing import Final

from matcher.doctor.dependence import MaskVerdict

TITLE: Final = "技术需求诊断"
TITLE_OF_ONE: Final = "技术需求诊断：{title}"
TOTALS: Final = "共诊断需求{n}项：可以直接匹配{ready}项，建议补充{ask_back}项，请退回补充{too_vague}项。"
VERDICT: Final = (
    "结论：{verdict}。空泛程度{score}分（0分最具体，100分最空泛；{ask_back}分起建议补充，{too_vague}分起请退回补充）。"
)
UNTITLED: Final = "（没有名称）"

OVERVIEW: Final = "总体情况"
ALL_NEEDS: Final = "全部需求（最空泛的在前）"
VAGUEST: Final = "最空泛的"
REPORTS: Final = "诊断书"
REPORTS_ALL: Final = "以下是每项需求的诊断书。"
REPORTS_CAPPED: Final = "共诊断{n}项，本文件只附最空泛的{most}项的诊断书；其余见{where}。"
NOTHING_ABSENT: Final = "无"

WHY: Final = "为什么"
ASK: Final = "建议向企业询问"
MISSING: Final = "写了什么，缺什么"
TEXT: Final = "原文（按段落标出说的是什么，有下划线的是要求的指标）"
VALUES: Final = "找到的指标"
WORDS: Final = "匹配靠哪些词"
MASKED_WORDS: Final = "隐去“{words}”后名单的变化"

NO_NEED: Final = "没有需求。"
NO_REASON: Final = "没有发现空泛之处。"
NO_QUESTION: Final = "要紧的都写到了，没有要问的。"
NO_VALUE: Final = "没有找到带单位的指标。"
NO_WORD: Final = "没有可用来匹配的词。"
SUM: Final = "合计"
HELD: Final = "各项相加为{total}分，按0至100分计。"
WORDS_NOTE: Final = "“占比”是这个词在共有词证据中的分量，越少见的词分量越重。"
WORDS_TRIED: Final = (
    "“得分变化”是去掉这个词后，名单（弱相关以上的前10项）上的成果平均得分的变化（满分100分）；"
    "“退出名单”是因此退出的成果数。"
)
MASK_NOT_USED: Final = "需求中没有出现：{words}。"
MASK_NOTHING: Final = "要隐去的词在这项需求中都没有出现，名单不变。"
MASK_KEPT: Final = "名单（弱相关以上的前10项）原有{n}项：{kept}项仍在，{lost}项退出；新进{gained}项。"
MASK_VERDICTS: Final = {
    MaskVerdict.SAFE: "隐去后名单变化不大，可以隐去。",
    MaskVerdict.LOSS: "隐去后名单变化较大；若必须隐去，请用上一级的说法代替（如用“金属材料”代替牌号）。",
    MaskVerdict.NOT_USED: MASK_NOTHING,
    MaskVerdict.EMPTY: "不隐去时名单上也没有弱相关以上的成果，看不出隐去的影响。",
}
MASK_EMPTY: Final = "没有可供比较的成果。"
LEFT: Final = "退出"
CAME: Final = "新进"
STAYED: Final = "不变"
REMOVED: Final = "（删去）"

GUIDE: Final = (
    "空泛程度由文字直接算出：每条理由有固定的分值，各项相加即得分。同样的文字得分总是一样。",
    "“没有写”表示文字中没有找到，请向企业询问，不要当作没有要求。",
    "联系方式不在此显示。",
)
