"""The service's log: JSON, and no value of a record in it."""

import json
import logging
from collections.abc import Iterator

import pytest

from service.logs import set_up_logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]


def test_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO", as_json=True)
    logging.getLogger("service.app").info("answered with a fault: %s", "工作区")

    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "answered with a fault: 工作区", "level": "info", "logger": "service.app"}


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_is_told_by_its_type_and_places_alone(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    set_up_logs("INFO", as_json=as_json)
    try:
        int("张三 13900001234")
    except ValueError:
        logging.getLogger("service.app").exception("job failed")

    told = capsys.readouterr().err
    assert ("ValueError" in told, "test_logs.py" in told, "1390" in told, "张三" in told) == (True, True, False, False)


def test_what_is_below_the_level_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("WARNING", as_json=True)
    logging.getLogger("service").info("x")
    logging.getLogger("huey").warning("x")

    assert capsys.readouterr().err == ""
