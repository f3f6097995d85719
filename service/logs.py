"""The log of the service: one JSON object a line, without texts, names, telephone numbers or what was asked for."""

import logging
import sys
import traceback
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final

import structlog

_LOUD: Final = ("huey", "alembic", "transformers", "sentence_transformers", "torch", "jieba", "bm25s")


def set_up_logs(level: str, *, as_json: bool) -> None:
    """Send the log of this process to standard error.

    Args:
        level: name of a logging level.
        as_json: JSON for programs that collect logs; otherwise plain lines for a person at a terminal.
    """
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _without_values,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.ERROR)


def _without_values(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:  # noqa: ANN401 - structlog's own signature
    """Put in place of an exception its type and the places it went through: its text may quote a record."""
    found = event.pop("exc_info", None)
    if isinstance(found, tuple) and found[0] is not None:
        event["exception"] = found[0].__name__
        event["places"] = _places(found[2])
    return event


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
