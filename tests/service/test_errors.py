"""Every error of the tree has an HTTP answer that was chosen, not inherited by accident."""

import pytest

from data import errors
from data.errors import DuijieError
from service.errors import Fault, Problem, body_of, problem_of, problem_of_status, problem_of_values

CHOSEN = {
    errors.DuijieError: (500, "error"),
    errors.BadInputError: (422, "bad_input"),
    errors.UsageError: (422, "bad_input"),
    errors.FileReadError: (422, "bad_input"),
    errors.HeaderError: (422, "bad_input"),
    errors.UnknownIdError: (404, "unknown_id"),
    errors.OutputError: (500, "output"),
    errors.WorkspaceError: (503, "workspace"),
    errors.RefusalError: (409, "refused"),
    errors.StaleRecordError: (412, "stale_record"),
    errors.NotSignedInError: (401, "not_signed_in"),
    errors.TooManyAttemptsError: (429, "too_many_attempts"),
    errors.NotPermittedError: (403, "not_permitted"),
    errors.FaultError: (500, "fault"),
    errors.EncoderUnavailableError: (503, "encoder_unavailable"),
    errors.ArtefactError: (500, "fault"),
    errors.EncoderMismatchError: (500, "fault"),
    errors.DimensionError: (500, "fault"),
    errors.IndexEmptyError: (503, "index_empty"),
}


def tree(root: type[DuijieError]) -> set[type[DuijieError]]:
    return {root}.union(*(tree(child) for child in root.__subclasses__()))


def test_the_whole_tree_of_errors_is_answered_as_chosen() -> None:
    product = {error for error in tree(DuijieError) if error.__module__ == "data.errors"}

    told = {error: problem_of(error("出错", remedy="请重试。")) for error in product}

    assert {error: (problem.status, problem.code) for error, problem in told.items()} == CHOSEN
    assert all(problem.title and problem.detail == "出错" for problem in told.values())


def test_body_is_a_problem_of_rfc_9457() -> None:
    problem = Problem(
        404, "unknown_id", "没有这条记录", "没有 N1。", "请核对。", (Fault("top", "应为整数", "should be an integer"),)
    )

    assert body_of(problem) == {
        "type": "about:blank",
        "title": "没有这条记录",
        "status": 404,
        "detail": "没有 N1。",
        "code": "unknown_id",
        "remedy": "请核对。",
        "errors": [{"place": "top", "message": "应为整数"}],
    }


def test_every_wrong_value_is_named_and_none_is_repeated() -> None:
    found = problem_of_values([
        {"type": "less_than_equal", "loc": ("query", "top"), "ctx": {"le": 50}, "input": "99", "msg": "x"},
        {"type": "missing", "loc": ("body", "content"), "input": {"phone": "13900001234"}, "msg": "x"},
        {"type": "something_new", "loc": ("body",), "input": "13900001234", "msg": "x"},
    ])

    assert found.faults == (
        Fault("top", "不能大于 50", "should be at most 50"),
        Fault("content", "缺少这一项", "is missing"),
        Fault("", "不符合要求", "does not fit"),
    )
    assert found.detail == "最多列出的项数：不能大于 50；内容：缺少这一项；内容：不符合要求。"


@pytest.mark.parametrize(("status", "title"), [(404, "没有这个页面"), (405, "不能这样访问"), (418, "无法完成")])
def test_a_bare_status_has_chinese_words_and_a_way_on(status: int, title: str) -> None:
    problem = problem_of_status(status)

    assert (problem.status, problem.title, bool(problem.remedy)) == (status, title, True)
