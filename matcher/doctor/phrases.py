"""The Chinese words of the need doctor: verdicts, reasons, checks and questions."""

from typing import Final

from data.records.enums import PassageKind, Presence, Triage
from ingest.parsing.indicators import Comparator

VERDICTS: Final = {
    Triage.READY: "可以直接匹配",
    Triage.ASK_BACK: "建议补充",
    Triage.TOO_VAGUE: "请退回补充",
}

VAGUE_LABELS: Final = {
    "too_short": "写得太短",
    "only_generic": "用词空泛",
    "no_object": "没有具体对象",
    "no_figure": "没有数字",
    "no_problem": "没写问题",
    "no_difficulty": "没写难点",
    "no_wish": "没写希望得到什么",
    "repeats_title": "内容只重复名称",
    "company_only": "只介绍企业",
    "several_demands": "多项需求混在一起",
    "slogans": "口号代替要求",
    "business": "不是技术问题",
    "figures": "写明了指标",
}
"""What each part of the vagueness is called."""

TOO_SHORT: Final = "除名称外与需求有关的文字只有 {n} 个字"
ONLY_GENERIC: Final = "能说明对象和技术的词只有 {n} 个{words}"
NO_OBJECT: Final = "名称中都是通用词，看不出是什么产品或什么工艺"
NO_FIGURE: Final = "全文没有一个带单位的数字，达到什么程度无从判断"
NO_DEMAND: Final = "有数字，但没有写明要求达到多少"
NO_PROBLEM: Final = "除名称外没有写要解决什么问题"
NO_DIFFICULTY: Final = "写了要做什么，没有写难在哪里、现在为什么做不好"
NO_WISH: Final = "没有写出希望得到什么"
REPEATS_TITLE: Final = "内容与名称几乎相同，没有增加任何说明"
COMPANY_ONLY: Final = "内容只介绍企业，没有说明需求"
SEVERAL_DEMANDS: Final = "名称或内容并列了 {n} 项不相干的事"
SLOGANS: Final = "有“{words}”这样的说法，不能作为技术要求"
BUSINESS: Final = "谈的是“{words}”，不是技术能够回答的"
FIGURES: Final = "写明了 {n} 项要求的指标"

CHECK_LABELS: Final = {
    "object": "对象（什么产品、什么工艺）",
    "function": "想要的功能或结果",
    "state": "现状（现在怎么做、试过什么）",
    "figures": "带单位的指标",
    "conditions": "使用条件（温度、介质、规模）",
    "budget": "预算",
    "time": "时间要求",
    "cooperation": "合作方式",
    "contact": "联系方式",
    "region": "地区",
    "industry": "行业",
}

PRESENCE_LABELS: Final = {
    Presence.PRESENT: "已写明",
    Presence.ABSENT: "没有写",
    Presence.CANNOT_TELL: "写得不清楚",
}

OBJECT_GENERAL: Final = "名称里只有通用词"
ONLY_VALUES: Final = "有数字，但看不出是不是要求"
N_DEMANDS: Final = "共 {n} 项要求"
ASPECTS: Final = {"temperature": "温度", "medium": "介质", "scale": "规模"}
ASPECTS_MISSING: Final = "没有写到：{names}"
BUDGET_OPEN: Final = "提到经费，但没有写数额"
TIME_ONLY_VALIDITY: Final = "只有需求的有效期，没有写希望何时完成"
MODE_UNCLEAR: Final = "没有写明是哪一种合作方式"
CONTACT_KNOWN: Final = "已填写（不在此显示）"
CONTACT_IN_TEXT: Final = "写在正文里（不在此显示）"
UNREADABLE: Final = "写法无法识别"

KIND_LABELS: Final = {
    PassageKind.PROBLEM: "问题",
    PassageKind.INDICATOR: "指标",
    PassageKind.EXISTING_BASE: "现有基础",
    PassageKind.COOPERATION: "合作",
}

COMPARATORS: Final = {
    Comparator.GE: "不低于",
    Comparator.GT: "高于",
    Comparator.LE: "不高于",
    Comparator.LT: "低于",
    Comparator.EQ: "等于",
    Comparator.APPROX: "约",
    Comparator.RANGE: "介于",
}
DEMANDED: Final = "要求"
STATED: Final = "说明"
