"""What every address of the API shares: where it lies, how it fails, versions, pages."""

import base64
import binascii
import re
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Query, Response
from starlette.exceptions import HTTPException

from data.errors import UsageError
from data.records.versions import Cursor
from service.api.schemas import ProblemBody
from service.dependencies import MOST_ROWS, refuse_foreign_origin, refuse_foreign_page, require_json
from service.errors import MEDIA_TYPE

PREFIX: Final = "/api/v1"
MOST_LISTED: Final = 100
"""Records on one page of a list."""
_ETAG: Final = re.compile(r'"([1-9][0-9]{0,8})"')
_CURSOR: Final = re.compile(r"p([1-9][0-9]*|0)")


def problem(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    """Return how the document describes an answer that is a problem."""
    return {status: {"description": description, "content": {MEDIA_TYPE: {"schema": ProblemBody.model_json_schema()}}}}


NOT_READY: Final = problem(503, "工作区还没有记录或索引，或语言模型不可用")
BAD_VALUES: Final = problem(422, "填写的内容有误")
UNKNOWN: Final = problem(404, "没有这条记录")
REFUSED: Final = problem(401, "没有登录，或令牌失效") | problem(403, "您的角色或令牌不能办理这件事")
CONFLICT: Final = problem(409, "按规则不能办理")
STALE: Final = problem(412, "记录已被他人修改，列出改了什么") | problem(428, "没有写明看到的是哪一版（If-Match）")
EVERYWHERE: Final = (
    REFUSED
    | BAD_VALUES
    | UNKNOWN
    | NOT_READY
    | problem(400, "请求无法读懂")
    | problem(413, "内容过大")
    | problem(415, "内容类型不对")
)
"""What any address may answer; the router adds it to what each says of itself."""

PLAIN_WRITES: Final = [Depends(refuse_foreign_page), Depends(refuse_foreign_origin)]
JSON_WRITES: Final = [*PLAIN_WRITES, Depends(require_json)]

Limit = Annotated[int, Query(ge=1, le=MOST_LISTED, description="一页最多多少条。")]
CursorText = Annotated[
    str | None, Query(alias="cursor", pattern=r"^[0-9A-Za-z_-]{1,24}$", description="上一页给出的 next；第一页不写。")
]
Before = Annotated[
    int | None, Query(ge=1, le=MOST_ROWS, description="只列这个号之前的：上一页给出的 next；第一页不写。")
]


def cursor_text(place: Cursor | None) -> str | None:
    """Return a place in a list as clients keep it, who need not know what it means."""
    return None if place is None else base64.urlsafe_b64encode(f"p{place}".encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> Cursor | None:
    """Return the place a client kept.

    Raises:
        UsageError: it is none of ours.
    """
    if text is None:
        return None
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        plain = ""
    found = _CURSOR.fullmatch(plain)
    if found is None or int(found[1]) > MOST_ROWS:
        raise UsageError("cursor 不是列表给出的。", remedy="请从第一页重新读取。")
    return Cursor(int(found[1]))


def expected_version(
    tag: Annotated[
        str | None,
        Header(alias="If-Match", description="看到的是哪一版：读取时给出的 ETag。", examples=['"1"']),
    ] = None,
) -> int:
    """Return the version a writer looked at.

    Raises:
        HTTPException: none is told (428), or none that a record can have (412).
    """
    if tag is None:
        raise HTTPException(428)
    found = _ETAG.fullmatch(tag.strip())
    if found is None:
        raise HTTPException(412)
    return int(found[1])


ExpectedVersion = Annotated[int, Depends(expected_version)]
KnownTags = Annotated[
    str | None, Header(alias="If-None-Match", description="手中一版的 ETag；没有变时答 304，不再发送内容。")
]


def tag_version(response: Response, version: int) -> None:
    """Say which version an answer shows; it may be kept, but must be asked after each time."""
    response.headers["etag"] = f'"{version}"'
    response.headers["cache-control"] = "private, no-cache"


def is_known(tags: str | None, version: int) -> bool:
    """Tell whether a reader already has a version; tags are compared weakly, as for reading they may be."""
    if tags is None:
        return False
    listed = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    return "*" in listed or f'"{version}"' in listed
