"""Errors as HTTP answers: one table, read by isinstance (RFC 9457, problem details)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from data.errors import (
    BadInputError,
    DuijieError,
    EncoderUnavailableError,
    FaultError,
    IndexEmptyError,
    NotPermittedError,
    NotSignedInError,
    OutputError,
    RefusalError,
    StaleRecordError,
    TooManyAttemptsError,
    UnknownIdError,
    WorkspaceError,
)
from data.records.versions import ChangeSince
from ingest.contacts import mask_field
from service.english_errors import ENGLISH
from service.field_labels import FIELD_LABELS

MEDIA_TYPE: Final = "application/problem+json"
INVALID_VALUES: Final = "invalid_values"
"""Code of a request whose values do not fit."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value of a request, in both languages; `place` is its path ("content", "top")."""

    place: str
    message: str
    english: str


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the edge tells it.

    Attributes:
        status: the HTTP status.
        code: stable name for programs.
        title: the kind of error, in Chinese; the same for every error of a code.
        detail: what is wrong this time, in Chinese.
        remedy: what can be done; "" where nothing can.
        faults: every value that is wrong, where the request itself is.
        version: of the record that somebody else changed; None for other errors.
        changes: what they changed, contacts masked.
    """

    status: int
    code: str
    title: str
    detail: str
    remedy: str = ""
    faults: tuple[Fault, ...] = ()
    version: int | None = None
    changes: tuple[ChangeSince, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    error: type[DuijieError]
    status: HTTPStatus
    code: str
    title: str


_TABLE: Final = (
    _Row(UnknownIdError, HTTPStatus.NOT_FOUND, "unknown_id", "没有这条记录"),
    # Nobody who sends a request can mend the workspace: whoever runs the service can.
    _Row(WorkspaceError, HTTPStatus.SERVICE_UNAVAILABLE, "workspace", "工作区尚未就绪"),
    _Row(OutputError, HTTPStatus.INTERNAL_SERVER_ERROR, "output", "无法写入文件"),
    _Row(BadInputError, HTTPStatus.UNPROCESSABLE_ENTITY, "bad_input", "填写的内容有误"),
    # The version that was looked at is a precondition of the change (RFC 9110, 13.1.1).
    _Row(StaleRecordError, HTTPStatus.PRECONDITION_FAILED, "stale_record", "记录已被他人修改"),
    _Row(NotSignedInError, HTTPStatus.UNAUTHORIZED, "not_signed_in", "请先登录"),
    _Row(TooManyAttemptsError, HTTPStatus.TOO_MANY_REQUESTS, "too_many_attempts", "暂时不能登录"),
    _Row(NotPermittedError, HTTPStatus.FORBIDDEN, "not_permitted", "没有权限"),
    _Row(RefusalError, HTTPStatus.CONFLICT, "refused", "按规则不能办理"),
    _Row(EncoderUnavailableError, HTTPStatus.SERVICE_UNAVAILABLE, "encoder_unavailable", "语言模型不可用"),
    _Row(IndexEmptyError, HTTPStatus.SERVICE_UNAVAILABLE, "index_empty", "检索索引是空的"),
    _Row(FaultError, HTTPStatus.INTERNAL_SERVER_ERROR, "fault", "程序故障"),
    _Row(DuijieError, HTTPStatus.INTERNAL_SERVER_ERROR, "error", "出错了"),
)
"""The first row whose class the error is an instance of counts, so a class stands before its parents."""

_OF_STATUS: Final[Mapping[int, tuple[str, str, str]]] = {
    400: ("bad_request", "请求有误", "发来的内容无法读懂。"),
    403: ("forbidden", "没有接受这次提交", "这次提交不是从本服务的页面发出的，或页面打开得太久。"),
    404: ("not_found", "没有这个页面", "地址写错了，或页面已不在。"),
    405: ("method_not_allowed", "不能这样访问", "这个地址不接受这种访问方式。"),
    412: ("bad_version", "没有这样的版本", "If-Match 中写的不是这条记录的 ETag。"),
    413: ("too_large", "内容过大", "一次发来的内容超过了上限。"),
    415: ("unsupported_media_type", "内容格式不对", "这个地址不接受这种格式的内容。"),
    428: ("version_needed", "没有写明版本", "修改、删除和恢复要在 If-Match 中写明看到的是哪一版。"),
    500: ("internal", "程序内部出错", "这不是您的操作造成的。"),
}
_REMEDY: Final[Mapping[int, str]] = {
    403: "请回到原来的页面刷新后重新提交；浏览器要允许本服务的 Cookie。",
    404: "请核对地址，或从首页重新进入。",
    412: "请重新读取记录，原样写回它的 ETag。",
    413: "请只保留要点；成批的长材料请用 duijie match 处理。",
    428: "请先读取记录，把答复中的 ETag 写进 If-Match。",
    500: "请稍后重试；若仍出错，请把发生的时间和所做的操作告诉维护人员。",
}

# Types of pydantic-core's errors -> what they say in Chinese and English; the bounds are in the error's own context.
_WORDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("缺少这一项", "is missing"),
    "string_type": ("应为文字", "should be a text"),
    "string_too_short": ("不能少于 {min_length} 个字", "should have at least {min_length} characters"),
    "string_too_long": ("不能多于 {max_length} 个字", "should have at most {max_length} characters"),
    "string_unicode": ("含有无法识别的字符", "holds characters that cannot be read"),
    "int_parsing": ("应为整数", "should be an integer"),
    "int_type": ("应为整数", "should be an integer"),
    "int_from_float": ("应为整数", "should be an integer"),
    "greater_than_equal": ("不能小于 {ge}", "should be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "should be at most {le}"),
    "greater_than": ("应大于 {gt}", "should be greater than {gt}"),
    "less_than": ("应小于 {lt}", "should be less than {lt}"),
    "float_parsing": ("应为数字", "should be a number"),
    "float_type": ("应为数字", "should be a number"),
    "decimal_parsing": ("应为数字", "should be a number"),
    "decimal_type": ("应为数字", "should be a number"),
    "decimal_max_digits": ("位数太多", "has too many digits"),
    "decimal_whole_digits": ("位数太多", "has too many digits"),
    "decimal_max_places": ("小数不能多于 {decimal_places} 位", "should have at most {decimal_places} decimals"),
    "finite_number": ("应为数字", "should be a number"),
    "int_parsing_size": ("数字太大", "is too large"),
    "bool_type": ("应为是或否", "should be true or false"),
    "too_long": ("不能多于 {max_length} 项", "should have at most {max_length} items"),
    "too_short": ("不能少于 {min_length} 项", "should have at least {min_length} items"),
    "list_type": ("应为清单", "should be a list"),
    "datetime_parsing": ("应为时间，如 2026-11-22 14:30", "should be a moment, as 2026-11-22 14:30"),
    "datetime_from_date_parsing": ("应为时间，如 2026-11-22 14:30", "should be a moment, as 2026-11-22 14:30"),
    "bool_parsing": ("应为是或否", "should be true or false"),
    "date_type": ("应为日期，如 2026-11-22", "should be a date, as 2026-11-22"),
    "date_parsing": ("应为日期，如 2026-11-22", "should be a date, as 2026-11-22"),
    "date_from_datetime_parsing": ("应为日期，如 2026-11-22", "should be a date, as 2026-11-22"),
    "date_from_datetime_inexact": ("应为日期，如 2026-11-22", "should be a date, as 2026-11-22"),
    "time_parsing": ("应为时间，如 14:30", "should be a time, as 14:30"),
    "string_pattern_mismatch": ("格式不对", "has another form than it should"),
    "literal_error": ("不在可选的范围内", "is none of the choices"),
    "enum": ("不在可选的范围内", "is none of the choices"),
    "json_invalid": ("不是合格的 JSON", "is no valid JSON"),
    "extra_forbidden": ("没有这一项", "is unknown"),
    "model_attributes_type": ("应为 JSON 对象", "should be a JSON object"),
}
_OTHER_WORDING: Final = ("不符合要求", "does not fit")


def problem_of(error: DuijieError) -> Problem:
    """Return the problem of one of our errors."""
    row = next(row for row in _TABLE if isinstance(error, row.error))
    told = Problem(int(row.status), row.code, row.title, error.message, error.remedy)
    if not isinstance(error, StaleRecordError):
        return told
    changes = (
        replace(each, before=mask_field(each.field, each.before), theirs=mask_field(each.field, each.theirs))
        for each in error.changes
    )
    return replace(told, version=error.version, changes=tuple(changes))


def problem_of_status(status: int) -> Problem:
    """Return the problem of a bare HTTP status, such as an unknown address."""
    unnamed = ("error", "无法完成", "请求没有办成。")
    code, title, detail = _OF_STATUS.get(status, unnamed)
    return Problem(status, code, title, detail, _REMEDY.get(status, "请从首页重新进入。"))


def problem_of_values(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the problem of a request whose values do not fit, every one of them named.

    Args:
        errors: as pydantic gives them; the values themselves are left out, for they may be private.

    Returns:
        A problem of status 422.
    """
    faults = tuple(Fault(_place(error), *_wordings(error)) for error in errors)
    told = "；".join(f"{_label(fault.place)}：{fault.message}" for fault in faults)
    return Problem(
        int(HTTPStatus.UNPROCESSABLE_ENTITY),
        INVALID_VALUES,
        "填写的内容有误",
        f"{told}。",
        "请改正后重新提交。",
        faults,
    )


