"""Company and university pages: only what one may see, and the same as files."""

import io
import zipfile

import pytest
from starlette.testclient import TestClient

from data.records.accounts import Role
from service.docking.shortlists import MOST_RECORDS
from tests.service.people import Served

COMPANY, UNIVERSITY = "/companies/甲机械有限公司", "/universities/东海理工大学"


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (COMPANY, set(Role)),
        ("/companies/乙压铸有限公司", {Role.UNIVERSITY, Role.EVENT_PLANNER, Role.ADMINISTRATOR}),
        (UNIVERSITY, set(Role)),
        ("/universities/云岭工程学院", set(Role) - {Role.UNIVERSITY}),
        ("/companies/没有的企业", set()),
    ],
)
def test_pages_open_to_whoever_may_see_the_records(peopled: Served, path: str, opened: set[Role]) -> None:
    statuses = {role: peopled.ask(role, "GET", path)[0] for role in Role}

    assert statuses == {role: 200 if role in opened else 404 for role in Role}


def test_a_university_exports_no_company_but_itself(peopled: Served) -> None:
    paths = (f"{COMPANY}/shortlist.xlsx", f"{UNIVERSITY}/shortlist.xlsx")

    assert [peopled.ask(Role.UNIVERSITY, "GET", path)[0] for path in paths] == [404, 200]


@pytest.mark.parametrize(("ending", "part"), [("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")])
def test_the_shortlist_is_given_as_a_file(client: TestClient, ending: str, part: str) -> None:
    answer = client.get(f"/companies/青禾辰宇新材料股份有限公司/shortlist.{ending}")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert part in file.namelist()
    assert "filename*=UTF-8''%E9%9D%92%E7%A6%BE" in answer.headers["content-disposition"]
    assert "13900" not in answer.text


def test_a_university_with_many_results_says_what_was_matched(client: TestClient) -> None:
    text = client.get("/universities/海榆材料研究所").text

    assert f"共有 26 项成果，这里只匹配了 {MOST_RECORDS} 项，上次全部匹配中有合适结果的在前" in text
    assert text.count("/achievements/CG") >= 26
