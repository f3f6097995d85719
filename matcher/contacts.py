"""Where a text says whom to call: numbers, names and their labels, none of which is matched (decision 0005)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.contacts import MASK, find_contacts

_PERSON: Final = r"(?:项目)?(?:联系人|联络人|填报人|经办人)(?:姓名)?(?:及?(?:联系)?(?:电话|方式))?"
_NUMBER: Final = r"联系(?:电话|方式|地址|手机)|咨询电话"
_DEVICE: Final = r"电话|手机(?:号码?)?|座机|传真|电子邮[箱件]|邮箱|微信号?"
_TITLE: Final = r"(?:先生|女士|小姐|老师|教授|博士|经理|主任|工)"
_NAME: Final = rf"[\u4e00-\u9fff]{{1,4}}?{re.escape(MASK)}{{0,3}}{_TITLE}?"
_LABELLED: Final = re.compile(
    rf"(?:(?:{_PERSON}|{_NUMBER})\s?[:：]\s?(?:{_NAME}(?=$|[\s,，;；。、()（）\d]))?|{_PERSON})"
)
"""A label that only contacts have, with the name it may label: "联系人：张三"."""

_DEVICE_BEFORE: Final = re.compile(rf"(?:{_NUMBER}|(?:办公)?(?:{_DEVICE}))[\s:：为是]*$")
"""A phone or a mailbox may be what a technology is about: it is a label right before a contact alone."""

_LONGEST_LABEL: Final = 12

_JOINTS: Final = re.compile(r"[\s,，;；、:：()（）/]*")
"""What may stand between the parts of one contact."""

_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔"
    "谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵覃武钱戴莫孔汤"
)
"""The hundred or so most frequent surnames, from general knowledge: four people in five bear one of them."""

_RUN: Final = re.compile(r"[\u4e00-\u9fff]+")


def contact_spans(text: str, names: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that say whom to call, in order and without overlap.

    Args:
        text: folded.
        names: further names that count wherever they stand, hidden (张**) or not: what the doctor has hidden must weigh
            as little there as the name does elsewhere.
    """
    forms = (form for name in names for form in (name, name[0] + MASK * (len(name) - 1)))
    found = [(_with_label(text, contact.start), contact.end) for contact in find_contacts(text)]
    found += [match.span() for match in _LABELLED.finditer(text)]
    found += [match.span() for form in forms for match in re.finditer(re.escape(form), text)]
    held: tuple[int, int] | None = None
    for start, end in sorted(found):
        # Nothing but marks between two of them: "(13800000000)，邮箱".
        if held is not None and (start <= held[1] or _JOINTS.fullmatch(text, held[1], start)):
            held = held[0], max(held[1], end)
            continue
        if held is not None:
            yield held
        held = start, end
    if held is not None:
        yield held


def names_in(contact: str) -> tuple[str, ...]:
    """Return the names of three characters in a contact field (folded): 张示例 of "张示例 13800000000".

    Shorter ones are words too often (高原, 白云) to be taken out of a text wherever they stand.
    """
    runs = _RUN.findall(re.sub(rf"{_PERSON}|{_NUMBER}|{_DEVICE}|{_TITLE}", " ", contact))
    return tuple(dict.fromkeys(run for run in runs if len(run) == 3 and run[0] in _SURNAMES))


def _with_label(text: str, start: int) -> int:
    """Return where the label of a contact begins, its own start where none stands before it."""
    first = max(0, start - _LONGEST_LABEL)
    label = _DEVICE_BEFORE.search(text[first:start])
    return first + label.start() if label else start
