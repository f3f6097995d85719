"""Which work a kind of job is."""

from collections.abc import Callable

from data.records.jobs import JobKind
from service.docking.job_running import Outcome
from service.jobs.task import Task

Work = Callable[[Task], Outcome]


def work_of(kind: JobKind) -> Work:
    """Return what a kind of job does; only what it needs is loaded, for the language machinery takes seconds."""
    if kind in {JobKind.INDEX, JobKind.MATCH}:
        from service.jobs.matching import run_index, run_match  # noqa: PLC0415 - as said

        return run_index if kind is JobKind.INDEX else run_match
    if kind is JobKind.INVITE:
        from service.jobs.inviting import run_invitations  # noqa: PLC0415 - as said

        return run_invitations
    if kind is JobKind.AGENDA:
        from service.jobs.planning import run_agenda  # noqa: PLC0415 - the solvers, too, are heavy

        return run_agenda
    from service.jobs.filing import run_backup, run_export, run_import  # noqa: PLC0415 - as said

    works: dict[JobKind, Work] = {
        JobKind.IMPORT: run_import,
        JobKind.EXPORT: run_export,
        JobKind.BACKUP: run_backup,
    }
    return works[kind]
