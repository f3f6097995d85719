"""Every code has English words, and they are given to whoever would rather read them."""

import pytest
from starlette.testclient import TestClient

from service import errors
from service.english_errors import ENGLISH, wants_english


def test_every_code_has_english_words() -> None:
    codes = {row.code for row in errors._TABLE} | {code for code, _, _ in errors._OF_STATUS.values()}

    assert ENGLISH.keys() == codes | {"invalid_values"}
    assert all(text.isascii() for words in ENGLISH.values() for text in words)
    assert all(english.isascii() for _, english in errors._WORDINGS.values())


@pytest.mark.parametrize(
    ("accepted", "is_english"),
    [
        ("", False),
        ("*", False),
        ("en", True),
        ("EN-GB;q=0.8, fr", True),
        ("zh-CN,zh;q=0.9,en;q=0.8", False),
        ("en;q=0.9, zh;q=0.1", True),
        ("en;q=x", False),
        ("en;q=٣", False),
    ],
)
def test_english_is_for_whoever_prefers_it(accepted: str, is_english: bool) -> None:
    assert wants_english(accepted) is is_english


def test_an_english_problem_keeps_the_chinese_detail(client: TestClient) -> None:
    answer = client.get("/api/v1/needs/none", headers={"accept-language": "en"})

    assert (answer.headers["content-language"], answer.headers["vary"]) == ("en", "Accept-Language")
    assert answer.json() == {
        "type": "about:blank",
        "title": "No such record",
        "status": 404,
        "detail": "There is no such record, or you may not see it.",
        "detail_zh": "工作区里没有编号为“none”的需求。",
        "code": "unknown_id",
        "remedy": "Check the number, or take it from a list.",
        "remedy_zh": "请核对编号，或从列表中选择。",
    }


def test_what_is_wrong_with_each_value_is_told_in_english(client: TestClient) -> None:
    answer = client.post("/api/v1/match", json={"content": "气孔", "top": 0}, headers={"accept-language": "en"})

    assert answer.json()["errors"] == [{"place": "top", "message": "should be at least 1", "message_zh": "不能小于 1"}]
