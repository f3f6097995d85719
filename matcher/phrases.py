"""The Chinese words for what a match says: levels, features, conditions, fields."""

from typing import Final

from data.records.enums import ConditionStatus, Level, Triage
from data.reference.elements import ElementKind

LEVEL_LABELS: Final = {Level.NONE: "无相关", Level.WEAK: "弱相关", Level.FAIR: "较强相关", Level.STRONG: "强相关"}

STATUS_LABELS: Final = {
    ConditionStatus.PASS: "满足",
    ConditionStatus.FAIL: "不满足",
    ConditionStatus.CANNOT_TELL: "无法判断",
}

FEATURE_LABELS: Final = {
    "bias": "基准分",
    "feedback": "反馈",
    "title_coverage": "名称用词",
    "title_characters": "名称字串",
    "title_in_text": "需求名称字串",
    "offer_in_need": "成果名称字串",
    "text_words": "全文用词",
    "text_characters": "全文字串",
    "title_vector": "名称语义",
    "text_vector": "全文语义",
    "passage_vector": "段落语义",
    "best_passage": "最近段落",
    "passage_to_title": "段落与名称",
    "objects": "技术对象",
    "functions": "技术功能",
    "object_and_function": "对象加功能",
    "materials": "材料",
    "methods": "方法",
    "effects": "功效",
    "products": "产品",
    "applications": "应用",
    "field": "学科行业",
    "indicators": "技术指标",
    "readiness": "成熟程度",
    "urgency": "成熟与时限",
    "cooperation": "合作方式",
    "region": "所在地区",
    "budget": "预算与价格",
    "need_vagueness": "需求写法",
}

CONDITION_LABELS: Final = {
    "valid_until": "需求有效期",
    "cooperation": "合作方式",
    "budget": "预算与价格",
    "indicators": "硬性指标",
}

FIELD_LABELS: Final = {
    "id": "编号",
    "title": "名称",
    "content": "内容",
    "enterprise": "企业",
    "university": "高校院所",
    "team": "团队",
    "region": "地区",
    "industry": "行业",
    "field": "技术领域",
    "scope": "应用范围",
    "indicators": "技术指标",
    "existing_base": "现有基础",
    "budget": "预算",
    "price": "价格",
    "maturity": "成熟度",
    "ip_type": "知识产权",
    "cooperation": "合作方式",
    "valid_until": "有效期",
    "contact": "联系方式",
}

NO_MATCH: Final = "没有合适的匹配"

TITLES_COVERED: Final = "名称中的词对方也有：{words}"
TITLES_NOT_COVERED: Final = "名称中的词对方都没有"
WORDS_TOO_SLIGHT: Final = "共有的只是零散的字词"
TEXTS_SHARE: Final = "两边全文都有：{words}"
TEXTS_SHARE_NOTHING: Final = "两边全文没有共同的关键词"
TITLE_CHARACTERS: Final = "两边名称用字的相近程度为 {percent}%"
TITLE_IN_TEXT: Final = "需求名称与成果全文用字的相近程度为 {percent}%"
OFFER_IN_NEED: Final = "成果名称与需求全文用字的相近程度为 {percent}%"
TEXT_CHARACTERS: Final = "两边全文用字的相近程度为 {percent}%"
TITLE_SIMILARITY: Final = "两边名称的意思相近程度为 {percent}%"
TEXT_SIMILARITY: Final = "需求与成果全文的意思相近程度为 {percent}%"
PASSAGE_SIMILARITY: Final = "需求各段在成果中都找最接近的一段，平均相近程度为 {percent}%"
BEST_PASSAGE: Final = "两边最接近的两段意思相近程度为 {percent}%"
PASSAGE_TO_TITLE: Final = "需求中有一段与成果名称意思相近程度为 {percent}%"
OBJECT: Final = "对象"
FUNCTION: Final = "功能"
ELEMENT_LABELS: Final = {
    ElementKind.MATERIAL: "材料",
    ElementKind.METHOD: "方法",
    ElementKind.EFFECT: "功效",
    ElementKind.PRODUCT: "产品",
    ElementKind.APPLICATION: "应用",
}
ELEMENTS_SHARED: Final = "名称中的{kind}对方也谈到：{words}"
ELEMENTS_RELATED: Final = "成果谈到意思相近的{kind}：需求为{words}"
ELEMENTS_MISSING: Final = "需求名称中的{kind}成果没有谈到：{words}"
ELEMENTS_DIFFER: Final = "两边名称中的{kind}不同"
OBJECT_AND_FUNCTION: Final = "对象和功能都有对得上的"
ONE_OF_THE_TWO: Final = "对象和功能没有同时对上"
FIELD_SHARED: Final = "两边的文字都属于“{name}”"
FIELD_NEAR: Final = "从文字看，两边的行业和学科相近"
FIELD_UNCERTAIN: Final = "从文字看不出两边是否属于同一行业和学科"
FIELD_DIFFERS: Final = "从文字看，两边的行业和学科不同"
VAGUENESS: Final = "需求写得{manner}（空泛程度 {points} 分，满分 100），对这项需求的所有候选影响相同，不说明是否合适"
MANNERS: Final = {Triage.READY: "具体", Triage.ASK_BACK: "不够具体", Triage.TOO_VAGUE: "空泛"}
CANNOT_TELL: Final = "资料没有写明，不加分也不扣分"
BIAS: Final = "所有候选相同的起点"

