"""The Chinese words for what a match says: levels, features, conditions, fields."""

from typing import Final

from data.records.enums import ConditionStatus, Level

LEVEL_LABELS: Final = {Level.NONE: "无相关", Level.WEAK: "弱相关", Level.FAIR: "较强相关", Level.STRONG: "强相关"}

STATUS_LABELS: Final = {
    ConditionStatus.PASS: "满足",
    ConditionStatus.FAIL: "不满足",
    ConditionStatus.CANNOT_TELL: "无法判断",
}

FEATURE_LABELS: Final = {
    "bias": "基准分",
    "title_words": "标题用词",
    "title_characters": "标题字串",
    "text_words": "全文用词",
    "title_vector": "标题语义",
    "text_vector": "全文语义",
    "passage_vector": "段落语义",
    "indicators": "技术指标",
    "industry": "行业领域",
    "readiness": "成熟程度",
    "cooperation": "合作方式",
    "region": "所在地区",
    "budget": "预算与价格",
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
