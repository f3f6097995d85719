"""Registering: names are compared in the region they are given in, and under the lock that gives numbers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from data.errors import RefusalError
from data.records.accounts import OPERATOR, Actor
from data.records.alliances import Alliance, AllianceStage
from data.storage.workspace import Workspace
from service.docking.alliances import taken
from service.docking.alliances.moving import move_alliance
from service.docking.alliances.taken import region_of_notice, taken_names
from tests.factories.alliances import FACTS, LEAD, NOW, begun, call_for_alliances


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


def handed_in(workspace: Workspace, notice: int, *, region_code: str = FACTS.region_code) -> Alliance:
    made = begun(workspace, notice=notice, region_code=region_code)
    return move_alliance(workspace, LEAD, (made.number, made.version), AllianceStage.SUBMITTED, at=NOW)


def register(workspace: Workspace, alliance: Alliance, *, note: str = "", by: Actor = OPERATOR) -> Alliance:
    place = (alliance.number, alliance.version)
    return move_alliance(workspace, by, place, AllianceStage.REGISTERED, note=note, at=NOW)


def test_an_alliance_of_another_province_takes_no_name(workspace: Workspace, tmp_path: Path) -> None:
    notice = call_for_alliances(workspace, tmp_path)
    register(workspace, handed_in(workspace, notice, region_code="440117"), note="先行登记")
    register(workspace, handed_in(workspace, notice, region_code="320800"), note="先行登记")
    own = handed_in(workspace, notice)

    with workspace.reading() as stores:
        taken = [each.region_code for each in taken_names(stores, own)]
    assert taken == ["320800"]


def test_names_are_compared_where_the_notice_reaches(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = call_for_alliances(workspace, tmp_path)
    register(workspace, handed_in(workspace, notice, region_code="320106"), note="先行登记")
    own = handed_in(workspace, notice)
    with workspace.reading() as stores:
        kept = stores.notices.get(notice)
        assert (kept and region_of_notice(kept), taken_names(stores, own)) == ("", [])
        assert kept is not None
        assert region_of_notice(replace(kept, notice=replace(kept.notice, issuer="江苏省科学技术厅"))) == "320000"

        monkeypatch.setattr(taken, "region_of_notice", lambda _: "320000")
        assert [each.region_code for each in taken_names(stores, own)] == ["320106"]


def test_of_two_with_one_name_the_second_sees_the_first(tmp_path: Path, new_database: Callable[[], str]) -> None:
    told: list[str] = []
    with Workspace.open(tmp_path / "home", url=new_database()) as workspace:
        notice = call_for_alliances(workspace, tmp_path)
        first, second = handed_in(workspace, notice), handed_in(workspace, notice)

        def late() -> None:
            try:
                register(workspace, second)
            except RefusalError as error:
                told.append(str(error))

        thread = Thread(target=late)
        with workspace.writing(OPERATOR, at=NOW) as stores:
            stores.alliances.give_number(first.number, first.region_code, on=NOW.date())
            stores.alliances.change(first.number, {"stage": AllianceStage.REGISTERED.value}, version=9)
            thread.start()
            sleep(0.5)  # the other one waits for the lock
        thread.join()

    assert ["名称与已登记的涟水县压铸技术创新联盟相同" in each for each in told] == [True]
