"""Finding and masking of contact details in free text, character for character.

Spans and lengths stay true: a masked text is as long as the text, so that quotes by offset keep fitting. Found are
mobile and landline numbers, 400/800 numbers, e-mail addresses, QQ and WeChat ids and identity-card numbers, full-width
and spaced ones included. Patent, standard and article numbers, quantities, dates and prices are left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

MASK: Final = "*"


class ContactKind(StrEnum):
    """What kind of detail leads to a person."""

    ID_CARD = "id_card"
    EMAIL = "email"
    WECHAT = "wechat"
    QQ = "qq"
    PHONE = "phone"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact detail and its place: the value without its label."""

    kind: ContactKind
    start: int
    end: int


# One character for one, so that spans hold: full-width ASCII (U+FF01-FF5E), blanks, dashes and look-alikes of @.
_PLAIN: Final = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), " ")
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
    | {0xFE6B: "@", 0x3007: "0"}
)

_SEP: Final = r"[-. ]"
_PHONE_LABEL: Final = (
    r"(?:联系(?:人|方式|电话|方法)?|聯繫電話|聯系電話|电\s?话|電話|手\s?机(?:号码?)?|手機|座机|热线|熱線|传\s?真|傳真|咨询|致电|"
    r"[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|[Ff]ax|[Mm]ob)[.:：号码为是 ]{0,4}"
)
# The value of a quantity or a code, not a phone: a unit or a decimal behind it.
# ".0" behind it is what programs make of a number in a table with gaps.
_NOT_QUANTITY: Final = r"(?![\dA-Za-z]|\.(?!0(?!\d))\d|[ ]?(?:元|万|亿|个|件|台|次|吨|米|克|年|%|平方|立方|美元))"
_BEFORE: Final = r"(?<![\dA-Za-z.#/_])(?<!\d-)(?<!\d )"
_SECOND: Final = r"[3-9]"
_COUNTRY: Final = rf"(?:\(?(?:\+|00)?86\)?{_SEP}?)?"
_MOBILE_BODY: Final = (
    rf"1{_SECOND}\d(?:{_SEP}?\d{{4}}{_SEP}?\d{{4}}|{_SEP}\d{{8}}|{_SEP}\d{{3}}{_SEP}\d{{5}})"
    rf"|1{_SECOND}\d{{2}}{_SEP}\d{{3}}{_SEP}\d{{4}}|1{_SECOND}\d{{5}}{_SEP}\d{{4}}|1 {_SECOND}(?: \d){{9}}"
)
_AREA: Final = r"0(?:10|2\d|[3-9]\d{2})"
# No area has the code 0000: written where a number is plainly invented, and hidden like any other.
_INVENTED: Final = r"0000-\d{7,8}"
_LOCAL: Final = rf"[1-9]\d{{2,3}}{_SEP}?\d{{4}}"
_EXTENSION: Final = r"(?: ?(?:转|轉|-|ext\.?|分机|EXT\.?) ?\d{1,6}(?!\d))?"
_MORE_LOCALS: Final = rf"(?:[、/,，] ?{_LOCAL}(?!\d))*"

