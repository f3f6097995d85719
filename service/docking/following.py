"""Index jobs that nobody asks for: indexes follow what came and changed through the service."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from data.records.accounts import Actor, Channel, Role
from data.records.audit import AuditAction, FieldChange
from data.records.jobs import UNFINISHED, Job, JobKind
from data.storage.workspace import Stores, Workspace
from service.docking.jobs import JOBS, index_job

SERVICE: Final = Actor(account_id=None, name="自动更新", role=Role.ADMINISTRATOR, channel=Channel.COMMAND)
"""In whose name the indexes follow: an index holds every record, whoever brought those that came."""


def keep_index_job(workspace: Workspace, *, at: datetime) -> int | None:
    """Keep a job that brings the indexes up to the records.

    Args:
        workspace: open.
        at: aware.

    Returns:
        Its number, for whoever rings; None where such a job waits or runs already. One that runs may have begun before
        the newest records came: the next question asks again.
    """
    with workspace.reading() as stores:
        if _is_underway(stores):
            return None
    with workspace.writing(SERVICE, at=at) as stores:
        if _is_underway(stores):
            return None
        number = stores.jobs.add(index_job(by=SERVICE, at=at))
        stores.audit.tell(AuditAction.ADDED, JOBS, str(number), [FieldChange("kind", "", JobKind.INDEX.value)])
        return number


def needs_following(workspace: Workspace, job: Job, result: Mapping[str, Any]) -> bool:
    """Tell whether an import that is done brought more than the next question would index by itself."""
    n_came = sum(int(each["n_added"]) + int(each["n_updated"]) for each in result.get("files_read", ()))
    if job.asked.kind is not JobKind.IMPORT or not n_came:
        return False
    # The language machinery takes a second to load, and most jobs do without.
    from service.docking.loading import FOLLOWED_AT_ONCE  # noqa: PLC0415 - as said
    from service.docking.searching import ACHIEVEMENTS, NEEDS, index_stamp  # noqa: PLC0415 - as said

    sides = {side.name: side for side in (NEEDS, ACHIEVEMENTS)}
    side = sides.get(str(job.asked.parameters["kind"]))
    return side is not None and (n_came > FOLLOWED_AT_ONCE or index_stamp(workspace, side) is None)


def _is_underway(stores: Stores) -> bool:
    return any(each.asked.kind is JobKind.INDEX for each in stores.jobs.in_states(UNFINISHED))
