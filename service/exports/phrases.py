"""The Chinese words of every exported file; labels of levels, features and conditions come from matcher.phrases."""

from typing import Final

from data.records.enums import Direction

REPORT_TITLE: Final = "技术需求与科技成果匹配结果"
SHORTLIST_TITLE: Final = "{company}候选合作成果推荐名单"

ROLE_NEED: Final = "技术需求"
ROLE_ACHIEVEMENT: Final = "科技成果"

# For whom candidates are listed, and what the candidates are.
QUERY_WORD: Final = {Direction.NEEDS: "技术需求", Direction.ACHIEVEMENTS: "科技成果"}
CANDIDATE_WORD: Final = {Direction.NEEDS: "科技成果", Direction.ACHIEVEMENTS: "技术需求"}
OWNER_HEADER: Final = {Direction.NEEDS: "企业", Direction.ACHIEVEMENTS: "高校院所及团队"}

BLANK: Final = "未填写"
NOT_STATED: Final = "未说明"
NO_VALUE: Final = "—"
UNKNOWN_VALUE: Final = "无法判断"
# Kinds of evidence, and the features of each by code name.
CONTRIBUTION_GROUPS: Final = {
    "名称和用词": (
        "title_coverage",
        "text_words",
        "title_characters",
        "text_characters",
        "title_in_text",
        "offer_in_need",
    ),
    "语义": ("title_vector", "text_vector", "passage_vector", "best_passage", "passage_to_title"),
    "对象和功能": (
        "objects",
        "functions",
        "object_and_function",
        "materials",
        "methods",
        "effects",
        "products",
        "applications",
    ),
    "学科行业": ("field",),
    "指标和条件": ("indicators", "readiness", "urgency", "cooperation", "region", "budget"),
    "其他情况": ("need_vagueness",),
}
GROUP_OF: Final = {feature: group for group, features in CONTRIBUTION_GROUPS.items() for feature in features}
GROUP_SUM: Final = "以下 {n} 项的小计"
REST: Final = "其余 {n} 项"
REST_UNKNOWN: Final = "资料没有写明，不加分也不扣分：{names}"
REST_UNREAD: Final = "{name}：{reason}"
REST_WEIGHTLESS: Final = "对这一对不加分也不扣分：{names}"
REST_SMALL: Final = "每项的影响不到 0.01 分：{names}"
BAR_KEY: Final = "■加分　□减分"
TOTAL: Final = "合计"
TOTAL_REASON: Final = "以上各类相加；缩进的各项已计入小计。"
SUM_HERE: Final = "合计{margin}在此"
RANKED_HERE: Final = "不计反馈合计{margin}在此"
WITHOUT_FEEDBACK: Final = "反馈的{moved}只调整名次，等级和得分不随反馈改变；不计反馈，"
STRETCH_BELOW: Final = "{high}以下"
STRETCH_BETWEEN: Final = "{low}至{high}"
STRETCH_ABOVE: Final = "{low}以上"
SUM_PLACED: Final = "合计{margin}落在“{level}”区间（{stretch}），折算得分{score}分"
SUM_UNPLACED: Final = "合计{margin}，折算得分{score}分。"
SUM_SHORT: Final = "合计再高{short}即为{level}"
RECOMMENDED: Final = "推荐"
WITH_BADGE: Final = "{text}（推荐）"
NEAREST: Final = "最接近，未达到推荐标准"
NEAREST_SHORT: Final = "最接近"
DENIED: Final = "成果写明：“{text}”。"
NOTHING_MISSING: Final = "没有发现不满足或无法判断的条件和指标。"
NOTHING_MISSING_SHORT: Final = "无"
NO_PASSAGES: Final = "两份材料中没有找到明显对应的段落。"
NO_INDICATORS: Final = "需求中没有可以对照的技术指标。"
NO_CONDITIONS: Final = "没有需要核对的硬性条件。"
NO_CANDIDATES: Final = "没有可供参考的候选。"
# So many notes, the counts of what was read being the first, stand at the head of a page; more would push the result
# out of sight, and follow at its end.
NOTES_AT_HEAD: Final = 5
NOTES_TITLE: Final = "略去的内容"
MORE_NOTES: Final = "略去的内容其余{n}条，列在文末。"
NOTHING_LEFT_OUT: Final = "输入的记录均已参加匹配，没有略去。"
ALL_MATCHED: Final = "名单中的每一项都有合适的匹配。"
EMPTY_REPORT: Final = "输入文件中没有可以匹配的记录，请检查输入文件后重新匹配。"

# Signs that stay apart in a black-and-white print and exist in GB 2312 fonts.
SIGN_MET: Final = "√"
SIGN_NOT_MET: Final = "×"
SIGN_CANNOT_TELL: Final = "？"

GUIDE: Final = (
    "相关程度分为四档：强相关、较强相关、弱相关、无相关。结果由计算机根据双方材料得出，供工作人员参考，不代替人工判断。",
    "得分为0至100分，是四档可能性折算的平均结果，得分越高越相关；同一名单内按得分由高到低排列。",
    "“对应段落”列出双方材料中说到同一件事的文字，用①、②等编号对应，在原文中加下划线标出。",
    "条件和指标的判断分为满足、不满足、无法判断。条件另行核对，不因得分高而视为满足。“无法判断”表示材料没有写明，并非不满足，请向有关单位核实。",
    "“相近程度”由计算机比较文字的意思得出：互不相干的材料接近0，谈同一类技术的一般在40%以上。",
    (
        "“打分依据”按类列出加分和减分，每类先写小计，再写其中各项；各类相加等于合计。加分表示支持匹配，减分表示不支持，"
        "没有影响的合写一行。合计落在哪一档的区间，就判为哪一档；得分由合计折算，合计越高得分越高。"
    ),
    "注明“推荐”的，是工作人员判定为推荐的候选，排在最前。",
    "联系方式已作遮盖。需要联系的，请经当地科技主管部门征得双方同意后引荐。",
)

OPINION_CHOICES: Final = ("推荐", "存疑", "婉拒")
OPINION_LINE: Final = "处理意见：□推荐　□存疑　□婉拒　理由：________________________"