_PATTERNS: Final[tuple[tuple[ContactKind, re.Pattern[str]], ...]] = (
    (ContactKind.ID_CARD, re.compile(r"(?<![\dA-Za-z])(?P<value>[1-9]\d{5}(?:19|20)\d{9}[\dXx])(?![\dA-Za-z])")),
    (
        ContactKind.EMAIL,
        re.compile(
            r"(?P<value>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?"
            r"(?:@|\(at\)|\[at\]|#(?=(?:163|126|qq|sina|sohu|gmail|139)\.)) ?"
            r"(?:[A-Za-z0-9-]{1,63} ?\. ?){1,4}[A-Za-z]{2,10})(?![A-Za-z0-9])",
            re.IGNORECASE,
        ),
    ),
    (
        ContactKind.WECHAT,
        re.compile(
            r"(?:微\s?信\s?(?:号码?|ID|账号|帐号)?|weixin|wechat|(?<![A-Za-z])(?:VX|WX)|V信|薇信|加V)"
            r"(?: ?[:：] ?(?:号码?[:：]?)?|(?<=号) ?(?:为|是)? ?| ?(?=[A-Za-z0-9_-]*[\d_]))"
            r"(?P<value>[A-Za-z0-9][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@.-])",
            re.IGNORECASE,
        ),
    ),
    (
        ContactKind.QQ,
        re.compile(
            r"(?:(?<![A-Za-z])[Qq]\s?[Qq]|扣扣|企鹅)\s?(?:号码?|群号?|交流群)?(?: ?(?:[:：]|为|是))? ?"
            r"(?P<value>[1-9]\d{4,11}|[1-9](?: \d){4,11})(?![\d@])"
        ),
    ),
    (
        ContactKind.PHONE,
        re.compile(rf"{_BEFORE}(?P<value>{_COUNTRY}(?:{_MOBILE_BODY})){_NOT_QUANTITY}"),
    ),
    (
        ContactKind.PHONE,
        re.compile(
            rf"{_BEFORE}(?P<value>(?:\+?86{_SEP}?)?(?:\(?{_AREA}\)? ?-+ ?|\({_AREA}\) ?|{_AREA} ){_LOCAL}{_EXTENSION}"
            rf"{_MORE_LOCALS}|{_INVENTED}){_NOT_QUANTITY}"
        ),
    ),
    (
        ContactKind.PHONE,
        re.compile(
            rf"{_BEFORE}(?P<value>[48]00(?:-\d{{3}}-\d{{4}}|-\d{{4}}-\d{{3}}|-\d{{7}}| \d{{3}} \d{{4}})){_NOT_QUANTITY}"
        ),
    ),
    (
        # Behind a label anything shaped like a number of a phone is one: no area code, no separators, several of them.
        ContactKind.PHONE,
        re.compile(
            rf"{_PHONE_LABEL}(?P<value>(?:[(+]?\d[\d() -]{{5,16}}\d{_EXTENSION})(?:[、/,，;；] ?\d[\d -]{{5,12}}\d)*)"
            rf"{_NOT_QUANTITY}"
        ),
    ),
)
_HINT: Final = re.compile(
    r"\d[\d(). -]{5}|@|[\uff20\ufe6b\uff10-\uff19]|\((?i:at)\)|(?i:wechat|weixin|vx|wx)|微\s?信|薇信|V信|加V|#"
)

# GB 11643-1999, weights of the 17 digits (ISO 7064 MOD 11-2), and the check characters by remainder.
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"


def find_contacts(text: str) -> list[Contact]:
    """Find the contact details of a text, in order and without overlap; `ContactKind`'s order decides between kinds."""
    if not _HINT.search(text):
        return []
    plain = text.translate(_PLAIN)
    found: list[Contact] = []
    taken = bytearray(len(plain))
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span("value")
            if _is_plausible(kind, plain[start:end]) and not any(taken[start:end]):
                found.append(Contact(kind, start, end))
                taken[start:end] = b"\x01" * (end - start)
    found.extend(_persons(plain, [contact.start for contact in found]))
    return sorted(found, key=lambda contact: contact.start)


_PERSON: Final = re.compile(
    r"(?:联系人|联络人|负责人|填报人|联系)(?:是|为|[:： ])?\s?(?P<value>[\u4e00-\u9fff]{2,4}?)"
    r"(?:先生|女士|老师|教授|经理|主任|工)?[,，、:： (（]*(?:电话|手机号?码?|微信号?|座机|邮箱)?[:：为是 (（]*$"
)


def _persons(plain: str, starts: Iterable[int]) -> Iterator[Contact]:
    """Find names that stand between a label (联系人 ...) and a contact: 联系人王某某，电话..."""
    for start in starts:
        if (name := _PERSON.search(plain, max(0, start - 24), start)) and name["value"] not in _NO_NAMES:
            yield Contact(ContactKind.PERSON, *name.span("value"))


_NO_NAMES: Final = frozenset({"电话", "手机", "方式", "邮箱", "微信", "座机", "地址"})


def mask_contacts(text: str) -> str:
    """Mask the contact details of a text; the result is exactly as long.

    Of a phone the first three digits stay, of an identity card the first three, of the others the first character; an
    e-mail address also keeps its @.
    """
    return "".join(_masked(text, find_contacts(text)))


