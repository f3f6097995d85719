"""Drafts are replaced by those who saw the last one; a release never changes."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.errors import RefusalError, StaleRecordError
from data.storage.workspace import Workspace
from tests.factories.agendas import first_plan, make_evening
from tests.factories.docking_events import keep_event, make_draft, make_release


def test_a_draft_is_saved_over_the_one_that_was_seen(workspace: Workspace) -> None:
    event, agenda = keep_event(workspace, make_evening()), first_plan().agenda

    with workspace.writing() as stores:
        revisions = [
            stores.agendas.save_draft(make_draft(event, agenda), seen=0),
            stores.agendas.save_draft(make_draft(event, replace(agenda, seed=5), is_minimal=True), seen=1),
        ]
    with pytest.raises(StaleRecordError) as caught, workspace.writing() as stores:
        stores.agendas.save_draft(make_draft(event, agenda), seen=1)

    with workspace.reading() as stores:
        kept = stores.agendas.draft(event)
    assert (revisions, caught.value.version) == ([1, 2], 2)
    assert kept == make_draft(event, replace(agenda, seed=5), is_minimal=True, revision=2)


def test_releases_follow_one_another(workspace: Workspace) -> None:
    problem, agenda = make_evening(), first_plan().agenda
    event = keep_event(workspace, problem)
    first = make_release(event, problem, agenda)

    with workspace.writing() as stores:
        stores.agendas.add_release(first)
    for version in (1, 3):
        with pytest.raises(RefusalError, match="已发布到第 1 版"), workspace.writing() as stores:
            stores.agendas.add_release(replace(first, version=version))

    with workspace.reading() as stores:
        assert stores.agendas.releases(event) == [first]
        assert (stores.agendas.newest(event), stores.agendas.newest_versions()) == (first, {event: 1})


def test_the_database_refuses_to_change_a_release(workspace: Workspace) -> None:
    problem = make_evening()
    event = keep_event(workspace, problem)
    with workspace.writing() as stores:
        stores.agendas.add_release(make_release(event, problem, first_plan().agenda))

    with (
        pytest.raises(DBAPIError, match="rows of agenda_releases never change"),
        workspace.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE agenda_releases SET note = '改了'"))
