"""The queue between the service and its worker: huey on a SQLite file in the workspace folder.

The queue holds numbers only. What is to be done, and how it stands, is in the table of jobs: whatever is lost here is
put back from there when a worker starts.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from huey import SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

QUEUE_NAME: Final = "queue.sqlite"
_POLL_SECONDS: Final = 0.1
_SLOWEST_POLL_SECONDS: Final = 0.5


class _JsonMessages(Serializer):  # type: ignore[misc]  # huey has no types
    """Messages as JSON: reading a pickle would run whatever somebody wrote into the workspace folder."""

    def _serialize(self, data: Any) -> bytes:  # noqa: ANN401 - whatever huey hands over
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:  # noqa: ANN401 - huey's own signature
        return Message(*json.loads(data))


class JobQueue:
    """Numbers of jobs that wait, first in, first out.

    Args:
        folder: of the workspace.
        run: what a worker does with a number; whoever only rings leaves it out.
    """

    def __init__(self, folder: Path, run: Callable[[int], None] | None = None) -> None:
        path = str(folder / QUEUE_NAME)
        self._huey = SqliteHuey("duijie", filename=path, results=False, serializer=_JsonMessages(), strict_fifo=True)

        def job(number: int) -> None:
            assert run is not None  # noqa: S101 - only a worker takes numbers out
            run(number)

        self._task = self._huey.task(name="job")(job)

    def ring(self, number: int) -> None:
        """Put a number in; one that is in twice is done once, for the table of jobs decides."""
        self._task(number)

    def clear(self) -> None:
        """Forget every number."""
        self._huey.flush()

    def consumer(self) -> Any:  # noqa: ANN401 - huey has no types
        """Return what takes numbers out, one at a time, in a thread beside the one that calls its `run`."""
        return self._huey.create_consumer(
            workers=1,
            periodic=False,
            initial_delay=_POLL_SECONDS,
            max_delay=_SLOWEST_POLL_SECONDS,
            check_worker_health=True,
        )

    def close(self) -> None:
        """Let go of the file."""
        self._huey.storage.close()