_CONTACT_HEADER: Final = re.compile(
    r"联系|联络|对接人|电话|手机|座机|固话|传真|邮箱|信箱|邮件|微信|姓名|负责人|经办|填报人|填表人|法人|法定代表|身份证"
    r"|phone|mobile|tel|mail|contact|wechat|QQ",
    re.IGNORECASE,
)


def names_contact(header: str) -> bool:
    """Tell whether the name of a field or a header says that its values lead to a person."""
    return _CONTACT_HEADER.search(header) is not None


def mask_value(text: str) -> str:
    """Mask a value of a contact column: names too (张三 -> 张*); the result is exactly as long.

    Everything in such a column is taken for personal but labels (联系人, 电话 ...), titles (经理, 老师 ...), separators
    and the first character of each name; numbers keep their first three digits.
    """
    contacts = find_contacts(text)
    masked = _masked(text, contacts)
    done = [character == MASK for character in masked]
    for contact in contacts:
        done[contact.start : contact.end] = [True] * (contact.end - contact.start)
    for match in _VALUE_RUNS.finditer(text):
        if match.lastgroup == "label":
            continue
        kept = 3 if match.lastgroup == "digits" else 1
        for place in range(match.start() + kept, match.end()):
            if not done[place]:
                masked[place] = MASK
    return "".join(masked)


def mask_field(name: str, value: str) -> str:
    """Mask a value of a record, as pages, the API and the audit trail show it; exactly as long.

    Args:
        name: of the field, or a header; "" for a value of its own, such as a header or the name of a file.
        value: as written.
    """
    return mask_value(value) if names_contact(name) else mask_contacts(value)


_VALUE_RUNS: Final = re.compile(
    r"(?P<label>联系人|联系电话|联系方式|联系|姓名|电话|手机号码?|手机|座机|传真|邮箱|电子邮件|电子邮箱|邮件|微信号?|单位|职务|部门|办公室?|地址|"
    r"负责人|先生|女士|小姐|老师|教授|博士|院长|所长|主任|总经理|经理|科长|处长|主管|总监|总工程师|总工|厂长|董事长|工程师|[Tt]el|TEL|[Ee]-?mail|QQ)"
    r"|(?P<digits>\d+)"
    r"|(?P<name>[\u4e00-\u9fff\u3400-\u4dbf](?:(?!联系|电话|手机|先生|女士|小姐|老师|教授|博士|院长|所长|主任|总经理|经理|科长|处长|主管|总监|总工|厂长|董事长|"
    r"邮箱|传真|微信|座机|工程师)[\u4e00-\u9fff\u3400-\u4dbf·•])*)"
    r"|(?P<latin>[A-Za-z]+)"
)


def _masked(text: str, contacts: Iterable[Contact]) -> list[str]:
    """Hide the contacts found, character for character."""
    characters = list(text)
    for contact in contacts:
        for place in _hidden_places(text, contact):
            characters[place] = MASK
    return characters


def _hidden_places(text: str, contact: Contact) -> Iterator[int]:
    """Give the places of a contact that are hidden: all behind those that stay; separators of phones remain."""
    kept = 3 if contact.kind in {ContactKind.PHONE, ContactKind.ID_CARD} else 1
    signs = "" if contact.kind is ContactKind.PHONE else "._%+-"
    seen = 0
    for place in range(contact.start, contact.end):
        if not text[place].isalnum() and text[place] not in signs:
            continue
        seen += 1
        if seen > kept:
            yield place


def _is_plausible(kind: ContactKind, value: str) -> bool:
    """Rule out what only looks like the kind."""
    digits = [character for character in value if character.isdigit()]
    if kind is ContactKind.ID_CARD:
        return _is_id_card(value)
    if kind is ContactKind.PHONE:
        return len(digits) >= 7 and not _is_date(value)
    return True


def _is_date(value: str) -> bool:
    """Is it a date such as 2020-01-13 or 20200113?"""
    return re.fullmatch(r"(?:19|20)\d{2}[- ]?(?:0[1-9]|1[0-2])[- ]?(?:0[1-9]|[12]\d|3[01])", value) is not None


def _is_id_card(value: str) -> bool:
    """Does the number carry a real date of birth and the right check character (GB 11643-1999)?"""
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(value, _ID_WEIGHTS, strict=False)) % 11
    return _ID_CHECKS[remainder] == value[17].upper()
