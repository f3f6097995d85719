"""Long work that goes on in the background: what it is, how far it has come, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from data.records.accounts import Actor


class JobKind(StrEnum):
    """What a job does."""

    IMPORT = "import"
    INDEX = "index"
    MATCH = "match"
    EXPORT = "export"
    BACKUP = "backup"
    AGENDA = "agenda"
    INVITE = "invite"


class JobState(StrEnum):
    """Where a job stands; `interrupted`: the service stopped while it ran, and it was not taken up again."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


ALLOWED: Final[Mapping[JobState, frozenset[JobState]]] = {
    JobState.WAITING: frozenset({JobState.RUNNING, JobState.CANCELLED, JobState.INTERRUPTED}),
    # Back to waiting: the service stopped in the middle, and the job is done anew.
    JobState.RUNNING: frozenset({
        JobState.WAITING,
        JobState.DONE,
        JobState.FAILED,
        JobState.CANCELLED,
        JobState.INTERRUPTED,
    }),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
    JobState.INTERRUPTED: frozenset(),
}
"""From where a job may go where; the repository refuses every other move."""

UNFINISHED: Final = frozenset(state for state, following in ALLOWED.items() if following)
"""States that a job will leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job that is asked for.

    Attributes:
        label: what it does, in Chinese, as lists show it.
        parameters: what the kind needs; values of JSON.
        created_by: in whose name it is done.
        created_at: aware, UTC.
    """

    kind: JobKind
    label: str
    created_by: Actor
    created_at: datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands.

    Attributes:
        number: given by the workspace, rising.
        asked: what was asked for, by whom and when.
        done: steps done, of `total`; both 0 where that is not known.
        message: what it is doing now, or how it ended; in Chinese, without names or texts of records.
        attempts: how often it was begun; above 1 where the service stopped in the middle.
        is_cancel_asked: somebody asked a running job to stop; it does so at its next step.
        result: what it gave; values of JSON. A file is named by its path below the workspace folder.
    """

    number: int
    asked: NewJob
    state: JobState
    done: int = 0
    total: int = 0
    message: str = ""
    attempts: int = 0
    is_cancel_asked: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state not in UNFINISHED


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What makes a request that is sent twice be done once.

    Attributes:
        owner: who sent it ("account:7"): two people may choose one key.
        key: chosen by the sender.
        digest: SHA-256 of what was sent; one key with other contents is a mistake.
    """

    owner: str
    key: str
    digest: str
