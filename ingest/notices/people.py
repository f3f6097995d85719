"""Names, telephones and mailboxes in notices: hidden character for character, so that offsets keep fitting."""

import re
from typing import Final

from ingest.contacts import MASK, mask_contacts

_LABEL: Final = (
    r"(?:[联聯]\s*[系係繫络絡]\s*[人员員]|[经經]\s*[办辦]\s*人|填\s*[报報]\s*人)"
    r"(?:及(?:电话|電話|联系方式))?\s*[:：]\s*"
)
_NAME: Final = r"[\u4e00-\u9fff](?:[ \u3000]?[\u4e00-\u9fff]){1,3}"
_LISTED: Final = re.compile(rf"{_LABEL}(?P<names>{_NAME}(?:\s*[、,，/；;]\s*{_NAME})*)(?![\u4e00-\u9fff])")
_BEFORE_PHONE: Final = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,3})(?=\s*[(（,，:：]?\s*(?:(?:电话|電話|手机|手機)\s*[:：]?\s*)?(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d))"
)
_NOT_NAME: Final = re.compile(
    r"电话|電話|手机|手機|热线|传真|方式|联系|办公|值班|咨询|号码|邮箱|[局处科室部委办厅院所]$"
)
_CHARACTER: Final = re.compile(r"[\u4e00-\u9fff]")


def mask_people(text: str) -> str:
    """Hide who can be reached how: of a name the first character stays, of a telephone the first three digits.

    The result is exactly as long as the text.
    """
    masked = list(mask_contacts(text))
    for match in (*_LISTED.finditer(text), *_BEFORE_PHONE.finditer(text)):
        for name in re.finditer(_NAME, match["names"]):
            if _NOT_NAME.search(name.group()):
                continue
            start = match.start("names") + name.start()
            for place in [start + each.start() for each in _CHARACTER.finditer(name.group())][1:]:
                masked[place] = MASK
    return "".join(masked)
