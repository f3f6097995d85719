"""A file from upload to report and back, as a browser without script does it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.records.accounts import Role
from service.admission import LARGER_BODIES
from service.jobs.running import run_job
from service.settings import Settings
from tests.service.conftest import ADDRESS, served, settings_of
from tests.service.people import Served, peopled_service
from tests.service.web.test_pages import soup_of
from tests.service.web.test_records import post

STRANGE = "难点,详情描述,所在地区\n轴承漏油,高温下漏油，请联系李工13900005678,江苏省\n,,江苏省\n".encode()
KNOWN = "需求名称,需求内容,单价备注\n轴承漏油,高温下漏油,急\n,,\n气孔,压铸件气孔,急\n".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """The service over an empty workspace; jobs wait until `work` does them."""
    with TestClient(served(settings), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def work(client: TestClient, settings: Settings, number: int) -> None:
    assert isinstance(client.app, FastAPI)
    run_job(client.app.state.desk.workspace, number, settings, is_stopping=lambda: False)


def upload(client: TestClient, content: bytes, kind: str = "needs") -> str:
    """Upload a file; return the address of its preview."""
    token = re.findall(r'name="form_token" value="([^"]*)"', client.get("/imports/new").text)[0]
    files = {"file": ("需求.csv", content)}
    return client.post("/imports/new", data={"form_token": token, "kind": kind}, files=files).headers["location"]


def confirm(client: TestClient, address: str) -> str:
    """Confirm what a preview shows; return the address of the job."""
    values = {
        str(each["name"]): str(each["value"]) for each in soup_of(client.get(address).text).select("form.do input")
    }
    return client.post(address.partition("?")[0], data=values).headers["location"]


def test_a_file_is_shown_before_anything_is_written(client: TestClient) -> None:
    page = soup_of(client.get(upload(client, KNOWN)).text)

    figures = [each.get_text() for each in page.select(".figures b")]
    chosen = {
        label.get_text(): select.select_one("[selected]").get_text() if select.select_one("[selected]") else ""  # type: ignore[union-attr] # asked for just before
        for label, select in zip(page.select(".map label"), page.select(".map select"), strict=True)
    }
    assert figures == ["2", "0", "1"]
    assert chosen == {"需求名称": "需求名称", "需求内容": "需求内容", "单价备注": ""}
    assert "还没有需求" in client.get("/needs").text


def test_columns_are_named_by_hand_and_the_file_is_imported(client: TestClient, settings: Settings) -> None:
    address = upload(client, STRANGE)
    refused = soup_of(client.get(address).text)
    pairs = "&h=难点&f=title&h=详情描述&f=content&h=所在地区&f=region"
    job = confirm(client, address + pairs)
    waiting = client.get(job)
    work(client, settings, 1)
    done = client.get(job)

    assert refused.select(".rl") == []
    assert "没有找到需求表的表头" in refused.select_one("[role=alert]").get_text()  # type: ignore[union-attr] # its absence fails the test
    assert (job, waiting.headers["refresh"], "排队等候" in waiting.text) == ("/imports/jobs/1", "2", True)
    assert [each.get_text() for each in soup_of(done.text).select(".figures b")] == ["1", "0", "0", "1"]
    assert ("refresh" in done.headers, "13900005678" in done.text) == (False, False)
    assert "轴承漏油" in client.get("/needs").text


def test_what_is_confirmed_twice_is_done_once(client: TestClient) -> None:
    address = upload(client, KNOWN)

    assert [confirm(client, address), confirm(client, address)] == ["/imports/jobs/1", "/imports/jobs/1"]


def test_rows_that_were_not_imported_can_be_downloaded(client: TestClient, settings: Settings) -> None:
    work_on = confirm(client, upload(client, STRANGE) + "&h=难点&f=title&h=详情描述&f=content")
    work(client, settings, 1)

    answer = client.get(f"{work_on}/rows.csv")

    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "文件,工作表,行号,列,原因,怎么办,结果"
    assert lines[1].startswith("需求.csv,,3,")
    assert lines[1].endswith(",未导入")
    assert answer.headers["content-disposition"].startswith("attachment;")


def test_what_an_import_changed_is_told_in_chinese(client: TestClient, settings: Settings) -> None:
    rows = "编号,需求名称,需求内容,所在地区,备注\nN1,气孔,压铸件气孔,{},{}\n"
    for region, note in (("江苏省", "急"), ("浙江省", "缓")):
        job = confirm(client, upload(client, rows.format(region, note).encode()))
        work(client, settings, int(job.rsplit("/", 1)[1]))
    told = [each.get_text() for each in soup_of(client.get(job).text).select("#changed + ul li")]

    assert told == ["N1：地区、附加信息"]


def test_an_import_is_taken_back_after_asking(client: TestClient, settings: Settings) -> None:
    confirm(client, upload(client, KNOWN))
    work(client, settings, 1)
    asked = client.get("/imports/1/undo").text
    status, _, text = post(client, "/imports/1/undo", "/imports/1/undo")

    assert ("新增 2 条" in asked, status, "删除 2 条" in text) == (True, 200, True)
    assert "已撤销" in client.get("/imports").text
    assert client.get("/imports/1/undo").status_code == 409


def test_a_job_that_waits_can_be_cancelled(client: TestClient) -> None:
    job = confirm(client, upload(client, KNOWN))

    assert post(client, job, f"{job}/cancel")[:2] == (303, job)
    assert "已取消" in client.get(job).text


def test_a_form_without_a_file_comes_back(client: TestClient) -> None:
    status, _, text = post(client, "/imports/new", "/imports/new", kind="parties")

    assert (status, "没有选文件" in text) == (422, True)
    chosen = soup_of(text).select_one("[checked]")
    assert chosen is not None
    assert chosen["value"] == "parties"


def test_a_file_that_is_none_of_ours_is_told(client: TestClient) -> None:
    answer = client.get(upload(client, b"\x89PNG\r\n\x1a\n\x00\x00"))

    assert answer.status_code == 422
    assert soup_of(answer.text).select("[role=alert]") != []


def test_only_uploads_may_be_large(client: TestClient) -> None:
    sizes = dict.fromkeys(("/imports/new", "/match"), LARGER_BODIES["/imports/new"].most_bytes + 1) | {
        "/searches": 2 << 20
    }

    statuses = [
        client.post(path, content=b"", headers={"content-length": str(size)}).status_code
        for path, size in sizes.items()
    ]
    assert statuses == [413, 413, 413]
    assert upload(client, KNOWN + b"\n" * (2 << 20)).startswith("/imports/new/")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("imports")) as opened:
        yield opened


def test_a_role_is_offered_the_kinds_it_may_change(people: Served) -> None:
    offered = {
        role: re.findall(r'name="kind" value="(\w+)"', people.ask(role, "GET", "/imports/new")[1])
        for role in (Role.COUNTY_BUREAU, Role.UNIVERSITY, Role.ENTERPRISE, Role.EVENT_PLANNER)
    }

    assert offered == {
        Role.COUNTY_BUREAU: ["needs", "achievements", "parties"],
        Role.UNIVERSITY: ["achievements", "parties"],
        Role.ENTERPRISE: ["needs", "parties"],
        Role.EVENT_PLANNER: [],
    }


def test_an_import_of_others_is_not_there(people: Served) -> None:
    statuses = [people.ask(role, "GET", "/imports/1/undo")[0] for role in (Role.ADMINISTRATOR, Role.COUNTY_BUREAU)]

    assert statuses == [200, 404]
