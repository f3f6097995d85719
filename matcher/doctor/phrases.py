"""The Chinese words of the need doctor: verdicts, reasons, checks and questions."""

from typing import Final

from data.records.enums import Triage

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
NO_PROBLEM: Final = "没有写出现在有什么问题、难在哪里"
NO_WISH: Final = "没有写出希望得到什么"
REPEATS_TITLE: Final = "内容与名称几乎相同，没有增加任何说明"
COMPANY_ONLY: Final = "内容只介绍企业，没有说明需求"
SEVERAL_DEMANDS: Final = "名称或内容并列了 {n} 项不相干的事"
SLOGANS: Final = "有“{words}”这样的说法，不能作为技术要求"
BUSINESS: Final = "谈的是“{words}”，不是技术能够回答的"
FIGURES: Final = "写明了 {n} 项要求的指标"
