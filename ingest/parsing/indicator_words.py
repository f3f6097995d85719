"""The words around an indicator: comparators, names of quantities, and where a name begins and ends."""

import re
from typing import Final

GE_WORDS: Final = (
    "≥", ">=", "=>", "不低于", "不小于", "不少于", "不短于", "不得低于", "不得小于", "不得少于", "不能低于", "不弱于",
    "大于等于", "大于或等于", "大于或者等于", "高于等于", "高于或等于", "至少", "达到", "可达到", "可达", "高达", "达",
    "最低", "最少",
)  # fmt: skip
LE_WORDS: Final = (
    "≤", "<=", "=<", "不高于", "不大于", "不超过", "不多于", "不长于", "不得超过", "不得高于", "不得大于", "不能超过",
    "小于等于", "小于或等于", "小于或者等于", "低于等于", "低于或等于", "至多",
)  # fmt: skip
GT_WORDS: Final = (">", "大于", "高于", "超过", "多于", "突破", "超出", "长于", "超")
LT_WORDS: Final = ("<", "小于", "低于", "少于", "不到", "不足", "不满", "短于")
BETTER_WORDS: Final = ("优于",)
APPROXIMATE_WORDS: Final = ("大约", "大概", "约为", "约", "近", "≈", "~")
STATING_WORDS: Final = ("=", ":", "为", "是")
_BEFORE_WORDS: Final = sorted(
    (*GE_WORDS, *LE_WORDS, *GT_WORDS, *LT_WORDS, *BETTER_WORDS, *APPROXIMATE_WORDS, *STATING_WORDS),
    key=lambda word: -len(word),
)

# The last comparator word before the number; a filler may follow it ("达到了").
COMPARATOR_BEFORE: Final = re.compile(
    rf"(?P<word>(?<!节)约|{'|'.join(re.escape(word) for word in _BEFORE_WORDS if word != '约')})(?:了|到)?[\s:]*$"
)
GE_AFTER: Final = r"(?:\(含\)|\(包含\))?(?:及其?|或|和)?以上"
LE_AFTER: Final = r"(?:\(含\)|\(包含\))?(?:及其?|或|和)?(?:以下|以内|之内)"
APPROXIMATE_AFTER: Final = r"左右|上下"
AFTER: Final = re.compile(rf"\s?(?:{GE_AFTER}|{LE_AFTER}|{APPROXIMATE_AFTER})")

CHANGE_WORDS: Final = re.compile(
    r"(?:提高|提升|增加|增长|增产|降低|减少|下降|缩短|节约|节省|延长|节能|降耗|减轻|改善)(?:了|约|至少|近)?$"
)
PRECISION_NOUNS: Final = re.compile(
    r"精度|误差|偏差|公差|粗糙度|分辨率|分辨力|时间|灵敏度|噪声|平整度|直线度|同轴度|平行度|圆度|精确度|准确度"
)

# Names that make a bare number an indicator: quantities that have no unit.
MEASURING_NOUNS: Final = re.compile(
    r"(?:pH值?|PH值?|ph值?|系数|指数|常数|折射率|折光率|密度|比重|硬度|倍率|倍数|比值|因子|级数|等级|粘度|黏度|度数|摩尔比|质量比|比例|比)$"
)
# Names that make a count or a length of time an indicator.
EVIDENCE_NOUNS: Final = re.compile(
    r"(?:寿命|时间|时长|周期|保质期|货架期|有效期|保修期|工期|次数|数量|产量|产能|年产|日产|容量|用量|投加量|能力|规模|效率|速度|节拍|频次|倍数|等级|级别|温度"
    r"|数目|人数|株数|面积|续航|提高|提升|增加|增长|降低|减少|下降|缩短|节约|节省|延长)(?:了|约|近)?$"
)

# Units that texts use for much else than indicators: they count only with a comparator, 万, or a telling name.
WEAK_UNITS: Final = frozenset({"年", "d", "周", "个月", "K", "U", "亩", "公顷", "bit"})

_BREAK: Final = re.compile(
    r"[，。；;、,!?！？\n\r\t\[\]【】{}《》<>≥≤=~\"“”'‘’|…•]|\)(?=.)|\((?=[^)]*$)|:(?=\s*\S)|\s{2,}|(?<=[\u4e00-\u9fff%)\d])\s(?=\S)|\.(?=\s)"
)
_HEAD: Final = re.compile(
    r"^(?:[\s:\-*#>·.)]|\d{1,2}[.、)]\s*(?!\d)|[①-⑳⑴-⒇⒈-⒛]\s*|[一二三四五六七八九十]{1,2}[.、)]\s*|其中|并且|而且|同时|以及|且|并|和(?!易)|及|或|使得|使(?!用)|将(?!来)|把|要求|需要?|能够|"
    r"可以?|从而|实现|保证|确保|满足|具有|具备|采用|通过|包括|经过?|一般|通常|平均(?!\S))+"
)
_TAIL: Final = re.compile(
    r"(?:[\s:\-+×*/±]|(?<![\w.])[\d.]+\s?[×*xX]|(?<=[\u4e00-\u9fff])[\d.]+\s?[×*xX]|控制在|保持在|维持在|稳定在|限制在|提高到|提高至|提升到|提升至|降低到|降低至|降到|降至|升至|升到|增加到|增加至|减少到|减少至|缩短到|缩短至|达到|可达|(?<!平)均|平均|都|在|到|至|的|为|是|(?<![反响适效])应|须|需|要求|要|可|(?<![性效功机节动势热电产智透])能|能够|"
    r"可以|必须|将|仅|只|已|最高|最低|最多|最少|一般|通常|大约|(?<!节)约|了|有|值为|分别为|分别|其|从|由|以|用|也|还|又|总共|共|各|每|不)+$"
)
_LONGEST_NAME: Final = 24


def clean_name(before: str) -> tuple[int, int]:
    """Find the name of what is measured at the end of a text: start and end; equal where there is none."""
    end = len(before)
    if tail := _TAIL.search(before):
        end = tail.start()
    # "收率(以干基计)≥90%": the bracket belongs to the name.
    stop = end
    if before[:end].endswith(")") and (opening := before.rfind("(", 0, end)) > 0 and end - opening <= _LONGEST_NAME:
        stop = opening
    start = 0
    for cut in _BREAK.finditer(before, 0, stop):
        start = cut.end()
    if head := _HEAD.search(before[start:end]):
        start += head.end()
    if start >= end or end - start > _LONGEST_NAME + 8:
        start = max(start, end - _LONGEST_NAME) if start < end else end
    return start, end
