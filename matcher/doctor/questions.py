"""Up to three questions to a company, in the words of its own need."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.records.enums import Presence
from data.reference.questions import load_need_cues, load_need_questions
from data.reference.vagueness import load_vague_words
from matcher.doctor.checklist import Check
from matcher.doctor.vagueness import Vagueness, telling_words
from matcher.profiles import Profile

MOST_QUESTIONS: Final = 3
LONGEST_OBJECT: Final = 24

_LEAD: Final = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,4}[-—]+)?(?:关于|对于|针对|寻求|寻找|需求|需要|急需|研发|开发|解决|改良|改进|一种|新型|[\"“'\s]|[(（]?\d+[、.．)）])*"
)
_TAIL: Final = re.compile(
    r"(?:的|技术|需求|问题|[再]?研发|开发|研究|项目|方案|关键技术|核心技术|解决方案|及?产业化|优化|改进|改良|升级|[\"”'。\s])+$"
)
_WISH: Final = re.compile(
    r"(?:提高|提升|降低|减少|增加|改善|缩短|延长|加快|增强|扩大|节约|节省)"
    r"(?!了|到|至)[^，。；、！？\s,;:：“”\"（）()\d来以从并]{2,14}"
)
_NO_WISH: Final = re.compile(r"市场|品牌|竞争|效益|影响力|服务质量|知名度|水平|能力|(?:工艺|方案|技术|措施)$")
"""What no figure can be asked for."""
_NO_SYMPTOM: Final = re.compile(
    r"希望|寻找|寻求|需要|需求|解决|公司|企业|市场|行业|国家|形势|项目|可以|能够|降低|减少|防|避免|克服|针对|不一定|包括"
)
_SOFTWARE: Final = re.compile(
    r"软件|算法|AI|人工智能|平台|政务|数据|管理系统|信息化|渲染|交互|区块链|网络|APP|互联网|咨询|服务|设计与",
    re.IGNORECASE,
)
"""Objects that have no temperature and no medium."""
_CONNECTIVE: Final = re.compile(
    r"^(?:但是|但|因为|因此|因|则会|从而|导致|造成|使得|特别是|尤其是|而且|并且|同时|且|还|都|会|其中|目前的?|现有的?|由于|经常|仍然|存在)+"
)
_LOOSE: Final = re.compile(
    r"(?:(?<!提)高|低|超高|超低|长)(?:精度|强度|效率|性能|可靠性|稳定性|寿命|成本|功耗|能耗|密度|纯度|灵敏度|分辨率|硬度|韧性|响应|续航)"
    r"|(?:耐|抗)(?:高温|低温|腐蚀|磨损?|冲击|老化|氧化|疲劳)(?:性能|性)?|(?:响应|检测|生产|加工)(?:速度)?快|轻量化|小型化|使用寿命长"
)
_CLAUSE_END: Final = "，。；！？\n,;:：、"
_SHORTEST_PROBLEM: Final = 5
_LONGEST_PROBLEM: Final = 26
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the company.

    Attributes:
        topic: what it asks about, see data/reference/need_questions.csv.
        check: the item of the checklist that an answer would fill.
        text: the question, in the need's own words.
    """

    topic: str
    check: str
    text: str


@dataclass(frozen=True, slots=True)
class _Patient:
    """What questions are chosen by."""

    profile: Profile
    vagueness: Vagueness
    presence: Mapping[str, Presence]

    def lacks(self, check: str) -> bool:
        return self.presence[check] is not Presence.PRESENT

    def has(self, part: str) -> bool:
        return any(each.name == part for each in self.vagueness.parts)


def questions(profile: Profile, checks: Sequence[Check], vagueness: Vagueness) -> tuple[Question, ...]:
    """Choose what to ask a company.

    Args:
        profile: the need.
        checks: its checklist.
        vagueness: how vague it is.

    Returns:
        At most three, the most urgent first; every one quotes the need. None where there is nothing left to ask.
    """
    patient = _Patient(profile, vagueness, {check.name: check.presence for check in checks})
    chosen: list[Question] = []
    for topic, template in load_need_questions().items():
        words = ASKED[topic](patient)
        if words is not None and len(chosen) < MOST_QUESTIONS:
            chosen.append(Question(topic, template.check, template.template.format(**words)))
    return tuple(chosen)


def object_of(profile: Profile) -> str:
    """Return what a need is about as short as can be said: its title without words that any title may have."""
    title = profile.title.splitlines()[0] if profile.title else ""
    first = re.split(r"[，,。；;]", _LEAD.sub("", title))[0]
    core = _TAIL.sub("", first).strip("、：:“”\"' ")
    if core and len(core) <= LONGEST_OBJECT:
        return core
    telling = [word for word in telling_words(profile) if word in set(profile.title_words)] or telling_words(profile)
    longest = max(telling, key=len, default="")
    return longest or title[:LONGEST_OBJECT]


