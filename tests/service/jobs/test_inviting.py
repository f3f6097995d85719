"""The job that draws an invitation list up, from its order to the list."""

from datetime import date
from pathlib import Path

from data.records.invitations import InviteTerms
from data.records.jobs import JobState
from data.storage.workspace import Workspace
from service.docking.events.inviting import InviteOrder, invitation_job, invitation_list
from service.docking.jobs import JobDesk
from service.jobs.running import run_job
from tests.factories.docking_events import make_new_event
from tests.factories.storing import AT, WANG
from tests.service.conftest import import_into, index_workspace, settings_of
from tests.service.docking.events.conftest import ACHIEVEMENTS, NEEDS


def test_a_list_is_drawn_up_in_the_name_of_whoever_asked(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    for kind, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(rows, encoding="utf-8")
        import_into(settings, kind, path)
    index_workspace(settings)
    with Workspace.open(settings.home) as workspace:
        with workspace.writing(WANG, at=AT) as stores:
            number = stores.events.add(make_new_event(), at=AT, actor=WANG)
        jobs = JobDesk(workspace, lambda _: None)
        order = InviteOrder(number, InviteTerms(region_code="320800"), date(2026, 11, 22))
        job = jobs.submit(invitation_job(workspace, order, by=WANG, at=AT))
        run_job(workspace, job.number, settings, is_stopping=lambda: False)

        done = jobs.get(job.number)
        stored = invitation_list(workspace, WANG, number).stored

    assert (done.state, done.message) == (
        JobState.DONE,
        "3 项需求中 2 项有可以邀请的团队，名单共 5 家。请到邀请名单页查看。",
    )
    assert (done.done, done.total) == (3, 3)
    assert stored is not None
    assert stored.actor == WANG
