"""How data/reference/domain_words.txt was made: terms of four named sources, cleaned by rules that are written here.

    words = collect_domain_words(DomainSources(disciplines=..., industries=..., keywords=..., texts=..., titles=...))
    write_domain_words(path, words)

Single terms are facts; no sentence of a source is kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.term_extraction import TermLimits, find_terms, is_term_like

HEADER: Final = """\
# Technology terms that a segmenter keeps whole: one a line, sorted by code point, each once.
# Built by models/domain_dictionary.py from facts of these sources:
#   names of the NSFC disciplines (国家自然科学基金申请代码);
#   names of the industries of GB/T 4754-2017 (国民经济行业分类);
#   keywords that authors gave to Chinese scientific papers (CSL data set), where several papers hold them;
#   strings of Chinese patent titles (CNIPA) that recur, hold together and are free at both ends.
"""
LONGEST: Final = 8
_SPLIT: Final = re.compile(r"[、，,；;／/（）()《》“”\s:：]|以及|及其|及|与|和|或")
_DROPPED_PREFIXES: Final = ("其他", "其它", "未列明", "相关", "新型", "基于", "一种", "各种", "有关", "上述")
_DROPPED_SUFFIXES: Final = ("等", "其他", "其它", "相关", "的")
# Words that join two things or refer to something: a string that holds one is no term.
_JOINING: Final = re.compile(
    r"的|及|与|和|或|其|该|所述|一种|基于|用于|具有|能够|以及|方便|可调|适用|报告|如下|结果|目的|本文|提高|明显|显著|为了|通过|进行|采用|探讨|对照|组间|其他|其它|除外|未列|不含|上述|同时"
)
# Kinds of invention: a title's last word, not what it is about ("检测方法", "生产用设备").
_KIND: Final = re.compile(r"(方法|系统|装置|设备|机构|组件|结构|工艺|平台|存储介质|产品|用品|生产用|专用|一体机|及)$")
# Industries of trade, schooling and public life, and words of papers that name no technology.
_NO_TECHNOLOGY: Final = re.compile(
    r"(批发|零售|服务|活动|教育|机构|租赁|出租|专卖|代理|经纪|保险|基金|团体|组织|医院|学校|管理|业|省|市|县|地区|部|院|史|拍卖|手段|政策|思想|效果|疗效|咨询|产品)$|^第|世纪|盆地|乡镇|思想|贸易|娱乐|餐|宗教|国家权力|邮政|家庭"
    r"|体育|文化|历史|艺术|经济|社会|政府|企业|市场|农村"
)
_MAKING: Final = re.compile(r"(专用)?(制造|加工|生产|种植|开采|采选|冶炼|施工|修理|养殖|安装|制作)+$")
# What a title's words leave at the edges of a run: "用便于调节", "生产用", "场景下".
_LOOSE_ENDS: Final = re.compile(r"^(用|便于|生产|加工|场景)|(用|下|上|中|内|时|生产|方便|自动)$")
_TERM: Final = re.compile(r"(?=.*[\u4E00-\u9FD5]{2})[\u4E00-\u9FD5A-Za-z0-9-]+", re.ASCII)
_SHORT_LATIN: Final = re.compile(r"[A-Za-z0-9-]{9,}", re.ASCII)
_COMMON_SURROUNDINGS: Final = re.compile(
    r"(分析|研究|影响|应用|问题|对策|现状|进展|意义|作用|特点|比较|发展|建议|评价|思考|探讨|方法|观察|思路)$"
)


@dataclass(frozen=True, slots=True)
class DomainSources:
    """What the dictionary is made from.

    Attributes:
        disciplines: names of the NSFC disciplines.
        industries: names of the GB/T 4754 industries.
        keywords: the keywords of each paper of science, engineering, farming and medicine.
        texts: title and abstract of each of these papers, to see which keywords recur.
        titles: patent titles; what recurs in them is taken too.
    """

    disciplines: Sequence[str]
    industries: Sequence[str]
    keywords: Sequence[Sequence[str]]
    texts: Sequence[str]
    titles: Sequence[str]


def collect_domain_words(sources: DomainSources, *, min_documents: int = 2) -> list[str]:
    """Collect the terms of all sources.

    Args:
        sources: what to read.
        min_documents: papers or titles that must hold a keyword; a string of titles needs one more.

    Returns:
        Terms of 2 to 8 characters, sorted, each once.
    """
    words: set[str] = set()
    for name in sources.disciplines:
        words.update(_terms_of_name(name))
    for name in sources.industries:
        # What is made, not the making: 传感器制造 as one word would hide 传感器.
        words.update(term for term in map(_without_making, _terms_of_name(name)) if is_clean(term))
    words.update(_recurring_keywords(sources, min_documents=min_documents))
    words.update(_terms_of_texts(sources.titles, min_documents=min_documents + 1))
    return sorted(word for word in words if not _is_plain(word))


def write_domain_words(path: Path, words: Iterable[str]) -> None:
    """Write the dictionary with its header."""
    path.write_text(HEADER + "".join(f"{word}\n" for word in words), encoding="utf-8")


def is_clean(word: str) -> bool:
    """Return whether a string looks like a term: 2-8 characters (Latin up to 8 more), two Han, no joining word."""
    n_han = len(re.sub(r"[A-Za-z0-9-]", "", word))
    return (
        2 <= n_han <= LONGEST
        and len(word) <= 2 * LONGEST
        and _TERM.fullmatch(word) is not None
        and _SHORT_LATIN.search(word) is None
        and word[0] != "-"
        and word[-1] != "-"
        and _JOINING.search(word) is None
        and is_term_like(word)
    )


def is_left_over(text: str) -> bool:
    """Return whether a string names a kind of invention or ends in what stood beside a term (检测方法, 条件下)."""
    return _KIND.search(text) is not None or _LOOSE_ENDS.search(text) is not None


def _is_plain(word: str) -> bool:
    """Return whether a word is of no use: a two-character word every engine knows (利用, 价格), or no technology."""
    import rjieba  # noqa: PLC0415  # as below

    return (len(word) == 2 and rjieba.has_word(word)) or _NO_TECHNOLOGY.search(word) is not None


def _terms_of_name(name: str) -> list[str]:
    terms = []
    for part in _SPLIT.split(name):
        term = part
        for prefix in _DROPPED_PREFIXES:
            term = term.removeprefix(prefix)
        for suffix in _DROPPED_SUFFIXES:
            term = term.removesuffix(suffix)
        if is_clean(term):
            terms.append(term)
    return terms


def _without_making(term: str) -> str:
    return _MAKING.sub("", term)


def _recurring_keywords(sources: DomainSources, *, min_documents: int) -> list[str]:
    keywords = {word.strip() for listed in sources.keywords for word in listed if is_clean(word.strip())}
    keywords = {word for word in keywords if _COMMON_SURROUNDINGS.search(word) is None}
    longest = max(map(len, keywords), default=0)
    holders: Counter[str] = Counter()
    for listed, text in zip(sources.keywords, sources.texts, strict=True):
        holders.update({word.strip() for word in listed} | _substrings(text, keywords, longest=longest))
    for title in sources.titles:
        holders.update(_substrings(title, keywords, longest=longest))
    return [word for word in keywords if holders[word] >= min_documents]


def _substrings(text: str, wanted: set[str], *, longest: int) -> set[str]:
    return {
        text[start : start + length]
        for start in range(len(text))
        for length in range(2, longest + 1)
        if text[start : start + length] in wanted
    }


def _terms_of_texts(texts: Sequence[str], *, min_documents: int) -> list[str]:
    import rjieba  # noqa: PLC0415  # 0.3 s, and only this build needs it

    engine: Any = rjieba.Jieba()
    limits = TermLimits(min_count=min_documents, min_documents=min_documents, min_cohesion=2.5, min_freedom=0.9)
    found = {term.text: term.count for term in find_terms(texts, (), limits=limits) if is_clean(term.text)}
    aligned: Counter[str] = Counter()
    for text in texts:
        aligned.update(_aligned_spans(engine.cut(text)))
    # A string that starts or ends inside words ("量检测" of "流量检测") is a piece of something, not a term; a word
    # that the engine knows stays whole without our help.
    return [
        text
        for text, count in found.items()
        if aligned[text] >= 0.7 * count and not engine.has_word(text) and not is_left_over(text)
    ]


def _aligned_spans(words: Sequence[str]) -> list[str]:
    """Return every run of up to five words, joined."""
    return ["".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, start + 6)]
