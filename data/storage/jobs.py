"""Jobs in and out of their table; every move of a job's state goes through one function here."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from data.errors import RefusalError
from data.records.accounts import Actor, Channel, Role
from data.records.jobs import ALLOWED, UNFINISHED, IdempotencyKey, Job, JobKind, JobState, NewJob
from data.storage.job_tables import IdempotencyKeyRow, JobRow
from data.storage.twins import refusing_twins

KEY_KEPT_DAYS: Final = 7
"""How long a request sent again is recognised; a client that repeats after a fault does so within minutes."""


class JobRepository:
    """Background jobs, in the order they were asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: NewJob, *, key: IdempotencyKey | None = None) -> int:
        """Return the number of the job that does what is asked: a new one, or that of the same request sent before.

        Raises:
            RefusalError: the key was used for a request with other contents.
        """
        if key is not None:
            self._forget_keys(new.created_at - timedelta(days=KEY_KEPT_DAYS))
            known = self._session.get(IdempotencyKeyRow, (key.owner, key.key))
            if known is not None:
                if known.digest != key.digest:
                    raise RefusalError(
                        "这个幂等键已用于内容不同的另一次提交。", remedy="请换一个幂等键，或重新提交原来的内容。"
                    )
                return known.job_id
        row = _to_row(new)
        self._session.add(row)
        self._session.flush()
        if key is not None:
            kept = IdempotencyKeyRow(
                owner=key.owner, key=key.key, digest=key.digest, job_id=row.id, created_at=new.created_at
            )
            with refusing_twins("同样的提交正在办理。", remedy="请稍后重试，会得到同一项任务。"):
                self._session.add(kept)
                self._session.flush()
        return row.id

    def number_of(self, key: IdempotencyKey) -> int | None:
        """Return the number of the job that a key was used for, or None."""
        known = self._session.get(IdempotencyKeyRow, (key.owner, key.key))
        return None if known is None else known.job_id

    def get(self, number: int) -> Job | None:
        """Return the job of that number, or None."""
        row = self._session.get(JobRow, number)
        return None if row is None else _to_job(row)

    def recent(
        self,
        *,
        limit: int,
        before: int | None = None,
        account_id: int | None = None,
        states: Collection[JobState] | None = None,
    ) -> list[Job]:
        """Return jobs, newest first.

        Args:
            limit: at most so many.
            before: only jobs with a smaller number, to turn pages.
            account_id: only jobs that this account asked for; None for everybody's.
            states: only jobs that stand in one of these; None for all.

        Returns:
            The jobs.
        """
        chosen = select(JobRow).order_by(JobRow.id.desc()).limit(limit)
        if before is not None:
            chosen = chosen.where(JobRow.id < before)
        if account_id is not None:
            chosen = chosen.where(JobRow.account_id == account_id)
        if states is not None:
            chosen = chosen.where(JobRow.state.in_([state.value for state in states]))
        return [_to_job(row) for row in self._session.scalars(chosen)]

    def in_states(self, states: Iterable[JobState]) -> list[Job]:
        """Return the jobs that stand in one of these states, oldest first."""
        names = [state.value for state in states]
        rows = self._session.scalars(select(JobRow).where(JobRow.state.in_(names)).order_by(JobRow.id))
        return [_to_job(row) for row in rows]

    def counts(self) -> dict[tuple[JobKind, JobState], int]:
        """Count the jobs of each kind in each state; what never was is left out."""
        counted = select(JobRow.kind, JobRow.state, func.count()).group_by(JobRow.kind, JobRow.state)
        return {(JobKind(kind), JobState(state)): n for kind, state, n in self._session.execute(counted)}

    def start(self, number: int, *, at: datetime) -> bool:
        """Begin a waiting job; False where somebody else began or ended it before."""
        return self._move(
            number,
            JobState.RUNNING,
            {"started_at": at, "attempts": JobRow.attempts + 1, "done": 0, "total": 0, "message": ""},
        )

    def report(self, number: int, *, done: int, total: int, message: str) -> bool:
        """Write down how far a running job has come; return whether somebody asked it to stop."""
        self._session.execute(
            update(JobRow)
            .where(JobRow.id == number, JobRow.state == JobState.RUNNING)
            .values(done=done, total=total, message=message)
        )
        return bool(self._session.scalar(select(JobRow.is_cancel_asked).where(JobRow.id == number)))

    def end(
        self, number: int, state: JobState, *, at: datetime, message: str, result: Mapping[str, Any] | None = None
    ) -> bool:
        """Write down how a job ended; False where it had ended before."""
        return self._move(number, state, {"ended_at": at, "message": message, "result": dict(result or {})})

    def again(self, number: int, *, message: str) -> bool:
        """Put a running job back among the waiting, to be done anew; False where it is not running."""
        return self._move(number, JobState.WAITING, {"message": message, "done": 0, "total": 0, "started_at": None})

    def ask_cancel(self, number: int, *, at: datetime, message: str) -> bool:
        """Cancel a waiting job at once, or ask a running one to stop; False where it has ended."""
        if self._move(number, JobState.CANCELLED, {"ended_at": at, "message": message}, only=JobState.WAITING):
            return True
        asked = update(JobRow).where(JobRow.id == number, JobRow.state == JobState.RUNNING).values(is_cancel_asked=True)
        return self._changed(asked)

    def interrupt_all(self, *, at: datetime, message: str) -> int:
        """Mark everything that has not ended as interrupted; return how many."""
        jobs = self.in_states(UNFINISHED)
        return sum(self.end(job.number, JobState.INTERRUPTED, at=at, message=message) for job in jobs)

    def _move(self, number: int, to: JobState, values: Mapping[str, Any], *, only: JobState | None = None) -> bool:
        """Change a job's state where `ALLOWED` has that move; False where it has not, and nothing is changed.

        Looking and changing are one statement, so that of two that try at once only one succeeds.
        """
        origins = [state.value for state, following in ALLOWED.items() if to in following and only in {None, state}]
        return self._changed(
            update(JobRow).where(JobRow.id == number, JobRow.state.in_(origins)).values(state=to.value, **values)
        )

    def _changed(self, statement: Any) -> bool:  # noqa: ANN401 - SQLAlchemy's update, whose type names its table
        done: Any = self._session.execute(statement.execution_options(synchronize_session=False))
        self._session.expire_all()
        return bool(done.rowcount)

    def _forget_keys(self, before: datetime) -> None:
        self._session.execute(delete(IdempotencyKeyRow).where(IdempotencyKeyRow.created_at < before))


def _to_row(new: NewJob) -> JobRow:
    return JobRow(
        kind=new.kind.value,
        label=new.label,
        parameters=dict(new.parameters),
        account_id=new.created_by.account_id,
        actor=asdict(new.created_by),
        created_at=new.created_at,
        state=JobState.WAITING.value,
        done=0,
        total=0,
        message="",
        attempts=0,
        is_cancel_asked=False,
        started_at=None,
        ended_at=None,
        result={},
    )


def _to_job(row: JobRow) -> Job:
    asked = NewJob(
        kind=JobKind(row.kind),
        label=row.label,
        parameters=row.parameters,
        created_by=_to_actor(row.actor),
        created_at=row.created_at,
    )
    return Job(
        number=row.id,
        asked=asked,
        state=JobState(row.state),
        done=row.done,
        total=row.total,
        message=row.message,
        attempts=row.attempts,
        is_cancel_asked=row.is_cancel_asked,
        started_at=row.started_at,
        ended_at=row.ended_at,
        result=row.result,
    )


def _to_actor(values: Mapping[str, Any]) -> Actor:
    return Actor(**{**values, "role": Role(values["role"]), "channel": Channel(values["channel"])})