def body_of(problem: Problem, *, in_english: bool = False) -> dict[str, Any]:
    """Return the JSON body of a problem; `type` is about:blank, the stable name is `code`.

    In English title, detail and remedy are those of the code, and the Chinese ones, which say what is wrong this time,
    stand beside them as `detail_zh` and `remedy_zh`.
    """
    chinese = (problem.title, problem.detail, problem.remedy)
    title, detail, remedy = ENGLISH[problem.code] if in_english else chinese
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": problem.status,
        "detail": detail,
        "code": problem.code,
    }
    if in_english:
        body["detail_zh"] = problem.detail
    if in_english and problem.remedy:
        body["remedy_zh"] = problem.remedy
    if remedy:
        body["remedy"] = remedy
    if problem.faults:
        body["errors"] = [_fault_body(fault, in_english=in_english) for fault in problem.faults]
    if problem.version is not None:
        body["version"] = problem.version
        body["changes"] = [_change_body(each) for each in problem.changes]
    return body


def _fault_body(fault: Fault, *, in_english: bool) -> dict[str, str]:
    if in_english:
        return {"place": fault.place, "message": fault.english, "message_zh": fault.message}
    return {"place": fault.place, "message": fault.message}


def _change_body(change: ChangeSince) -> dict[str, str]:
    return {
        "field": change.field,
        "before": change.before,
        "theirs": change.theirs,
        "by": change.by,
        "at": change.at.isoformat(),
    }


def _place(error: Mapping[str, Any]) -> str:
    # The first step says where the value came from ("body", "query", "path"), which a reader need not know.
    return ".".join(str(step) for step in error["loc"][1:])


def _label(place: str) -> str:
    """Return what a value is called, by the last name of its path; programs are told the path besides."""
    name = next((step for step in reversed(place.split(".")) if not step.isdigit()), place)
    return FIELD_LABELS.get(name, place) or "内容"


def _wordings(error: Mapping[str, Any]) -> tuple[str, str]:
    bounds = error.get("ctx") or {}
    chinese, english = _WORDINGS.get(error["type"], _OTHER_WORDING)
    return chinese.format_map(bounds), english.format_map(bounds)