def _words(name: str, text: str) -> dict[str, str] | None:
    return {name: text} if text else None


def _object(patient: _Patient) -> dict[str, str] | None:
    return _words("title", patient.profile.title) if patient.lacks("object") else None


def _business(patient: _Patient) -> dict[str, str] | None:
    found = dict.fromkeys(load_vague_words().business.findall("\n".join(patient.profile.texts)))
    return {"words": "、".join(list(found)[:3])} if found and patient.has("business") else None


def _several(patient: _Patient) -> dict[str, str] | None:
    if not patient.has("several_demands"):
        return None
    pieces = [piece.strip(' "“”') for piece in re.split(r"[、/；;。，]", patient.profile.title)]
    named = [piece for piece in pieces if 2 <= len(piece) <= LONGEST_OBJECT]
    return {"first": named[0], "second": named[1]} if len(named) > 1 else None


def _collected(patient: _Patient) -> dict[str, str] | None:
    asked = patient.has("several_demands") and _several(patient) is None
    return _words("title", patient.profile.title) if asked else None


def _company(patient: _Patient) -> dict[str, str] | None:
    return _words("object", object_of(patient.profile)) if patient.has("company_only") else None


def _wish(patient: _Patient) -> dict[str, str] | None:
    if not patient.lacks("figures"):
        return None
    phrases = (re.sub(r"(?:的?需求|的?问题)$", "", phrase) for phrase in _unmeasured(patient.profile, _WISH))
    return _words("phrase", next((phrase for phrase in phrases if not _NO_WISH.search(phrase)), ""))


def _loose(patient: _Patient) -> dict[str, str] | None:
    return _words("phrase", next(_unmeasured(patient.profile, _LOOSE), "")) if patient.lacks("figures") else None


def _problem(patient: _Patient) -> dict[str, str] | None:
    symptom = load_need_cues()["symptom"]
    for passage in patient.profile.passages:
        for clause in re.split(f"[{_CLAUSE_END}]", passage.text):
            said = _CONNECTIVE.sub("", clause.strip(' "“”（）()'))
            fits = _SHORTEST_PROBLEM <= len(said) <= _LONGEST_PROBLEM and not _DIGIT.search(said)
            if fits and symptom.search(said) and not _NO_SYMPTOM.search(said):
                return {"phrase": said}
    return None


def _function(patient: _Patient) -> dict[str, str] | None:
    return _words("object", object_of(patient.profile)) if patient.lacks("function") else None


def _setting(patient: _Patient) -> dict[str, str] | None:
    fits = patient.lacks("conditions") and _SOFTWARE.search(patient.profile.title)
    return _words("object", object_of(patient.profile)) if fits else None


def _conditions(patient: _Patient) -> dict[str, str] | None:
    fits = patient.lacks("conditions") and not _SOFTWARE.search(patient.profile.title)
    return _words("object", object_of(patient.profile)) if fits else None


def _state(patient: _Patient) -> dict[str, str] | None:
    return _words("object", object_of(patient.profile)) if patient.lacks("state") else None


def _reached(patient: _Patient) -> dict[str, str] | None:
    demands = patient.profile.indicators
    return {"phrase": demands[0].quote.text.strip()} if demands else None


def _budget(patient: _Patient) -> dict[str, str] | None:
    asked = patient.lacks("budget")
    return _words("object", object_of(patient.profile)) if asked else None


def _cooperation(patient: _Patient) -> dict[str, str] | None:
    return _words("object", object_of(patient.profile)) if patient.lacks("cooperation") else None


def _unmeasured(profile: Profile, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield what a pattern finds where the clause has no number."""
    for text in profile.texts:
        for found in pattern.finditer(text):
            start = max(text.rfind(mark, 0, found.start()) for mark in _CLAUSE_END) + 1
            ends = [place for place in (text.find(mark, found.end()) for mark in _CLAUSE_END) if place >= 0]
            if not _DIGIT.search(text[start : min(ends, default=len(text))]):
                yield found[0].rstrip("的和及与")


ASKED: Final[Mapping[str, Callable[[_Patient], dict[str, str] | None]]] = {
    "object": _object,
    "business": _business,
    "several": _several,
    "collected": _collected,
    "company": _company,
    "wish": _wish,
    "loose": _loose,
    "problem": _problem,
    "function": _function,
    "setting": _setting,
    "conditions": _conditions,
    "state": _state,
    "reached": _reached,
    "budget": _budget,
    "cooperation": _cooperation,
}
"""Topic -> what its question quotes, or None where it is not to be asked; in the order of the table."""
