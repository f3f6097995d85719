"""Every warning our code logs has a Chinese sentence for the screen."""

import ast
import logging
from collections.abc import Iterator

from service.cli.notices import NOTICES, NoticeFormatter
from tests.service.cli.conftest import REPOSITORY


def _logged_warnings() -> Iterator[str]:
    for package in ("data", "models", "ingest", "matcher", "service"):
        for path in (REPOSITORY / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Attribute(attr="warning" | "error"), args=[ast.Constant(value=str(event)), *_]
                    ):
                        yield event


def test_every_logged_warning_has_a_sentence() -> None:
    assert set(_logged_warnings()) <= set(NOTICES)


def test_a_known_warning_is_shown_in_chinese() -> None:
    record = logging.LogRecord("models", logging.WARNING, "", 0, "vector cache damaged, made anew: %s", ("某处",), None)

    assert NoticeFormatter().format(record) == "提示：向量缓存已损坏，已重新建立：某处"


def test_an_unknown_warning_is_shown_as_it_is() -> None:
    record = logging.LogRecord("other", logging.WARNING, "", 0, "100% of it", (), None)

    assert NoticeFormatter().format(record) == "提示：100% of it"
