"""Many records at once: the outcome of each is that of adding one after the other, in one transaction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import BadInputError, RefusalError
from data.records.needs import Need
from data.records.scopes import EVERYTHING, Scope
from data.storage.workspace import Workspace
from service.docking.adding import add_each
from service.docking.editing import Editor
from service.docking.workspace import open_workspace
from tests.factories.storing import LI, WANG, make_need

OWN = Scope(organisation="甲公司")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open workspace with a need of 甲公司, N1, that was deleted."""
    with open_workspace(tmp_path) as opened:
        editor = Editor(workspace=opened, kind="needs", actor=LI, scope=EVERYTHING)
        editor.add(make_need())
        editor.delete("N1")
        yield opened


def told(outcome: object) -> str:
    return outcome if isinstance(outcome, str) else type(outcome).__name__


def test_each_is_as_if_it_were_alone(workspace: Workspace) -> None:
    given_records: list[Need | BadInputError] = [
        make_need("N2", title="甲"),
        make_need("N2", title="乙"),
        make_need("N3", enterprise="乙公司"),
        make_need("N3"),
        make_need("N1"),
        make_need("N4", title="丙\0"),
        BadInputError("坏", remedy="改"),
        make_need("N5"),
    ]

    outcomes = add_each(workspace, "needs", given_records, actor=WANG, scope=OWN)
    with workspace.reading() as stores:
        stored = [(each.id, each.title) for each in stores.needs.all()]
        steps = [each.entry.action for each in stores.audit.of_record("needs", "N5", limit=9)]

    assert [told(each) for each in outcomes] == [
        "N2",
        "RefusalError",
        "RefusalError",
        "N3",
        "RefusalError",
        "BadInputError",
        "BadInputError",
        "N5",
    ]
    assert stored == [("N2", "甲"), ("N5", make_need().title), ("N3", make_need().title)]
    assert [each.value for each in steps] == ["added"]


def test_a_region_stands_in_where_none_is_named(workspace: Workspace) -> None:
    bureau = Scope(region_code="320813")
    records = [make_need("N2"), make_need("N3", region="苏州市")]

    outcomes = add_each(workspace, "needs", records, actor=LI, scope=bureau, region_code="320813")

    assert [told(each) for each in outcomes] == ["N2", "RefusalError"]


drawn = st.builds(make_need, st.sampled_from(["N1", "N2", "N3"]), enterprise=st.sampled_from(["甲公司", "乙公司"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(drawn, max_size=7))
def test_the_outcome_is_that_of_one_after_the_other(
    tmp_path_factory: pytest.TempPathFactory, records: list[Need]
) -> None:
    with (
        open_workspace(tmp_path_factory.mktemp("one")) as one_by_one,
        open_workspace(tmp_path_factory.mktemp("all")) as at_once,
    ):
        editor = Editor(workspace=one_by_one, kind="needs", actor=WANG, scope=OWN)
        expected = []
        for record in records:
            try:
                expected.append(editor.add(record).record.id)
            except RefusalError as error:
                expected.append(str(error))
        found = add_each(at_once, "needs", records, actor=WANG, scope=OWN)
        with one_by_one.reading() as before, at_once.reading() as after:
            stored = {each.id for each in before.needs.all()}
            assert {each.id for each in after.needs.all()} == stored

    assert [each if isinstance(each, str) else str(each) for each in found] == expected
