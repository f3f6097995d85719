"""Files through the API: previewed without a trace, imported once, listed and taken back by whoever sent them."""

import json
from typing import Any

from data.records.accounts import Role
from service.jobs.running import run_job
from service.settings import Settings
from tests.service.people import Served

IMPORTS = "/api/v1/imports"
PHONE = "13900009999"
ROWS = (
    "需求名称,需求内容,企业名称,所在地区,联系人,暗号\n"
    f"气孔,铝合金压铸件气孔多,甲机械有限公司,涟水县,王小明{PHONE},x\n,,,,,\n"
)


def send(
    service: Served, role: Role, *, rows: str = ROWS, kind: str = "needs", key: str | None = "k1", path: str = IMPORTS
) -> tuple[int, Any]:
    headers = {} if key is None else {"idempotency-key": key}
    headers["cookie"] = f"duijie_session={service.cookie(role)}"
    answer = service.client.post(
        path, data={"kind": kind}, files={"file": ("需求.csv", rows.encode())}, headers=headers
    )
    return answer.status_code, answer.json()


def work(service: Served, number: object, settings: Settings | None = None) -> None:
    """Do a job, as the worker would."""
    workspace = service.client.app.state.desk.workspace  # type: ignore[attr-defined] # FastAPI
    assert isinstance(number, int)
    run_job(workspace, number, settings or service.settings, is_stopping=lambda: False)


def shown(service: Served, role: Role, path: str, method: str = "GET") -> tuple[int, Any]:
    status, text = service.ask(role, method, path)
    return status, json.loads(text)


def test_a_preview_tells_headers_rows_and_faults_and_stores_nothing(service: Served) -> None:
    status, told = send(service, Role.COUNTY_BUREAU, key=None, path=f"{IMPORTS}/preview")

    assert (status, told["n_accepted"], told["n_faults"]) == (200, 1, 0)
    (columns,) = told["columns"]
    assert columns["mapping"]["需求名称"] == "title"
    assert columns["unknown"] == ["暗号"]
    assert told["rows"][0]["title"] == "气孔"
    assert PHONE not in json.dumps(told)
    assert "小明" not in json.dumps(told, ensure_ascii=False)
    assert shown(service, Role.ADMINISTRATOR, "/api/v1/needs?total=true")[1]["total"] == 2
    assert shown(service, Role.ADMINISTRATOR, "/api/v1/jobs")[1]["jobs"] == []


def test_a_file_without_a_header_is_refused_by_a_preview(service: Served) -> None:
    status, told = send(service, Role.COUNTY_BUREAU, rows="a,b\n1,2\n", path=f"{IMPORTS}/preview")

    assert (status, told["code"]) == (422, "bad_input")


def test_one_key_imports_one_file_once(service: Served) -> None:
    first, again = send(service, Role.COUNTY_BUREAU), send(service, Role.COUNTY_BUREAU)
    other = send(service, Role.COUNTY_BUREAU, rows=f"{ROWS}别的,别的,甲机械有限公司,涟水县,,\n")
    elsewhere = send(service, Role.CITY_BUREAU, rows=f"{ROWS}别的,别的,甲机械有限公司,涟水县,,\n")

    assert (first[0], again) == (202, first)
    assert (other[0], other[1]["code"]) == (409, "refused")
    assert elsewhere[0] == 202
    uploads = list((service.settings.home / "uploads").iterdir())
    assert len(uploads) == 2


def test_a_key_is_asked_for(service: Served) -> None:
    assert send(service, Role.COUNTY_BUREAU, key=None)[0] == 422


def test_an_import_is_done_in_the_name_of_whoever_sent_it_and_taken_back_by_them(service: Served) -> None:
    work(service, send(service, Role.COUNTY_BUREAU)[1]["number"])

    own = shown(service, Role.COUNTY_BUREAU, IMPORTS)[1]["batches"]
    others = shown(service, Role.ENTERPRISE, IMPORTS)[1]["batches"]
    everybodys = shown(service, Role.ADMINISTRATOR, IMPORTS)[1]["batches"]
    number = own[0]["number"]
    refused = shown(service, Role.ENTERPRISE, f"{IMPORTS}/{number}/undo", "POST")[0]
    status, undone = shown(service, Role.COUNTY_BUREAU, f"{IMPORTS}/{number}/undo", "POST")

    assert [(each["n_added"], each["imported_by"]) for each in own] == [(1, "county_bureau")]
    assert (others, len(everybodys)) == ([], 3)
    assert (refused, status, len(undone["removed"])) == (404, 200, 1)


def test_an_import_replaces_nothing_outside_the_scope(service: Served) -> None:
    rows = "编号,需求名称,需求内容,企业名称,所在地区\nN2,抢占,抢占,甲机械有限公司,涟水县\n"
    job = send(service, Role.COUNTY_BUREAU, rows=rows)[1]
    work(service, job["number"])

    told = shown(service, Role.COUNTY_BUREAU, f"/api/v1/jobs/{job['number']}")[1]
    [fault] = told["result"]["faults"]
    assert (told["state"], fault["row"], fault["column"], fault["reason"]) == (
        "done",
        2,
        "编号",
        "编号已属于您负责范围之外的记录",
    )


def test_an_organisation_brings_nobody_elses_records(service: Served) -> None:
    rows = ROWS.replace("甲机械", "丙机械")
    seen = send(service, Role.ENTERPRISE, rows=rows, key=None, path=f"{IMPORTS}/preview")[1]
    job = send(service, Role.ENTERPRISE, rows=rows)[1]
    work(service, job["number"])

    told = shown(service, Role.ENTERPRISE, f"/api/v1/jobs/{job['number']}")[1]
    assert (seen["n_accepted"], [each["reason"] for each in seen["faults"]]) == (0, ["不是本单位的记录"])
    assert (told["state"], told["result"]["faults"]) == ("done", seen["faults"])
    assert send(service, Role.ENTERPRISE, kind="achievements", key="k2")[0] == 403
