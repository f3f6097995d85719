"""Names of contact persons in the texts of a need: hidden before anything is quoted from it or tried on it.

`ingest.contacts` finds a name only between a label and a contact. A diagnosis lists words and quotes clauses one by
one, where a name would stand out, so more is hidden here; that a word is hidden which is no name costs little.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.records.needs import Need
from ingest.contacts import MASK, Contact, find_contacts, mask_contacts, mask_value

_SURNAME: Final = (
    "(?:欧阳|上官|司马|诸葛|夏侯|皇甫|慕容|令狐|东方|尉迟|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶"
    "程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶"
    "解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘"
    "池查麻苑迟邝])"
)
"""Common surnames; a name that begins with none of them is found only where the contact column has it."""

_GIVEN: Final = "[\u4e00-\u9fff]"
_NOT_GIVEN: Final = "(?!电话|手机|微信|邮箱|座机|先生|女士|老师|教授|经理|主任|可以|可|来|等|负责)"
_NAME: Final = f"(?P<name>{_SURNAME}{_GIVEN}(?:{_NOT_GIVEN}{_GIVEN})?)"
_HONORIFIC: Final = "(?:先生|女士|小姐|老师|教授|博士|经理|主任|总监?|工程师|工|厂长|科长|处长|部长)?"
_ROLE: Final = (
    "(?:调度员|技术员|业务员|质检员|研究员|专员|主管|秘书|书记|联系人|联络人|对接人|经办人|填报人|填表人|负责人|主任|经理|厂长|科长|处长|部长|所长|院长|"
    "校长|站长|总监|工程师|老师|教授|博士)"
)
_LABEL: Final = "(?:联系)?(?:电话|手机号?码?|微信号?|座机|邮箱|传真|[Qq][Qq])?"

_BEFORE: Final = re.compile(rf"{_NAME}{_HONORIFIC}[，,、:： (（/]*{_LABEL}[:：为是 (（]*$")
_BEHIND: Final = re.compile(rf"[，,、;；:： (（/]*{_NAME}{_HONORIFIC}(?=[。；;，,、)）\s]|$)")
_WITH_ROLE: Final = re.compile(rf"{_ROLE}[:：为是 ]?{_NAME}")
_LABELLED: Final = re.compile(rf"(?:联系人|联络人|对接人|经办人|填报人|填表人|负责人)(?:姓名)?\s*[:：]\s*{_NAME}")
_REACH: Final = 30
"""Characters between a contact and a name that belongs to it."""

_PERSONAL_HEADER: Final = re.compile(r"联系|联络|对接人|姓名|负责人|经办|填报人|填表人|法人|法定代表")
_RUN: Final = re.compile(r"[\u4e00-\u9fff·•]+")


def hide_people(need: Need) -> Need:
    """Return a need whose texts name no contact person, character for character as long as before.

    Of a name the first character stays, as in every export. Names are those of the contact column and of columns whose
    header says that they hold a person, wherever the texts repeat them; those beside a phone number or another contact;
    and those behind a label such as 联系人. The title is also rid of contacts, which elsewhere no passage holds.
    """
    known = sorted(set(_known_names(need)), key=len, reverse=True)
    return replace(
        need,
        title=mask_contacts(_hidden(need.title, known)),
        content=_hidden(need.content, known),
        indicators=_hidden(need.indicators, known),
        existing_base=_hidden(need.existing_base, known),
    )


def _known_names(need: Need) -> Iterator[str]:
    columns = (value for header, value in need.extra.items() if _PERSONAL_HEADER.search(header))
    for value in (need.contact, *columns):
        masked = mask_value(value)
        # What the mask keeps but for its first character is a label or a title, not a name.
        for found in re.finditer(rf"[^{re.escape(MASK)}]{re.escape(MASK)}{{1,3}}", masked):
            name = value[found.start() : found.end()]
            if _RUN.fullmatch(name):
                yield name


def _hidden(text: str, known: Sequence[str]) -> str:
    characters = list(text)
    for start, end in (*_places_of(known, text), *_found(text, find_contacts(text))):
        characters[start + 1 : end] = MASK * (end - start - 1)
    return "".join(characters)


def _places_of(known: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    for name in known:
        yield from (found.span() for found in re.finditer(re.escape(name), text))


def _found(text: str, contacts: Sequence[Contact]) -> Iterator[tuple[int, int]]:
    yield from (found.span("name") for found in _LABELLED.finditer(text))
    for contact in contacts:
        first = max(0, contact.start - _REACH)
        before = _BEFORE.search(text, first, contact.start)
        behind = _BEHIND.match(text, contact.end)
        yield from (found.span("name") for found in (before, behind) if found)
        yield from (found.span("name") for found in _WITH_ROLE.finditer(text, first, contact.start))
