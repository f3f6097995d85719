"""Pages of other platforms: profiles, a file out, the same file in as a background job."""

from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from data.records.jobs import JobState
from data.records.scopes import EVERYTHING
from data.storage.workspace import Workspace
from service.jobs.running import run_job
from tests.service.people import Served, peopled_service

CITY = Role.CITY_BUREAU
PROFILE = "city-platform-needs"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("connectors"), is_indexed=False) as opened:
        yield opened


def test_every_platform_is_listed_with_the_state_of_its_profile(service: Served) -> None:
    page = service.ask(CITY, "GET", "/connectors")[1]
    assert page.count("栏目待与平台的模板核对") == 12
    assert "省大型科研仪器网络平台" in page


def test_a_profile_tells_what_goes_out_and_what_it_lacks(service: Served) -> None:
    status, page = service.ask(CITY, "GET", f"/connectors/{PROFILE}")
    assert status == 200
    assert "您有权导出的需求 1 条" in page
    assert service.ask(CITY, "GET", "/connectors/nothing")[0] == 404


def test_a_file_goes_out_and_comes_back_as_a_job_like_any_other(service: Served) -> None:
    token = service.cookie(CITY)
    content = service.client.get(f"/connectors/{PROFILE}/file", headers={"cookie": f"duijie_session={token}"}).content
    files = {"file": ("需求.xlsx", content)}
    status, _ = service.ask(CITY, "POST", "/connectors/import", data={"connector": PROFILE}, files=files)
    assert status == 303
    with Workspace.open(service.settings.home) as workspace:
        with workspace.reading() as stores:
            before = [each.record for each in stores.needs.page(scope=EVERYTHING, limit=9).records]
            (job,) = stores.jobs.in_states([JobState.WAITING])
        run_job(workspace, job.number, service.settings, is_stopping=lambda: False)
        with workspace.reading() as stores:
            done = stores.jobs.get(job.number)
            after = [each.record for each in stores.needs.page(scope=EVERYTHING, limit=9).records]
    assert done is not None
    assert (done.state, done.asked.parameters["connector"]) == (JobState.DONE, PROFILE)
    assert [(each.id, each.title, each.contact) for each in after] == [
        (each.id, each.title, each.contact) for each in before
    ]
    assert done.asked.label == "导入需求（1 个文件），来自城市产学研对接平台：需求"


def test_a_file_of_another_kind_is_refused(service: Served) -> None:
    files = {"file": ("需求.csv", b"x")}
    status, page = service.ask(CITY, "POST", "/connectors/import", data={"connector": PROFILE}, files=files)
    assert status == 422
    assert "应是 xlsx 文件" in page
    status, page = service.ask(CITY, "POST", "/connectors/import", data={"connector": PROFILE})
    assert (status, "没有选文件" in page) == (422, True)