INDICATOR_NOT_STATED: Final = "成果没有写明同一参数"
INDICATOR_OTHERS_STATED: Final = "成果写有同类单位的数值，但名称不同，是否为同一参数请核对原文"
INDICATOR_REASONS: Final = {
    ConditionStatus.PASS: "成果写明的数值达到要求",
    ConditionStatus.FAIL: "成果写明的数值达不到要求",
    ConditionStatus.CANNOT_TELL: "两边写法不同，不能直接比较",
}
INDICATOR_COUNTS: Final = "需求 {n} 项指标：{passed} 项达到，{failed} 项达不到，{unknown} 项无法判断"
READINESS_REASONS: Final = {
    0.0: "成果尚在设想或研发阶段",
    0.25: "成果已通过小试",
    0.5: "成果已有样品",
    0.75: "成果已通过中试",
    1.0: "成果已可量产",
}
PRESSING: Final = "需求时间紧（“{words}”），{ready}"
OPEN_SHORTLY: Final = "需求有效期不超过半年，{ready}"
NOT_PRESSING: Final = "需求着眼长远（“{words}”），成果的成熟程度不是障碍"
COOPERATION_REASONS: Final = {0.0: "双方写明的合作方式没有共同之处", 1.0: "双方写明的合作方式有共同之处"}
REGION_REASONS: Final = {0.0: "双方不在同一个省", 0.5: "双方在同一个省", 0.75: "双方在同一个市", 1.0: "双方在同一个县"}
BUDGET_REASONS: Final = {0.0: "成果要价超出需求预算", 1.0: "成果要价在需求预算之内"}

CONDITION_REASONS: Final = {
    "valid_until": {
        ConditionStatus.PASS: "需求仍在有效期内",
        ConditionStatus.FAIL: "需求已过有效期，联系前请先确认是否仍然需要",
    },
    "cooperation": {
        ConditionStatus.PASS: "双方写明的合作方式有共同之处",
        ConditionStatus.FAIL: "双方写明的合作方式没有共同之处",
    },
    "budget": {
        ConditionStatus.PASS: "成果要价在需求预算之内",
        ConditionStatus.FAIL: "成果要价超出需求预算",
    },
    "indicators": {
        ConditionStatus.PASS: "需求的各项指标成果都写明达到",
        ConditionStatus.FAIL: "{n} 项指标中有 {some} 项成果写明的数值达不到：{names}",
        ConditionStatus.CANNOT_TELL: "{n} 项指标中有 {some} 项无法判断：{names}",
    },
}

SIDE_LABELS: Final = {"need": "需求", "achievement": "成果"}
NOT_STATED: Final = "{side}没有写明{field}"
NOT_READ: Final = "{side}的{field}未能识别：{text}"
NO_AMOUNT: Final = "{side}的{field}写为“{text}”，看不出数额"
NO_WEIGHT: Final = "{reason}，不加分也不扣分"
OTHER_MODE: Final = "有一方写了“其他”合作方式，需进一步了解"
MONEY_OPEN: Final = "预算或价格只写了一头，不能确定"
NO_INDICATOR: Final = "需求没有写明可以对照的指标"
INDICATOR_UNNAMED: Final = "未写名称的指标"

FAILED_SHORT: Final = {
    "valid_until": "需求已过有效期",
    "cooperation": "合作方式不一致",
    "budget": "要价超出预算",
    "indicators": "有指标达不到要求",
}
"""What a failed condition is called within the one-sentence summary."""

DENIED_WORDS: Final = "{reason}；其中“{words}”成果只在写明没有、不涉及或不同的话里提到"
SUMMARY_DENIED: Final = "成果写明“{text}”"
SUMMARY_START: Final = "{level}："
SUMMARY_WORDS: Final = "两边都谈到“{words}”"
SUMMARY_PASSAGE: Final = "需求中的“{need}”与成果中的“{achievement}”意思相近"
SUMMARY_LOOSE_PASSAGE: Final = "需求中的“{need}”与成果中的“{achievement}”意思有些接近"
SUMMARY_NO_PASSAGE: Final = "没有找到意思相近的段落"
SUMMARY_FAILED: Final = "要注意：{reasons}"
ONLY_WEAK: Final = "没有合适的匹配：最高只到弱相关，以下仅供参考。"
NO_CANDIDATE: Final = "没有合适的匹配：对方名单中没有任何与之用词或意思相近的记录。"
ALL_LEFT_OUT: Final = "没有合适的匹配可列：用词或意思相近的记录都已按反馈略去。"
EMPTY_SIDE: Final = "没有合适的匹配：对方名单是空的。"


def nothing_fits(title: str, level: Level, score: float) -> str:
    """Say that nothing fits and what was nearest."""
    return f"没有合适的匹配：最接近的是“{title}”，判断为{LEVEL_LABELS[level]}（{round(100 * score)} 分）。"
